import { getQuery, type H3Event } from 'h3'
import { z } from 'zod'
import type { RunsAnswer } from '../../shared/api/runs.ts'
import { DAY_MS } from '../../shared/expectations/thresholds.ts'
import { matchesRunFilter, readRunFilter, STATE_GROUPS, type RunFilter } from '../../shared/filter/run-filter.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import { toChoices, toIso } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { Refusal } from '../errors.ts'
import type { RunPage, RunQuery } from '../prefect/run-page.ts'
import type { Reads } from '../prefect/reads.ts'
import { readCursor } from '../prefect/stretch.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { Instant, readQuery } from './query.ts'
import { toRunRow } from './run-row.ts'

const PAGE_RUNS = 100
/** A page that the filter thins out is filled up from this many of upstream's. */
const MOST_PAGES = 5
/** Without bounds: two weeks back, and for what is scheduled one week ahead. */
const DEFAULT_BACK_MS = 14 * DAY_MS
const DEFAULT_AHEAD_MS = 7 * DAY_MS
/** Another viewer of the same list within this costs nothing. */
const FRESH_MS = 5_000

const RunsRouteQuery = z.object({ from: Instant.optional(), to: Instant.optional(), cursor: z.string('a cursor of an earlier page').optional() })

/** Runs by the filter of the address, latest due first, asked of Prefect when somebody asks. */
export function runsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { from, to, cursor = null } = readQuery(event, RunsRouteQuery)
    if (cursor !== null && readCursor(cursor) === null)
      throw new Refusal(400, 'cursor must be a cursor of an earlier page.')
    const picture = shown.watcher.picture()
    const now = shown.watcher.now()
    const filter = withBounds(readRunFilter(getQuery(event) as Record<string, string | string[]>), { from: from ?? null, to: to ?? null, now })
    const key = `runs ${shown.source} ${JSON.stringify([{ ...filter, toAt: to ?? null, fromAt: from ?? null }, cursor])}`
    const { asOf, ...page } = await deps.once.get(key, async () => ({ asOf: now, ...await readRuns(shown.reads, { filter, cursor, picture, now }) }), () => FRESH_MS)
    const answer: RunsAnswer = {
      asOf: toIso(asOf),
      runs: page.runs.map(run => toRunRow(run, picture, now)),
      cursor: page.cursor,
      complete: page.setAsideCount === 0,
      from: toIso(filter.fromAt),
      to: toIso(filter.toAt),
      choices: { ...toChoices(picture), deployments: [...picture.deployments.values()].map(({ flowId, name }) => `${picture.flows.get(flowId)?.name ?? flowId}/${name}`).sort() },
    }
    return await answerJson(event, answer, { etag: toETag(deps.bootId, JSON.stringify([answer.runs, answer.cursor, answer.choices])) })
  }
}

type BoundFilter = RunFilter & { fromAt: number, toAt: number }

function withBounds(filter: RunFilter, { from, to, now }: { from: number | null, to: number | null, now: number }): BoundFilter {
  const toAt = to ?? (filter.states.includes('scheduled') ? now + DEFAULT_AHEAD_MS : now)
  const fromAt = from ?? Math.min(now, toAt) - DEFAULT_BACK_MS
  if (fromAt > toAt)
    throw new Refusal(400, 'from must be an instant before to.')
  return { ...filter, fromAt, toAt }
}

interface Reading {
  filter: BoundFilter
  cursor: string | null
  picture: Picture
  now: number
}

/** What upstream cannot tell apart (Late from Scheduled beside other states) is sifted here. */
async function readRuns(reads: Reads, { filter, cursor, picture, now }: Reading): Promise<RunPage> {
  const query = toRunQuery(filter, picture)
  const found: RunPage = { runs: [], cursor, setAsideCount: 0 }
  for (let page = 0; page < MOST_PAGES; page++) {
    const { runs, cursor: next, setAsideCount } = await reads.listRuns(query, { cursor: found.cursor, limit: PAGE_RUNS })
    found.runs.push(...runs.filter(run => matches(run, { filter, picture, now })))
    found.cursor = next
    found.setAsideCount += setAsideCount
    if (next === null || found.runs.length >= PAGE_RUNS / 2)
      break
  }
  return found
}

function matches(run: FlowRun, { filter, picture, now }: Omit<Reading, 'cursor'>): boolean {
  return matchesRunFilter({ ...toRunRow(run, picture, now), tags: [...run.tags] }, filter)
}

/** Names become ids; a name nobody has asks for no run at all. */
export function toRunQuery({ flows, deployments, tags, states, name, fromAt, toAt }: BoundFilter, picture: Pick<Picture, 'flows' | 'deployments'>): RunQuery {
  const flowName = (id: string): string => picture.flows.get(id)?.name ?? id
  const types = [...new Set(states.flatMap((group): readonly StateType[] => STATE_GROUPS[group]))]
  return {
    flowIds: flows.length === 0 ? null : [...picture.flows.values()].filter(flow => flows.includes(flow.name)).map(({ id }) => id),
    deploymentIds: deployments.length === 0 ? null : [...picture.deployments.values()].filter(deployment => deployments.includes(`${flowName(deployment.flowId)}/${deployment.name}`)).map(({ id }) => id),
    tags: tags.length === 0 ? null : tags,
    stateTypes: types.length === 0 ? null : types,
    stateNames: states.length === 1 && states[0] === 'late' ? ['Late'] : null,
    name: name === '' ? null : name,
    fromAt,
    toAt,
  }
}
