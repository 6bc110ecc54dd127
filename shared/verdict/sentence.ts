import type { MorningCounts, SentencePart, VerdictStatus } from '../api/morning.ts'
import { formatClock, formatCount } from './words.ts'

export interface Told {
  status: VerdictStatus
  counts: MorningCounts
  /** Problems that need somebody, which several jobs can share. */
  problemCount: number
  demo: boolean
  /** Whether everything the verdict rests on was read. */
  complete: boolean
  /** It has neither deployments nor runs: more likely the wrong server than a quiet one. */
  isEmpty: boolean
  /** null: nothing was ever read. */
  at: number | null
  now: number
  fromAt: number
  timeZone: string
  /** The filter in words, e.g. `tag tier-1`; null: none. */
  filter: string | null
}

/** The answer in plain words, as stretches of which numbers lead to the rows they count. */
export function toSentence(told: Told): SentencePart[] {
  const parts = [...opening(told), ...quiet(told)]
  return told.demo ? [{ text: 'Demo: ' }, ...parts] : parts
}

function opening({ status, counts, problemCount, complete, isEmpty, at, fromAt, now, timeZone, filter }: Told): SentencePart[] {
  if (at === null)
    return [{ text: 'Nothing is known yet.', tone: 'unsure' }, { text: ' Prefect was not read.' }]
  if (isEmpty)
    return [{ text: 'This server is empty.', tone: 'unsure' }, { text: ' It has no deployments, and no runs of 14 days: is it the right one?' }]
  if (counts.jobs === 0)
    return filter === null
      ? [{ text: complete ? `Nothing was due and nothing ran since ${formatClock(fromAt, now, timeZone)}.` : 'Not everything could be read.', ...(!complete && { tone: 'unsure' as const }) }]
      : [{ text: `No job with ${filter} was due or ran.`, tone: 'unsure' }]
  if (status === 'attention')
    return [{ text: problemCount === 1 ? '1 problem needs you.' : `${problemCount.toLocaleString('en-GB')} problems need you.`, count: 'needsYou', tone: 'bad' }, { text: ' ' }]
  if (!complete)
    return [{ text: 'Not everything could be read.', tone: 'unsure' }, { text: ' ' }]
  if (status === 'unknown')
    return [{ text: `${formatCount(counts.unknown, 'job')} cannot be judged.`, count: 'unknown', tone: 'unsure' }, { text: ' ' }]
  return counts.asExpected === counts.jobs ? [] : [{ text: 'Nothing needs you. ' }]
}

function quiet({ at, counts, status, complete }: Told): SentencePart[] {
  if (at === null || counts.jobs === 0)
    return []
  const all = counts.asExpected === counts.jobs
  const parts: SentencePart[] = all
    ? [{ text: counts.jobs === 1 ? 'The only job' : `All ${counts.jobs.toLocaleString('en-GB')} jobs`, count: 'asExpected' }, { text: ' ran as expected.' }]
    : [{ text: counts.asExpected.toLocaleString('en-GB'), count: 'asExpected' }, { text: ` of ${formatCount(counts.jobs, 'job')} ran as expected` }]
  if (all)
    return parts
  const rest: SentencePart[][] = []
  const add = (count: keyof MorningCounts, one: string, many: string): void => {
    if (counts[count] > 0)
      rest.push([{ text: `${counts[count].toLocaleString('en-GB')} ${counts[count] === 1 ? one : many}`, count }])
  }
  add('worthALook', 'is worth a look', 'are worth a look')
  add('recovered', 'recovered', 'recovered')
  add('known', 'is known', 'are known')
  if (status === 'attention' || !complete)
    add('unknown', 'is unknown', 'are unknown')
  rest.forEach((part, index) => parts.push({ text: index === rest.length - 1 ? ' and ' : ', ' }, ...part))
  return [...parts, { text: '.' }]
}

/** R6: attention if anything needs somebody; else unknown if anything was not read or cannot be judged; else ok. */
export function toStatus({ counts, complete, isEmpty, at, filter }: Pick<Told, 'counts' | 'complete' | 'isEmpty' | 'at' | 'filter'>): VerdictStatus {
  if (counts.needsYou > 0)
    return 'attention'
  const nothingAsked = counts.jobs === 0 && filter !== null
  return at === null || !complete || counts.unknown > 0 || nothingAsked || isEmpty ? 'unknown' : 'ok'
}
