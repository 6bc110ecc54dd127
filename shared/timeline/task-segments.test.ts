import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimelineState } from '../api/timeline.ts'
import { STATE_TYPES, toMark, type StateType } from '../model/run-state.ts'
import { toFlowAttempts, toSegments } from './task-segments.ts'

const state = (type: StateType, atMs: number, name = type.charAt(0) + type.slice(1).toLowerCase()): TimelineState => ({ mark: toMark({ type, name }), name, type, atMs })

const RETRIED = [state('PENDING', 0), state('RUNNING', 10), state('SCHEDULED', 40, 'AwaitingRetry'), state('RUNNING', 60, 'Retrying'), state('COMPLETED', 100)]

const anyStates = fc.array(fc.tuple(fc.constantFrom(...STATE_TYPES), fc.integer({ min: 0, max: 1_000 })), { maxLength: 20 })
  .map(given => given.map(([type, atMs]) => state(type, atMs)))

describe('toSegments', () => {
  it('tells attempts and the waits between them', () => {
    expect(toSegments(RETRIED)).toEqual([
      { kind: 'wait', name: 'Pending', isOver: false, fromMs: 0, toMs: 10 },
      { kind: 'attempt', number: 1, mark: 'failed', fromMs: 10, toMs: 40 },
      { kind: 'wait', name: 'AwaitingRetry', isOver: false, fromMs: 40, toMs: 60 },
      { kind: 'attempt', number: 2, mark: 'completed', fromMs: 60, toMs: 100 },
    ])
  })

  it('leaves the last stretch open while it goes on', () => {
    expect(toSegments(RETRIED.slice(0, 3)).at(-1)).toEqual({ kind: 'wait', name: 'AwaitingRetry', isOver: false, fromMs: 40, toMs: null })
    expect(toSegments(RETRIED.slice(0, 2)).at(-1)).toMatchObject({ kind: 'attempt', mark: 'running', toMs: null })
  })

  it('counts what goes on after a pause as the same attempt', () => {
    const paused = [state('RUNNING', 0), state('PAUSED', 10), state('SCHEDULED', 20, 'Resuming'), state('RUNNING', 30), state('FAILED', 40)]
    expect(toSegments(paused).flatMap(segment => segment.kind === 'attempt' ? [[segment.number, segment.mark]] : [])).toEqual([[1, 'paused'], [1, 'failed']])
  })

  it('does not call it a wait for something when it was over', () => {
    expect(toSegments([state('RUNNING', 0), state('FAILED', 10), state('SCHEDULED', 90, 'AwaitingRetry'), state('RUNNING', 95)])[1]).toEqual({ kind: 'wait', name: 'Failed', isOver: true, fromMs: 10, toMs: 90 })
  })

  it('has none of a task taken from the cache', () => {
    expect(toSegments([state('COMPLETED', 5, 'Cached')])).toEqual([])
  })

  it('follow each other without gap or overlap', () => {
    fc.assert(fc.property(anyStates, (states) => {
      const segments = toSegments(states)
      segments.forEach((segment, index) => {
        const next = segments[index + 1]
        expect(segment.toMs ?? segment.fromMs).toBeGreaterThanOrEqual(segment.fromMs)
        if (next !== undefined)
          expect(next.fromMs).toBe(segment.toMs)
      })
    }))
  })
})

describe('toFlowAttempts', () => {
  it('begins one with each entry into work', () => {
    const states = [state('RUNNING', 10), state('FAILED', 40), state('SCHEDULED', 50, 'AwaitingRetry'), state('PENDING', 60), state('RUNNING', 70), state('COMPLETED', 90)]
    expect(toFlowAttempts(states)).toEqual([{ number: 1, mark: 'failed', fromMs: 10 }, { number: 2, mark: 'completed', fromMs: 70 }])
  })
})
