import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFlowRun, aRunState, aTaskRun } from '../model/build.ts'
import type { RunState, StateType } from '../model/run-state.ts'
import type { TaskRun } from '../model/task-run.ts'
import { findCause, type RunParts } from './cause-in-run.ts'
import recorded2 from './recorded/2.20.26-causes.json'
import recorded3 from './recorded/3.8.8-causes.json'
import { titleOf, toRootCause } from './root-cause.ts'

const END = 100_000

function aFailed(name: string, startedAt: number, endedAt: number, said: string, given: Partial<TaskRun> = {}): TaskRun {
  return aTaskRun({ id: name, name, startedAt, endedAt, runCount: 1, state: aRunState({ type: 'FAILED', at: endedAt, message: `Task run encountered an exception ${said}` }), ...given })
}

function aWaiting(name: string): TaskRun {
  return aTaskRun({ id: name, name, flowAttempt: 0, state: aRunState({ type: 'PENDING', name: 'NotReady', at: END - 10 }) })
}

function aParts(message: string | null, given: Partial<RunParts> & { type?: StateType, name?: string } = {}): RunParts {
  const { type = 'FAILED', name, ...parts } = given
  const state = aRunState({ type, at: END, message, ...(name !== undefined && { name }) })
  return { run: aFlowRun({ state, runCount: 1, startedAt: 0, endedAt: END }), states: [], failed: [], open: [], loggedError: null, ...parts }
}

const RAISED = 'Flow run encountered an exception: ValueError: no rows'

describe.each([['3.8.8', recorded3], ['2.20.26', recorded2]] as const)('findCause, on runs of %s', (_, recorded) => {
  const causeOf = (role: keyof typeof recorded) => {
    const cause = findCause(recorded[role] as unknown as RunParts)
    return cause === null ? null : [cause.kind, cause.message?.match(/ConnectionError: .*|LookupError: .*|timeout of .*|signal/)?.[0] ?? cause.message]
  }
  const countsOf = (role: keyof typeof recorded) => {
    const { waited, alsoFailed, survived, atWork } = findCause(recorded[role] as unknown as RunParts)!
    return [waited.length, alsoFailed.length, survived.length, atWork.length]
  }

  it('takes the first of two that failed together, not the one that was waited for', () => {
    expect([causeOf('parallel'), countsOf('parallel')]).toEqual([['task', 'ConnectionError: first'], [0, 1, 0, 0]])
  })
  it('finds what the tasks that are not final waited for, through one another', () => {
    expect([causeOf('waiting'), countsOf('waiting')]).toEqual([['task', 'ConnectionError: no rows'], [2, 0, 0, 0]])
  })
  it('names the attempt at which retries were exhausted', () => {
    expect(findCause(recorded.retries as unknown as RunParts)).toMatchObject({ kind: 'task', task: { runCount: 3 } })
  })
  it('blames the flow for what its own code raised', () => {
    expect([causeOf('body'), countsOf('body')]).toEqual([['flow', 'LookupError: no customer has a tier'], [0, 0, 0, 0]])
  })
  it('does not blame a task whose failure was expected', () => {
    expect([causeOf('handled'), countsOf('handled')]).toEqual([['flow', 'LookupError: no customer has a tier'], [0, 0, 1, 0]])
    expect([causeOf('rescued'), countsOf('rescued')]).toEqual([['task', 'ConnectionError: this one is not'], [0, 0, 1, 0]])
  })
  it('follows the chain of the flow\'s traceback to the task', () => {
    expect(causeOf('chained')).toEqual(['task', 'ConnectionError: in the end it was this'])
  })
  it('takes the failed one of the states a flow returned', () => {
    expect(causeOf('states')).toEqual(['task', 'ConnectionError: one of three'])
  })
  it('goes down through the tasks that stand for child runs', () => {
    for (const [role, below] of [['deep', 'child'], ['child', 'grandchild'], ['grandchild', 'greatGrandchild']] as const)
      expect(findCause(recorded[role] as unknown as RunParts)?.task?.childFlowRunId).toBe(recorded[below].run.id)
    expect(findCause(recorded.greatGrandchild as unknown as RunParts)?.task?.childFlowRunId).toBeNull()
  })
  it('leaves out what failed in an earlier attempt of the flow', () => {
    expect([causeOf('flowRetries'), countsOf('flowRetries')]).toEqual([['flow', 'LookupError: the second attempt'], [0, 0, 0, 0]])
  })
  it('tells the limit of a task and of a child run from that of the flow', () => {
    expect(findCause(recorded.taskTimeout as unknown as RunParts)).toMatchObject({ kind: 'task', task: { state: { name: 'TimedOut' } } })
    expect(findCause(recorded.timeout as unknown as RunParts)).toMatchObject({ kind: 'timeout', task: null })
    expect(findCause(recorded.timeoutAbove as unknown as RunParts)?.task?.childFlowRunId).toBe(recorded.timeoutBelow.run.id)
    expect(findCause(recorded.timeoutBelow as unknown as RunParts)?.kind).toBe('timeout')
  })
  it('says of a crash what was at work', () => {
    expect([causeOf('killed'), countsOf('killed')]).toEqual([['crash', 'signal'], [0, 0, 0, 1]])
  })
  it('is null for a run that went well in spite of a failed task', () => {
    expect(causeOf('carriedOn')).toBeNull()
  })
})

describe('findCause', () => {
  it('reads the exit code of a crash, and believes no task that failed before', () => {
    const failed = [aFailed('expected', 0, 1_000, 'KeyError: 1'), aFailed('ended', 0, END - 100, 'CancelledError')]
    const cause = findCause(aParts('Flow run infrastructure exited with non-zero status code -9.', { type: 'CRASHED', failed }))!
    expect([cause.kind, cause.exitCode, titleOf(cause)]).toEqual(['crash', 137, 'Exit code 137: killed, most often out of memory'])
    expect([cause.survived.map(({ id }) => id), cause.atWork.map(({ id }) => id)]).toEqual([['expected'], ['ended']])
  })
  it('has at work then what the same signal ended a moment before', () => {
    const signal = 'Execution was aborted by a termination signal.'
    const ended = aFailed('ended', 0, END - 1_400, signal)
    const failed = [aFailed('expected', 0, END - 1_400, 'KeyError: 1'), { ...ended, state: aRunState({ type: 'CRASHED', message: signal }) }]
    const cause = findCause(aParts(signal, { type: 'CRASHED', failed }))!
    expect([cause.survived.map(({ id }) => id), cause.atWork.map(({ id }) => id)]).toEqual([['expected'], ['ended']])
    expect([cause.exitCode, titleOf(cause)]).toEqual([143, 'Execution was aborted by a termination signal.'])
  })
  it('says that tasks were not over where none failed', () => {
    const cause = findCause(aParts('2/2 states are not final.', { open: [aWaiting('a'), aTaskRun({ id: 'b', startedAt: 5, runCount: 1, state: aRunState({ type: 'RUNNING' }) })] }))!
    expect([cause.kind, titleOf(cause)]).toEqual(['not-final', 'It ended while 2 tasks were not over'])
  })
  it('takes the first failed task of a run that says nothing', () => {
    expect(findCause(aParts(null, { failed: [aFailed('b', 0, 20, 'KeyError: 2'), aFailed('a', 5, 10, 'KeyError: 1')] }))).toMatchObject({ task: { id: 'a' }, alsoFailed: [{ id: 'b' }] })
  })
  it('takes the inner of two tasks that raised the same', () => {
    expect(findCause(aParts(RAISED, { failed: [aFailed('outer', 0, 20, 'ValueError: no rows'), aFailed('inner', 5, 10, 'ValueError: no rows')] }))).toMatchObject({ task: { id: 'inner' }, alsoFailed: [{ id: 'outer' }] })
  })
  it('believes a retry by hand, with the same row, only as far as its own attempt', () => {
    const states: RunState[] = [aRunState({ type: 'RUNNING', at: 0 }), aRunState({ type: 'FAILED', at: 40 }), aRunState({ type: 'SCHEDULED', name: 'AwaitingRetry', at: 50 }), aRunState({ type: 'RUNNING', at: 60 }), aRunState({ type: 'FAILED', at: END })]
    const failed = [aFailed('before', 1, 39, 'ValueError: no rows'), aFailed('since', 61, 90, 'KeyError: 1')]
    const parts = aParts('1/1 states failed.', { states, failed })
    expect(findCause({ ...parts, run: { ...parts.run, runCount: 2 } })).toMatchObject({ task: { id: 'since' }, survived: [] })
  })
  it('knows no cause of a run that is cancelled but that it was', () => {
    expect(findCause(aParts(null, { type: 'CANCELLED', failed: [aFailed('a', 0, 10, 'KeyError: 1')] }))).toMatchObject({ kind: 'cancelled', task: null, survived: [{ id: 'a' }] })
  })
  it.each(['COMPLETED', 'RUNNING', 'SCHEDULED', 'PENDING', 'PAUSED', 'CANCELLING', 'UNKNOWN'] as const)('is null for a run that is %s', (type) => {
    expect(findCause(aParts(RAISED, { type, failed: [aFailed('a', 0, 10, 'ValueError: no rows')] }))).toBeNull()
  })

  const anyFailed = fc.record({ startedAt: fc.integer({ min: 0, max: 50_000 }), lastedMs: fc.integer({ min: 1, max: 40_000 }), said: fc.constantFrom('ValueError: no rows', 'KeyError: 1', 'OSError: gone') })
  const anyTasks = fc.array(anyFailed, { minLength: 1, maxLength: 12 }).map(all => all.map(({ startedAt, lastedMs, said }, index) => aFailed(`t${index}`, startedAt, startedAt + lastedMs, said)))

  it('counts every failed task once, whatever the order they are listed in', () => {
    fc.assert(fc.property(anyTasks, fc.constantFrom(RAISED, '1/2 states failed.', 'Flow run encountered an exception: LookupError: own'), (failed, message) => {
      const [one, other] = [findCause(aParts(message, { failed }))!, findCause(aParts(message, { failed: failed.toReversed() }))!]
      expect(other).toEqual(one)
      const counted = [...one.task === null ? [] : [one.task], ...one.alsoFailed, ...one.survived, ...one.atWork]
      expect(counted.map(({ id }) => id).sort()).toEqual(failed.map(({ id }) => id).sort())
    }))
  })
  it('never names a task that ended before the one that raised it began', () => {
    fc.assert(fc.property(anyTasks, (failed) => {
      const { task } = findCause(aParts(RAISED, { failed }))!
      const raised = failed.filter(({ state }) => state!.message!.endsWith('no rows'))
      expect(task === null).toBe(raised.length === 0)
      if (task !== null)
        expect(raised.some(one => one.id === task.id || task.endedAt! > one.startedAt!)).toBe(true)
    }))
  })
})

describe('toRootCause', () => {
  it('tells what waited in every run on the way up, the deepest first', () => {
    const child = findCause(aParts(RAISED, { failed: [aFailed('a', 0, 10, 'ValueError: no rows')], open: [aWaiting('low')] }))!
    const root = findCause(aParts(RAISED, { failed: [aFailed('stand-in', 0, 12, 'ValueError: no rows', { childFlowRunId: 'child' })], open: [aWaiting('high')] }))!
    const { cause, waited } = toRootCause([root, child])
    expect([cause, waited.map(({ task }) => task.id)]).toEqual([child, ['low', 'high']])
  })
})
