import type { DeploymentRow, FlowRow, FlowsAnswer, Health } from '../api/flows.ts'
import { describeSchedule } from '../expectations/describe-schedule.ts'
import { quantile } from '../expectations/baseline.ts'
import { toMark } from '../model/run-state.ts'
import { nightsUpTo } from '../model/window.ts'
import type { JobJudgement } from './finding.ts'
import { knownSinceAt } from './held-runs.ts'
import { dueAt } from './job.ts'
import type { Morning, MorningQuestion } from './morning.ts'
import { nextSlotOf, toIso } from './morning-answer.ts'
import { isRead, type Picture } from './picture.ts'
import { identityOf } from './problem.ts'
import { toStrip } from './strip.ts'

export interface HealthQuestion {
  at: number
  timeZone: string
  /** Good runs without a deployment are counted, so that those that are known are no share of all. */
  isCounted: boolean
}

/** How one job fares over the reach of the picture. */
export function toHealth({ job, absent, findings }: Pick<JobJudgement, 'job' | 'absent' | 'findings'>, { at, timeZone, isCounted }: HealthQuestion): Health {
  const past = job.runs.filter(run => dueAt(run) <= at)
  const ended = past.filter(run => run.endedAt !== null && run.state?.type !== 'CANCELLED' && !(isCounted && run.deploymentId === null))
  const good = ended.filter(run => run.state?.type === 'COMPLETED')
  const took = good.map(run => run.ranForMs).filter(ms => ms !== null)
  const last = past.at(-1) ?? null
  return {
    successRatio: ended.length === 0 ? null : good.length / ended.length,
    endedCount: ended.length,
    p50Ms: took.length === 0 ? null : quantile(took, 0.5),
    p95Ms: took.length === 0 ? null : quantile(took, 0.95),
    strip: toStrip(job, absent, { at, timeZone }),
    isCounted,
    lastRun: last === null ? null : { id: last.id, mark: toMark(last.state), at: toIso(last.startedAt ?? dueAt(last)) },
    nextSlot: nextSlotOf(job, at),
    problemCount: new Set(findings.filter(({ open, section }) => open && section !== 'known').map(identityOf)).size,
  }
}

/** A flow's runs as one: those of all its deployments and those without. */
function toFlowJob(jobs: readonly JobJudgement[]): Pick<JobJudgement, 'job' | 'absent' | 'findings'> | null {
  const [first] = jobs
  if (first === undefined)
    return null
  const runs = jobs.flatMap(({ job }) => job.runs).sort((a, b) => dueAt(a) - dueAt(b))
  return { job: { ...first.job, subject: null, runs }, absent: jobs.flatMap(({ absent }) => absent), findings: jobs.flatMap(({ findings }) => findings) }
}

function emptyHealth({ at, timeZone, isCounted }: HealthQuestion): Health {
  const strip = nightsUpTo(at, 14, timeZone).map(night => ({ night, mark: null, runId: null, badRatio: 0 }))
  return { successRatio: null, endedCount: 0, p50Ms: null, p95Ms: null, strip, lastRun: null, isCounted, nextSlot: null, problemCount: 0 }
}

/** Every flow the picture knows; those with open problems first, then by name. `judgements` are of all jobs. */
export function toFlowRows(picture: Picture, judgements: readonly JobJudgement[], asked: Omit<HealthQuestion, 'isCounted'>): FlowRow[] {
  const question = { ...asked, isCounted: picture.countedAdHoc !== null }
  const byFlow = new Map<string, JobJudgement[]>()
  for (const judgement of judgements)
    byFlow.set(judgement.job.flowId, [...byFlow.get(judgement.job.flowId) ?? [], judgement])
  const rows = [...picture.flows.values()].map((flow): FlowRow => {
    const jobs = byFlow.get(flow.id) ?? []
    const deployments = jobs.map(judgement => toDeploymentRow(judgement, question)).filter(row => row !== null).sort((a, b) => a.name < b.name ? -1 : 1)
    const whole = toFlowJob(jobs)
    const next = deployments.map(({ health }) => health.nextSlot).filter(slot => slot !== null).sort()[0] ?? null
    const health = whole === null ? emptyHealth(question) : { ...toHealth(whole, question), nextSlot: next }
    return { id: flow.id, name: flow.name, tags: [...new Set([...flow.tags, ...deployments.flatMap(({ tags }) => tags)])], health, deployments }
  })
  return rows.sort((a, b) => b.health.problemCount - a.health.problemCount || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
}

export function toDeploymentRow(judgement: JobJudgement, question: HealthQuestion): DeploymentRow | null {
  const { subject, flow } = judgement.job
  if (subject === null)
    return null
  return {
    id: subject.id,
    name: subject.name,
    flow: { id: subject.flowId, name: flow },
    tags: [...subject.tags],
    paused: subject.paused,
    schedules: subject.schedules.filter(({ active }) => active).map(({ rule }) => describeSchedule(rule)),
    workPool: subject.workPool,
    health: toHealth(judgement, { ...question, isCounted: false }),
  }
}

/** The Flows page. `tags`: any of them; empty: all. */
export function toFlowsAnswer(morning: Morning, { picture, question, now }: { picture: Picture, question: MorningQuestion, now: number }): FlowsAnswer {
  const rows = toFlowRows(picture, morning.judgements, { at: morning.at ?? now, timeZone: question.window.timeZone })
  return {
    asOf: picture.asOf === null ? null : toIso(picture.asOf),
    flows: question.tags.length === 0 ? rows : rows.filter(row => row.tags.some(tag => question.tags.includes(tag))),
    complete: isRead(picture),
    incomplete: picture.unread.map(({ reason }) => reason),
    since: toIso(knownSinceAt(picture)),
    choices: { tags: [...new Set(rows.flatMap(row => row.tags))].sort() },
  }
}
