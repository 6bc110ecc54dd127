import type { Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import type { Kind } from '../kind.ts'
import { formatClock } from '../words.ts'

/** Kinds that something new may explain; a run that did not start was not reached by it. */
const EXPLAINED: readonly Kind[] = ['failed', 'crashed', 'timed-out', 'running-long', 'slow']

/** Good runs that must agree on a parameter before another value of it is news: dates and ids never do. */
const AGREEING_COUNT = 3

/** As many parameters as a run carries at most; past it some were left out, so that one that lacks may have been cut. */
const MOST_PARAMETERS = 12

/** Says what is different since the job's last good run, where something is. */
export function nameChanges(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  return judgements.map((judgement) => {
    if (!judgement.findings.some(isExplained))
      return judgement
    return { ...judgement, findings: judgement.findings.map(finding => isExplained(finding) ? { ...finding, changes: [...finding.changes, ...changesSinceGood(finding.run, finding.job, question)] } : finding) }
  })
}

function isExplained({ kind, run, section }: Finding): boolean {
  return run !== null && section !== 'recovered' && EXPLAINED.includes(kind)
}

/** What is different in a run since the last good one of its job before it, in words; empty where none is known. */
export function changesSinceGood(run: FlowRun | null, job: Job, question: Question): string[] {
  const index = job.runs.findIndex(({ id }) => id === run?.id)
  const before = job.runs.slice(0, Math.max(0, index)).filter(({ state }) => state?.type === 'COMPLETED')
  const lastGood = before.at(-1)
  if (lastGood === undefined)
    return []
  // The first run after the last good one is the first that what changed could spoil.
  const first = job.runs.slice(job.runs.indexOf(lastGood) + 1, index + 1).find(({ state }) => state?.type === run?.state?.type) ?? run
  return first === null ? [] : [...runChanges(first, lastGood, before), ...inventoryChanges(job, { lastGood, first, question })]
}

function runChanges(first: FlowRun, lastGood: FlowRun, good: readonly FlowRun[]): string[] {
  const changed = (what: string, from: string | null, to: string | null): string[] => from === null || to === null || from === to ? [] : [`first run ${what} ${to}, before it was ${from}`]
  const parameters = changedParameters(first, good.slice(-AGREEING_COUNT))
  return [
    ...changed('on version', lastGood.deploymentVersion, first.deploymentVersion),
    ...changed('of code version', lastGood.flowVersion, first.flowVersion),
    ...changed('in work pool', lastGood.workPool, first.workPool),
    ...(parameters.length === 0 ? [] : [`other parameters: ${parameters.join(', ')}`]),
  ]
}

/** Names only: a value may be a secret. */
function changedParameters({ parameters }: FlowRun, good: readonly FlowRun[]): string[] {
  if (good.length < AGREEING_COUNT)
    return []
  const isWhole = (values: Readonly<Record<string, string>>): boolean => Object.keys(values).length < MOST_PARAMETERS
  const whole = isWhole(parameters) && good.every(run => isWhole(run.parameters))
  const names = new Set([...Object.keys(parameters), ...good.flatMap(run => Object.keys(run.parameters))])
  return [...names].filter((name) => {
    const [usual, ...others] = good.map(run => run.parameters[name])
    const agree = others.every(value => value === usual)
    return agree && parameters[name] !== usual && (whole || (usual !== undefined && parameters[name] !== undefined))
  }).sort()
}

interface Since {
  lastGood: FlowRun
  first: FlowRun
  question: Question
}

function inventoryChanges(job: Job, { lastGood, first, question }: Since): string[] {
  const goodAt = lastGood.startedAt ?? dueAt(lastGood)
  const badAt = first.startedAt ?? dueAt(first)
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  const schedule = scheduleChange(job, { goodAt, badAt, question })
  const changedAt = job.subject?.updatedAt ?? null
  const deployment = changedAt !== null && changedAt > goodAt && changedAt <= badAt && changedAt > (job.subject?.createdAt ?? 0) + 60_000
  return [
    ...(schedule === null ? [] : [`its schedule was changed between ${clock(schedule.fromAt)} and ${clock(schedule.toAt)}`]),
    ...(deployment ? [`its deployment was last changed ${clock(changedAt)}`] : []),
  ]
}

function scheduleChange({ key }: Job, { goodAt, badAt, question }: { goodAt: number, badAt: number, question: Question }): { fromAt: number, toAt: number } | null {
  const sightings = question.picture.remembered.schedules.get(key) ?? []
  for (let index = sightings.length - 1; index > 0; index--) {
    const [before, after] = [sightings[index - 1], sightings[index]]
    if (before !== undefined && after !== undefined && after.firstSeenAt > goodAt && after.firstSeenAt <= badAt && rulesOf(before.schedules) !== rulesOf(after.schedules))
      return { fromAt: before.lastSeenAt, toAt: after.firstSeenAt }
  }
  return null
}

/** A deploy makes all schedules anew: only what they say counts. */
function rulesOf(schedules: readonly Schedule[]): string {
  return schedules.map(({ rule, active, parameters }) => JSON.stringify([rule, active, Object.entries(parameters).sort()])).sort().join('\n')
}
