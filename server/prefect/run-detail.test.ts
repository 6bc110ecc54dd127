import { describe, expect, it } from 'vitest'
import { toGraph } from './graph.ts'
import { parseInstant } from './instant.ts'
import { toLogLine } from './log-line.ts'
import logs2 from './recorded/2.20.26-logs-filter.json'
import tasks2 from './recorded/2.20.26-task_runs-filter.json'
import graph3 from './recorded/3.8.8-graph-v2.json'
import logs3 from './recorded/3.8.8-logs-filter.json'
import tasks3 from './recorded/3.8.8-task_runs-filter.json'
import { readRows } from './rows.ts'
import { toTaskRun } from './task-run.ts'

describe('toTaskRun', () => {
  it('reads a task that never started', () => {
    expect(toTaskRun(tasks3[0])).toMatchObject({ state: { type: 'PENDING', name: 'NotReady' }, startedAt: null, endedAt: null, ranForMs: null, runCount: 0 })
  })
  it('counts attempts without their waits', () => {
    const task = toTaskRun(tasks3[3])
    expect(task).toMatchObject({ runCount: 3, flowAttempt: 1, childFlowRunId: null })
    expect(task.ranForMs).toBeLessThan(task.endedAt! - task.startedAt!)
  })
  it('names the child flow run it stands for, in both versions', () => {
    expect(toTaskRun(tasks3[2]).childFlowRunId).toBe('22420d0e-745d-4ba7-b3e3-dd1c6a20de50')
    expect(toTaskRun(tasks2[1]).childFlowRunId).toBe('d997f038-139b-44fb-b660-15d3315d6b87')
  })
  it('ends with its state where 2.20 names no end, as for a cached result', () => {
    const cached = { ...tasks2[0], end_time: null, state: { ...tasks2[0]!.state, type: 'COMPLETED', name: 'Cached' } }
    expect(toTaskRun(cached).endedAt).toBe(parseInstant(cached.state.timestamp!))
    expect(toTaskRun({ ...cached, state: { ...cached.state, type: 'RUNNING' } }).endedAt).toBeNull()
  })
  it('reads the flow attempt of 2.20, which uses a task run again', () => {
    expect(toTaskRun(tasks2[0])).toMatchObject({ name: 'bad-0', runCount: 1, flowAttempt: 2, state: { type: 'FAILED' } })
  })
})

describe('toLogLine', () => {
  it('reads lines of both versions as they were written', () => {
    for (const body of [...logs3, ...logs2])
      expect(toLogLine(body)).toEqual({ id: body.id, at: parseInstant(body.timestamp), level: body.level, logger: body.name, message: body.message, flowRunId: body.flow_run_id, taskRunId: body.task_run_id })
  })
  it('keeps hostile text', () => {
    const message = '<img src=x onerror=alert(1)> \u001B[31mred\u001B[0m \u0000 \u202Eevil 🜁\nTraceback'
    expect(toLogLine({ ...logs3[0], message }).message).toBe(message)
  })
  it('is set aside without a time', () => {
    expect(readRows([{ ...logs3[0], timestamp: 'now' }, logs3[1]], toLogLine)).toMatchObject({ rows: [{ id: logs3[1]!.id }], setAsideCount: 1 })
  })
})

describe('toGraph', () => {
  const graph = toGraph(graph3)
  it('has a subflow as one node', () => {
    expect(graph).toMatchObject({ kind: 'graph', setAsideCount: 0 })
    expect(graph.kind === 'graph' && graph.nodes[0]).toMatchObject({ id: '22420d0e-745d-4ba7-b3e3-dd1c6a20de50', kind: 'flow', label: 'child-flow / astute-crayfish', type: 'COMPLETED', parentIds: [] })
  })
  it('names each parent once, and what a node ran inside', () => {
    expect(graph.kind === 'graph' && graph.nodes.slice(1)).toMatchObject([{ parentIds: ['01a20538-6834-7e45-9a31-92868ef6a0ee'] }, { label: 'inner-b82', insideIds: [expect.any(String)] }])
  })
  it('tells the run\'s states, oldest first', () => {
    const states = graph3.states.map(({ type, timestamp }) => ({ type, at: parseInstant(timestamp) }))
    expect(states.length).toBeGreaterThan(1)
    expect(graph).toMatchObject({ states })
  })
  it('tells what was left for people, and not results, which have no key', () => {
    const artifact = { id: 'x', key: 'report', type: 'markdown', created: '2026-11-22T21:45:16Z' }
    const node = { ...graph3.nodes[0]![1] as object, artifacts: [artifact, { ...artifact, id: 'y', key: null }] }
    const at = parseInstant(artifact.created)
    expect(toGraph({ nodes: [['a', node]], artifacts: [{ ...artifact, id: 'z' }] })).toMatchObject({ artifacts: [
      { id: 'z', key: 'report', createdAt: at, nodeId: null },
      { id: 'x', key: 'report', createdAt: at, nodeId: '22420d0e-745d-4ba7-b3e3-dd1c6a20de50' },
    ] })
  })
  it('gives no start to a node that waits', () => {
    const waiting = { ...graph3.nodes[1]![1] as object, state_type: 'PENDING', end_time: null }
    expect(toGraph({ nodes: [['a', waiting]] })).toMatchObject({ nodes: [{ type: 'PENDING', startedAt: null, endedAt: null }] })
  })
  it('sets a node aside that it cannot understand', () => {
    expect(toGraph({ nodes: [['a', { kind: 'moon' }], graph3.nodes[0]] })).toMatchObject({ nodes: [{ kind: 'flow' }], setAsideCount: 1 })
  })
  it('takes a node without parents or nest, as 2.20 sends it', () => {
    const node = { ...graph3.nodes[0]![1] as Record<string, unknown> }
    delete node['encapsulating']
    expect(toGraph({ nodes: [['a', node]] })).toMatchObject({ nodes: [{ insideIds: [] }], setAsideCount: 0 })
  })
})
