import type { H3Event } from 'h3'
import { z } from 'zod'
import type { LogRow } from '../../shared/api/logs.ts'
import { toAttempts } from '../../shared/logs/attempts.ts'
import { readLogPlace, type LogPlace } from '../../shared/logs/log-place.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import { Refusal } from '../errors.ts'
import { writeInstant } from '../prefect/instant.ts'
import type { LogScope } from '../prefect/log-page.ts'
import type { Shown } from '../shown.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readId, Texts } from './query.ts'
import { getOfRun, getRun, isLive } from './run-detail.ts'

/** Which lines are meant, in every address of logs. */
export const LOG_FILTER = {
  server: z.string().optional(),
  level: z.string('a number from 0 to 100').regex(/^\d{1,3}$/, 'a number from 0 to 100').transform(Number).optional(),
  task: z.string('the id of a task run').regex(/^[\w-]{1,64}$/, 'the id of a task run').optional(),
  attempt: z.string('a number from 1').regex(/^[1-9]\d{0,3}$/, 'a number from 1').transform(Number).optional(),
  logger: Texts.optional(),
  subflows: z.literal('1', '1').optional(),
}

/** A line's place in an address. */
export const Place = z.string('TIMESTAMP.ID of a line').transform((text, context): LogPlace => {
  const place = readLogPlace(text)
  if (place !== null)
    return place
  context.addIssue({ code: 'custom', message: 'TIMESTAMP.ID of a line' })
  return z.NEVER
})

/** The log of one run under one filter. */
export interface LogReading {
  deps: RouteDeps
  shown: Shown
  run: FlowRun
  scope: LogScope
  loggers: readonly string[]
  /** Names of the runs below whose lines are meant too. */
  runNames: ReadonlyMap<string, string>
  /** What cannot be among the lines, in words; null: nothing. */
  incomplete: string | null
  live: boolean
}

/** The run an address is about, and which of its lines. */
export async function openLog(event: H3Event, deps: RouteDeps, { level, task, attempt, logger, subflows }: z.output<z.ZodObject<typeof LOG_FILTER>>): Promise<LogReading> {
  const shown = shownOf(event, deps)
  const { run } = await getRun(deps, shown, readId(event, 'run'))
  const about = { shown, run }
  const below = subflows === undefined ? null : await getOfRun(deps, { ...about, name: 'runs below' }, async () => await shown.reads.listRunsBelow(run.id))
  const bounds = attempt === undefined ? {} : await getBounds(deps, about, { task: task ?? null, attempt })
  return {
    deps,
    shown,
    run,
    scope: { flowRunId: run.id, moreRunIds: below?.runs.map(({ id }) => id) ?? [], taskRunId: task ?? null, minLevel: level ?? null, ...bounds },
    loggers: logger ?? [],
    runNames: new Map(below?.runs.map(({ id, name }) => [id, name])),
    incomplete: below?.complete === false ? `Only the first ${below.runs.length} runs below it are among the lines: there are more.` : null,
    live: isLive(run, shown.watcher.now()),
  }
}

/** An attempt that never was has no lines: that is told, rather than those of another shown. */
async function getBounds(deps: RouteDeps, about: { shown: Shown, run: FlowRun }, { task, attempt }: { task: string | null, attempt: number }): Promise<Pick<LogScope, 'fromAt' | 'toAt'>> {
  const { reads } = about.shown
  const { rows } = await getOfRun(deps, { ...about, name: `states ${task ?? ''}` }, async () => task === null ? await reads.listFlowRunStates(about.run.id) : await reads.listTaskRunStates(task))
  const found = toAttempts(rows).find(({ number }) => number === attempt)
  if (found === undefined)
    throw new Refusal(404, `There is no attempt ${attempt} of ${task === null ? 'this run' : 'this task'}.`)
  return { fromAt: found.fromAt, toAt: found.toAt === null ? null : found.toAt - MICROSECOND_MS }
}

const MICROSECOND_MS = 0.001

/** More of one message is read by nobody at once, and is asked for by itself; less where a page is full of long ones. */
const SHOWN_CHARACTERS = 20_000
const SHOWN_OF_MANY = 2_000
/** Pages are kept for the next who asks: larger ones would fill the memory. */
const PAGE_CHARACTERS = 400_000

export function toLogRow({ id, at, level, logger, message, taskRunId, flowRunId }: LogLine, { run }: Pick<LogReading, 'run'>): LogRow {
  return { id, at: writeInstant(at), level, logger, message, wholeLength: null, taskRunId, runId: flowRunId ?? run.id }
}

/** A page of lines, of a long message its beginning. */
export function toShownRows(lines: readonly LogLine[], reading: Pick<LogReading, 'run'>): LogRow[] {
  const all = lines.reduce((sum, { message }) => sum + message.length, 0)
  const most = all > PAGE_CHARACTERS ? SHOWN_OF_MANY : SHOWN_CHARACTERS
  return lines.map((line) => {
    const row = toLogRow(line, reading)
    const { length } = row.message
    return length <= most ? row : { ...row, message: row.message.slice(0, most), wholeLength: length }
  })
}

/** `TIMESTAMP.ID`. */
export function toPlaceText({ at, id }: LogLine): string {
  return `${writeInstant(at)}.${id}`
}
