import { describe, expect, it } from 'vitest'
import { createDemo } from './demo.ts'
import { writeInstant } from './instant.ts'

const START = Date.parse('2026-11-24T08:55:00Z')
const HOUR = 3_600_000

interface RunRow {
  id: string, name: string, flow_id: string, deployment_id: string | null, tags: string[], state_type: string, state_name: string, expected_start_time: string
  start_time: string | null, end_time: string | null, next_scheduled_start_time: string | null, parent_task_run_id: string | null, idempotency_key: string | null, work_pool_name: string | null
}

const demo = createDemo({ now: () => START, zone: 'Europe/Berlin' })
const ask = async <Row>(path: string, body: object): Promise<Row> => {
  const response = await demo.fetch(new Request(`http://demo/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
  expect(response.status).toBe(200)
  return await response.json() as Row
}
const runs = async (body: object): Promise<RunRow[]> => await ask('/flow_runs/filter', { sort: 'EXPECTED_START_TIME_DESC', ...body })
const [{ id: DEPLOYMENT }] = await ask<[{ id: string }]>('/deployments/filter', { limit: 1 })
const past = { before_: writeInstant(START) }
const [from, to] = [writeInstant(START - 9 * HOUR), writeInstant(START - 4 * HOUR)]

describe('filters of runs', () => {
  it.each<[string, object, (run: RunRow) => boolean]>([
    ['tags.all_', { tags: { all_: ['warehouse', 'tier-1'] } }, run => run.tags.includes('warehouse') && run.tags.includes('tier-1')],
    ['tags.any_', { tags: { any_: ['team:finance', 'team:ml'] } }, run => run.tags.includes('team:finance') || run.tags.includes('team:ml')],
    ['tags.is_null_', { tags: { is_null_: true } }, run => run.tags.length === 0],
    ['name.like_, whatever the case', { name: { like_: 'OTTER' } }, run => run.name.includes('otter')],
    ['name.like_ with its own wildcard', { name: { like_: 'b_ld-' } }, run => run.name.startsWith('bold-')],
    ['deployment_id.is_null_', { deployment_id: { is_null_: true } }, run => run.deployment_id === null],
    ['deployment_id with or_', { deployment_id: { operator: 'or_', any_: [DEPLOYMENT], is_null_: true } }, run => run.deployment_id === null || run.deployment_id === DEPLOYMENT],
    ['state.type.any_', { state: { type: { any_: ['CRASHED', 'CANCELLED'] } } }, run => ['CRASHED', 'CANCELLED'].includes(run.state_type)],
    ['state.type.not_any_', { state: { type: { not_any_: ['COMPLETED', 'SCHEDULED'] } } }, run => !['COMPLETED', 'SCHEDULED'].includes(run.state_type)],
    ['state.name.any_', { state: { name: { any_: ['Late', 'TimedOut'] } } }, run => ['Late', 'TimedOut'].includes(run.state_name)],
    ['expected_start_time', { expected_start_time: { after_: from, before_: to } }, run => run.expected_start_time >= from && run.expected_start_time <= to],
    ['end_time', { end_time: { after_: from, before_: to } }, run => run.end_time !== null && run.end_time >= from && run.end_time <= to],
    ['end_time.is_null_', { end_time: { is_null_: true } }, run => run.end_time === null],
    ['next_scheduled_start_time', { next_scheduled_start_time: { after_: writeInstant(START) } }, run => run.next_scheduled_start_time !== null && run.next_scheduled_start_time >= writeInstant(START)],
    ['parent_task_run_id.is_null_', { parent_task_run_id: { is_null_: false } }, run => run.parent_task_run_id !== null],
    ['start_time, by due time where it has not started', { start_time: { after_: from, before_: to } }, run => (run.start_time ?? run.expected_start_time) >= from && (run.start_time ?? run.expected_start_time) <= to],
  ])('%s', async (_, filter, isMeant) => {
    const rows = await runs({ flow_runs: filter })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(row => !isMeant(row))).toEqual([])
    const counted = await ask<number>('/flow_runs/count', { flow_runs: filter })
    expect(rows.length).toBe(Math.min(200, counted))
  })

  it('a late run counts as started when it was due', async () => {
    const rows = await runs({ flow_runs: { start_time: { after_: writeInstant(START - 9 * HOUR) }, state: { name: { any_: ['Late'] } } } })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(row => row.start_time === null)).toBe(true)
  })

  it('bounds are inclusive to the microsecond', async () => {
    const [row] = await runs({ limit: 1, flow_runs: { state: { type: { any_: ['COMPLETED'] } } } })
    const end = row!.end_time!
    expect((await runs({ flow_runs: { end_time: { after_: end, before_: end } } })).map(({ id }) => id)).toContain(row!.id)
  })

  it('deployments of a flow are counted', async () => {
    const [{ id, flow_id }] = await ask<[{ id: string, flow_id: string }]>('/deployments/filter', { limit: 1 })
    const all = await ask<{ flow_id: string }[]>('/deployments/filter', { limit: 200 })
    expect(await ask('/deployments/count', { flows: { id: { any_: [flow_id] } } })).toBe(all.filter(one => one.flow_id === flow_id).length)
    expect(await ask('/deployments/count', { deployments: { id: { any_: [id] } } })).toBe(1)
  })

  it('ids, deployments, keys and parents name exactly theirs', async () => {
    const [one, two] = await runs({ flow_runs: { expected_start_time: past, tags: { any_: ['auto-scheduled'] } } })
    const wanted = async (filter: object): Promise<string[]> => (await runs({ flow_runs: filter })).map(({ id }) => id)
    expect((await wanted({ id: { any_: [one!.id, two!.id] } })).toSorted()).toEqual([one!.id, two!.id].toSorted())
    expect(await wanted({ id: { any_: [] } })).toEqual([])
    expect(await wanted({ id: { any_: [one!.id, two!.id], not_any_: null }, name: { any_: [one!.name] }, deployment_id: { any_: [one!.deployment_id] } })).toEqual([one!.id])
    expect(await wanted({ idempotency_key: { any_: [one!.idempotency_key] } })).toEqual([one!.id])
    const [child] = await runs({ flow_runs: { parent_task_run_id: { is_null_: false } } })
    const task = await (await demo.fetch(new Request(`http://demo/api/task_runs/${child!.parent_task_run_id}`))).json() as { flow_run_id: string }
    expect(await wanted({ parent_flow_run_id: { any_: [task.flow_run_id] } })).toContain(child!.id)
    expect(await wanted({ parent_task_run_id: { any_: [child!.parent_task_run_id] } })).toEqual([child!.id])
  })

  it('what a run belongs to narrows the list', async () => {
    const [flow] = await ask<{ id: string }[]>('/flows/filter', { flows: { name: { any_: ['ledger-close'] } } })
    const deployments = await ask<{ id: string, tags: string[] }[]>('/deployments/filter', { deployments: { tags: { all_: ['dbt'] } } })
    expect((await runs({ flows: { id: { any_: [flow!.id] } } })).every(run => run.flow_id === flow!.id)).toBe(true)
    expect((await runs({ deployments: { tags: { all_: ['dbt'] } } })).every(run => deployments.some(({ id }) => id === run.deployment_id))).toBe(true)
    expect((await runs({ deployments: { name: { like_: 'every-5' } } })).length).toBe(200)
    expect((await runs({ work_pools: { name: { any_: ['gpu-pool'] } } })).every(run => run.work_pool_name === 'gpu-pool')).toBe(true)
  })
})

describe('sorts of runs', () => {
  it.each<[string, (run: RunRow) => string | null, 1 | -1]>([
    ['ID_DESC', run => run.id, -1],
    ['START_TIME_ASC', run => run.start_time ?? run.expected_start_time, 1],
    ['START_TIME_DESC', run => run.start_time ?? run.expected_start_time, -1],
    ['EXPECTED_START_TIME_ASC', run => run.expected_start_time, 1],
    ['EXPECTED_START_TIME_DESC', run => run.expected_start_time, -1],
    ['NAME_ASC', run => run.name, 1],
    ['NAME_DESC', run => run.name, -1],
    ['NEXT_SCHEDULED_START_TIME_ASC', run => run.next_scheduled_start_time, 1],
    ['END_TIME_DESC', run => run.end_time, -1],
  ])('%s, nothing least, and pages without gap or overlap', async (sort, of, sign) => {
    const flow_runs = { expected_start_time: { after_: from } }
    const whole = await runs({ sort, flow_runs })
    const keys = whole.map(run => of(run) ?? '')
    expect(keys).toEqual(keys.toSorted((a, b) => a === b ? 0 : (toInstant(a) < toInstant(b) ? -1 : 1) * sign))
    expect([...await runs({ sort, flow_runs, limit: 70 }), ...await runs({ sort, flow_runs, limit: 70, offset: 70 })].map(({ id }) => id)).toEqual(whole.slice(0, 140).map(({ id }) => id))
  })
})

/** `…:00Z` sorts after `…:00.5Z` as text; a fraction of nothing puts that right. */
function toInstant(key: string): string {
  return /:\d\dZ$/.test(key) ? key.replace('Z', '.000000Z') : key
}

describe('lines and tasks', () => {
  it('are paged to the end, each once', async () => {
    const ids = async (path: string, filter: object, deployment: string): Promise<string[]> => {
      const [run] = await runs({ limit: 1, deployments: { name: { any_: [deployment] } }, flow_runs: { state: { type: { any_: ['COMPLETED'] } } } })
      const found: string[] = []
      for (let offset = 0; offset === found.length; offset += 200)
        found.push(...(await ask<{ id: string }[]>(path, { ...Object.fromEntries(Object.entries(filter).map(([key, more]) => [key, { flow_run_id: { any_: [run!.id] }, ...more }])), offset })).map(({ id }) => id))
      return found
    }
    const lines = await ids('/logs/filter', { logs: {} }, 'web-sessions')
    const tasks = await ids('/task_runs/filter', { task_runs: {} }, 'products')
    expect([lines.length > 2_000, new Set(lines).size === lines.length]).toEqual([true, true])
    expect([tasks.length > 400, new Set(tasks).size === tasks.length]).toEqual([true, true])
  })

  it('lines by level, instant, task and both orders', async () => {
    interface Line { id: string, level: number, timestamp: string, task_run_id: string | null }
    const [run] = await runs({ limit: 1, deployments: { name: { any_: ['eu'] } }, flow_runs: { state: { type: { any_: ['FAILED'] } } } })
    const lines = async (more: object, sort = 'TIMESTAMP_ASC'): Promise<Line[]> => await ask('/logs/filter', { sort, logs: { flow_run_id: { any_: [run!.id] }, ...more } })
    const all = await lines({})
    const middle = all[Math.floor(all.length / 2)]!.timestamp
    expect(await lines({ level: { ge_: 40 } })).toEqual(all.filter(line => line.level >= 40))
    expect(await lines({ level: { le_: 20 } })).toEqual(all.filter(line => line.level <= 20))
    expect(await lines({ timestamp: { after_: middle } })).toEqual(all.filter(line => toInstant(line.timestamp) >= toInstant(middle)))
    expect(await lines({ timestamp: { before_: middle } })).toEqual(all.filter(line => toInstant(line.timestamp) <= toInstant(middle)))
    expect(await lines({ task_run_id: { is_null_: true } })).toEqual(all.filter(line => line.task_run_id === null))
    expect((await lines({}, 'TIMESTAMP_DESC')).map(line => line.timestamp)).toEqual(all.map(line => line.timestamp).toReversed())
    const spoken = all.find(line => line.task_run_id !== null)!.task_run_id
    expect(await ask('/logs/filter', { logs: { task_run_id: { any_: [spoken] } } })).toEqual(all.filter(line => line.task_run_id === spoken))
  })

  it('lines of all runs that say something, within a time', async () => {
    interface Line { id: string, level: number, timestamp: string, message: string, name: string, flow_run_id: string }
    const within = { timestamp: { after_: from, before_: to } }
    const found = await ask<Line[]>('/logs/filter', { sort: 'TIMESTAMP_DESC', logs: { ...within, text: { query: '"CONNECTION refused"' } } })
    expect(new Set(found.map(line => line.flow_run_id)).size).toBeGreaterThan(1)
    expect(found.filter(({ message, name, timestamp }) => !`${message} ${name}`.toLowerCase().includes('connection refused') || timestamp < from || timestamp > to)).toEqual([])
    expect(found.map(line => line.timestamp)).toEqual(found.map(line => line.timestamp).toSorted().toReversed())
    const [first] = found
    const own = await ask<Line[]>('/logs/filter', { logs: { ...within, flow_run_id: { any_: [first!.flow_run_id] }, text: { query: '"connection refused"' } } })
    expect(own.map(({ id }) => id)).toEqual(found.filter(line => line.flow_run_id === first!.flow_run_id).map(({ id }) => id).toReversed())
    expect((await ask<Line[]>('/logs/filter', { logs: { ...within, level: { ge_: 40 }, text: { query: '"connection refused"' } } })).every(({ level }) => level >= 40)).toBe(true)
  })

  it('tasks by state, and without the stand-ins of children', async () => {
    interface Task { id: string, state_type: string, state: { state_details: { child_flow_run_id: string | null } } }
    const [run] = await runs({ limit: 1, deployments: { name: { any_: ['board'] } }, flow_runs: { state: { type: { any_: ['COMPLETED'] } } } })
    const tasks = async (more: object): Promise<Task[]> => await ask('/task_runs/filter', { task_runs: { flow_run_id: { any_: [run!.id] }, ...more } })
    const all = await tasks({})
    const own = all.filter(task => task.state.state_details.child_flow_run_id === null)
    expect(all.length - own.length).toBe(2)
    expect(await tasks({ subflow_runs: { exists_: false } })).toEqual(own)
    expect(await tasks({ state: { type: { any_: ['COMPLETED'] } } })).toEqual(all.filter(task => task.state_type === 'COMPLETED'))
    expect(await ask('/task_runs/filter', { task_runs: { id: { any_: [own[0]!.id] } } })).toEqual([own[0]])
  })
})
