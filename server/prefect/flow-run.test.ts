import { describe, expect, it } from 'vitest'
import { STATE_TYPES } from '../../shared/model/run-state.ts'
import { toFlowRun, toOddFlowRun, toParameters } from './flow-run.ts'
import { parseInstant } from './instant.ts'
import runs2 from './recorded/2.20.26-flow_runs-filter.json'
import runs3 from './recorded/3.8.8-flow_runs-filter.json'
import states3 from './recorded/3.8.8-flow_run_states.json'
import { readRows } from './rows.ts'
import { toRunState } from './run-state.ts'

const [late3, failed3, cancelled3, crashed3, child3, running3] = runs3.map(toFlowRun)
const [late2, failed2, child2] = runs2.map(toFlowRun)
const late = runs3[0]!

describe('toFlowRun', () => {
  it('reads a late run of 3.8.8', () => {
    expect(late3).toEqual({
      id: '01a20546-daae-7d30-8081-81d92a3f3e0f',
      name: 'hidden-mouflon',
      flowId: 'dd5380d5-5725-4edc-a96a-3ae6c25a0e84',
      deploymentId: '4a19a763-17a5-4d15-8c01-d67a08cf3863',
      state: { id: '01a20558-8167-7426-88f5-ac794c030f73', type: 'SCHEDULED', name: 'Late', at: parseInstant(late.state.timestamp), message: null },
      createdAt: parseInstant('2026-11-22T22:00:59.313900Z'),
      expectedStartAt: Date.parse('2026-11-22T22:20:00Z'),
      nextStartAt: Date.parse('2026-11-22T22:20:00Z'),
      startedAt: null,
      endedAt: null,
      ranForMs: null,
      runCount: 0,
      autoScheduled: true,
      scheduleId: 'bb6f5ccb-2dd4-4c02-8f03-f4a4ebcac202',
      maker: { kind: 'schedule', name: 'CronSchedule' },
      parameters: { n: '4' },
      parentTaskRunId: null,
      tags: ['auto-scheduled', 'lab', 'team:a'],
      workPool: 'lab-pool',
      workQueue: 'default',
      deploymentVersion: 'v1',
      flowVersion: null,
    })
  })
  it('reads the same fields of 2.20, which names no schedule', () => {
    expect(late2).toMatchObject({ state: { type: 'SCHEDULED', name: 'Late' }, autoScheduled: true, scheduleId: null, workPool: 'pool2', startedAt: null })
    expect(Object.keys(late2!)).toEqual(Object.keys(late3!))
  })
  it.each([['cancelled', cancelled3], ['crashed', crashed3]])('gives no start to a run %s before it ran', (_, run) => {
    expect(run).toMatchObject({ runCount: 0, startedAt: null, ranForMs: null })
    expect(run?.endedAt).not.toBeNull()
  })
  it.each([['3.8.8', failed3], ['2.20.26', failed2]])('counts both attempts of a run retried in %s', (_, run) => {
    expect(run).toMatchObject({ runCount: 2, deploymentId: null, state: { type: 'FAILED' } })
    expect(run!.ranForMs).toBeGreaterThan(0)
    expect(run!.ranForMs).toBeLessThan(run!.endedAt! - run!.startedAt!)
  })
  it('tells the time of a running run live', () => {
    expect(running3).toMatchObject({ endedAt: null, state: { type: 'RUNNING' } })
    expect(running3!.ranForMs).toBeGreaterThan(0)
  })
  it('marks what a task of another run started', () => {
    expect(child3?.parentTaskRunId).toBe('a60bc70c-bafd-4d84-9710-6c6a603de51f')
    expect(child2?.parentTaskRunId).not.toBeNull()
  })
  it('knows the schedule by the idempotency key too', () => {
    expect(toFlowRun({ ...late, created_by: null }).scheduleId).toBe('bb6f5ccb-2dd4-4c02-8f03-f4a4ebcac202')
    expect(toFlowRun({ ...late, created_by: null, idempotency_key: 'scheduled by hand' }).scheduleId).toBeNull()
  })
  it('keeps a state type it has not met as unknown', () => {
    expect(toFlowRun({ ...late, state: { ...late.state, type: 'HIBERNATING' } }).state).toMatchObject({ type: 'UNKNOWN', name: 'Late' })
  })
  it.each(STATE_TYPES)('reads the state type %s', (type) => {
    expect(toFlowRun({ ...late, state: { ...late.state, type } }).state?.type).toBe(type)
  })
  it('takes a run without a state', () => {
    expect(toFlowRun({ ...late, state: null }).state).toBeNull()
  })
  it.each([
    ['a missing field', { ...late, flow_id: undefined }],
    ['another type', { ...late, run_count: '0' }],
    ['null', null],
    ['a text', 'nope'],
    ['an unreadable time', { ...late, expected_start_time: 'soon' }],
    ['a state without a time', { ...late, state: { ...late.state, timestamp: null } }],
    ['an integer over 64 bits', { ...late, run_count: 1e19 }],
    ['tags that are no list', { ...late, tags: null }],
  ])('is set aside for %s, and the rest stands', (_, odd) => {
    expect(readRows([runs3[1], odd, runs3[2]], toFlowRun)).toMatchObject({ rows: [{ id: runs3[1]!.id }, { id: runs3[2]!.id }], setAsideCount: 1 })
  })
})

describe('toRunState', () => {
  it('reads the life of a run', () => {
    expect(states3.map(toRunState).map(({ type, name }) => `${type} ${name}`)).toEqual(['SCHEDULED Scheduled', 'SCHEDULED Late', 'PENDING Pending', 'PENDING Submitting', 'RUNNING Running', 'COMPLETED Completed'])
  })
  it.each(['', '  ', null, undefined])('has no message for %j', (message) => {
    expect(toRunState({ ...states3[0], message }).message).toBeNull()
  })
  it('is called by its type where it has no name', () => {
    expect(toRunState({ ...states3[0], name: null }).name).toBe('SCHEDULED')
  })
})

describe('toParameters', () => {
  it('keeps values of any shape', () => {
    const parameters = { n: 4, nested: { list: [1, null, '<b>'] } }
    expect(toParameters({ parameters })).toEqual(parameters)
  })
  it('is null where the server does not say', () => {
    expect(toParameters({})).toBeNull()
  })
})

it('ends a run without an end, as 2.20 sends one cancelled before it began, with its last state', () => {
  const body = { id: 'a', name: 'n', flow_id: 'f', created: '2026-11-23T02:00:00Z', tags: [], run_count: 0, auto_scheduled: true, expected_start_time: '2026-11-23T03:00:00Z', start_time: null, end_time: null, estimated_run_time: 0, state: { id: 's', type: 'CANCELLED', name: 'Cancelled', timestamp: '2026-11-23T03:07:00Z', message: '' } }
  expect(toFlowRun(body)).toMatchObject({ endedAt: Date.parse('2026-11-23T03:07:00Z'), startedAt: null })
})

describe('toOddFlowRun', () => {
  it('keeps the place of a run that is not understood, and its state unknown', () => {
    const odd = { ...runs3[1], run_count: 'twice' }
    expect(readRows([odd], toFlowRun, toOddFlowRun)).toMatchObject({ rows: [{ id: runs3[1]!.id, deploymentId: runs3[1]!.deployment_id, state: { type: 'UNKNOWN' }, startedAt: null }], setAsideCount: 1 })
  })
  it('is null where not even the place is understood', () => {
    expect(toOddFlowRun({ ...runs3[1], expected_start_time: 'soon' })).toBeNull()
  })
})
