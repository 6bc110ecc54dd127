import { HOUR_MS, MINUTE_MS, THRESHOLDS } from '../../shared/expectations/thresholds.ts'
import { byPartition, toPartitionNames } from '../../shared/expectations/partitions.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import type { ErrorLines } from '../../shared/verdict/picture.ts'
import { toCompare } from '../../shared/verdict/runs/errors-logged.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import type { Reads } from '../prefect/reads.ts'
import { toTrouble, type Allowance } from './side-reads.ts'
import { lastError } from './last-error.ts'

const SEARCH_EVERY_MS = MINUTE_MS
/** A search that failed, most likely for being too much, is not tried again soon. */
const FAILED_AGAIN_MS = 10 * MINUTE_MS
/** Lines come in some seconds after their instant, and clients' clocks are their own. */
const OVERLAP_MS = 2 * MINUTE_MS
/** How far back is searched, in stretches that grow while they are fast; after a slow one the next is shorter, and a refresh later. */
const REACH_MS = 90 * HOUR_MS
const FIRST_STRETCH_MS = 2 * HOUR_MS
const SLOW_MS = 400
/** Pages read of what lies back: of thousands of errors the newest. */
const MOST_PAGES_BACK = 20
/** After its end a run's last lines are still on their way. */
const SETTLED_MS = MINUTE_MS
/** Bounds of memory: runs of which lines are held, lines of each, and how many of those with their words. */
const MOST_RUNS = 400
const MOST_LINES = 50
const WHOLE_LINES = 3
const MOST_CHARACTERS = 4_000

export interface ErrorLinesReader {
  /** Searches at most once a minute, then looks into what was found, within the allowance. */
  read: (runs: readonly FlowRun[], options: { allowance: Allowance, signal: AbortSignal }) => Promise<void>
  all: () => ReadonlyMap<string, ErrorLines>
  /** Since when every line was seen; null: nothing was searched yet. */
  knownFromAt: () => number | null
  /** Why the last search or look failed; null: it did not. */
  trouble: () => string | null
  changeCount: () => number
}

/**
 * Errors that completed runs logged. One search over all runs finds the lines; of a run that has some, the tasks tell which a
 * retry made good, and the lines of the good runs before it what is usual. `now` is the upstream's clock.
 */
export function createErrorLines({ reads, now }: { reads: Pick<Reads, 'listLoggedErrors' | 'listTaskRunsById'>, now: () => number }): ErrorLinesReader {
  /** Lines by run id, newest first; the run whose lines came last is the last. */
  const found = new Map<string, readonly LogLine[]>()
  const known = new Map<string, ErrorLines>()
  /** Runs that were looked into, and how many lines they had then. */
  const checked = new Map<string, number>()
  let knownFromAt: number | null = null
  let searchedAt: number | null = null
  let stretchMs = FIRST_STRETCH_MS
  let pagesBack = 0
  let triedAgainAt = Number.NEGATIVE_INFINITY
  let trouble: string | null = null
  let changeCount = 0

  /** What was logged since the last search. */
  async function searchOn(allowance: Allowance, byId: ReadonlyMap<string, FlowRun>, signal: AbortSignal): Promise<void> {
    const at = now()
    if (searchedAt === null) {
      searchedAt = at
      knownFromAt = at
    }
    if (at - searchedAt < SEARCH_EVERY_MS || !allowance.take(1))
      return
    const { rows, complete } = await reads.listLoggedErrors({ of: { fromAt: searchedAt - OVERLAP_MS, toAt: null }, signal })
    note(rows, byId)
    if (!complete)
      knownFromAt = rows.at(-1)?.at ?? at
    searchedAt = at
  }

  /** What was logged before all that is known. */
  async function searchBack(allowance: Allowance, byId: ReadonlyMap<string, FlowRun>, signal: AbortSignal): Promise<void> {
    const reachAt = now() - REACH_MS
    while (knownFromAt !== null && knownFromAt > reachAt && pagesBack < MOST_PAGES_BACK && allowance.take(1)) {
      const beganAt = now()
      const fromAt = Math.max(reachAt, knownFromAt - stretchMs)
      const { rows, complete } = await reads.listLoggedErrors({ of: { fromAt, toAt: knownFromAt }, signal })
      note(rows, byId)
      pagesBack += 1
      knownFromAt = complete ? fromAt : rows.at(-1)?.at ?? fromAt
      const isSlow = now() - beganAt > SLOW_MS
      stretchMs = isSlow ? stretchMs / 2 : stretchMs * 3
      if (isSlow)
        return
    }
  }

  function note(lines: readonly LogLine[], byId: ReadonlyMap<string, FlowRun>): void {
    for (const id of new Set(lines.flatMap(({ flowRunId }) => flowRunId !== null && byId.has(flowRunId) ? [flowRunId] : []))) {
      const own = lines.filter(({ flowRunId }) => flowRunId === id)
      const before = found.get(id) ?? []
      const ids = new Set(before.map(line => line.id))
      const all = [...own.filter(line => !ids.has(line.id)), ...before].sort((a, b) => b.at - a.at).slice(0, MOST_LINES)
      found.delete(id)
      found.set(id, all.map((line, index) => ({ ...line, message: index < WHOLE_LINES ? line.message.slice(0, MOST_CHARACTERS) : '' })))
    }
    for (const [oldest] of found) {
      if (found.size <= MOST_RUNS)
        return
      found.delete(oldest)
    }
  }

  async function lookInto(run: FlowRun, before: readonly FlowRun[], signal: AbortSignal): Promise<void> {
    const lines = found.get(run.id) ?? []
    const tasks = tasksOf(lines)
    const recovered = new Set((tasks.length === 0 ? [] : await reads.listTaskRunsById(tasks, { signal })).filter(({ state, runCount }) => state?.type === 'COMPLETED' && runCount > 1).map(({ id }) => id))
    known.set(run.id, toErrorLines(lines.filter(({ taskRunId }) => taskRunId === null || !recovered.has(taskRunId))))
    if (before.length > 0) {
      const { rows, complete } = await reads.listLoggedErrors({ of: { flowRunIds: before.map(({ id }) => id) }, signal })
      for (const { id } of before) {
        const own = rows.filter(({ flowRunId }) => flowRunId === id)
        if (own.length > 0 || complete)
          known.set(id, toErrorLines(own))
      }
    }
    checked.set(run.id, lines.length)
    changeCount += 1
  }

  async function lookIntoFound(runs: readonly FlowRun[], byId: ReadonlyMap<string, FlowRun>, { allowance, signal }: { allowance: Allowance, signal: AbortSignal }): Promise<void> {
    const settledAt = now() - SETTLED_MS
    for (const [id, lines] of [...found].reverse()) {
      const run = byId.get(id)
      if (run?.state?.type !== 'COMPLETED' || run.runCount !== 1 || (run.endedAt ?? settledAt) > settledAt || checked.get(id) === lines.length)
        continue
      const before = earlierUnknown(run, runs, known)
      if (before === null)
        checked.set(id, lines.length) // others came after it, and those are judged
      else if (allowance.take(Number(tasksOf(lines).length > 0) + Number(before.length > 0)))
        await lookInto(run, before, signal)
      else
        return
    }
  }

  return {
    async read(runs, { allowance, signal }) {
      const byId = new Map(runs.map(run => [run.id, run]))
      for (const kept of [found, known, checked])
        [...kept.keys()].filter(id => !byId.has(id)).forEach(id => kept.delete(id))
      if (now() < triedAgainAt)
        return
      trouble = await toTrouble(async () => {
        await searchOn(allowance, byId, signal)
        await searchBack(allowance, byId, signal)
        await lookIntoFound(runs, byId, { allowance, signal })
      })
      if (trouble !== null)
        triedAgainAt = now() + FAILED_AGAIN_MS
    },
    all: () => new Map(known),
    knownFromAt: () => knownFromAt,
    trouble: () => trouble,
    changeCount: () => changeCount,
  }
}

/** The good runs before a run whose lines tell what is usual and were not looked at; null: it is not among the last of its part. */
function earlierUnknown(run: FlowRun, runs: readonly FlowRun[], known: ReadonlyMap<string, ErrorLines>): readonly FlowRun[] | null {
  const own = runs.filter(({ deploymentId, flowId }) => deploymentId === run.deploymentId && (deploymentId !== null || flowId === run.flowId)).sort((a, b) => dueAt(a) - dueAt(b))
  const part = [...byPartition(own, toPartitionNames(own)).values()].find(one => one.includes(run)) ?? []
  const good = part.filter(({ state }) => state?.type === 'COMPLETED')
  const index = good.indexOf(run)
  return index < good.length - THRESHOLDS.frequentBadCount ? null : toCompare(good.slice(0, index + 1), 1).filter(({ id, runCount }) => runCount === 1 && !known.has(id))
}

function tasksOf(lines: readonly LogLine[]): string[] {
  return [...new Set(lines.flatMap(({ taskRunId }) => taskRunId ?? []))]
}

function toErrorLines(lines: readonly LogLine[]): ErrorLines {
  const last = lastError(lines)
  return last === null ? { count: 0 } : { count: lines.length, ...last }
}
