import { join } from 'node:path'
import Libsql from 'libsql'
import { uuidOf } from '../../server/demo/chance.ts'
import type { Deployment, ScheduleRule } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal, type RunState } from '../../shared/model/run-state.ts'
import type { Picture } from '../../shared/verdict/picture.ts'

/** Everything a night is made of; emptied before another one is written. */
const TABLES = ['flow_run_state', 'flow_run', 'task_run', 'log', 'deployment_schedule', 'deployment', 'flow', 'worker', 'work_queue', 'work_pool', 'concurrency_limit_v2'] as const

type Value = string | number | null
type Row = Readonly<Record<string, Value | object | undefined>>

/**
 * Writes a picture into the SQLite database of a 3.8.8 home as the server that it was read from would hold it, in place of what was
 * there. The server may be running: it keeps nothing of its rows, and no service of it that writes rows is on.
 *
 * @param ahead - rows its scheduler made for later; a picture does not hold them
 */
export function writePicture(home: string, picture: Picture, ahead: readonly FlowRun[] = []): void {
  const rows = new Map<string, Row[]>(TABLES.map(table => [table, []]))
  const add = (table: typeof TABLES[number], row: Row): void => void rows.get(table)?.push(row)
  const keys = new Set<string>()
  addInventory(add, picture)
  for (const run of [...picture.runs, ...ahead])
    addRun(add, run, { picture, keys })
  for (const { run, rootRunId } of picture.children) {
    addRun(add, run, { picture, keys })
    add('task_run', { id: toUuid(run.parentTaskRunId ?? ''), name: `${run.name}-0`, flow_run_id: rootRunId === null ? null : toUuid(rootRunId), task_key: 'child', dynamic_key: run.id, created: toText(run.createdAt), total_run_time: toText(0) })
  }
  for (const [runId, logged] of picture.loggedErrors) {
    if (logged !== null)
      add('log', { id: uuidOf(`${runId} log`), name: 'prefect.flow_runs', level: 40, flow_run_id: toUuid(runId), message: logged.text, timestamp: toText(logged.at), created: toText(logged.at) })
  }
  const database = new Libsql(join(home, 'prefect.db'), { timeout: 20_000 })
  try {
    database.exec('PRAGMA foreign_keys = OFF')
    database.transaction(() => {
      for (const table of TABLES)
        database.exec(`DELETE FROM ${table}`)
      const insert = createInsert(database)
      for (const [table, all] of rows)
        all.forEach(row => insert(table, row))
    })()
  }
  finally {
    database.close()
  }
}

/** Rows of one shape share a statement. */
function createInsert(database: Libsql.Database): (table: string, row: Row) => void {
  const statements = new Map<string, Libsql.Statement>()
  return (table, row) => {
    const given = Object.entries(row).filter(([, value]) => value !== undefined)
    const sql = `INSERT INTO ${table} (${given.map(([name]) => `"${name}"`).join(', ')}) VALUES (${given.map(() => '?').join(', ')})`
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    // A text of more digits than a number holds stands for that number.
    statement.run(...given.map(([, value]) => typeof value === 'object' && value !== null ? JSON.stringify(value).replace(/"(\d{20,})"/g, '$1') : value))
  }
}

type Add = (table: typeof TABLES[number], row: Row) => void

function addInventory(add: Add, { flows, deployments, workPools, workQueues, workers, asOf }: Picture): void {
  for (const flow of flows.values())
    add('flow', { id: toUuid(flow.id), name: flow.name, tags: flow.tags, created: toText(flow.createdAt), updated: toText(flow.createdAt) })
  for (const pool of workPools.values()) {
    const isOnline = pool.status === 'READY'
    const queues = workQueues?.filter(({ workPool }) => workPool === pool.name) ?? [{ name: 'default', paused: false, concurrencyLimit: null }]
    const heardAt = toText((asOf ?? 0) - (isOnline ? 5_000 : 32_400_000))
    for (const queue of queues)
      add('work_queue', { id: queueId(pool.name, queue.name), name: queue.name, work_pool_id: poolId(pool.name), is_paused: Number(queue.paused), concurrency_limit: queue.concurrencyLimit, status: isOnline ? 'READY' : 'NOT_READY', last_polled: 'lastPolledAt' in queue && queue.lastPolledAt !== null ? toText(queue.lastPolledAt) : heardAt })
    add('work_pool', { id: poolId(pool.name), name: pool.name, type: pool.type, is_paused: Number(pool.paused), concurrency_limit: pool.concurrencyLimit, status: pool.status ?? 'NOT_READY', default_queue_id: queueId(pool.name, queues[0]?.name ?? 'default') })
    for (const worker of workers.get(pool.name) ?? [{ name: `${pool.name}-1`, online: isOnline }])
      add('worker', { id: uuidOf(`worker ${pool.name} ${worker.name}`), name: worker.name, work_pool_id: poolId(pool.name), heartbeat_interval_seconds: 30, status: worker.online ? 'ONLINE' : 'OFFLINE', last_heartbeat_time: heardAt })
  }
  for (const deployment of deployments.values())
    addDeployment(add, deployment)
}

function addDeployment(add: Add, deployment: Deployment): void {
  const id = toUuid(deployment.id)
  const limitId = deployment.concurrencyLimit === null ? null : uuidOf(`${id} limit`)
  if (limitId !== null)
    add('concurrency_limit_v2', { id: limitId, active: 1, name: `deployment:${id}`, limit: deployment.concurrencyLimit, active_slots: 0, denied_slots: 0, slot_decay_per_second: 0, avg_slot_occupancy_seconds: 2 })
  add('deployment', {
    id,
    name: deployment.name,
    flow_id: toUuid(deployment.flowId),
    tags: deployment.tags,
    paused: Number(deployment.paused),
    created: toText(deployment.createdAt),
    updated: toText(deployment.updatedAt ?? deployment.createdAt),
    entrypoint: deployment.entrypoint,
    version: deployment.version,
    work_queue_name: deployment.workQueue,
    work_queue_id: deployment.workPool === null ? null : queueId(deployment.workPool, deployment.workQueue ?? 'default'),
    parameter_openapi_schema: { type: 'object', properties: {} },
    concurrency_limit_id: limitId,
    concurrency_options: deployment.collision === null ? undefined : { collision_strategy: deployment.collision === 'cancel-new' ? 'CANCEL_NEW' : 'ENQUEUE' },
    status: 'READY',
  })
  for (const schedule of deployment.schedules)
    add('deployment_schedule', { id: toUuid(schedule.id), deployment_id: id, schedule: toScheduleBody(schedule.rule), active: Number(schedule.active), parameters: schedule.parameters, created: toText(schedule.createdAt ?? deployment.createdAt), updated: toText(schedule.updatedAt ?? deployment.createdAt) })
}

function toScheduleBody(rule: ScheduleRule): object {
  switch (rule.kind) {
    case 'cron': return { cron: rule.cron, timezone: rule.timeZone, day_or: rule.dayOr }
    case 'interval': return { interval: rule.intervalMs / 1_000, anchor_date: new Date(rule.anchorAt).toISOString(), timezone: rule.timeZone }
    case 'rrule': return { rrule: rule.rrule, timezone: rule.timeZone ?? 'UTC' }
    case 'unreadable': return { cron: rule.text }
  }
}

function addRun(add: Add, run: FlowRun, { picture, keys }: { picture: Picture, keys: Set<string> }): void {
  const id = toUuid(run.id)
  const states = apart(lifeOf(run, picture.histories.get(run.id)))
  states.forEach((state, index) => add('flow_run_state', {
    id: uuidOf(`${id} state ${index}`),
    flow_run_id: id,
    type: state.type,
    name: state.name,
    timestamp: toText(state.at),
    created: toText(state.at),
    message: state.message,
    state_details: { flow_run_id: id, ...(state.type === 'SCHEDULED' && { scheduled_time: new Date(run.expectedStartAt ?? state.at).toISOString() }) },
  }))
  const last = states.at(-1)
  // Prefect writes the end of what never ran as its start, too.
  const startedAt = run.startedAt ?? run.endedAt
  const keyOfSlot = `scheduled ${toUuid(run.deploymentId ?? '')} ${toUuid(run.scheduleId ?? '')} ${toText(run.expectedStartAt ?? 0).slice(0, 19)}+00:00`
  // A second run of a slot has none: the key is what keeps the scheduler from making it.
  const key = run.scheduleId === null || keys.has(keyOfSlot) ? null : keyOfSlot
  keys.add(keyOfSlot)
  const queueOf = run.workPool === null ? null : queueId(run.workPool, run.workQueue ?? 'default')
  add('flow_run', {
    id,
    name: run.name,
    flow_id: toUuid(run.flowId),
    deployment_id: run.deploymentId === null ? null : toUuid(run.deploymentId),
    created: toText(run.createdAt),
    updated: toText(last?.at ?? run.createdAt),
    state_id: last === undefined ? null : uuidOf(`${id} state ${states.length - 1}`),
    state_type: last?.type ?? null,
    state_name: last?.name ?? null,
    state_timestamp: last === undefined ? null : toText(last.at),
    run_count: run.runCount,
    expected_start_time: run.expectedStartAt === null ? null : toText(run.expectedStartAt),
    next_scheduled_start_time: run.state?.type === 'SCHEDULED' ? toText(run.nextStartAt ?? run.expectedStartAt ?? run.createdAt) : null,
    start_time: startedAt === null ? null : toText(startedAt),
    end_time: run.endedAt === null ? null : toText(run.endedAt),
    total_run_time: toText(ranBefore(run, states)),
    auto_scheduled: Number(run.autoScheduled),
    idempotency_key: key,
    created_by: run.scheduleId !== null ? { id: toUuid(run.scheduleId), type: 'SCHEDULE', display_value: 'CronSchedule' } : run.maker === null ? undefined : { id: null, type: run.maker.kind.toUpperCase(), display_value: run.maker.name },
    parameters: run.parameters,
    parent_task_run_id: run.parentTaskRunId === null ? null : toUuid(run.parentTaskRunId),
    tags: run.tags,
    work_queue_name: run.workQueue,
    work_queue_id: queueOf,
    deployment_version: run.deploymentVersion,
    flow_version: run.flowVersion,
    empirical_policy: { retries: 0, retry_delay: 0, pause_keys: [], resuming: false },
  })
}

/** The states a run went through: as they are known, else those that its row tells of. */
function lifeOf(run: FlowRun, history: readonly RunState[] | undefined): readonly RunState[] {
  if (history !== undefined)
    return history
  const { state, createdAt, startedAt } = run
  if (state === null)
    return []
  const before: RunState[] = [{ id: '', type: 'SCHEDULED', name: 'Scheduled', at: Math.min(createdAt, state.at), message: null }]
  if (startedAt !== null) {
    before.push({ id: '', type: 'PENDING', name: 'Pending', at: startedAt - 500, message: null })
    if (isTerminal(state.type) || state.type === 'PAUSED' || state.at > startedAt)
      before.push({ id: '', type: 'RUNNING', name: 'Running', at: startedAt, message: null })
  }
  return [...before.filter(({ at, type }) => at <= state.at && type !== state.type), state]
}

/** No two states of a run may have one instant there: the earlier one gives way by a microsecond. */
function apart(states: readonly RunState[]): RunState[] {
  return states.reduceRight<RunState[]>((later, state) => [{ ...state, at: Math.min(state.at, (later[0]?.at ?? Number.POSITIVE_INFINITY) - 0.002) }, ...later], [])
}

/** Time in Running before the present state: the server adds what goes on. */
function ranBefore(run: FlowRun, states: readonly RunState[]): number {
  if (run.state?.type !== 'RUNNING')
    return run.ranForMs ?? 0
  return states.slice(0, -1).reduce((sum, { type, at }, index) => type === 'RUNNING' ? sum + (states[index + 1]?.at ?? at) - at : sum, 0)
}

/** Ids of written pictures need not be those that Prefect makes. */
function toUuid(id: string): string {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? id : uuidOf(id)
}

const poolId = (pool: string): string => uuidOf(`pool ${pool}`)
const queueId = (pool: string, queue: string): string => uuidOf(`queue ${pool} ${queue}`)

/** As SQLite holds an instant, in UTC to the microsecond; a length of time is one counted from 1970. */
function toText(at: number): string {
  const ms = Math.floor(at)
  return `${new Date(ms).toISOString().slice(0, -1).replace('T', ' ')}${String(Math.floor((at - ms) * 1_000)).padStart(3, '0')}`
}
