import { getQuery, type H3Event } from 'h3'
import { z } from 'zod'
import { RUN_SORTS, type FilterChoices, type RunRow, type RunsAnswer, type RunSort } from '../../shared/api/runs.ts'
import { DAY_MS } from '../../shared/expectations/thresholds.ts'
import { readFilterAddress } from '../../shared/filter/filter-address.ts'
import type { RunFilter, TimeField } from '../../shared/filter/run-filter.ts'
import { matchesRun, toBounds } from '../../shared/filter/run-matches.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { toChoices, toIso } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { Refusal } from '../errors.ts'
import type { RunQuery } from '../prefect/run-page.ts'
import type { Reads } from '../prefect/reads.ts'
import { readCursor } from '../prefect/stretch.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { readQuery } from './query.ts'
import { findFaster, toRunQuery } from './run-query.ts'
import { toRunRow } from './run-row.ts'

const PAGE_RUNS = 100
/** Twice a screenful: the first rows stand there sooner, and the next ones come on scrolling. */
const FIRST_RUNS = 50
/** A page that the filter thins out is filled up from this many of upstream's. */
const MOST_PAGES = 5
/** What is sorted, counted, grouped and drawn from rows rests on this many. */
const MANY_RUNS = 1_000
/** Without bounds: two weeks back, and for what is scheduled one week ahead. */
const DEFAULT_BACK_MS = 14 * DAY_MS
const DEFAULT_AHEAD_MS = 7 * DAY_MS
/** Another viewer of the same list within this costs nothing. */
const FRESH_MS = 5_000

const RunsRouteQuery = z.object({
  cursor: z.string('a cursor of an earlier page').optional(),
  sort: z.enum(RUN_SORTS, `one of ${RUN_SORTS.join(', ')}`).optional(),
  many: z.literal('1', '1').optional(),
})

/** Runs by the filter of the address, asked of Prefect when somebody asks. */
export function runsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { cursor = null, sort = 'newest', many } = readQuery(event, RunsRouteQuery)
    if (cursor !== null && readCursor(cursor) === null)
      throw new Refusal(400, 'cursor must be a cursor of an earlier page.')
    const { filter, mistakes } = readFilterAddress(getQuery(event) as Record<string, string | string[]>)
    const picture = shown.watcher.picture()
    const now = shown.watcher.now()
    const key = `runs ${shown.key} ${JSON.stringify([filter, sort, many, cursor])}`
    const { asOf, bounds, ...found } = await deps.once.get(key, async () => {
      const bounds = withDefaults(filter, now)
      return { asOf: now, bounds, ...await readRuns(shown.reads, { filter, bounds, sort, isMany: many !== undefined, cursor, picture, now }) }
    }, () => FRESH_MS)
    const answer: RunsAnswer = {
      asOf: toIso(asOf),
      runs: inOrder(found.runs.map(run => toRunRow(run, picture, now)), sort),
      cursor: isUpstreams(sort) ? found.cursor : null,
      complete: found.setAsideCount === 0,
      lookedAtCount: found.lookedAtCount,
      isWhole: found.cursor === null,
      totalCount: found.totalCount,
      of: bounds.by,
      from: toIso(bounds.fromAt),
      to: toIso(bounds.toAt),
      mistakes,
      choices: toFilterChoices(picture),
    }
    return await answerJson(event, answer, { etag: toETag(deps.bootId, JSON.stringify([answer.runs, answer.cursor, answer.choices, mistakes])) })
  }
}

/** What there is to filter by, from the picture. */
export function choicesRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => await answerJson(event, toFilterChoices(shownOf(event, deps).watcher.picture()))
}

function toFilterChoices(picture: Picture): FilterChoices {
  const deployments = [...picture.deployments.values()].map(({ flowId, name }) => `${picture.flows.get(flowId)?.name ?? flowId}/${name}`)
  return { ...toChoices(picture), deployments: deployments.sort(), pools: [...picture.workPools.keys()].sort() }
}

/** Runs of a filter, newest first, in the parts they are read in, until the last or until nobody takes more. */
export async function* listRunsInParts(shown: Shown, { filter, signal }: { filter: RunFilter, signal: AbortSignal }): AsyncGenerator<RunRow[]> {
  const picture = shown.watcher.picture()
  const now = shown.watcher.now()
  const query: RunQuery = await findFaster({ ...toRunQuery(filter, picture).query, ...withDefaults(filter, now), order: 'newest-first' }, { reads: shown.reads, picture, signal })
  let cursor: string | null = null
  do {
    const page = await shown.reads.listRuns(query, { cursor, limit: 2 * PAGE_RUNS, signal })
    yield page.runs.filter(run => fits(run, { filter, picture, now })).map(run => toRunRow(run, picture, now))
    cursor = page.cursor
  } while (cursor !== null)
}

interface Bounds {
  by: TimeField
  fromAt: number
  toAt: number
}

function withDefaults({ time, clauses }: RunFilter, now: number): Bounds {
  const by = time?.of ?? 'due'
  const { fromAt, toAt } = toBounds(time ?? { from: null, to: null }, now)
  const isAhead = by === 'due' && clauses.some(({ field, not, values }) => field === 'state' && !not && values.includes('scheduled'))
  const upTo = toAt ?? (isAhead ? now + DEFAULT_AHEAD_MS : now)
  const from = fromAt ?? Math.min(now, upTo) - DEFAULT_BACK_MS
  if (from > upTo)
    throw new Refusal(400, 'The time asked for ends before it begins.')
  return { by, fromAt: from, toAt: upTo }
}

/** Whether Prefect itself keeps this order, page after page. */
function isUpstreams(sort: RunSort): boolean {
  return sort === 'newest' || sort === 'oldest'
}

interface Reading {
  filter: RunFilter
  bounds: Bounds
  sort: RunSort
  isMany: boolean
  cursor: string | null
  picture: Picture
  now: number
}

interface Found {
  runs: FlowRun[]
  cursor: string | null
  lookedAtCount: number
  setAsideCount: number
  totalCount: number | null
}

/** Reads on until there are enough of those that fit, or enough was looked at. */
async function readRuns(reads: Reads, { filter, bounds, sort, isMany, cursor, picture, now }: Reading): Promise<Found> {
  if (bounds.by === 'ended' && sort === 'oldest')
    throw new Refusal(400, 'Prefect gives runs by their end only newest first.')
  const asked = toRunQuery(filter, picture)
  const query: RunQuery = await findFaster({ ...asked.query, ...bounds, order: sort === 'oldest' ? 'oldest-first' : 'newest-first' }, { reads, picture })
  const isWide = isMany || !isUpstreams(sort)
  const isFirst = cursor === null
  const [wanted, mostPages] = isWide ? [MANY_RUNS, MANY_RUNS / (2 * PAGE_RUNS)] : [(isFirst ? FIRST_RUNS : PAGE_RUNS) / 2, MOST_PAGES]
  const found: Found = { runs: [], cursor, lookedAtCount: 0, setAsideCount: 0, totalCount: null }
  // Rows do not wait for a count: who wants many wants to know how many.
  const counting = isMany && asked.isAll ? reads.countRuns(query) : null
  counting?.catch(() => null) // it is awaited below, once the rows are there
  for (let page = 0; page < mostPages; page++) {
    const { runs, cursor: next, lookedAtCount, setAsideCount } = await reads.listRuns(query, { cursor: found.cursor, limit: isWide ? 2 * PAGE_RUNS : isFirst && page === 0 ? FIRST_RUNS : PAGE_RUNS })
    found.runs.push(...runs.filter(run => fits(run, { filter, picture, now })))
    found.cursor = next
    found.lookedAtCount += lookedAtCount
    found.setAsideCount += setAsideCount
    if (next === null || found.runs.length >= wanted)
      break
  }
  return { ...found, totalCount: found.cursor === null && isFirst ? found.runs.length : await counting }
}

/** Whether a run that came belongs to the filter: what Prefect cannot be asked is seen here. */
export function fits(run: FlowRun, { filter, picture, now }: Pick<Reading, 'filter' | 'picture' | 'now'>): boolean {
  const deployment = run.deploymentId === null ? null : picture.deployments.get(run.deploymentId)?.name ?? null
  return matchesRun(run, { flow: picture.flows.get(run.flowId)?.name ?? null, deployment }, { filter, now })
}

/** Prefect's own order stays; the others are of what was read. */
function inOrder(runs: RunRow[], sort: RunSort): RunRow[] {
  const by = { longest: (run: RunRow) => run.ranForMs, latest: (run: RunRow) => run.lateByMs }
  if (sort === 'name')
    return runs.sort((a, b) => a.name < b.name ? -1 : 1)
  return sort === 'longest' || sort === 'latest' ? runs.sort((a, b) => (by[sort](b) ?? -1) - (by[sort](a) ?? -1)) : runs
}
