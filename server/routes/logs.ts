import { getQuery, type H3Event } from 'h3'
import { z } from 'zod'
import type { LogRow, LogsAnswer } from '../../shared/api/logs.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import { Refusal } from '../errors.ts'
import { writeInstant } from '../prefect/instant.ts'
import type { LogPage, LogQuery } from '../prefect/log-page.ts'
import { cursorAt, readCursor, writeCursor } from '../prefect/stretch.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readId, readQuery } from './query.ts'
import { getOfRun, getRun, isLive } from './run-detail.ts'

const PAGE_LINES = 200
/** What happened just before an error often says why. */
const LINES_BEFORE_ERROR = 10
/** Lines of a live run arrive this much behind later ones: following begins again there. */
const LATE_LINES_MS = 5_000
/** Lines named in a cursor so that they are not given again. */
const MOST_NAMED = 40

const LogsRouteQuery = z.object({
  /** Ours: the direction, then the adapter's own cursor. */
  cursor: z.string('text').regex(/^[on]\.[\w-]{1,4000}$/, 'a cursor of an earlier page').optional(),
  level: z.string('a number from 0 to 100').regex(/^\d{1,3}$/, 'a number from 0 to 100').transform(Number).optional(),
  task: z.string('the id of a task run').regex(/^[\w-]{1,64}$/, 'the id of a task run').optional(),
  start: z.enum(['first', 'last', 'first-error'], 'first, last or first-error').optional(),
})

type Asked = z.output<typeof LogsRouteQuery>

/** One page of a run's log, read once for all who look at it. */
export function logsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const asked = readQuery(event, LogsRouteQuery)
    if (asked.cursor !== undefined && readCursor(asked.cursor.slice(2)) === null)
      throw new Refusal(400, 'cursor must be a cursor of an earlier page.')
    const { run } = await getRun(deps, shown, readId(event, 'run'))
    const page = await getOfRun(deps, { shown, run, name: `logs ${JSON.stringify(getQuery(event))}` }, async () => await readPage(asked, { deps, shown, run }))
    return await answerJson(event, page)
  }
}

interface Reading {
  deps: RouteDeps
  shown: Shown
  run: FlowRun
}

async function readPage(asked: Asked, reading: Reading): Promise<LogsAnswer> {
  const { shown, run } = reading
  const firstError = await findFirstError(asked, reading)
  const common = { firstErrorId: firstError?.id ?? null, live: isLive(run, shown.watcher.now()) }
  if (asked.cursor !== undefined)
    return { ...await readFrom(asked.cursor, asked, reading), ...common }
  if (asked.start === 'first')
    return { ...toNewer(await ask(asked, reading, { order: 'oldest-first' }), { before: null, asked: null, live: common.live }), ...common }
  if (asked.start === 'first-error' && firstError !== null)
    return { ...await readAround(firstError, asked, { ...reading, live: common.live }), ...common }
  return { ...toOlder(await ask(asked, reading, { order: 'newest-first' }), { after: null, live: common.live }), ...common }
}

async function ask({ level, task }: Asked, { shown, run }: Reading, query: Omit<LogQuery, 'flowRunId'>): Promise<LogPage> {
  return await shown.reads.listLogs({ flowRunId: run.id, taskRunId: task ?? null, minLevel: level ?? null, limit: PAGE_LINES, ...query })
}

/** The first line of level 40 or more under the same task filter. */
async function findFirstError(asked: Asked, reading: Reading): Promise<LogLine | null> {
  const page = await getOfRun(reading.deps, { ...reading, name: `first-error ${asked.task ?? ''}` }, async () =>
    await ask(asked, reading, { order: 'oldest-first', minLevel: 40, limit: 1 }))
  return page.lines[0] ?? null
}

async function readFrom(cursor: string, asked: Asked, reading: Reading): Promise<PartOfAnswer> {
  const [direction, place] = [cursor.slice(0, 1), cursor.slice(2)]
  const live = isLive(reading.run, reading.shown.watcher.now())
  if (direction === 'o')
    return toOlder(await ask(asked, reading, { order: 'newest-first', cursor: place }), { after: place, live })
  return toNewer(await ask(asked, reading, { order: 'oldest-first', cursor: place }), { before: place, asked: place, live })
}

/** A few lines before the error, then the page that begins with it. */
async function readAround(error: LogLine, asked: Asked, reading: Reading & { live: boolean }): Promise<PartOfAnswer> {
  const [before, from] = await Promise.all([
    ask(asked, reading, { order: 'newest-first', cursor: cursorAt(error.at), limit: LINES_BEFORE_ERROR }),
    ask(asked, reading, { order: 'oldest-first', cursor: cursorAt(error.at) }),
  ])
  const known = new Set(from.lines.map(({ id }) => id))
  const earlier = toOlder(before, { after: null, live: reading.live })
  const later = toNewer(from, { before: null, asked: null, live: reading.live })
  return { ...later, lines: [...earlier.lines.filter(({ id }) => !known.has(id)), ...later.lines], older: earlier.older }
}

type PartOfAnswer = Omit<LogsAnswer, 'firstErrorId' | 'live'>

/** A page read towards the start. `after`: the cursor it was asked with, since there are lines behind it; null: the end of the log. */
function toOlder({ lines, cursor, olderCursor, newerCursor }: LogPage, { after, live }: { after: string | null, live: boolean }): PartOfAnswer {
  const ascending = [...lines].reverse()
  return {
    lines: ascending.map(toLogRow),
    older: cursor === null ? null : write('o', olderCursor ?? cursor),
    newer: after === null ? null : write('n', newerCursor),
    newest: write('n', live && after === null ? followCursor(ascending, null) ?? newerCursor : newerCursor),
  }
}

/** A page read towards the end. `before`: the cursor it was asked with, since there are lines in front of it; null: the start of the log. */
function toNewer({ lines, cursor, olderCursor, newerCursor }: LogPage, { before, asked, live }: { before: string | null, asked: string | null, live: boolean }): PartOfAnswer {
  const isEnd = cursor === null
  return {
    lines: lines.map(toLogRow),
    older: before === null ? null : write('o', olderCursor),
    newer: isEnd ? null : write('n', cursor),
    newest: write('n', isEnd && live ? followCursor(lines, asked) ?? asked ?? newerCursor : newerCursor ?? asked),
  }
}

/** Begins a little before the last line, without the lines already given; null without lines. */
function followCursor(lines: readonly LogLine[], asked: string | null): string | null {
  const last = lines.at(-1)
  if (last === undefined)
    return null
  const recent = lines.filter(({ at }) => at >= last.at - LATE_LINES_MS)
  const oldestNamed = recent.at(-MOST_NAMED) ?? recent[0] ?? last
  const at = recent.length > MOST_NAMED ? oldestNamed.at : last.at - LATE_LINES_MS
  const given = [...readCursor(asked)?.given ?? [], ...recent.map(({ id }) => id)].slice(-MOST_NAMED)
  return writeCursor({ at: writeInstant(at), given, passedCount: 0 })
}

function write(direction: 'o' | 'n', cursor: string | null): string | null {
  return cursor === null ? null : `${direction}.${cursor}`
}

function toLogRow({ id, at, level, logger, message, taskRunId }: LogLine): LogRow {
  return { id, at: writeInstant(at), level, logger, message, taskRunId }
}
