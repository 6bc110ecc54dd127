import { formatDurationScore, isKept, scoreDurations } from '../nights/durations.ts'
import { writeFortnight } from '../nights/generate.ts'
import { addScore, emptyScore, formatScore } from '../nights/score.ts'

const JOB_NIGHTS = 12_000

/** Measures the verdict on made-up fortnights and durations and prints how it fared; false where it told something otherwise. */
export function printVerdict({ from, count }: { from: number, count: number }): boolean {
  const score = emptyScore()
  for (let number = from; number < from + count; number++)
    addScore(score, writeFortnight(number))
  const durations = scoreDurations(JOB_NIGHTS)
  const isWell = score.missed.length === 0
  console.log(`${isWell ? 'kept  ' : 'BROKEN'} ${count} made-up fortnights from ${from}: ${formatScore(score)}`)
  score.missed.forEach(missed => console.log(`       ${missed}`))
  console.log(`${isKept(durations) ? 'kept  ' : 'BROKEN'} ${formatDurationScore(durations)}`)
  durations.raised.forEach(raised => console.log(`       ${raised}`))
  return isWell && isKept(durations)
}
