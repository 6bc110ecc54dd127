import { partitionOf } from '../../expectations/partitions.ts'
import { DAY_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { countNights, type Finding, type Question } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'
import { toFailure } from './failure.ts'
import { isBad, type PartContext, rowsFromAt } from './judged-run.ts'

/**
 * Failures of the window that a later good run, or a retry of the same, put right: one finding, told by the last of them. One of a
 * slot with a name that was not run again is told in the window in which the next one passed, too. Where that happens night after night, and did not before, the job is flakier than usual.
 */
export function recoveredFailures(runs: readonly FlowRun[], lastGoodIndex: number, context: PartContext): Finding[] {
  const { job, question } = context
  const before = job.gone ? runs : runs.slice(0, lastGoodIndex + 1)
  const put = before.map(run => toFailedAttempt(run, question)).filter(run => run !== null)
  const inWindow = put.filter(run => isIn(run.endedAt, question) || isLeftOut(run, before, context))
  const last = inWindow.at(-1)
  if (last === undefined)
    return []
  const failure = toFailure(last, inWindow, { job, question, open: false })
  const told = { ...failure, evidence: [...failure.evidence, ...toldHow(last, before, context)] }
  if (job.gone || !isFlakier(put, runs, context))
    return [told]
  const nights = countNights(put.filter(run => dueAt(run) > question.at - 7 * DAY_MS).map(dueAt), THRESHOLDS.nightApartMs)
  return [{ ...told, kind: 'flaky', section: 'worth-a-look', cause: null, title: `${job.name} fails more often than usual`, reason: `failed and came right on ${nights} of the last 7 nights, on none of the nights before; last: ${failure.reason}` }]
}

function isIn(at: number | null | undefined, { fromAt, at: toAt }: Question): boolean {
  return at != null && at >= fromAt && at <= toAt
}

/** Whether its slot has a name, nobody ran that one again, and the next good run came in the window. */
function isLeftOut(failed: FlowRun, runs: readonly FlowRun[], { job, question, slotNames }: PartContext): boolean {
  const next = runs.slice(runs.findIndex(({ id }) => id === failed.id) + 1).find(run => run.state?.type === 'COMPLETED')
  if (!isIn(next?.endedAt, question))
    return false
  const name = slotNames().slice(0, 1)
  const slot = partitionOf(failed, name)
  return slot !== null && !job.runs.some(run => run.state?.type === 'COMPLETED' && partitionOf(run, name) === slot)
}

/** The run as it failed: as it stands, or before somebody had it run again and it completed. */
function toFailedAttempt(run: FlowRun, { picture }: Question): FlowRun | null {
  if (isBad(run))
    return run
  const history = run.state?.type === 'COMPLETED' ? picture.histories.get(run.id) : undefined
  const badIndex = history?.findLastIndex(state => isBad({ state })) ?? -1
  const failed = history?.[badIndex]
  return failed === undefined || history?.slice(badIndex).some(({ type }) => type === 'RUNNING') !== true ? null : { ...run, state: failed, endedAt: failed.at }
}

function toldHow(failed: FlowRun, runs: readonly FlowRun[], { job, question, slotNames }: PartContext): Finding['evidence'] {
  const index = runs.findIndex(({ id }) => id === failed.id)
  const isRetried = runs[index]?.state?.type === 'COMPLETED'
  const next = (isRetried ? runs[index] : runs.slice(index + 1).find(run => run.state?.type === 'COMPLETED')) ?? null
  const clock = next === null ? '' : formatClock(next.endedAt ?? dueAt(next), question.at, question.timeZone)
  const text = next === null ? 'its deployment was deleted since' : isRetried ? `run again, it ended well ${clock}` : `its next good run ended ${clock}`
  const how = { text, at: next?.endedAt ?? null, runId: next?.id ?? null, source: 'state' as const }
  const name = isRetried ? [] : slotNames().slice(0, 1)
  const slot = partitionOf(failed, name)
  if (slot === null)
    return [how]
  const again = job.runs.find(run => run.state?.type === 'COMPLETED' && partitionOf(run, name) === slot)
  return [how, { text: again === undefined ? `${slot} was not run again` : `${slot} was run again`, at: again?.endedAt ?? null, runId: again?.id ?? null, source: 'state' }]
}

/** Sure only where as many nights before went without: three of the last seven, none of the at least six known before. */
function isFlakier(put: readonly FlowRun[], runs: readonly FlowRun[], context: PartContext): boolean {
  const sinceAt = context.question.at - 7 * DAY_MS
  const recent = countNights(put.filter(run => dueAt(run) > sinceAt).map(dueAt), THRESHOLDS.nightApartMs)
  if (recent < THRESHOLDS.flakyNightCount || put.some(run => dueAt(run) <= sinceAt))
    return false
  const known = runs.filter(run => dueAt(run) <= sinceAt && dueAt(run) >= rowsFromAt(context) && run.state?.type === 'COMPLETED')
  return countNights(known.map(dueAt), THRESHOLDS.nightApartMs) >= 2 * THRESHOLDS.flakyNightCount
}
