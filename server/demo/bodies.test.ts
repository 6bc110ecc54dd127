import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createDemo } from './demo.ts'
import openapi from './openapi-3.8.8.json'

const START = Date.parse('2026-11-24T08:55:00Z')

// zod looks for definitions in $defs.
const definitions = JSON.parse(JSON.stringify(openapi.components.schemas).replaceAll('#/components/schemas/', '#/$defs/')) as Record<string, { properties?: object }>
const schemaOf = (name: string) => z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: definitions } as Parameters<typeof z.fromJSONSchema>[0])

const demo = createDemo({ now: () => START, zone: 'Europe/Berlin' })
const get = async (path: string): Promise<unknown> => await (await demo.fetch(new Request(`http://demo/api${path}`))).json()
const list = async (path: string, body: object = {}): Promise<{ id: string, name: string, state_name: string }[]> =>
  await (await demo.fetch(new Request(`http://demo/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))).json() as { id: string, name: string, state_name: string }[]

/** Every row holds to the schema of 3.8.8, and names each of its properties, as upstream does. */
function expectBodies(schemaName: string, rows: readonly object[]): void {
  expect(rows.length).toBeGreaterThan(0)
  const schema = schemaOf(schemaName)
  const names = Object.keys(definitions[schemaName]?.properties ?? {}).toSorted()
  for (const row of rows) {
    expect(schema.safeParse(row).error?.issues ?? []).toEqual([])
    expect(Object.keys(row).toSorted()).toEqual(names)
  }
}

describe('bodies hold to the OpenAPI document of 3.8.8', () => {
  it.each([
    ['Flow', '/flows/filter'],
    ['DeploymentResponse', '/deployments/filter'],
    ['WorkPoolResponse', '/work_pools/filter'],
    ['WorkQueueResponse', '/work_queues/filter'],
    ['WorkerResponse', '/work_pools/k8s-prod/workers/filter'],
    ['GlobalConcurrencyLimitResponse', '/v2/concurrency_limits/filter'],
    ['ConcurrencyLimit', '/concurrency_limits/filter'],
    ['Automation', '/automations/filter'],
  ])('%s', async (schemaName, path) => {
    expectBodies(schemaName, await list(path))
  })

  it.each(['Completed', 'Failed', 'TimedOut', 'Crashed', 'Cancelled', 'Running', 'Late', 'AwaitingRetry', 'Scheduled'])('a run that is %s, its states, tasks, graph and lines', async (name) => {
    const rows = await list('/flow_runs/filter', { limit: 3, sort: 'EXPECTED_START_TIME_DESC', flow_runs: { state: { name: { any_: [name] } } } })
    expectBodies('FlowRunResponse', rows)
    for (const { id } of rows) {
      expectBodies('State', await get(`/flow_run_states/?flow_run_id=${id}`) as object[])
      expect(schemaOf('Graph').safeParse(await get(`/flow_runs/${id}/graph-v2`)).error?.issues ?? []).toEqual([])
      const of = { flow_run_id: { any_: [id] } }
      const [tasks, lines] = [await list('/task_runs/filter', { task_runs: of }), await list('/logs/filter', { logs: of })]
      expect(tasks.length === 0 || lines.length > 0).toBe(true)
      if (tasks.length > 0)
        expectBodies('TaskRun', tasks.slice(0, 20))
      if (lines.length > 0)
        expectBodies('Log', lines.slice(0, 20))
    }
  })

  it('heartbeats counted by run, the newest event, and errors of all runs', async () => {
    const running = await list('/flow_runs/filter', { flow_runs: { state: { name: { any_: ['Running'] } } } })
    const filter = { event: { name: ['prefect.flow-run.heartbeat'] }, resource: { id: running.map(({ id }) => `prefect.flow-run.${id}`) } }
    expectBodies('EventCount', await list('/events/count-by/resource', { filter }))
    const page = await list('/events/filter', { filter: { order: 'DESC' }, limit: 1 }) as unknown as { events: object[] }
    expect(schemaOf('EventPage').safeParse(page).error?.issues ?? []).toEqual([])
    expectBodies('ReceivedEvent', page.events)
    expectBodies('Log', await list('/logs/filter', { logs: { level: { ge_: 40 }, timestamp: { after_: '2026-11-23T18:00:00Z' } } }))
  })

  it('events of a run, at most fifty', async () => {
    const [run] = await list('/flow_runs/filter', { limit: 1, sort: 'END_TIME_DESC', flow_runs: { state: { name: { any_: ['Failed'] } } } })
    const page = await list('/events/filter', { limit: 50, filter: { any_resource: { id: [`prefect.flow-run.${run!.id}`] }, order: 'DESC' } }) as unknown as { events: { event: string }[], total: number }
    expect(schemaOf('EventPage').safeParse(page).error?.issues ?? []).toEqual([])
    expect([page.events[0]?.event, page.events.length]).toEqual(['prefect.flow-run.Failed', page.total])
  })

  it('versions of an artifact', async () => {
    const versions = await list('/artifacts/filter', { limit: 20, sort: 'CREATED_DESC', artifacts: { key: { any_: ['board-report'] } } })
    expectBodies('Artifact', versions)
    expect(new Set(versions.map(version => (version as unknown as { flow_run_id: string }).flow_run_id)).size).toBe(versions.length)
  })

  it('artifacts of a report', async () => {
    const [run] = await list('/flow_runs/filter', { limit: 1, sort: 'END_TIME_DESC', deployments: { name: { any_: ['board'] } } })
    expectBodies('Artifact', await list('/artifacts/filter', { artifacts: { flow_run_id: { any_: [run!.id] }, key: { exists_: true } } }))
  })

  it('states of a task, found by its id', async () => {
    const [run] = await list('/flow_runs/filter', { limit: 1, sort: 'END_TIME_DESC', deployments: { name: { any_: ['orders'] } }, flow_runs: { state: { name: { any_: ['Completed'] } } } })
    const tasks = await list('/task_runs/filter', { task_runs: { flow_run_id: { any_: [run!.id] } } })
    for (const task of tasks) {
      expect(await get(`/task_runs/${task.id}`)).toEqual(task)
      expectBodies('State', await get(`/task_run_states/?task_run_id=${task.id}`) as object[])
    }
  })
})
