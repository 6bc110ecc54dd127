import type { Baseline } from '../../expectations/baseline.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, type Question, toFinding } from '../finding.ts'
import type { SignsOfLife } from '../picture.ts'
import { formatClock, formatDuration } from '../words.ts'
import type { RunsContext } from './judged-run.ts'

interface Running {
  runningSinceAt: number
  /** What its job usually takes; null: too little is known. */
  baseline: Baseline | null
}

/**
 * A run that says RUNNING and is not heard of any more: killed hard, it says so for ever. By its heartbeats where it sent some,
 * else by its log lines, and then only past all that is usual for its length: many a job computes for hours and says nothing.
 */
export function perhapsDead(run: FlowRun, { runningSinceAt, baseline }: Running, { job, question }: RunsContext): Finding | null {
  const signs = question.picture.signsOfLife.get(run.id)
  const lastAt = signs === undefined ? null : lastSeenAt(signs, runningSinceAt)
  if (signs === undefined || lastAt === null || silentMs(signs, lastAt, question) <= silenceLimitMs(signs, baseline))
    return null
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  const { log, heartbeat } = signs
  const seen = [
    ...(log?.lastAt == null ? [] : [{ text: `last line ${clock(log.lastAt)}`, at: log.lastAt }]),
    ...(heartbeat === null ? [] : [{ text: `last heartbeat ${clock(heartbeat.lastAt)}`, at: heartbeat.lastAt }]),
  ]
  const rule = heartbeat === null ? `it is usually done within ${formatDuration(baseline?.medianMs ?? 0)}` : `a heartbeat is due every ${formatDuration(beatMs(heartbeat))}`
  return toFinding({
    job,
    kind: 'stuck',
    section: 'needs-you',
    sinceAt: lastAt,
    run,
    expectation: 'duration',
    title: `${job.name} is perhaps dead`,
    reason: `Running since ${clock(runningSinceAt)}, but nothing was heard of it for ${formatDuration(question.at - lastAt)}: ${seen.map(({ text }) => text).join(', ')}`,
    evidence: [...seen.map(one => ({ ...one, runId: run.id, source: 'log' as const })), { text: rule, at: null, runId: null, source: 'baseline' }],
  })
}

/** null: nothing was ever heard of it, or not all that could tell was asked for. */
function lastSeenAt({ log, heartbeat }: SignsOfLife, runningSinceAt: number): number | null {
  if (log === null || (heartbeat === null && log.lastAt === null))
    return null
  return Math.max(runningSinceAt, log.lastAt ?? runningSinceAt, heartbeat?.lastAt ?? runningSinceAt)
}

/** How long it certainly was silent: what it said while the server was away was lost, and what it said after the reading is not known. */
function silentMs({ log, heartbeat }: SignsOfLife, lastAt: number, { at, picture }: Question): number {
  const untilAt = Math.min(at, log?.readAt ?? at, heartbeat?.readAt ?? at)
  const gapEnds = picture.remembered.gaps.filter(gap => gap.unattended !== true && gap.fromAt < untilAt).map(({ toAt }) => toAt)
  return untilAt - Math.max(lastAt, ...gapEnds)
}

function silenceLimitMs({ log, heartbeat }: SignsOfLife, baseline: Baseline | null): number {
  if (heartbeat !== null)
    return THRESHOLDS.missedHeartbeatCount * beatMs(heartbeat)
  return baseline === null ? Number.POSITIVE_INFINITY : Math.max(baseline.slowMs, THRESHOLDS.deadSilenceFactor * (log?.longestSilenceMs ?? 0))
}

function beatMs({ count, firstAt, lastAt }: NonNullable<SignsOfLife['heartbeat']>): number {
  return count < 2 ? THRESHOLDS.heartbeatUnknownMs : Math.max(THRESHOLDS.heartbeatEveryMs, (lastAt - firstAt) / (count - 1))
}
