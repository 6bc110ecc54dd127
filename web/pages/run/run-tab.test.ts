import { describe, expect, it } from 'vitest'
import type { RunAnswer } from '../../../shared/api/run.ts'
import { toRunTab } from './run-tab.ts'

const anAnswer = (run: Partial<RunAnswer['run']>): RunAnswer => ({
  asOf: '2026-11-23T08:00:00Z',
  run: {
    id: 'run-1', name: 'zesty-otter', flow: { id: 'flow-1', name: 'warehouse-sync-a' }, deployment: null,
    state: { type: 'FAILED', name: 'Failed', at: '2026-11-23T01:32:00Z', message: null },
    expectedAt: '2026-11-23T01:30:00Z', startedAt: '2026-11-23T01:31:00Z', endedAt: null, ranForMs: null, lateByMs: null, runCount: 1, tags: [], ...run,
  },
  parameters: {}, workPool: null, workQueue: null, setup: { worker: null, infrastructureId: null, jobVariables: {}, idempotencyKey: null, retries: null, deploymentVersion: null, flowVersion: null }, problem: null, after: null, usualMs: null, parent: null, prefectUrl: null, acts: [], pause: null, live: false,
})

describe('toRunTab', () => {
  it('says flow, time in the zone, and state', () => {
    expect(toRunTab(anAnswer({}), 'Europe/Berlin')).toEqual({ title: '✕ warehouse-sync-a · 02:31 failed', mark: 'failed' })
  })
  it('says when a run that has not started was due', () => {
    expect(toRunTab(anAnswer({ startedAt: null, state: { type: 'SCHEDULED', name: 'Late', at: '2026-11-23T01:32:00Z', message: null } }), 'UTC')).toEqual({ title: '● warehouse-sync-a · 01:30 late', mark: 'late' })
  })
  it('names what it does not know', () => {
    expect(toRunTab(anAnswer({ startedAt: null, expectedAt: null, state: null, flow: { id: 'flow-1', name: null } }), 'UTC').title).toBe('? deleted flow')
  })
})
