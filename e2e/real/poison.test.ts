import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient, type Client } from '../../server/prefect/client.ts'
import { createReads } from '../../server/prefect/reads.ts'
import { describeReal } from './describe-real.ts'
import { writeNight } from './night.ts'
import { startServer, type RealServer } from './servers.ts'

const HOUR_MS = 3_600_000

await describeReal('3.8.8', 'a run that breaks every list it is in', () => {
  let server: RealServer
  let client: Client
  let id: string

  beforeAll(async () => {
    const started = await startServer({ version: '3.8.8', prepare: async (prepared) => {
      await writeNight(prepared, { end: new Date().toISOString(), deployments: 33, runs: 700 })
    } })
    if ('unavailable' in started)
      throw new Error(started.unavailable)
    server = started
    client = createClient({ apiUrl: server.apiUrl })
    const [deployment] = await server.post('/deployments/filter', { limit: 1 }) as { id: string }[]
    // JSON.stringify knows no such integer: the body is written as text.
    const response = await fetch(`${server.apiUrl}/deployments/${deployment?.id ?? ''}/create_flow_run`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"parameters":{"n":18446744073709551617},"state":{"type":"FAILED","message":"OverflowError: too large"}}' })
    id = (await response.json() as { id: string }).id
  })
  afterAll(async () => {
    await client?.close()
    await server?.stop()
  })

  it('does break them', async () => {
    await expect(client.send({ method: 'POST', path: '/flow_runs/filter', body: { sort: 'EXPECTED_START_TIME_DESC', limit: 200 }, safe: true })).rejects.toMatchObject({ status: 500 })
  })

  it('is found among its page in at most twenty requests, and then no search any more', async () => {
    const reads = createReads(client)
    await reads.getCapabilities()
    const list = async () => {
      const before = client.requestCount
      const { rows, complete, setAsideCount } = await reads.listRunsDue({ fromAt: Date.now() - 6 * HOUR_MS, toAt: Date.now() })
      return { cost: client.requestCount - before, run: rows.find(run => run.id === id), whole: [complete, setAsideCount, new Set(rows.map(run => run.id)).size === rows.length] }
    }
    const [first, second] = [await list(), await list()]
    expect(first).toMatchObject({ run: { state: { type: 'FAILED', message: 'OverflowError: too large' } }, whole: [true, 0, true] })
    expect(second.run?.id).toBe(id)
    expect([first.cost <= 20, second.cost <= 4]).toEqual([true, true])
  })
})
