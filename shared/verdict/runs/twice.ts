import { parametersOf } from '../../expectations/backfills.ts'
import { scheduledSlots } from '../../expectations/slots.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'
import type { RunsContext } from './judged-run.ts'
import { wasMarkedByHand } from './marked-by-hand.ts'

/** A slot of the window for which the job ran well twice with the same parameters, though its schedules ask for one run. */
export function ranTwice(runs: readonly FlowRun[], { job, question }: RunsContext): Finding | null {
  const good = new Map<string, FlowRun[]>()
  for (const run of runs) {
    if (!run.autoScheduled || run.state?.type !== 'COMPLETED' || run.endedAt === null || run.endedAt < question.fromAt || wasMarkedByHand(run, question))
      continue
    const key = `${Math.round(dueAt(run) / THRESHOLDS.slotJoinMs)} ${parametersOf(run)}`
    const same = good.get(key)
    if (same === undefined)
      good.set(key, [run])
    else
      same.push(run)
  }
  const [first, second] = [...good.values()].findLast(([one, ...others]) => one !== undefined && others.length > 0 && others.length + 1 > askedCount(one, { job, question })) ?? []
  if (first === undefined || second === undefined)
    return null
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'twice',
    section: 'needs-you',
    sinceAt: second.endedAt ?? dueAt(second),
    run: second,
    expectation: 'good-run',
    title: `${job.name} ran twice`,
    reason: `two good runs for ${clock(dueAt(second))}: ${first.name} and ${second.name}`,
    evidence: [first, second].map(run => ({ text: `${run.name} ended ${clock(run.endedAt ?? dueAt(run))}`, at: run.endedAt, runId: run.id, source: 'state' as const })),
  })
}

/** How many runs like this one its schedules ask for in its slot: those of now, or those seen at the time if they were more. */
function askedCount(run: FlowRun, { job, question }: RunsContext): number {
  const at = dueAt(run)
  const asks = ({ rule, parameters }: Schedule): boolean =>
    Object.entries(parameters).every(([name, value]) => run.parameters[name] === value)
    && (scheduledSlots(rule, at - THRESHOLDS.slotJoinMs, at + THRESHOLDS.slotJoinMs)?.length ?? 0) > 0
  const then = (question.picture.remembered.schedules.get(job.key) ?? []).filter(sighting => sighting.firstSeenAt <= at && at <= sighting.lastSeenAt)
  return Math.max(1, ...[job.subject?.schedules ?? [], ...then.map(({ schedules }) => schedules)].map(schedules => schedules.filter(asks).length))
}
