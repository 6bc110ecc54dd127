import { asObject, type Json } from './conditions.ts'
import { toFlowRunStateBody } from './flow-run-body.ts'
import { MINUTE, readInstant, writeInstant } from './instant.ts'
import { untaught } from './refusal.ts'
import type { RunNow } from './run-now.ts'

/** What a client of 3.8.8 does unless told otherwise, the first as the run begins. */
const HEARTBEAT_EVERY = 3 * MINUTE
const HEARTBEAT = 'prefect.flow-run.heartbeat'
const FLOW_RUN = 'prefect.flow-run.'

/** `EventCount` rows of the heartbeats of runs, the most counted first. */
export function countHeartbeats(filter: unknown, findRun: (id: string) => RunNow | null, now: number): Json[] {
  const { event, resource, occurred } = asObject(filter, 'filter')
  const ids = asObject(resource ?? {}, 'resource')['id']
  if (JSON.stringify(event) !== JSON.stringify({ name: [HEARTBEAT] }) || !Array.isArray(ids))
    throw untaught(`events counted by resource, other than ${HEARTBEAT} of resources by their id`)
  const sinceAt = readInstant(String(asObject(occurred ?? {}, 'occurred')['since'])) ?? 0
  return ids.flatMap((id): Json[] => {
    const run = findRun(String(id).slice(FLOW_RUN.length))
    const at = run === null ? [] : heartbeatsOf(run, now).filter(one => one >= sinceAt)
    const [first, last] = [at[0], at.at(-1)]
    return run === null || first === undefined || last === undefined ? [] : [{ value: id, label: run.plan.name, count: at.length, start_time: writeInstant(first), end_time: writeInstant(last) }]
  }).sort((a, b) => Number(b['count']) - Number(a['count']))
}

function heartbeatsOf({ steps }: RunNow, now: number): number[] {
  return steps.flatMap((step, index) => {
    const toAt = steps[index + 1]?.at ?? now
    return step.type === 'RUNNING' ? Array.from({ length: Math.ceil((toAt - step.at) / HEARTBEAT_EVERY) }, (_, beat) => step.at + beat * HEARTBEAT_EVERY) : []
  })
}

/** The newest event of all, which here is the newest state of a run. */
export function toEventPage({ filter, limit }: Json, runs: readonly RunNow[]): Json {
  const { occurred, order, ...others } = asObject(filter ?? {}, 'filter')
  if (limit !== 1 || order !== 'DESC' || Object.keys(others).length > 0)
    throw untaught('events other than the newest one')
  const sinceAt = readInstant(String(asObject(occurred ?? {}, 'occurred')['since'])) ?? 0
  const newest = runs.reduce<RunNow | null>((latest, run) => latest === null || run.state.at > latest.state.at ? run : latest, null)
  return { events: newest === null || newest.state.at < sinceAt ? [] : [toEventBody(newest)], total: runs.length, next_page: null }
}

function toEventBody(run: RunNow): Json {
  const { plan, state } = run
  const at = writeInstant(state.at)
  return {
    occurred: at,
    event: `${FLOW_RUN}${state.name}`,
    resource: { 'prefect.resource.id': `${FLOW_RUN}${plan.id}`, 'prefect.resource.name': plan.name, 'prefect.state-name': state.name, 'prefect.state-type': state.type, 'prefect.state-timestamp': at },
    related: [],
    payload: {},
    id: toFlowRunStateBody(run, state)['id'], // upstream gives an event of a state the state's id
    follows: null,
    received: at,
  }
}
