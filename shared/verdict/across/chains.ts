import { goodEndsOf, learnTriggers, toStarts, type Trigger } from '../../expectations/triggers.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import { countNights, type Finding, fromEarlierRuns, type JobJudgement, type Question, toFinding } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import { earliest } from '../judge-runs.ts'
import type { Kind } from '../kind.ts'
import { formatClock, formatDuration } from '../words.ts'

/** With these, a job has not come to the good end that would start the next. */
const HALTING: readonly Kind[] = ['failed', 'crashed', 'timed-out', 'late', 'missing', 'running-long', 'stuck', 'cancelled', 'paused', 'retrying', 'pool', 'server-gap', 'deadline']

/** What stands at the head of a chain that does not go on. */
interface Halt {
  jobKey: string
  finding: Finding
}

type Outcome
  = | { kind: 'consequence', halt: Halt }
    | { kind: 'missing', finding: Finding }
    | { kind: 'fine', changesAt: number | null }

/**
 * A job that other jobs start is judged against what starts it: listed under the trouble that kept its trigger from ending well,
 * or missing where the trigger did and nothing followed.
 */
export function followChains(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  const { picture, at } = question
  const jobs = judgements.map(({ job }) => job)
  const triggers = learnTriggers(jobs, picture.children, at)
  if (triggers.size === 0)
    return [...judgements]
  const startsOf = toStarts(jobs, picture.children, at)
  const byKey = new Map(judgements.map(judgement => [judgement.job.key, judgement]))
  const outcomes = new Map<string, Outcome>()

  const haltOf = (key: string): Halt | null => {
    const own = byKey.get(key)?.findings.find(finding => isHalting(finding) && !(triggers.has(key) && isRhythm(finding)))
    if (own !== undefined)
      return { jobKey: key, finding: own }
    const outcome = triggers.has(key) ? judge(key) : null
    if (outcome === null || outcome.kind === 'fine')
      return null
    return outcome.kind === 'missing' ? { jobKey: key, finding: outcome.finding } : outcome.halt
  }
  const judge = (key: string): Outcome => {
    const known = outcomes.get(key)
    const [judgement, trigger] = [byKey.get(key), triggers.get(key)]
    if (known !== undefined || judgement === undefined || trigger === undefined)
      return known ?? FINE
    // A ring of jobs that start each other has no head: seen again on the way, a job is fine.
    outcomes.set(key, FINE)
    const starts = (startsOf.get(key) ?? []).map(start => start.at)
    const lastStart = starts.at(-1) ?? 0
    const halts = new Map([trigger.upstream, ...trigger.rivals].map(job => [job.key, haltOf(job.key)]))
    const isHalted = ({ key }: Job): boolean => lastStart < troubleAt(halts.get(key)?.finding ?? null)
    const halted = [trigger.upstream, ...trigger.rivals].find(isHalted)
    const halt = halted === undefined ? null : halts.get(halted.key) ?? null
    // Trouble of one that may not be its trigger explains nothing while another may still start it, or did.
    const outcome = halt !== null && [trigger.upstream, ...trigger.rivals].every(job => isHalted(job) || isUnanswered(job, { trigger, lastStart, at }))
      ? { kind: 'consequence' as const, halt }
      : unanswered(judgement.job, { trigger, starts, question })
    outcomes.set(key, outcome)
    return outcome
  }
  for (const key of triggers.keys())
    judge(key)
  return tell(judgements, { outcomes, byKey })
}

const FINE: Outcome = { kind: 'fine', changesAt: null }

function isHalting({ kind, open, section }: Finding): boolean {
  return open && section !== 'recovered' && HALTING.includes(kind)
}

/** What was learnt of the hours of a job that another starts is only its trigger's rhythm. */
function isRhythm({ kind, expectation }: Finding): boolean {
  return kind === 'missing' && expectation === 'start'
}

/** When the trigger should have done its work: the last time it did not; before all time where nothing is wrong with it. */
function troubleAt(finding: Finding | null): number {
  if (finding === null)
    return Number.NEGATIVE_INFINITY
  return finding.run === null ? finding.slotAt ?? finding.sinceAt : dueAt(finding.run)
}

/** A good end of a job that may be the trigger stayed without the start that would have followed it by now. */
function isUnanswered(job: Job, { trigger: { delayMs }, lastStart, at }: { trigger: Trigger, lastStart: number, at: number }): boolean {
  return goodEndsOf(job, at).some(end => end > lastStart + THRESHOLDS.clockSlackMs && at > end + delayMs + THRESHOLDS.triggerGraceMs)
}

interface Followed {
  trigger: Trigger
  /** Ascending. */
  starts: readonly number[]
  question: Question
}

/** Missing once a good end stayed without the start that always followed it. */
function unanswered(job: Job, { trigger, starts, question }: Followed): Outcome {
  const { upstream, rivals, by, delayMs, isSteady } = trigger
  const { at, timeZone } = question
  const lastStart = starts.at(-1) ?? 0
  if (rivals.some(rival => !isUnanswered(rival, { trigger, lastStart, at })))
    return FINE
  const instants = by === 'end' ? goodEndsOf(upstream, at) : upstream.runs.filter(({ state, endedAt }) => state?.type === 'COMPLETED' && endedAt !== null && endedAt <= at).map(run => run.startedAt ?? dueAt(run))
  const open = instants.filter(instant => instant > lastStart + THRESHOLDS.clockSlackMs)
  const [first] = open
  const last = open.at(-1)
  if (first === undefined || last === undefined || job.gone || !isSteady)
    return FINE
  const missingAt = first + delayMs + THRESHOLDS.triggerGraceMs
  if (at <= missingAt)
    return { kind: 'fine', changesAt: missingAt }
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const text = `${upstream.name} ended well and did not start what follows it`
  const usual = `${job.name} usually starts within ${formatDuration(Math.max(1_000, delayMs))} of ${by === 'end' ? 'the good end' : 'the start'} of ${upstream.name}`
  return { kind: 'missing', finding: toFinding({
    job,
    kind: 'missing',
    section: 'needs-you',
    sinceAt: first,
    slotAt: last,
    cause: { key: `not started after ${upstream.key}`, text, said: text },
    expectation: 'start',
    title: `${job.name} did not run`,
    reason: `${upstream.name} ${by === 'end' ? 'ended well' : 'ran'} ${clock(last)} and ${job.name} did not start; ${usual}`,
    evidence: [
      fromEarlierRuns(usual),
      { text: lastStart === 0 ? 'no start of it is known' : `it last started ${clock(lastStart)}`, at: lastStart === 0 ? null : lastStart, runId: null, source: 'state' },
    ],
    nightCount: countNights(open, THRESHOLDS.nightApartMs),
  }) }
}

function tell(judgements: readonly JobJudgement[], { outcomes, byKey }: { outcomes: ReadonlyMap<string, Outcome>, byKey: ReadonlyMap<string, JobJudgement> }): JobJudgement[] {
  const waiting = new Map<Finding, Job[]>()
  for (const [key, outcome] of outcomes) {
    const job = byKey.get(key)?.job
    if (outcome.kind === 'consequence' && job !== undefined)
      waiting.set(outcome.halt.finding, [...waiting.get(outcome.halt.finding) ?? [], job])
  }
  const withConsequences = (finding: Finding): Finding => {
    const jobs = waiting.get(finding)
    return jobs === undefined ? finding : { ...finding, consequences: [...finding.consequences, ...jobs] }
  }
  return judgements.map((judgement) => {
    const outcome = outcomes.get(judgement.job.key)
    if (outcome === undefined)
      return judgement.findings.some(finding => waiting.has(finding)) ? { ...judgement, findings: judgement.findings.map(withConsequences) } : judgement
    const own = judgement.findings.filter(finding => !isRhythm(finding)).map(withConsequences)
    return {
      ...judgement,
      hasExpectation: true,
      findings: outcome.kind === 'missing' ? [...own, withConsequences(outcome.finding)] : own,
      changesAt: earliest([judgement.changesAt, outcome.kind === 'fine' ? outcome.changesAt : null]),
    }
  })
}
