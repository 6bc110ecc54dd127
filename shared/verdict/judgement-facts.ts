import type { JudgementAnswer } from '../api/flows.ts'
import { resolveDeclared } from '../declared/resolved.ts'
import { withoutBackfills } from '../expectations/backfills.ts'
import { lateGraceMs } from '../expectations/baseline.ts'
import { toPartitionNames } from '../expectations/partitions.ts'
import { THRESHOLDS } from '../expectations/thresholds.ts'
import type { JobJudgement, Question } from './finding.ts'
import { heldWords } from './held-runs.ts'
import { dueAt } from './job.ts'
import type { Morning } from './morning.ts'
import { isFrequent } from './runs/frequent.ts'
import { usualDuration } from './usual-duration.ts'
import { formatClock, formatCount, formatDuration } from './words.ts'

type Fact = JudgementAnswer['facts'][number]

/** Where a job stands this morning and by which rules: the answer to "why is this not on the list?", and why it is. */
export function toJudgementAnswer(judgement: JobJudgement, morning: Morning, question: Question): JudgementAnswer {
  return { place: placeOf(judgement, morning), facts: [...slotFacts(judgement, question), ...runFacts(judgement, question), ...declaredFacts(judgement, question)] }
}

function placeOf({ job }: JobJudgement, { bySection, asExpected, unknown }: Morning): JudgementAnswer['place'] {
  const isIn = (judgements: readonly JobJudgement[]): boolean => judgements.some(other => other.job.key === job.key)
  for (const [section, judgements] of Object.entries(bySection)) {
    if (isIn(judgements))
      return section as JudgementAnswer['place']
  }
  return isIn(unknown) ? 'unknown' : isIn(asExpected) ? 'as-expected' : 'not-due'
}

function slotFacts({ job, slots, absent, unknown, notes }: JobJudgement, { at, fromAt, timeZone, picture }: Question): Fact[] {
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const facts: Fact[] = unknown === null ? [] : [{ text: `cannot be judged: ${unknown}`, source: 'state' }]
  if (job.subject?.paused === true)
    facts.push({ text: 'its deployment is paused: nothing is scheduled', source: 'deployment' })
  const last = slots.at(-1)
  const absentCount = absent.filter(slot => slot >= fromAt).length
  if (last !== undefined)
    facts.push({ text: `due ${formatCount(slots.length, 'time')} since ${clock(fromAt)}, last ${clock(last)}; ${absentCount === 0 ? 'none is missing' : `${absentCount} without a run`}`, source: 'schedule' })
  else if (job.subject?.schedules.some(({ active }) => active) === true)
    facts.push({ text: `not due since ${clock(fromAt)}`, source: 'schedule' })
  else
    facts.push({ text: 'no active schedule: missing runs can only be told from its rhythm, or from what is declared', source: 'schedule' })
  facts.push(...notes.map((text): Fact => ({ text, source: 'state' })))
  const runs = job.runs.filter(run => dueAt(run) <= at)
  facts.push({ text: `late when it has not begun ${formatDuration(lateGraceMs(runs))} after it is due; missing when there is no run of it ${formatDuration(THRESHOLDS.missingGraceMs)} after`, source: 'schedule' })
  const coverage = picture.coverage.get(job.deploymentId ?? '')
  if (coverage !== undefined && coverage.rowsFromAt > fromAt)
    facts.push({ text: `its runs before ${clock(coverage.rowsFromAt)} were ${coverage.keptFromAt === null ? 'not read' : 'counted, not read'}`, source: 'state' })
  return facts
}

function runFacts({ job }: JobJudgement, { at, picture }: Question): Fact[] {
  const runs = withoutBackfills(job.runs.filter(run => dueAt(run) <= at))
  const baseline = usualDuration(runs, at, { job, picture })
  const facts: Fact[] = [baseline === null
    ? { text: `fewer than ${THRESHOLDS.baselineRunCount} good runs are known: how long it usually takes is not judged`, source: 'baseline' }
    : { text: `usually takes ${formatDuration(baseline.medianMs)} (${formatCount(baseline.runCount, 'run')}); slow past ${formatDuration(baseline.slowMs)}${baseline.fastMs === null ? '' : `, fast under ${formatDuration(baseline.fastMs)}`}`, source: 'baseline' }]
  const held = heldWords(picture, at)
  if (held !== null)
    facts.push({ text: held, source: 'baseline' })
  if (isFrequent(runs, at))
    facts.push({ text: `runs so often that single failures count as recovered: it is raised after ${THRESHOLDS.frequentBadCount} bad runs in a row, or ${THRESHOLDS.frequentBadCount} periods without a good one`, source: 'baseline' })
  const partitions = toPartitionNames(runs, job.subject?.schedules)
  if (partitions.length > 0)
    facts.push({ text: `judged apart for each ${partitions.join(' and ')}`, source: 'baseline' })
  return facts
}

function declaredFacts({ job, findings }: JobJudgement, { standards, at, timeZone }: Question): Fact[] {
  const declared = resolveDeclared(standards.expectations, job)
  if (declared === null)
    return []
  const words = [
    ...(declared.tier === null ? [] : [`tier ${declared.tier}`]),
    ...(declared.doneBy === null ? [] : [`done by ${formatMinutes(declared.doneBy.minuteOfDay)}${declared.doneBy.timeZone === null ? '' : ` ${declared.doneBy.timeZone}`}`]),
    ...(declared.freshForMs === null ? [] : [`at most ${formatDuration(declared.freshForMs)} old`]),
    ...(declared.startsWithinMs === null ? [] : [`starts within ${formatDuration(declared.startsWithinMs)}`]),
    ...(declared.takesAtMostMs === null ? [] : [`takes at most ${formatDuration(declared.takesAtMostMs)}`]),
    ...(declared.succeedsAtLeast === null ? [] : [`succeeds at least ${Math.round(declared.succeedsAtLeast * 1_000) / 10} %`]),
    ...(declared.complete === null ? [] : [`a good run for each of ${declared.complete.values.length} values of ${declared.complete.parameter} by ${formatMinutes(declared.complete.by.minuteOfDay)}`]),
    ...(declared.after === null ? [] : [`within ${formatDuration(declared.after.withinMs)} after ${declared.after.job}`]),
    ...(declared.everySlot === true ? ['every slot counts'] : []),
    ...(declared.calendar === null ? [] : ['by a calendar of its own']),
  ]
  const deadline = findings.find(finding => finding.deadline !== null)?.deadline ?? null
  return [
    ...(words.length === 0 ? [] : [{ text: `declared: ${words.join(', ')}`, source: 'declared' as const }]),
    ...(declared.owner === null ? [] : [{ text: `owner: ${declared.owner}`, source: 'declared' as const }]),
    ...(deadline === null ? [] : [{ text: `${deadline.isMissed ? 'missed its deadline of' : 'next deadline'} ${formatClock(deadline.at, at, timeZone)}`, source: 'declared' as const }]),
  ]
}

function formatMinutes(minuteOfDay: number): string {
  return `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`
}
