import { describe, expect, it } from 'vitest'
import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import { createPager } from './paging.ts'
import { crawlRuns } from './run-crawl.ts'

interface Row { id: string, expected_start_time: string }
const REST = { name: 'owl', flow_id: 'flow', created: '2026-11-01T00:00:00Z', run_count: 0, auto_scheduled: false, parameters: {}, tags: [] }
interface Asked { path: string, body: { limit: number, offset?: number, sort?: string, flow_runs?: { id?: { any_?: string[], not_any_?: string[] }, expected_start_time?: { after_?: string, before_?: string } } } }

/** A server of 300 runs, latest first, some of which break every list that holds them. */
function aPoisoned({ poison, notAny = true, history = true, single = true, broken = false }: { poison: readonly number[], notAny?: boolean, history?: boolean, single?: boolean, broken?: boolean }) {
  const rows: Row[] = Array.from({ length: 300 }, (_, index) => ({ id: `run-${index}`, expected_start_time: new Date(Date.UTC(2026, 10, 24) - index * 60_000).toISOString(), ...REST }))
  const poisoned = new Set(poison.map(index => `run-${index}`))
  const asked: Asked[] = []
  const refuse = (status: number): never => {
    throw new UpstreamError(`${status}`, { failure: status === 404 ? 'absent' : 'rejected', request: 'x', status })
  }
  const select = ({ limit, offset = 0, sort, flow_runs: filter }: Asked['body']): Row[] => (sort?.endsWith('_ASC') === true ? rows.toReversed() : rows)
    .filter(({ id }) => (filter?.id?.any_?.includes(id) ?? true) && filter?.id?.not_any_?.includes(id) !== true)
    .filter(({ expected_start_time: at }) => at >= (filter?.expected_start_time?.after_ ?? '') && at <= (filter?.expected_start_time?.before_ ?? '9'))
    .slice(offset, offset + limit)
  const client = {
    async send({ path, body }: { path: string, body?: Asked['body'] }) {
      asked.push({ path, body: body ?? { limit: 0 } })
      if (broken)
        refuse(500)
      if (path.startsWith('/flow_runs/run-'))
        return single ? rows.find(({ id }) => path.endsWith(`/${id}`)) ?? refuse(404) : refuse(500)
      if (path.startsWith('/ui/'))
        return history ? select(body!) : refuse(404)
      if (!notAny && body?.flow_runs?.id?.not_any_ !== undefined)
        refuse(422)
      const found = select(body!)
      return found.some(({ id }) => poisoned.has(id)) ? refuse(500) : found
    },
  } as unknown as Client
  const pager = createPager(client)
  const page = async (offset = 0, limit = 200) => await pager.read({ path: '/flow_runs/filter', body: { sort: 'EXPECTED_START_TIME_DESC' }, limit, offset, signal: undefined })
  return { page, pager, asked, rows }
}

const ids = (bodies: readonly unknown[]): string[] => bodies.map(body => (body as Row).id)

describe('a poisoned run', () => {
  it.each([0, 1, 99, 137, 199])('at place %d is found in at most twenty requests, read by itself and in its place', async (place) => {
    const { page, asked, rows } = aPoisoned({ poison: [place] })
    const { bodies, isLast } = await page()
    expect(ids(bodies)).toEqual(rows.slice(0, 200).map(({ id }) => id))
    expect(isLast).toBe(false)
    expect(asked.length).toBeLessThanOrEqual(20)
  })
  it('costs one list of ids and one read once it is known', async () => {
    const { page, asked, rows } = aPoisoned({ poison: [137] })
    await page()
    asked.length = 0
    expect(ids((await page()).bodies)).toEqual(rows.slice(0, 201).map(({ id }) => id))
    expect(asked.map(({ path }) => path)).toEqual(['/flow_runs/filter', '/ui/flow_runs/history', '/flow_runs/run-137'])
  })
  it.each(['newest-first', 'oldest-first'] as const)('that is known hides nothing between it and the page before it, %s', async (order) => {
    const { pager, rows } = aPoisoned({ poison: [20, 280] })
    const crawl = async (): Promise<string[]> => (await crawlRuns(pager, { filter: {}, field: 'expected_start_time', order, from: null, to: null, cap: 1_000, signal: undefined })).rows.map(({ id }) => id)
    const all = rows.map(({ id }) => id)
    expect((await crawl()).toSorted()).toEqual(all.toSorted())
    expect(await crawl()).toEqual(order === 'newest-first' ? all : all.toReversed())
  })
  it('is in no list that it would not be in', async () => {
    const { page, rows } = aPoisoned({ poison: [137] })
    await page()
    expect(ids((await page(200)).bodies)).toEqual(rows.slice(201).map(({ id }) => id))
  })
  it('is read around where a server cannot leave out by id', async () => {
    const { page, rows } = aPoisoned({ poison: [137], notAny: false })
    await page()
    expect(ids((await page()).bodies)).toEqual(rows.slice(0, 200).map(({ id }) => id))
  })
  it.each([{ history: false }, { single: false }])('is an empty row, to be set aside, where it cannot be read: %j', async (given) => {
    const { page } = aPoisoned({ poison: [137], ...given })
    const { bodies } = await page()
    expect(bodies).toHaveLength(200)
    expect(bodies[137]).not.toHaveProperty('expected_start_time')
  })
  it('is read by itself when it is asked for by its id', async () => {
    const { page, pager } = aPoisoned({ poison: [137] })
    await page()
    const { bodies } = await pager.read({ path: '/flow_runs/filter', body: { flow_runs: { id: { any_: ['run-1', 'run-137'] } } }, limit: 200, offset: 0, signal: undefined })
    expect(ids(bodies)).toEqual(['run-1', 'run-137'])
  })
})

describe('a server that is broken', () => {
  it('is asked once more and then believed', async () => {
    const { page, asked } = aPoisoned({ poison: [], broken: true })
    await expect(page()).rejects.toMatchObject({ status: 500 })
    expect(asked).toHaveLength(2)
  })
  it('is not searched for ever', async () => {
    const { page, asked } = aPoisoned({ poison: [3, 60, 90, 130, 170] })
    await expect(page()).rejects.toMatchObject({ status: 500 })
    expect(asked.length).toBeLessThan(30)
  })
})
