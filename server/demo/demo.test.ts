import { describe, expect, it } from 'vitest'
import { createDemo } from './demo.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'

const START = Date.parse('2026-11-24T06:30:00Z')

function demoAt(startAt = START, zone = 'Europe/Berlin') {
  const clock = { at: startAt }
  const demo = createDemo({ now: () => clock.at, zone })
  const send = async (method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<{ status: number, body: Row & Row[] }> => {
    const response = await demo.fetch(new Request(`http://demo/api${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': contentType } }) }))
    return { status: response.status, body: await response.json() as Row & Row[] }
  }
  return { clock, send }
}

/** Bodies are looked into freely here: their shape is the schema test's affair. */
interface Row { [key: string]: unknown, name: string, state_name: string, paused: boolean, message: string, id: string, end_time: string, state: { timestamp: string, message: string | null }, nodes: unknown[] }

describe('the demo', () => {
  it.each([
    ['GET', '/automations'],
    ['POST', '/flow_runs/paginate', {}],
    ['POST', '/flow_runs/filter', { flow_run: {} }],
    ['POST', '/flow_runs/filter', { flow_runs: { labels: {} } }],
    ['POST', '/flow_runs/filter', { flow_runs: { state: { type: { all_: [] } } } }],
    ['POST', '/flow_runs/filter', { sort: 'DURATION_DESC' }],
    ['POST', '/logs/filter', { logs: { flow_run_id: { any_: [] }, text: { query: 'x' } } }],
  ])('answers 501 to %s %s it was not taught', async (method, path, body?) => {
    expect((await demoAt().send(method as string, path as string, body)).status).toBe(501)
  })

  it('refuses a limit past 200 in upstream\'s own words', async () => {
    expect(await demoAt().send('POST', '/flow_runs/filter', { limit: 201 })).toEqual({ status: 422, body: { detail: 'Invalid limit: must be less than or equal to 200.' } })
  })

  it('answers 404 for a run there is not', async () => {
    expect((await demoAt().send('GET', '/flow_runs/00000000-0000-4000-8000-000000000000')).status).toBe(404)
  })

  it('tells the same night twice', async () => {
    const asked = { sort: 'EXPECTED_START_TIME_DESC', limit: 200, flow_runs: { expected_start_time: { before_: '2026-11-24T06:30:00Z' } } }
    const [one, two] = [await demoAt().send('POST', '/flow_runs/filter', asked), await demoAt().send('POST', '/flow_runs/filter', asked)]
    expect(one).toEqual(two)
  })

  it.each([
    ['an ordinary morning', START, 'Europe/Berlin'],
    ['the morning the clocks went back', Date.parse('2026-10-25T07:30:00Z'), 'Europe/Berlin'],
    ['a morning elsewhere', START, 'America/New_York'],
    ['late in the evening', Date.parse('2026-11-24T20:10:00Z'), 'UTC'],
  ])('plants its incidents on %s', async (_, startAt, zone) => {
    const { send } = demoAt(startAt, zone)
    const since = new Date(startAt - 36 * HOUR).toISOString()
    const bad = await send('POST', '/flow_runs/filter', { sort: 'END_TIME_DESC', flow_runs: { end_time: { after_: since }, state: { type: { any_: ['FAILED', 'CRASHED'] } } } })
    const names = new Set(bad.body.map(run => run.state_name))
    const refused = bad.body.filter(run => run.state.message?.includes('Connection refused'))
    const late = await send('POST', '/flow_runs/filter', { flow_runs: { state: { name: { any_: ['Late'] } } } })
    const deployments = await send('POST', '/deployments/filter', { limit: 200 })
    expect([...names]).toEqual(expect.arrayContaining(['Failed', 'Crashed', 'TimedOut']))
    expect(refused.length).toBeGreaterThanOrEqual(5)
    expect(late.body.length).toBeGreaterThan(0)
    expect(deployments.body.filter(one => one.paused)).toHaveLength(1)
    expect(deployments.body.length).toBeGreaterThan(50)
  })

  it('goes on living, and shows nothing of the future', async () => {
    const { clock, send } = demoAt()
    const ended = async (): Promise<Row[]> => (await send('POST', '/flow_runs/filter', { sort: 'END_TIME_DESC', flow_runs: { end_time: { after_: new Date(START - HOUR).toISOString() } } })).body
    const before = await ended()
    clock.at += 30 * MINUTE
    const after = await ended()
    expect(after.length).toBeGreaterThan(before.length)
    expect(after.every(run => Date.parse(run.end_time) <= clock.at && Date.parse(run.state.timestamp) <= clock.at)).toBe(true)
    clock.at += DAY
    expect((await ended()).length).toBeGreaterThan(0)
  })

  it('gives a failed run its tasks, graph and logs', async () => {
    const { send } = demoAt()
    const run = (await send('POST', '/flow_runs/filter', { sort: 'END_TIME_DESC', limit: 1, flow_runs: { end_time: { after_: new Date(START - DAY).toISOString() }, state: { name: { any_: ['Failed'] } } } })).body[0]!
    const logs = await send('POST', '/logs/filter', { logs: { flow_run_id: { any_: [run.id] }, level: { ge_: 40 } } })
    const graph = await send('GET', `/flow_runs/${run.id}/graph-v2`)
    const states = await send('GET', `/flow_run_states/?flow_run_id=${run.id}`)
    expect(logs.body[0]!.message.length).toBeGreaterThan(10)
    expect(graph.body.nodes.length).toBeGreaterThan(0)
    expect(states.body.at(-1)!.name).toBe('Failed')
  })
})
