import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { UpstreamError } from './error.ts'
import { parseInstant, writeInstant } from './instant.ts'
import { createReads } from './reads.ts'
import beats3 from './recorded/3.8.8-events-count-by-resource.json'
import logs3 from './recorded/3.8.8-logs-filter.json'
import runs3 from './recorded/3.8.8-flow_runs-filter.json'
import { EVERY_RUN, type RunQuery } from './run-page.ts'
import { cursorAt, readCursor } from './stretch.ts'

type Row = Record<string, unknown>
type Body = { sort?: string, limit: number, offset: number } & Record<string, unknown>

const T0 = Date.parse('2026-11-22T20:00:00Z')
const idOfNumber = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A run due `second` s after T0. */
const aRunBody = (n: number, second: number, given: Row = {}): Row => ({ ...runs3[1], id: idOfNumber(n), name: `run-${n}`, expected_start_time: writeInstant(T0 + second * 1_000), parent_task_run_id: null, ...given })
const aLogBody = (n: number, second: number, given: Row = {}): Row => ({ ...logs3[0], id: idOfNumber(n), timestamp: writeInstant(T0 + second * 1_000), ...given })

interface Upstream {
  version?: string | null
  rows?: Row[]
  /** Highest `limit`. */
  limit?: number
  /** Answers by path before anything else; undefined goes on. */
  answer?: (path: string, body: Body) => Response | undefined
}

/** An upstream that sorts, bounds and pages one table as Prefect does, ties in the order they stand in. */
function anUpstream({ version = '3.8.8', rows = [], limit = 200, answer }: Upstream) {
  const asked: { path: string, body: Body }[] = []
  const client = createClient({
    apiUrl: 'http://upstream.invalid/api',
    pauseMs: 1,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      const path = pathname.slice('/api'.length) + search
      const body = (request.method === 'POST' ? await request.json() : {}) as Body
      asked.push({ path, body })
      const answered = answer?.(path, body)
      if (answered !== undefined)
        return answered
      if (path === '/admin/version')
        return version === null ? Response.json({ detail: 'Not Found' }, { status: 404 }) : Response.json(version)
      if (body.limit > limit)
        return Response.json({ detail: `Invalid limit: must be less than or equal to ${limit}.` }, { status: 422 })
      return Response.json(select(rows, body))
    },
  })
  return { reads: createReads(client), asked, filters: () => asked.filter(({ path }) => path.endsWith('/filter')), rows }
}

function select(rows: Row[], { sort = '', limit, offset, ...filters }: Body): Row[] {
  const field = sort.startsWith('END') ? 'end_time' : sort.startsWith('TIMESTAMP') ? 'timestamp' : 'expected_start_time'
  const bounds = Object.values(filters).map(filter => (filter as Record<string, { after_?: string, before_?: string }>)[field]).find(Boolean)
  const at = (text: unknown): number => parseInstant(String(text)) ?? Number.NaN
  const sign = sort.endsWith('ASC') ? 1 : -1
  return rows
    .filter(row => bounds === undefined || !(at(row[field]) < at(bounds.after_) || at(row[field]) > at(bounds.before_)))
    .sort((a, b) => sort === 'ID_DESC' || sort.startsWith('CREATED') ? 0 : sign * (at(a[field]) - at(b[field])))
    .slice(offset, offset + limit)
}

const seconds = (count: number, of: (n: number) => number): Row[] => Array.from({ length: count }, (_, n) => aRunBody(n, of(n)))

describe('heartbeats', () => {
  const [first] = beats3
  const newest = { events: [{ occurred: '2026-11-28T02:00:00Z' }], total: 1, next_page: null }
  const events = (counted: unknown, page: unknown = newest) => (path: string) => path === '/events/count-by/resource' ? Response.json(counted) : path === '/events/filter' ? Response.json(page) : undefined
  const asked = { flowRunIds: ['6bbf466c-25d8-49e3-a6a2-3b825ac9265b'], sinceAt: T0 }

  it('are counted by run, and known until the newest event', async () => {
    const upstream = anUpstream({ answer: events(beats3) })
    const found = await upstream.reads.getHeartbeats(asked)
    expect(found?.byRun.get(asked.flowRunIds[0]!)).toEqual({ count: 2, firstAt: parseInstant(first!.start_time), lastAt: parseInstant(first!.end_time) })
    expect(found?.knownUntilAt).toBe(Date.parse('2026-11-28T02:00:00Z'))
    expect(upstream.asked[1]?.body).toEqual({ filter: { occurred: { since: writeInstant(T0) }, event: { name: ['prefect.flow-run.heartbeat'] }, resource: { id: ['prefect.flow-run.6bbf466c-25d8-49e3-a6a2-3b825ac9265b'] } } })
  })
  it('are known by their odd rows left out, and by one request where there are none', async () => {
    const odd = [{}, { ...first, count: null }, { ...first, end_time: 'soon' }, { ...first, value: 'prefect.flow.x' }]
    const upstream = anUpstream({ answer: events(odd) })
    expect(await upstream.reads.getHeartbeats(asked)).toEqual({ byRun: new Map(), knownUntilAt: null })
    expect(upstream.asked.map(({ path }) => path)).toEqual(['/admin/version', '/events/count-by/resource'])
  })
  it('are unknown where the newest event is unreadable', async () => {
    await expect(anUpstream({ answer: events(beats3, { events: [{}] }) }).reads.getHeartbeats(asked)).rejects.toMatchObject({ failure: 'unreadable' })
    await expect(anUpstream({ answer: events({}) }).reads.getHeartbeats(asked)).rejects.toMatchObject({ failure: 'unreadable' })
  })
  it('are not asked of 2.20, and null where events are off', async () => {
    const old = anUpstream({ version: '2.20.26' })
    expect(await old.reads.getHeartbeats(asked)).toBeNull()
    expect(old.asked.map(({ path }) => path)).toEqual(['/admin/version'])
    expect(await anUpstream({ answer: path => path.startsWith('/events/') ? Response.json({ detail: 'Events are not enabled' }, { status: 404 }) : undefined }).reads.getHeartbeats(asked)).toBeNull()
    await expect(anUpstream({ answer: path => path.startsWith('/events/') ? new Response(null, { status: 500 }) : undefined }).reads.getHeartbeats(asked)).rejects.toMatchObject({ failure: 'rejected' })
  })
})

describe('logged errors', () => {
  it('are asked for by level and time, the newest page, and said to be cut', async () => {
    const upstream = anUpstream({ rows: Array.from({ length: 201 }, (_, n) => aLogBody(n, n)) })
    const { rows, complete } = await upstream.reads.listLoggedErrors({ of: { fromAt: T0, toAt: null } })
    expect([rows.length, complete, rows[0]?.at]).toEqual([200, false, T0 + 200_000])
    expect(upstream.filters()[0]?.body).toEqual({ sort: 'TIMESTAMP_DESC', limit: 200, offset: 0, logs: { timestamp: { after_: writeInstant(T0) }, level: { ge_: 40 } } })
  })
  it('are asked for by runs', async () => {
    const upstream = anUpstream({ rows: [aLogBody(1, 1), { ...aLogBody(2, 2), level: 'ERROR' }] })
    expect(await upstream.reads.listLoggedErrors({ of: { flowRunIds: ['a', 'b'] } })).toMatchObject({ rows: [{ id: idOfNumber(1) }], complete: true, setAsideCount: 1 })
    expect(upstream.filters()[0]?.body).toMatchObject({ logs: { flow_run_id: { any_: ['a', 'b'] }, level: { ge_: 40 } } })
  })
})

describe('good runs of before an instant', () => {
  it('are the last of a deployment, in one request', async () => {
    const upstream = anUpstream({ rows: [aRunBody(1, 1), aRunBody(2, 2), aRunBody(3, 3)] })
    expect((await upstream.reads.listGoodRunsBefore({ deploymentId: 'd', beforeAt: T0 + 5_000, limit: 2 })).map(({ id }) => id)).toEqual([3, 2].map(idOfNumber))
    expect(upstream.filters().map(({ body }) => body)).toEqual([{ sort: 'EXPECTED_START_TIME_DESC', limit: 2, offset: 0, flow_runs: { parent_task_run_id: { is_null_: true }, deployment_id: { any_: ['d'] }, state: { type: { any_: ['COMPLETED'] } }, expected_start_time: { before_: writeInstant(T0 + 5_000) } } }])
  })
})

describe('the last lines of runs', () => {
  it('are asked for since an instant, newest first', async () => {
    const upstream = anUpstream({ rows: [aLogBody(1, 1), aLogBody(2, 3)] })
    expect((await upstream.reads.listLastLogs({ flowRunIds: ['a'], sinceAt: T0 })).map(({ at }) => at)).toEqual([T0 + 3_000, T0 + 1_000])
    expect(upstream.filters()[0]?.body).toMatchObject({ sort: 'TIMESTAMP_DESC', logs: { flow_run_id: { any_: ['a'] }, timestamp: { after_: writeInstant(T0) } } })
  })
})

describe('listRunsDue', () => {
  it.each(['newest-first', 'oldest-first'] as const)('reads every run once, %s', async (order) => {
    const { reads, filters } = anUpstream({ rows: seconds(1_000, n => n) })
    const { rows, complete } = await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000, order })
    expect(rows.map(run => run.id)).toEqual(Array.from({ length: 1_000 }, (_, n) => idOfNumber(order === 'oldest-first' ? n : 999 - n)))
    expect(complete).toBe(true)
    expect(filters().every(({ body }) => body.offset === 0)).toBe(true)
    expect(filters()[0]!.body).toMatchObject({ flow_runs: { parent_task_run_id: { is_null_: true }, expected_start_time: { after_: '2026-11-22T20:00:00.000000Z', before_: '2026-11-22T21:00:00.000000Z' } } })
  })
  it.each([200, 201, 450])('loses none of %i runs due at one instant', async (count) => {
    const { reads } = anUpstream({ rows: [...seconds(150, n => n), ...seconds(count, () => 500).map((row, n) => ({ ...row, id: idOfNumber(10_000 + n) })), ...seconds(150, n => 1_000 + n).map((row, n) => ({ ...row, id: idOfNumber(20_000 + n) }))] })
    const { rows, complete } = await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000 })
    expect(new Set(rows.map(run => run.id)).size).toBe(count + 300)
    expect(rows).toHaveLength(count + 300)
    expect(complete).toBe(true)
  })
  it('loses none when runs are made meanwhile', async () => {
    const rows = seconds(600, n => n)
    const { reads } = anUpstream({ rows, answer: (path) => {
      if (path.endsWith('/filter'))
        rows.unshift(aRunBody(50_000 + rows.length, 3_000))
      return undefined
    } })
    const read = await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000 })
    const ids = new Set(read.rows.map(run => run.id))
    expect(Array.from({ length: 600 }, (_, n) => idOfNumber(n)).every(id => ids.has(id))).toBe(true)
    expect(ids.size).toBe(read.rows.length)
  })
  it('says that a cap cut it, and tells each page', async () => {
    const pages: number[] = []
    const { reads } = anUpstream({ rows: seconds(1_000, n => n) })
    const { rows, complete } = await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000, cap: 300, onPage: page => pages.push(page.length) })
    expect([rows.length, complete]).toEqual([399, false])
    expect(pages).toEqual([200, 199])
  })
  it('learns a lower limit from the refusal, once', async () => {
    const { reads, filters } = anUpstream({ rows: seconds(120, n => n), limit: 50 })
    expect((await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000 })).rows).toHaveLength(120)
    await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000 })
    expect(filters().map(({ body }) => body.limit)).toEqual([200, ...filters().slice(1).map(() => 50)])
  })
  it('sets odd rows aside, counts them, and goes on behind them', async () => {
    const rows = seconds(300, n => n)
    rows[299] = { ...rows[299], flow_id: 7 }
    rows[100] = { ...rows[100], expected_start_time: 'soon' }
    const { reads } = anUpstream({ rows, answer: (_, body) => body.limit === 200 ? Response.json(select(rows.filter(row => row['expected_start_time'] !== 'soon'), body)) : undefined })
    expect(await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000 })).toMatchObject({ complete: true, setAsideCount: 1, rows: { length: 298 } })
  })
  it('ends, as incomplete, on a server that pages in a circle', async () => {
    const page = seconds(200, () => 1)
    const { reads } = anUpstream({ answer: path => path.endsWith('/filter') ? Response.json(page) : undefined })
    expect(await reads.listRunsDue({ fromAt: T0, toAt: T0 + 3_600_000 })).toMatchObject({ complete: false, rows: { length: 200 } })
  })
  it('is unreadable where no list comes', async () => {
    const { reads } = anUpstream({ answer: () => Response.json({ results: [] }) })
    await expect(reads.listRunsDue({ fromAt: T0, toAt: T0 })).rejects.toMatchObject({ failure: 'unreadable', request: 'POST /flow_runs/filter' })
  })
  it('stops when the caller does', async () => {
    const { reads } = anUpstream({})
    await expect(reads.listRunsDue({ fromAt: T0, toAt: T0, signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left')
  })
})

describe('listRunsUnfinished', () => {
  it('asks for what is due first, and has a run that begins meanwhile once', async () => {
    const scheduled = aRunBody(1, 1, { state: { ...runs3[0]!.state } })
    const { reads, filters } = anUpstream({ answer: (path, body) => path.endsWith('/filter') ? Response.json([JSON.stringify(body).includes('SCHEDULED') ? scheduled : aRunBody(1, 1)]) : undefined })
    const { rows } = await reads.listRunsUnfinished({ dueBeforeAt: T0 })
    expect(rows).toMatchObject([{ id: idOfNumber(1), state: { type: 'FAILED' } }])
    expect(filters().map(({ body }) => body['flow_runs'])).toMatchObject([
      { state: { type: { any_: ['SCHEDULED'] } }, expected_start_time: { before_: '2026-11-22T20:00:00.000000Z' } },
      { state: { type: { any_: ['PENDING', 'RUNNING', 'PAUSED', 'CANCELLING'] } }, expected_start_time: {} },
    ])
  })
})

describe('countRunsByState', () => {
  it('asks for one interval of exactly the length, and adds names of a type', async () => {
    const states = [{ state_type: 'COMPLETED', state_name: 'Completed', count_runs: 7 }, { state_type: 'COMPLETED', state_name: 'Cached', count_runs: 2 }, { state_type: 'FAILED', state_name: 'Failed', count_runs: 1 }]
    const { reads, asked } = anUpstream({ answer: path => path === '/flow_runs/history' ? Response.json([{ interval_start: 'x', interval_end: 'y', states }]) : undefined })
    expect([...await reads.countRunsByState({ of: { deploymentIds: ['d'] }, fromAt: T0, toAt: T0 + 90_000 })]).toEqual([['COMPLETED', 9], ['FAILED', 1]])
    expect(asked[0]?.body).toMatchObject({ history_start: '2026-11-22T20:00:00.000000Z', history_end: '2026-11-22T20:01:30.000000Z', history_interval_seconds: 90, flow_runs: { deployment_id: { any_: ['d'] }, parent_task_run_id: { is_null_: true } } })
  })
})

describe('listDeployments', () => {
  it('asks for a hundred at once: Prefect works long for each', async () => {
    const { reads, filters } = anUpstream({})
    await reads.listDeployments()
    expect(filters()[0]?.body).toMatchObject({ limit: 100, offset: 0 })
  })
  it('reads one part of the list, and says whether more comes', async () => {
    const { reads, filters } = anUpstream({ answer: path => path.endsWith('/filter') ? Response.json([{}, {}]) : undefined })
    expect(await reads.listDeployments({ stretch: { limit: 2, offset: 4 } })).toEqual({ rows: [], complete: false, setAsideCount: 2 })
    expect(filters().map(({ body }) => [body.limit, body.offset])).toEqual([[2, 4]])
  })
})

describe('listRunsEnded', () => {
  const ended = (n: number, second: number): Row => aRunBody(n, 0, { end_time: writeInstant(T0 + second * 1_000) })
  const rows = Array.from({ length: 500 }, (_, n) => ended(n, n))
  it('filters by the end where the server can', async () => {
    const { reads, filters } = anUpstream({ rows })
    expect((await reads.listRunsEnded({ sinceAt: T0 + 100_000, types: ['FAILED'] })).rows).toHaveLength(400)
    expect(filters()[0]!.body).toMatchObject({ sort: 'END_TIME_DESC', flow_runs: { end_time: { after_: '2026-11-22T20:01:40.000000Z' }, state: { type: { any_: ['FAILED'] } } } })
  })
  it('reads 2.20 until a run is older, without that filter', async () => {
    const { reads, filters } = anUpstream({ rows, version: '2.20.26' })
    const read = await reads.listRunsEnded({ sinceAt: T0 + 310_000 })
    expect([read.rows.length, read.complete]).toEqual([190, true])
    expect(filters()).toHaveLength(1)
    expect(filters()[0]!.body['flow_runs']).not.toHaveProperty('end_time')
  })
})

describe('getCapabilities', () => {
  it.each([
    ['3.8.8', true, true],
    ['3.0.4', true, true],
    ['3.0.3', false, true],
    ['3.1.0rc1', true, true],
    ['2.20.26', false, false],
    ['12.0', true, true],
  ])('of %s', async (version, endTimeFilter, tagsAny) => {
    const { reads } = anUpstream({ version })
    expect(await reads.getCapabilities()).toEqual({ version, cloud: false, endTimeFilter, tagsAny })
  })
  it('are tried on a server that hides its version', async () => {
    const { reads } = anUpstream({ version: null, answer: (_, body) => JSON.stringify(body).includes('end_time') ? Response.json({ detail: 'extra_forbidden' }, { status: 422 }) : undefined })
    expect(await reads.getCapabilities()).toEqual({ version: null, cloud: false, endTimeFilter: false, tagsAny: true })
  })
  it('are not had from a server that refuses the key', async () => {
    const { reads } = anUpstream({ answer: () => Response.json({}, { status: 401 }) })
    await expect(reads.getCapabilities()).rejects.toMatchObject({ failure: 'refused' })
  })
})

describe('surprises', () => {
  it('names the list and the field of rows that were set aside, once', async () => {
    const { reads } = anUpstream({ rows: [aRunBody(1, 1, { created: 7 }), aRunBody(2, 2, { created: 'soon' }), aRunBody(3, 3)] })
    await reads.listRunsDue({ fromAt: T0, toAt: T0 + 10_000 })
    await reads.listRunsDue({ fromAt: T0, toAt: T0 + 10_000 })
    expect(reads.surprises()).toEqual(['POST /flow_runs/filter: created'])
  })
})

describe('listRuns', () => {
  async function readAll(reads: ReturnType<typeof createReads>, query: RunQuery, limit: number): Promise<string[]> {
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof reads.listRuns>> = await reads.listRuns(query, { cursor, limit })
      ids.push(...page.runs.map(run => run.id))
      cursor = page.cursor
    } while (cursor !== null)
    return ids
  }
  it.each([[0, 7], [7, 7], [100, 10], [103, 100]])('pages %i runs by %i, latest first', async (count, limit) => {
    const { reads } = anUpstream({ rows: seconds(count, n => n) })
    expect(await readAll(reads, EVERY_RUN, limit)).toEqual(Array.from({ length: count }, (_, n) => idOfNumber(count - 1 - n)))
  })
  it('gives a storm of one instant in parts, none twice', async () => {
    const { reads } = anUpstream({ rows: seconds(1_200, n => n < 1_100 ? 5 : n) })
    const ids = await readAll(reads, EVERY_RUN, 100)
    expect([ids.length, new Set(ids).size]).toEqual([1_200, 1_200])
  })
  it('writes every condition', async () => {
    const { reads, filters } = anUpstream({})
    await reads.listRuns({ ...EVERY_RUN, flowIds: ['f'], deploymentIds: ['d'], workPools: ['p'], tags: ['a', 'b'], allTags: ['c'], subflows: 'out', stateTypes: ['SCHEDULED', 'UNKNOWN'], stateNames: ['Late'], name: 'owl', fromAt: T0, toAt: T0 + 1_000 })
    expect(filters()[0]!.body).toEqual({
      sort: 'EXPECTED_START_TIME_DESC',
      limit: 100,
      offset: 0,
      flows: { id: { any_: ['f'] } },
      work_pools: { name: { any_: ['p'] } },
      flow_runs: {
        expected_start_time: { after_: '2026-11-22T20:00:00.000000Z', before_: '2026-11-22T20:00:01.000000Z' },
        deployment_id: { any_: ['d'] },
        state: { type: { any_: ['SCHEDULED'] }, name: { any_: ['Late'] } },
        tags: { all_: ['c'], any_: ['a', 'b'] },
        name: { like_: 'owl' },
        parent_task_run_id: { is_null_: true },
      },
    })
  })
  it('bounds and sorts by the same instant', async () => {
    const { reads, filters } = anUpstream({ rows: seconds(3, n => n) })
    await reads.listRuns({ ...EVERY_RUN, by: 'started', order: 'oldest-first', fromAt: T0, toAt: null })
    await reads.listRuns({ ...EVERY_RUN, by: 'ended', fromAt: T0, toAt: null })
    expect(filters().map(({ body }) => [body.sort, body['flow_runs']])).toEqual([
      ['START_TIME_ASC', { start_time: { after_: '2026-11-22T20:00:00.000000Z' } }],
      ['END_TIME_DESC', { end_time: { after_: '2026-11-22T20:00:00.000000Z' } }],
    ])
  })
  it('cannot look for an end on 2.20', async () => {
    const { reads } = anUpstream({ version: '2.20.26', rows: seconds(3, n => n) })
    await expect(reads.listRuns({ ...EVERY_RUN, by: 'ended' })).rejects.toThrow('cannot look for runs by their end')
  })
  it('asks nothing for none of these', async () => {
    const { reads, filters } = anUpstream({ rows: seconds(3, n => n) })
    expect(await reads.listRuns({ ...EVERY_RUN, flowIds: [] })).toEqual({ runs: [], cursor: null, lookedAtCount: 0, setAsideCount: 0 })
    expect(filters()).toEqual([])
  })
  it('checks several tags itself on 2.20, and wildcards of a name', async () => {
    const rows = [aRunBody(1, 1, { tags: ['a'] }), aRunBody(2, 2, { tags: ['c'] }), aRunBody(3, 3, { tags: ['b'], name: 'runX3' })]
    const { reads, filters } = anUpstream({ version: '2.20.26', rows })
    expect((await reads.listRuns({ ...EVERY_RUN, tags: ['a', 'b'], name: 'RUN-' })).runs.map(run => run.id)).toEqual([idOfNumber(1)])
    expect(filters()[0]!.body['flow_runs']).not.toHaveProperty('tags')
  })
  it('starts anew from a cursor it cannot read', async () => {
    const { reads } = anUpstream({ rows: seconds(3, n => n) })
    expect((await reads.listRuns(EVERY_RUN, { cursor: 'nonsense' })).runs).toHaveLength(3)
  })
})

describe('listLogs', () => {
  const flowRunId = idOfNumber(1)
  // Every third second holds a group of lines.
  const rows = Array.from({ length: 500 }, (_, n) => aLogBody((n * 7_919) % 500, Math.floor(n / 3)))
  async function readAll(reads: ReturnType<typeof createReads>, order: 'oldest-first' | 'newest-first', limit: number): Promise<string[]> {
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof reads.listLogs>> = await reads.listLogs({ flowRunId, order, cursor, limit })
      ids.push(...page.lines.map(line => line.id))
      cursor = page.cursor
    } while (cursor !== null)
    return ids
  }
  it.each([1, 2, 3, 7, 50, 200])('has one order in both directions, by %i', async (limit) => {
    const { reads } = anUpstream({ rows })
    const down = await readAll(reads, 'oldest-first', limit)
    expect(new Set(down).size).toBe(500)
    expect(down).toHaveLength(500)
    expect((await readAll(reads, 'newest-first', limit)).reverse()).toEqual(down)
  })
  it('reads a burst of one microsecond whole', async () => {
    const burst = [aLogBody(1, 0), ...Array.from({ length: 450 }, (_, n) => aLogBody(100 + n, 1)), aLogBody(2, 2)]
    const { reads } = anUpstream({ rows: burst })
    const { lines, cursor } = await reads.listLogs({ flowRunId, order: 'oldest-first' })
    expect(lines).toHaveLength(452)
    expect(cursor).toBeNull()
  })
  it('goes on where a page ended, and gives a line that came later at the same instant', async () => {
    const live = [aLogBody(1, 0), aLogBody(2, 1)]
    const { reads } = anUpstream({ rows: live })
    const first = await reads.listLogs({ flowRunId, order: 'oldest-first' })
    expect([first.lines.length, first.cursor]).toEqual([2, null])
    const none = await reads.listLogs({ flowRunId, order: 'oldest-first', cursor: first.newerCursor })
    expect([none.lines, none.newerCursor]).toEqual([[], first.newerCursor])
    live.push(aLogBody(3, 1), aLogBody(4, 2))
    const next = await reads.listLogs({ flowRunId, order: 'oldest-first', cursor: none.newerCursor })
    expect(next.lines.map(line => line.id)).toEqual([idOfNumber(3), idOfNumber(4)])
    const before = await reads.listLogs({ flowRunId, order: 'newest-first', cursor: next.olderCursor })
    expect(before.lines.map(line => line.id)).toEqual([idOfNumber(2), idOfNumber(1)])
  })
  it('begins at an instant, its own lines included', async () => {
    const { reads, filters } = anUpstream({ rows })
    const { lines } = await reads.listLogs({ flowRunId, order: 'oldest-first', cursor: cursorAt(T0 + 50_000), minLevel: 30, taskRunId: 'task' })
    expect(lines[0]!.at).toBe(T0 + 50_000)
    expect(filters()[0]!.body['logs']).toEqual({ flow_run_id: { any_: [flowRunId] }, task_run_id: { any_: ['task'] }, level: { ge_: 30 }, timestamp: { after_: '2026-11-22T20:00:50.000000Z' } })
  })
  it('keeps cursors short however many lines share an instant', async () => {
    const { reads } = anUpstream({ rows: Array.from({ length: 300 }, (_, n) => aLogBody(n, 1)) })
    const { newerCursor } = await reads.listLogs({ flowRunId, order: 'oldest-first' })
    expect(newerCursor!.length).toBeLessThan(100)
    expect(readCursor(newerCursor)).toMatchObject({ given: [], passedCount: 300 })
  })
  it.each(['', 'nonsense', 'W10', Buffer.from('["soon",[],0]').toString('base64url'), Buffer.from('["2026-11-22T20:00:00Z",[],-1]').toString('base64url')])('reads the cursor %j as the start', (text) => {
    expect(readCursor(text)).toBeNull()
  })
})

describe('listErrorLogs', () => {
  it('asks once for the last error lines', async () => {
    const { reads, filters } = anUpstream({ rows: Array.from({ length: 9 }, (_, n) => aLogBody(n, n, { level: 40 })) })
    expect((await reads.listErrorLogs('run', { limit: 2 })).map(line => line.id)).toEqual([idOfNumber(8), idOfNumber(7)])
    expect((await reads.listErrorLogs('run', { limit: 1, order: 'oldest-first' })).map(line => line.id)).toEqual([idOfNumber(0)])
    expect(filters().map(({ body }) => [body.sort, body.limit, (body['logs'] as Row)['level']])).toEqual([['TIMESTAMP_DESC', 2, { ge_: 40 }], ['TIMESTAMP_ASC', 1, { ge_: 40 }]])
  })
})

describe('one object', () => {
  it.each(['.', '..', ''])('is absent for the id %j, which is not asked for', async (id) => {
    const { reads, asked } = anUpstream({})
    await expect(reads.getFlowRun(id)).rejects.toMatchObject({ failure: 'absent' })
    expect(asked).toEqual([])
  })
  it('is asked for by an encoded id', async () => {
    const { reads, asked } = anUpstream({ answer: () => Response.json({}, { status: 404 }) })
    await expect(reads.getFlowRun('../admin?x#y')).rejects.toMatchObject({ failure: 'absent' })
    expect(asked[0]!.path).toBe('/flow_runs/..%2Fadmin%3Fx%23y')
  })
  it('is absent where 2.20 says 422', async () => {
    const { reads } = anUpstream({ answer: () => Response.json({}, { status: 422 }) })
    await expect(reads.getTaskRun('nope')).rejects.toMatchObject({ failure: 'absent' })
  })
  it('names the fields that have another shape', async () => {
    const { reads } = anUpstream({ answer: () => Response.json({ ...runs3[0], run_count: 'many', state: { ...runs3[0]!.state, timestamp: 'soon' } }) })
    const error: unknown = await reads.getFlowRun('a').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error).toMatchObject({ failure: 'unreadable', message: expect.stringContaining('state.timestamp, run_count') })
  })
  it('comes with its parameters', async () => {
    const { reads } = anUpstream({ answer: () => Response.json(runs3[0]) })
    expect(await reads.getFlowRun('a')).toMatchObject({ run: { name: 'hidden-mouflon' }, parameters: { n: 4 } })
  })
})

describe('getGraph', () => {
  it('is too large where the server says so', async () => {
    const { reads } = anUpstream({ answer: () => Response.json({ detail: 'The graph of flow run … has more than 10000 nodes.' }, { status: 400 }) })
    expect(await reads.getGraph('a')).toEqual({ kind: 'too-large' })
  })
})

describe('listRunsById', () => {
  it('asks in portions and leaves out what is gone', async () => {
    const { reads, filters } = anUpstream({ answer: (_, body) => Response.json((body['flow_runs'] as { id: { any_: string[] } }).id.any_.filter(id => id !== idOfNumber(5)).map(id => aRunBody(0, 0, { id }))) })
    const { rows } = await reads.listRunsById(Array.from({ length: 250 }, (_, n) => idOfNumber(n)))
    expect([rows.length, filters().length]).toEqual([249, 3])
  })
})
