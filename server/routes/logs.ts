import { getQuery, type H3Event } from 'h3'
import { z } from 'zod'
import type { LogAim, LogsAnswer } from '../../shared/api/logs.ts'
import { ERROR_LEVEL } from '../../shared/logs/log-level.ts'
import { toMoment } from '../../shared/logs/line-time.ts'
import { comparePlaces, type LogPlace } from '../../shared/logs/log-place.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import { Refusal } from '../errors.ts'
import { writeInstant } from '../prefect/instant.ts'
import type { LogPage, LogQuery, LogScope } from '../prefect/log-page.ts'
import { cursorAt, readCursor, writeCursor } from '../prefect/stretch.ts'
import { answerJson } from './answer.ts'
import type { RouteDeps } from './deps.ts'
import { LOG_FILTER, openLog, Place, toPlaceText, toShownRows, type LogReading } from './logs-scope.ts'
import { readQuery } from './query.ts'
import { getOfRun } from './run-detail.ts'

const PAGE_LINES = 200
/** What is read before anything is shown: some screens, since Prefect takes time for every line. */
const FIRST_LINES = 80
/** What happened just before an error often says why. */
const LINES_BEFORE_ERROR = 10
/** A line that is linked to stands in the middle of what is first read. */
const LINES_BEFORE_PLACE = 40
/** Lines of a live run arrive this much behind later ones: following begins again there. */
const LATE_LINES_MS = 5_000
/** Lines named in a cursor so that they are not given again. */
const MOST_NAMED = 40

const LogsRouteQuery = z.object({
  ...LOG_FILTER,
  /** Ours: the direction, then the adapter's own cursor. */
  cursor: z.string('text').regex(/^[on]\.[\w-]{1,4000}$/, 'a cursor of an earlier page').optional(),
  start: z.enum(['first', 'last', 'first-error', 'line'], 'first, last, first-error or line').optional(),
  line: Place.optional(),
})

type Asked = z.output<typeof LogsRouteQuery>

/** One page of a run's log, read once for all who look at it. */
export function logsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const asked = readQuery(event, LogsRouteQuery)
    if (asked.cursor !== undefined && readCursor(asked.cursor.slice(2)) === null)
      throw new Refusal(400, 'cursor must be a cursor of an earlier page.')
    if (asked.start === 'line' && asked.line === undefined)
      throw new Refusal(400, 'line must be TIMESTAMP.ID of a line.')
    const reading = await openLog(event, deps, asked)
    const page = await getOfRun(deps, { ...reading, name: `logs ${JSON.stringify(getQuery(event))}` }, async () => await readPage(asked, reading))
    return await answerJson(event, page)
  }
}

async function readPage(asked: Asked, reading: LogReading): Promise<LogsAnswer> {
  const finding = findFirstError(reading)
  const [firstError, part] = await Promise.all([finding, readPart(asked, reading, finding)])
  const shownIds = new Set(part.lines.map(({ runId }) => runId))
  return {
    ...part,
    firstErrorId: firstError?.id ?? null,
    live: reading.live,
    runNames: Object.fromEntries([...reading.runNames].filter(([id]) => shownIds.has(id))),
    incomplete: reading.incomplete,
  }
}

async function readPart(asked: Asked, reading: LogReading, finding: Promise<LogLine | null>): Promise<PartOfAnswer> {
  if (asked.cursor !== undefined)
    return await readFrom(asked.cursor, reading)
  if (asked.start === 'line' && asked.line !== undefined)
    return await readAtPlace(asked.line, reading)
  if (asked.start === 'first')
    return toNewer(await ask(reading, { order: 'oldest-first', limit: FIRST_LINES }), reading, { before: null })
  const firstError = asked.start === 'first-error' ? await finding : null
  if (firstError !== null)
    return await readAround(firstError.at, reading, LINES_BEFORE_ERROR)
  return toOlder(await ask(reading, { order: 'newest-first', limit: FIRST_LINES }), reading, { after: null })
}

async function ask({ shown, scope, loggers }: LogReading, query: Omit<LogQuery, keyof LogScope | 'loggers'> & { minLevel?: number }): Promise<LogPage> {
  return await shown.reads.listLogs({ ...scope, loggers, limit: PAGE_LINES, ...query, minLevel: Math.max(query.minLevel ?? 0, scope.minLevel ?? 0) || null })
}

/** The first line of level 40 or more under the same filter. */
async function findFirstError(reading: LogReading): Promise<LogLine | null> {
  const { scope, loggers } = reading
  const page = await getOfRun(reading.deps, { ...reading, name: `first-error ${JSON.stringify([scope, loggers])}` }, async () =>
    await ask(reading, { order: 'oldest-first', minLevel: ERROR_LEVEL, limit: 1 }))
  return page.lines[0] ?? null
}

/** The next line of level 40 or more on one side of a place; null: there is none. */
export async function findNextError(reading: LogReading, place: LogPlace, order: LogQuery['order']): Promise<string | null> {
  for (let cursor: string | null = cursorAt(toMoment(place.at)); ;) {
    const page = await ask(reading, { order, minLevel: ERROR_LEVEL, cursor, limit: 20 })
    const next = page.lines.find((line) => {
      const side = comparePlaces({ at: writeInstant(line.at), id: line.id }, place)
      return order === 'oldest-first' ? side > 0 : side < 0
    })
    cursor = page.cursor
    if (next !== undefined || cursor === null)
      return next === undefined ? null : toPlaceText(next)
  }
}

async function readFrom(cursor: string, reading: LogReading): Promise<PartOfAnswer> {
  const [direction, place] = [cursor.slice(0, 1), cursor.slice(2)]
  if (direction === 'o')
    return toOlder(await ask(reading, { order: 'newest-first', cursor: place }), reading, { after: place })
  return toNewer(await ask(reading, { order: 'oldest-first', cursor: place }), reading, { before: place })
}

/** Some lines before an instant, then the page that begins with it. */
async function readAround(at: number, reading: LogReading, linesBefore: number): Promise<PartOfAnswer> {
  const [before, from] = await Promise.all([
    ask(reading, { order: 'newest-first', cursor: cursorAt(at), limit: linesBefore }),
    ask(reading, { order: 'oldest-first', cursor: cursorAt(at), limit: FIRST_LINES }),
  ])
  const known = new Set(from.lines.map(({ id }) => id))
  const earlier = toOlder(before, reading, { after: null })
  const later = toNewer(from, reading, { before: null })
  return { ...later, lines: [...earlier.lines.filter(({ id }) => !known.has(id)), ...later.lines], older: earlier.older, newest: later.newest ?? earlier.newest }
}

async function readAtPlace(place: LogPlace, reading: LogReading): Promise<PartOfAnswer> {
  const part = await readAround(toMoment(place.at), reading, LINES_BEFORE_PLACE)
  return { ...part, aim: await toAim(place, part, reading) }
}

/** A line that the filter leaves out, or that was deleted, is told of; shown is the nearest one. */
async function toAim(place: LogPlace, { lines }: PartOfAnswer, { shown, run, scope }: LogReading): Promise<LogAim> {
  if (lines.some(({ id }) => id === place.id))
    return { is: 'there', id: place.id }
  const nearest = (lines.find(line => comparePlaces(line, place) >= 0) ?? lines.at(-1))?.id ?? null
  if (place.id === null)
    return { is: 'there', id: nearest }
  const at = toMoment(place.at)
  const { lines: ofInstant } = await shown.reads.listLogs({ flowRunId: run.id, moreRunIds: scope.moreRunIds, fromAt: at, toAt: at, order: 'oldest-first' })
  return { is: ofInstant.some(({ id }) => id === place.id) ? 'hidden' : 'gone', id: nearest }
}

type PartOfAnswer = Pick<LogsAnswer, 'lines' | 'older' | 'newer' | 'newest' | 'aim'>

/** A page read towards the start. `after`: the cursor it was asked with, since there are lines behind it; null: the end of the log. */
function toOlder({ lines, cursor, olderCursor, newerCursor }: LogPage, reading: LogReading, { after }: { after: string | null }): PartOfAnswer {
  const ascending = [...lines].reverse()
  return {
    lines: toShownRows(ascending, reading),
    older: cursor === null ? null : write('o', olderCursor ?? cursor),
    newer: after === null ? null : write('n', newerCursor),
    newest: write('n', reading.live && after === null ? followCursor(ascending, null) ?? newerCursor : newerCursor),
    aim: null,
  }
}

/** A page read towards the end. `before`: the cursor it was asked with, since there are lines in front of it; null: the start of the log. */
function toNewer({ lines, cursor, olderCursor, newerCursor }: LogPage, reading: LogReading, { before }: { before: string | null }): PartOfAnswer {
  const isEnd = cursor === null
  return {
    lines: toShownRows(lines, reading),
    older: before === null ? null : write('o', olderCursor),
    newer: isEnd ? null : write('n', cursor),
    newest: write('n', isEnd && reading.live ? followCursor(lines, before) ?? before ?? newerCursor : newerCursor ?? before),
    aim: null,
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
