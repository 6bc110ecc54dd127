import type { HitLine, LogHit, RunHits, SearchEnd } from '../../shared/api/log-search.ts'
import { createHitCollector, type FoundLine } from '../../shared/logs/collect-hits.ts'
import type { Finder } from '../../shared/logs/find-text.ts'
import { toHitExcerpt, toRowExcerpt } from '../../shared/logs/line-excerpt.ts'
import { SEARCH_BOUNDS } from '../../shared/logs/search-bounds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import { writeInstant } from '../prefect/instant.ts'
import type { LogPage } from '../prefect/log-page.ts'
import type { RunQuery } from '../prefect/run-page.ts'
import { readCursor } from '../prefect/stretch.ts'
import { readLinesAround } from './lines-around.ts'
import type { Searching } from './log-search.ts'
import { findFaster, toRunQuery } from './run-query.ts'
import { toRunRow } from './run-row.ts'
import { fits } from './runs.ts'

/** Runs whose lines are asked for together: short logs fill a page between them. */
const RUNS_TOGETHER = 20
const RUNS_LISTED = 100
/** Hits whose surroundings are read at the same time, two requests each. */
const AROUND_TOGETHER = 2

const FAILED: readonly StateType[] = ['FAILED', 'CRASHED']

/** Prefect looks through the lines of every run; latest lines first. */
export async function* searchAllLines(searching: Searching): AsyncGenerator<RunHits[], SearchEnd> {
  const { looked, finder } = searching
  const surround = createSurroundings(searching)
  const runs = new Map<string, FlowRun | null>()
  const given = new Map<string | null, number>()
  for await (const { lines } of readLines(searching, { runs: null })) {
    if (looked.hitCount >= SEARCH_BOUNDS.hits)
      return 'hits'
    const byRun = toRunsOf(lines.filter(({ message }) => finder.test(message)))
    await learnRuns([...byRun.keys()].filter(id => id !== null), { runs, searching })
    const found: RunHits[] = []
    for (const [runId, hits] of byRun) {
      const roomCount = SEARCH_BOUNDS.hitsOfOneRun - (given.get(runId) ?? 0)
      given.set(runId, (given.get(runId) ?? 0) + hits.length)
      looked.hitCount += hits.length
      found.push(toRunHits(runs.get(runId ?? '') ?? null, { runId, hits: await surround(hits.slice(0, Math.max(0, roomCount))), hitCount: hits.length, searching }))
    }
    yield found
    if (looked.lineCount >= SEARCH_BOUNDS.lines)
      return 'lines'
  }
  return 'whole'
}

/** The logs of the runs that fit, some together, those that failed first. */
export async function* searchRuns(searching: Searching): AsyncGenerator<RunHits[], SearchEnd> {
  const { looked, textQuery, minLevel } = searching
  const surround = textQuery === null && minLevel === null ? null : createSurroundings(searching)
  let listedCount = 0
  for await (const { runs, lookedAtCount } of listRunsFailedFirst(searching)) {
    for (let start = 0, batch: FlowRun[]; start < runs.length; start += batch.length) {
      const end = looked.runCount >= SEARCH_BOUNDS.runs ? 'runs' : looked.hitCount >= SEARCH_BOUNDS.hits ? 'hits' : null
      if (end !== null)
        return end
      batch = runs.slice(start, start + Math.min(RUNS_TOGETHER, SEARCH_BOUNDS.runs - looked.runCount))
      const collectors = new Map(batch.map(({ id }) => [id, createHitCollector(searching.finder)]))
      for await (const { lines } of readLines(searching, { runs: batch }))
        lines.forEach(line => collectors.get(line.flowRunId ?? '')?.look(line))
      const found: RunHits[] = []
      for (const run of batch) {
        const { hits = [], hitCount = 0 } = collectors.get(run.id)?.collected() ?? {}
        looked.hitCount += hitCount
        if (hitCount > 0)
          found.push(toRunHits(run, { runId: run.id, hits: surround === null ? hits : await surround(hits.map(({ line }) => line)), hitCount, searching }))
      }
      if (looked.lineCount >= SEARCH_BOUNDS.lines) {
        yield found
        return 'lines'
      }
      looked.runCount += batch.length
      looked.failedRunCount += batch.filter(({ state }) => state !== null && FAILED.includes(state.type)).length
      yield found
    }
    listedCount += lookedAtCount
    if (listedCount >= SEARCH_BOUNDS.listedRuns)
      return 'runs'
  }
  looked.totalRunCount = looked.runCount
  return 'whole'
}

/** Runs of the filter and the time, newest first among the failed, then among all: one that fails meanwhile is missed in neither, and given once. */
async function* listRunsFailedFirst({ shown: { reads, watcher }, filter, time, looked, signal }: Searching): AsyncGenerator<{ runs: FlowRun[], lookedAtCount: number }> {
  const [picture, now] = [watcher.picture(), watcher.now()]
  const asked = toRunQuery(filter, picture)
  const all: RunQuery = await findFaster({ ...asked.query, ...time, order: 'newest-first' }, { reads, picture, signal })
  const stateTypes = (all.stateTypes ?? FAILED).filter(type => FAILED.includes(type))
  // Nothing waits for it: without a number it is said that there are others.
  if (asked.isAll)
    reads.countRuns(all, { signal }).then(count => looked.totalRunCount ??= count, () => null)
  const given = new Set<string>()
  for (const query of stateTypes.length === 0 || stateTypes.length === all.stateTypes?.length ? [all] : [{ ...all, stateTypes }, all]) {
    let cursor: string | null = null
    do {
      const page = await reads.listRuns(query, { cursor, limit: RUNS_LISTED, signal })
      looked.setAsideCount += page.setAsideCount
      const runs = page.runs.filter(run => !given.has(run.id) && fits(run, { filter, picture, now }))
      runs.forEach(({ id }) => given.add(id))
      yield { runs, lookedAtCount: page.lookedAtCount }
      cursor = page.cursor
    } while (cursor !== null)
  }
}

/** Lines of the time, latest first, of some runs or (null) of all; of a log that goes on and on its last ones. */
async function* readLines({ shown: { reads }, time: { fromAt, toAt }, minLevel, textQuery, looked, signal }: Searching, { runs }: { runs: readonly FlowRun[] | null }): AsyncGenerator<LogPage> {
  const counts = new Map<string | null, number>()
  let ids = runs?.map(({ id }) => id) ?? null
  let cursor: string | null = null
  do {
    const [flowRunId = null, ...moreRunIds] = ids ?? []
    const page: LogPage = await reads.listLogs({ flowRunId, moreRunIds, fromAt, toAt, minLevel, textQuery, order: 'newest-first', cursor, signal })
    looked.lineCount += page.lines.length
    looked.setAsideCount += page.setAsideCount
    page.lines.forEach(({ flowRunId: id }) => counts.set(id, (counts.get(id) ?? 0) + 1))
    yield page
    cursor = page.cursor
    // Where the cursor counts rows of an instant, other runs would mean other rows.
    if (ids !== null && readCursor(cursor)?.passedCount === 0) {
      const kept: string[] = ids.filter(id => (counts.get(id) ?? 0) < SEARCH_BOUNDS.linesOfOneRun)
      looked.cutRunCount += ids.length - kept.length
      ids = kept
    }
  } while (cursor !== null && ids?.length !== 0 && looked.lineCount < SEARCH_BOUNDS.lines)
}

/** Reads what stands around hits, of the first ones only. */
function createSurroundings({ shown: { reads }, signal }: Searching): (hits: readonly LogLine[]) => Promise<(FoundLine | LogLine)[]> {
  let leftCount: number = SEARCH_BOUNDS.hitsReadAround
  return async (hits) => {
    const found: (FoundLine | LogLine)[] = []
    for (let start = 0; start < hits.length; start += AROUND_TOGETHER) {
      found.push(...await Promise.all(hits.slice(start, start + AROUND_TOGETHER).map(async (line) => {
        const { flowRunId } = line
        if (flowRunId === null || leftCount-- <= 0)
          return line
        return { line, ...await readLinesAround({ reads, flowRunId, line, count: SEARCH_BOUNDS.around, signal }) }
      })))
    }
    return found
  }
}

function toRunsOf(lines: readonly LogLine[]): Map<string | null, LogLine[]> {
  const byRun = new Map<string | null, LogLine[]>()
  lines.forEach(line => byRun.set(line.flowRunId, [...byRun.get(line.flowRunId) ?? [], line]))
  return byRun
}

/** Runs that hits are of; null: it is gone. */
async function learnRuns(ids: readonly string[], { runs, searching: { shown: { reads }, signal } }: { runs: Map<string, FlowRun | null>, searching: Searching }): Promise<void> {
  const unknown = ids.filter(id => !runs.has(id))
  if (unknown.length === 0)
    return
  const { rows } = await reads.listRunsById(unknown, { signal })
  unknown.forEach(id => runs.set(id, rows.find(run => run.id === id) ?? null))
}

function toRunHits(run: FlowRun | null, { runId, hits, hitCount, searching: { shown: { watcher }, finder } }: { runId: string | null, hits: readonly (FoundLine | LogLine)[], hitCount: number, searching: Searching }): RunHits {
  return { runId, run: run === null ? null : toRunRow(run, watcher.picture(), watcher.now()), hits: hits.map(hit => toHit(hit, finder)).reverse(), hitCount }
}

function toHit(hit: FoundLine | LogLine, finder: Finder): LogHit {
  if (!('line' in hit))
    return { line: toHitLine(hit, finder), around: null }
  const [before, after] = [hit.before, hit.after].map(lines => lines.map(line => toHitLine(line, null)))
  return { line: toHitLine(hit.line, finder), around: { before: before ?? [], after: after ?? [] } }
}

function toHitLine({ id, at, level, message }: LogLine, finder: Finder | null): HitLine {
  return { id, at: writeInstant(at), level, ...(finder === null ? toRowExcerpt(message) : toHitExcerpt(message, finder)) }
}
