import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, fromEarlierRuns, type Question, toFinding } from '../finding.ts'
import type { SignsOfLife } from '../picture.ts'
import { formatClock, formatDuration } from '../words.ts'
import type { RunsContext } from './judged-run.ts'

/** Both its lines and its heartbeats. */
type Heard = { [Kind in keyof SignsOfLife]: NonNullable<SignsOfLife[Kind]> }

/**
 * A run that says RUNNING and is not heard of any more: killed hard, it says so for ever. Only by heartbeats, where it sent some:
 * many a job computes for hours and writes nothing.
 */
export function perhapsDead(run: FlowRun, runningSinceAt: number, { job, question }: RunsContext): Finding | null {
  const signs = question.picture.signsOfLife.get(run.id)
  const { log, heartbeat } = signs ?? { log: null, heartbeat: null }
  // Not all that could tell was asked for.
  if (log === null || heartbeat === null)
    return null
  const lastAt = Math.max(runningSinceAt, log.lastAt ?? runningSinceAt, heartbeat.lastAt)
  if (silentMs({ log, heartbeat }, lastAt, question) <= THRESHOLDS.missedHeartbeatCount * beatMs(heartbeat))
    return null
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  const seen = [
    ...(log.lastAt === null ? [] : [{ text: `last line ${clock(log.lastAt)}`, at: log.lastAt }]),
    { text: `last heartbeat ${clock(heartbeat.lastAt)}`, at: heartbeat.lastAt },
  ]
  return toFinding({
    job,
    kind: 'stuck',
    section: 'needs-you',
    sinceAt: lastAt,
    run,
    expectation: 'duration',
    title: `${job.name} is perhaps dead`,
    reason: `Running since ${clock(runningSinceAt)}, but nothing was heard of it for ${formatDuration(question.at - lastAt)}: ${seen.map(({ text }) => text).join(', ')}`,
    evidence: [...seen.map(one => ({ ...one, runId: run.id, source: 'log' as const })), fromEarlierRuns(`a heartbeat is due every ${formatDuration(beatMs(heartbeat))}`)],
  })
}

/** How long it certainly was silent: what it said while the server was away was lost, and what it said after the reading is not known. */
function silentMs({ log, heartbeat }: Heard, lastAt: number, { at, picture }: Question): number {
  const untilAt = Math.min(at, log.readAt, heartbeat.readAt)
  const gapEnds = picture.remembered.gaps.filter(gap => gap.unattended !== true && gap.fromAt < untilAt).map(({ toAt }) => toAt)
  return untilAt - Math.max(lastAt, ...gapEnds)
}

function beatMs({ count, firstAt, lastAt }: Heard['heartbeat']): number {
  return count < 2 ? THRESHOLDS.heartbeatUnknownMs : Math.max(THRESHOLDS.heartbeatEveryMs, (lastAt - firstAt) / (count - 1))
}
