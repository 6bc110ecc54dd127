import { describe, expect, it } from 'vitest'
import { createDemo } from './demo.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
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
    ['POST', '/flow_runs/filter', { task_runs: {} }],
    ['POST', '/flow_runs/filter', { flow_runs: { created_by: { type_: ['SCHEDULE'] } } }],
    ['POST', '/flow_runs/filter', { flow_runs: { operator: 'or_', name: { like_: 'x' } } }],
    ['POST', '/flow_runs/filter', { flow_runs: { state: { type: { any_: ['FAILED'], not_any_: ['FAILED'] } } } }],
    ['POST', '/task_runs/filter', { sort: 'NEXT_SCHEDULED_START_TIME_ASC', task_runs: { flow_run_id: { any_: [] } } }],
    ['POST', '/task_runs/filter', {}],
    ['POST', '/logs/filter', { logs: { level: { ge_: 40 } } }],
    ['POST', '/logs/filter', { logs: { flow_run_id: { any_: [] }, text: { query: 'x' } } }],
    ['POST', '/work_queues/filter', { work_queues: {} }],
    ['POST', '/artifacts/filter', {}],
    ['GET', '/flow_runs/00000000-0000-4000-8000-000000000000/graph-v2?since=2026-11-24T00:00:00Z'],
    ['GET', '/flow_runs/00000000-0000-4000-8000-000000000000/graph'],
    ['DELETE', '/flow_runs/00000000-0000-4000-8000-000000000000'],
  ])('answers 501 to %s %s it was not taught', async (method, path, body?) => {
    expect((await demoAt().send(method as string, path as string, body)).status).toBe(501)
  })

  it('refuses a limit past 200 in upstream\'s own words', async () => {
    expect(await demoAt().send('POST', '/flow_runs/filter', { limit: 201 })).toEqual({ status: 422, body: { detail: 'Invalid limit: must be less than or equal to 200.' } })
  })

  it.each([
    ['a key the filter does not have', { flow_runs: { nope: 1 } }, { type: 'extra_forbidden', loc: ['body', 'flow_runs', 'nope'], msg: 'Extra inputs are not permitted' }],
    ['a word the field does not have', { flow_runs: { end_time: { since_: 'x' } } }, { type: 'extra_forbidden', loc: ['body', 'flow_runs', 'end_time', 'since_'] }],
    ['a sort there is not', { sort: 'DURATION_DESC' }, { type: 'enum', loc: ['body', 'sort'] }],
    ['a tenth state type', { flow_runs: { state: { type: { any_: ['ODD'] } } } }, { type: 'enum', loc: ['body', 'flow_runs', 'state', 'type', 'any_', 0] }],
    ['an id that is none', { flow_runs: { id: { any_: ['zz'] } } }, { type: 'uuid_parsing', loc: ['body', 'flow_runs', 'id', 'any_', 0] }],
    ['an instant that is none', { flow_runs: { start_time: { after_: 'zzz' } } }, { type: 'value_error', msg: 'Value error, Unable to parse string [zzz]' }],
    ['an offset below 0', { offset: -1 }, { type: 'greater_than_equal', loc: ['body', 'offset'] }],
  ])('refuses %s as 3.8.8 does', async (_, asked, fault) => {
    const { status, body } = await demoAt().send('POST', '/flow_runs/filter', asked)
    expect([status, body]).toMatchObject([422, { exception_message: 'Invalid request received.', exception_detail: [fault], request_body: asked }])
  })

  it('takes a limit of 0, and no body at all', async () => {
    const { send } = demoAt()
    expect(await send('POST', '/flow_runs/filter', { limit: 0 })).toEqual({ status: 200, body: [] })
    expect((await send('POST', '/flow_runs/filter')).body).toHaveLength(200)
    expect(await send('POST', '/flow_runs/filter', { limit: -1 })).toEqual({ status: 422, body: { detail: 'Invalid limit: must be greater than or equal to 0.' } })
  })

  it.each([
    ['/flow_runs', { detail: 'Flow run not found' }],
    ['/flows', { detail: 'Flow not found' }],
    ['/deployments', { detail: 'Deployment not found' }],
    ['/task_runs', { detail: 'Task not found' }],
  ])('says in upstream\'s words what is not there in %s', async (path, said) => {
    const { send } = demoAt()
    expect(await send('GET', `${path}/${UNKNOWN}`)).toEqual({ status: 404, body: said })
    expect(await send('GET', `${path}/no-id`)).toEqual({ status: 404, body: { detail: 'Not Found' } })
  })

  it('knows no graph and no states of an unknown run', async () => {
    const { send } = demoAt()
    expect(await send('GET', `/flow_runs/${UNKNOWN}/graph-v2`)).toEqual({ status: 404, body: { exception_message: `Flow run ${UNKNOWN} not found` } })
    expect(await send('GET', `/flow_run_states/?flow_run_id=${UNKNOWN}`)).toEqual({ status: 200, body: [] })
    expect((await send('GET', '/flow_run_states/?flow_run_id=zz')).status).toBe(422)
    expect(await send('POST', '/work_pools/nope/workers/filter', {})).toEqual({ status: 404, body: { detail: 'Work pool "nope" not found.' } })
  })

  it('refuses a body that is not JSON', async () => {
    const { send } = demoAt()
    expect((await send('POST', '/flow_runs/count', {}, 'text/plain')).status).toBe(501)
    const broken = await createDemo({ now: () => START }).fetch(new Request('http://demo/api/flow_runs/count', { method: 'POST', body: '{bad', headers: { 'content-type': 'application/json' } }))
    expect(broken.status).toBe(422)
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
