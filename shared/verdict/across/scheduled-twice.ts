import { parametersOf } from '../../expectations/backfills.ts'
import { lastMadeAt, scheduleText } from '../../expectations/schedule-eras.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { countNights, type Finding, type JobJudgement, type Question, toFinding } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import { formatClock, formatCount } from '../words.ts'

interface Twin {
  job: Job
  subject: Deployment
}

/**
 * Where a deployment was made under a new name and the old one left behind, both run the same slots. It is told only where nothing
 * speaks for two jobs: the same code, schedule, tags, pool and parameters, no third like them, no environment in one of the names, and
 * the old one never deployed again since the new one is there.
 */
export function blameTwins(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  const alike = new Map<string, Twin[]>()
  for (const { job } of judgements) {
    const { subject, flow } = job
    if (subject === null || subject.paused || subject.entrypoint === null)
      continue
    const text = subject.schedules.filter(({ active }) => active).map(scheduleText).sort()
    if (text.length === 0)
      continue
    const key = JSON.stringify([flow, subject.entrypoint, subject.workPool, subject.workQueue, [...subject.tags].sort(), text])
    alike.set(key, [...alike.get(key) ?? [], { job, subject }])
  }
  const told = new Map<string, Finding>()
  for (const [one, other, ...others] of alike.values()) {
    if (one === undefined || other === undefined || others.length > 0)
      continue
    const [old, young] = one.subject.createdAt <= other.subject.createdAt ? [one, other] : [other, one]
    const finding = isLeftBehind(old.subject, young.subject, question) ? toTwins(old, young, question) : null
    if (finding !== null) {
      told.set(old.job.key, { ...finding, job: old.job })
      told.set(young.job.key, finding)
    }
  }
  return told.size === 0 ? [...judgements] : judgements.map((judgement) => {
    const finding = told.get(judgement.job.key)
    return finding === undefined ? judgement : { ...judgement, findings: [...judgement.findings, finding] }
  })
}

/** Names of places where the same job runs on purpose. */
const ENVIRONMENT = /(?:^|[^a-z])(prod|production|live|staging|stage|stg|preprod|dev|develop|development|test|testing|qa|uat|int|sandbox|demo|preview|canary|shadow|backup|dr|blue|green)(?![a-z])/i

function isLeftBehind(old: Deployment, young: Deployment, { picture }: Question): boolean {
  return young.createdAt >= picture.reachFromAt
    && old.schedules.every(schedule => lastMadeAt(schedule) < young.createdAt)
    && ![old, young].some(({ name }) => ENVIRONMENT.test(name))
}

/** null where they did not both run well for the last slot of the window. */
function toTwins({ job: old }: Twin, { job: young, subject: { createdAt } }: Twin, question: Question): Finding | null {
  const { at, fromAt, timeZone } = question
  const goodOf = ({ runs }: Job): FlowRun[] => runs.filter(run => run.autoScheduled && run.state?.type === 'COMPLETED' && dueAt(run) <= at)
  const theirs = new Map(goodOf(old).map(run => [slotOf(run), run]))
  const both = goodOf(young).filter(run => dueAt(run) >= createdAt && theirs.has(slotOf(run)))
  const [first, last] = [both[0], both.at(-1)]
  const lastDueAt = Math.max(...[old, young].flatMap(({ runs }) => runs.filter(run => run.autoScheduled && run.endedAt !== null && dueAt(run) <= at).map(dueAt)))
  if (first === undefined || last === undefined || dueAt(last) < Math.max(fromAt, lastDueAt - THRESHOLDS.slotJoinMs))
    return null
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const nightCount = countNights(both.map(dueAt), THRESHOLDS.nightApartMs)
  const text = `${old.flow} is scheduled twice, as ${old.deployment} and ${young.deployment}`
  return toFinding({
    job: young,
    kind: 'twice',
    section: nightCount >= THRESHOLDS.chronicNightCount ? 'known' : 'needs-you',
    sinceAt: dueAt(first),
    run: last,
    cause: { key: `scheduled twice ${old.key} ${young.key}`, text, said: text },
    expectation: 'good-run',
    title: text,
    reason: `both ran well for ${clock(dueAt(last))} with the same parameters; ${young.deployment} was made ${clock(createdAt)}`,
    evidence: [
      { text: `${old.deployment} and ${young.deployment} have the same code, schedule, tags and pool`, at: createdAt, runId: null, source: 'deployment' },
      { text: `${formatCount(both.length, 'slot')} ran twice since ${clock(dueAt(first))}`, at: dueAt(last), runId: last.id, source: 'state' },
    ],
    nightCount,
  })
}

/** Its instant and parameters. */
function slotOf(run: FlowRun): string {
  return `${Math.round(dueAt(run) / THRESHOLDS.slotJoinMs)} ${parametersOf(run)}`
}
