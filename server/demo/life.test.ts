import { describe, expect, it } from 'vitest'
import { createDemo } from './demo.ts'

const START = Date.parse('2026-11-24T08:55:00Z')
const HOUR = 3_600_000

const clock = { at: START }
const demo = createDemo({ now: () => clock.at, zone: 'Europe/Berlin' })
const get = async (path: string): Promise<unknown> => await (await demo.fetch(new Request(`http://demo/api${path}`))).json()
const list = async (path: string, body: object = {}): Promise<{ id: string, state_name: string }[]> =>
  await (await demo.fetch(new Request(`http://demo/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))).json() as { id: string, state_name: string }[]

describe('as the clock goes on', () => {
  it('states only go on, lines only grow, and nothing lies ahead of the clock', async () => {
    interface Step { id: string, timestamp: string }
    interface Watched { id: string, state: Step, start_time: string | null, end_time: string | null, created: string }
    clock.at = START
    const watched = (await list('/flow_runs/filter', { sort: 'EXPECTED_START_TIME_DESC', flow_runs: { expected_start_time: { after_: '2026-11-24T08:50:00Z', before_: '2026-11-24T09:20:00Z' } } })).map(({ id }) => id)
    expect(watched.length).toBeGreaterThan(5)
    const seen = new Map<string, { states: string[], lines: string[] }>()
    let grownCount = 0
    for (let minute = 0; minute <= 40; minute++) {
      clock.at = START + minute * 60_000
      const rows = await list('/flow_runs/filter', { flow_runs: { id: { any_: watched } } }) as unknown as Watched[]
      expect(rows).toHaveLength(watched.length)
      for (const { id, state, start_time, end_time, created } of rows) {
        for (const instant of [state.timestamp, start_time, end_time, created])
          expect(instant === null ? 0 : Date.parse(instant)).toBeLessThanOrEqual(clock.at)
        const states = (await get(`/flow_run_states/?flow_run_id=${id}`) as Step[]).map(one => one.id)
        const lines = (await list('/logs/filter', { logs: { flow_run_id: { any_: [id] } } })).map(one => one.id)
        const before = seen.get(id) ?? { states: [], lines: [] }
        expect(states.slice(0, before.states.length)).toEqual(before.states)
        expect(before.lines.filter(line => !lines.includes(line))).toEqual([])
        grownCount += states.length > before.states.length || lines.length > before.lines.length ? 1 : 0
        seen.set(id, { states, lines })
      }
    }
    expect(grownCount).toBeGreaterThan(30)
  })

  it('runs start or end in most minutes, and one fails and recovers about every ten', async () => {
    const changed = async (from: number, to: number): Promise<number> => {
      const within = { after_: new Date(from).toISOString(), before_: new Date(to).toISOString() }
      const count = async (flow_runs: object): Promise<number> => await list('/flow_runs/count', { flow_runs }) as unknown as number
      return await count({ end_time: within }) + await count({ start_time: within })
    }
    let quietCount = 0
    for (let minute = 0; minute < 120; minute++) {
      clock.at = START + minute * 60_000
      quietCount += await changed(clock.at - 60_000, clock.at) === 0 ? 1 : 0
    }
    expect(quietCount).toBeLessThan(60)
    const failed = (await list('/flow_runs/filter', { sort: 'END_TIME_DESC', flow_runs: { end_time: { after_: new Date(START + 5 * 60_000).toISOString() }, state: { name: { any_: ['Failed'] } } } })) as unknown as { end_time: string, deployment_id: string, expected_start_time: string }[]
    const ends = failed.map(run => Date.parse(run.end_time)).toSorted((a, b) => a - b)
    expect(ends.every((end, index) => index === 0 || end - ends[index - 1]! < 16 * 60_000)).toBe(true)
    expect(ends.length).toBeGreaterThan(9)
    for (const run of failed.filter(one => Date.parse(one.end_time) < clock.at - 20 * 60_000)) {
      const [next] = (await list('/flow_runs/filter', { sort: 'EXPECTED_START_TIME_ASC', offset: 1, limit: 1, flow_runs: { deployment_id: { any_: [run.deployment_id] }, expected_start_time: { after_: run.expected_start_time } } }))
      expect(next?.state_name).toBe('Completed')
    }
  })

  it('after a day the rows of the future are there, the old ones gone', async () => {
    clock.at = START + 26 * HOUR
    const ahead = await list('/flow_runs/filter', { sort: 'NEXT_SCHEDULED_START_TIME_ASC', flow_runs: { state: { name: { any_: ['Scheduled'] } }, next_scheduled_start_time: { after_: new Date(clock.at).toISOString() } } })
    expect(ahead.length).toBeGreaterThan(100)
    expect(await list('/flow_runs/filter', { flow_runs: { expected_start_time: { before_: new Date(clock.at - 16 * 24 * HOUR).toISOString() } } })).toEqual([])
  })
})
