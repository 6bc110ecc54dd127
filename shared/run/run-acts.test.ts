import { describe, expect, it } from 'vitest'
import { aFlowRun, aRunState } from '../model/build.ts'
import { STATE_TYPES, type StateType } from '../model/run-state.ts'
import { actsOn, whyNot } from './run-acts.ts'

const KNOWN = { deployments: new Map([['deployment-1', null]]) }
const OVER = ['retry', 'run-again']
const WAITING = ['cancel', 'run-again']
const ACTS: Record<StateType, string[]> = {
  SCHEDULED: WAITING,
  PENDING: WAITING,
  RUNNING: ['cancel', 'suspend', 'run-again'],
  PAUSED: ['resume', 'cancel', 'run-again'],
  CANCELLING: ['run-again'],
  UNKNOWN: WAITING,
  COMPLETED: OVER,
  FAILED: OVER,
  CRASHED: OVER,
  CANCELLED: OVER,
}

describe('actsOn', () => {
  it.each(STATE_TYPES)('knows what can be done to a run that is %s', (type) => {
    expect(actsOn(aFlowRun({ state: aRunState({ type }) }), KNOWN)).toEqual(ACTS[type])
  })
  it('starts nothing without a deployment', () => {
    expect(actsOn(aFlowRun({ state: aRunState({ type: 'FAILED' }) }), { deployments: new Map() })).toEqual([])
    expect(actsOn(aFlowRun({ state: aRunState({ type: 'RUNNING' }) }), { deployments: new Map() })).toEqual(['cancel'])
  })
  it('leaves the suspending of a child run to the run above', () => {
    expect(whyNot('suspend', aFlowRun({ state: aRunState({ type: 'RUNNING' }), parentTaskRunId: 'task' }), KNOWN)).toContain('Another run started it')
  })
  it('says why not', () => {
    expect(whyNot('retry', aFlowRun({ state: aRunState({ type: 'RUNNING', name: 'Retrying' }) }), KNOWN)).toBe('It is Retrying: only a run that is over is retried.')
  })
})
