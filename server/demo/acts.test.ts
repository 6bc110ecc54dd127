import { describe, expect, it } from 'vitest'
import { createDemo } from './demo.ts'

const START = Date.parse('2026-11-24T08:55:00Z')

function aDemo() {
  const clock = { at: START }
  const demo = createDemo({ now: () => clock.at, zone: 'Europe/Berlin' })
  const send = async (path: string, body: object): Promise<Response> => await demo.fetch(new Request(`http://demo/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
  const firstIn = async (name: string): Promise<string> => (await (await send('/flow_runs/filter', { limit: 1, sort: 'EXPECTED_START_TIME_DESC', flow_runs: { state: { name: { any_: [name] } }, deployment_id: { is_null_: false } } })).json() as { id: string }[])[0]!.id
  const stateOf = async (id: string): Promise<string> => (await (await demo.fetch(new Request(`http://demo/api/flow_runs/${id}`))).json() as { state_name: string }).state_name
  return { clock, send, firstIn, stateOf, demo }
}

describe('acts on the demo', () => {
  it('run a failed run anew in the same row, until it is good', async () => {
    const { clock, send, firstIn, stateOf, demo } = aDemo()
    const id = await firstIn('Failed')
    const answer = await send(`/flow_runs/${id}/set_state`, { state: { type: 'SCHEDULED', name: 'AwaitingRetry' }, force: false })
    expect([answer.status, await answer.json()]).toMatchObject([201, { status: 'ACCEPT', state: { name: 'AwaitingRetry' } }])
    expect(await stateOf(id)).toBe('AwaitingRetry')
    clock.at += 3_600_000 * 3
    expect(await stateOf(id)).toBe('Completed')
    const tasks = await (await send('/task_runs/filter', { task_runs: { flow_run_id: { any_: [id] } } })).json() as { flow_run_run_count: number }[]
    expect(tasks.some(({ flow_run_run_count: attempt }) => attempt === 2)).toBe(true)
    expect((await (await demo.fetch(new Request(`http://demo/api/flow_run_states/?flow_run_id=${id}`))).json() as unknown[]).length).toBeGreaterThan(5)
  })
  it('cancel what runs after a moment, and what waits at once', async () => {
    const { clock, send, firstIn, stateOf } = aDemo()
    const [running, late] = [await firstIn('Running'), await firstIn('Late')]
    await send(`/flow_runs/${running}/set_state`, { state: { type: 'CANCELLING' } })
    await send(`/flow_runs/${late}/set_state`, { state: { type: 'CANCELLING' } })
    expect([await stateOf(running), await stateOf(late)]).toEqual(['Cancelling', 'Cancelled'])
    clock.at += 5_000
    expect(await stateOf(running)).toBe('Cancelled')
  })
  it('make a run of a deployment, once for a key', async () => {
    const { clock, send, firstIn, stateOf, demo } = aDemo()
    const { deployment_id: deployment } = await (await demo.fetch(new Request(`http://demo/api/flow_runs/${await firstIn('Completed')}`))).json() as { deployment_id: string }
    const make = async (): Promise<{ id: string, parameters: object, auto_scheduled: boolean }> => await (await send(`/deployments/${deployment}/create_flow_run`, { parameters: { day: 7 }, idempotency_key: 'k' })).json() as { id: string, parameters: object, auto_scheduled: boolean }
    const made = await make()
    expect([made.parameters, made.auto_scheduled, (await make()).id]).toEqual([expect.objectContaining({ day: 7 }), false, made.id])
    expect(await stateOf(made.id)).toBe('Scheduled')
    clock.at += 3_600_000 * 4
    expect(await stateOf(made.id)).toBe('Completed')
  })
  it('suspend what runs, and begin it anew once it is resumed', async () => {
    const { clock, send, firstIn, stateOf, demo } = aDemo()
    const id = await firstIn('Running')
    const suspend = async (): Promise<unknown> => await (await send(`/flow_runs/${id}/set_state`, { state: { type: 'PAUSED', name: 'Suspended', state_details: { pause_reschedule: true, pause_key: 'k', pause_timeout: null } }, force: false })).json()
    expect(await suspend()).toMatchObject({ status: 'ACCEPT', state: { name: 'Suspended', state_details: { pause_reschedule: true, pause_timeout: null, run_input_keyset: null } } })
    clock.at += 3_600_000
    expect(await stateOf(id)).toBe('Suspended')
    expect(await suspend()).toMatchObject({ status: 'REJECT', details: { reason: 'Cannot suspend flows that are not currently running.' } })
    expect(await (await send(`/flow_runs/${id}/resume`, {})).json()).toMatchObject({ status: 'ACCEPT', state: { name: 'Resuming' } })
    clock.at += 3_600_000 * 4
    const run = await (await demo.fetch(new Request(`http://demo/api/flow_runs/${id}`))).json() as { state_name: string, run_count: number }
    expect(run).toMatchObject({ state_name: 'Completed', run_count: 1 })
    expect(await (await send(`/flow_runs/${id}/resume`, {})).json()).toMatchObject({ status: 'ABORT', state: null })
  })
  it('give a run that asks first what it asks for, and no other', async () => {
    const { clock, send, stateOf, demo } = aDemo()
    const get = async (path: string): Promise<unknown> => await (await demo.fetch(new Request(`http://demo/api${path}`))).json()
    const all = await (await send('/deployments/filter', { limit: 200 })).json() as { id: string, parameters: { ask_first?: boolean } }[]
    const { id: asks } = all.find(({ parameters }) => parameters.ask_first === false)!
    const { id } = await (await send(`/deployments/${asks}/create_flow_run`, { parameters: { ask_first: true } })).json() as { id: string }
    clock.at += 20_000
    const { state } = await get(`/flow_runs/${id}`) as { state: { name: string, state_details: { run_input_keyset: { schema: string, description: string } } } }
    expect([state.name, await get(`/flow_runs/${id}/input/${state.state_details.run_input_keyset.schema}`)]).toMatchObject(['Paused', { required: ['approved'] }])
    expect(await get(`/flow_runs/${id}/input/${state.state_details.run_input_keyset.description}`)).toContain('older than 90 days')
    for (const [input, reason] of [[{}, 'required property'], [{ approved: 'yes' }, 'not of type \'boolean\''], [{ approved: true, more: 1 }, 'unexpected']] as const)
      expect(await (await send(`/flow_runs/${id}/resume`, { run_input: input })).json()).toMatchObject({ status: 'REJECT', details: { reason: expect.stringContaining(reason) as string } })
    expect(await (await send(`/flow_runs/${id}/resume`, { run_input: { approved: true } })).json()).toMatchObject({ status: 'ACCEPT', state: { name: 'Running' } })
    clock.at += 3_600_000 * 4
    expect(await stateOf(id)).toBe('Completed')
  })
  it('pause a deployment, whose waiting runs are deleted, and resume it with others', async () => {
    const { clock, send, firstIn, demo } = aDemo()
    const { deployment_id: deployment } = await (await demo.fetch(new Request(`http://demo/api/flow_runs/${await firstIn('Scheduled')}`))).json() as { deployment_id: string }
    const waiting = async (): Promise<string[]> => (await (await send('/flow_runs/filter', { limit: 200, flow_runs: { deployment_id: { any_: [deployment] }, state: { type: { any_: ['SCHEDULED'] } } } })).json() as { id: string }[]).map(({ id }) => id)
    const isPaused = async (): Promise<boolean> => (await (await demo.fetch(new Request(`http://demo/api/deployments/${deployment}`))).json() as { paused: boolean }).paused
    const before = await waiting()
    expect((await send(`/deployments/${deployment}/pause_deployment`, {})).status).toBe(200)
    clock.at += 60_000
    expect([await isPaused(), await waiting()]).toEqual([true, []])
    await send(`/deployments/${deployment}/resume_deployment`, {})
    clock.at += 5_000
    const after = await waiting()
    expect([await isPaused(), after.length > 0, after.some(id => before.includes(id))]).toEqual([false, true, false])
  })
  it('are refused where upstream refuses, and where it was not taught', async () => {
    const { send, firstIn } = aDemo()
    expect((await send('/flow_runs/00000000-0000-4000-8000-000000000000/set_state', { state: { type: 'CANCELLING' } })).status).toBe(404)
    expect((await send(`/flow_runs/${await firstIn('Failed')}/set_state`, { state: { type: 'RUNNING' } })).status).toBe(501)
    expect((await send(`/flow_runs/${await firstIn('Failed')}/set_state`, { state: { kind: 'x' } })).status).toBe(422)
  })
})
