import { describe, expect, it } from 'vitest'
import type { PaceAnswer, PoolRow } from '../../../shared/api/pools.ts'
import { STATE_TYPES } from '../../../shared/model/run-state.ts'
import { drainWords, hourCounts, HOUR_PART_NAMES, placesWords, poolSentence, stateOf, waitingWords, workersWords } from './pool-words.ts'

const NOW = Date.parse('2026-11-24T07:00:00Z')
const CLOCK = { now: NOW, timeZone: 'UTC' }
const IDLE: PaceAnswer = { waitingCount: 0, oldestDue: null, startedCount: 0, clearAt: null }
const BUSY: PaceAnswer = { waitingCount: 8, oldestDue: '2026-11-24T03:00:00Z', startedCount: 4, clearAt: '2026-11-24T09:00:00Z' }
const pool = (given: Partial<PoolRow> = {}): PoolRow => ({ name: 'gpu', type: 'kubernetes', paused: false, status: 'READY', needsWorkers: true, workers: null, concurrencyLimit: null, holderCount: 0, pace: IDLE, deploymentCount: 0, stoppedQueues: null, problemCount: 0, ...given })

describe('stateOf', () => {
  it.each([
    [{}, 'takes runs'],
    [{ paused: true }, 'paused'],
    [{ status: 'NOT_READY' }, 'no worker online'],
    [{ status: null }, 'not told'],
    [{ status: 'NOT_READY', needsWorkers: false }, 'takes runs'],
    [{ status: null, needsWorkers: false }, 'takes runs'],
  ] as const)('of %o is said as %s', (given, words) => {
    expect(stateOf(pool(given)).words).toBe(words)
  })
})

describe('words of a pool', () => {
  it('say of workers that were not read just that', () => {
    expect(workersWords(pool())).toBe('not read')
    expect(workersWords(pool({ needsWorkers: false }))).toBe('needs none')
    expect(workersWords(pool({ workers: { count: 3, onlineCount: 2, lastHeartbeat: null } }))).toBe('2 of 3 online')
  })
  it('count places against the limit where there is one', () => {
    expect([placesWords(pool({ holderCount: 3, concurrencyLimit: 40 })), placesWords(pool({ holderCount: 3 }))]).toEqual(['3 of 40', '3'])
  })
  it('tell what waits and when it will be gone', () => {
    expect([waitingWords(BUSY, CLOCK), drainWords(BUSY, CLOCK)]).toEqual(['8, oldest 4 h', '4 in the last hour, clear about 09:00'])
    expect([waitingWords(IDLE, CLOCK), drainWords(IDLE, CLOCK)]).toEqual(['', 'none in the last hour'])
  })
  it('are one sentence', () => {
    expect(poolSentence(pool({ status: 'NOT_READY', pace: { ...BUSY, clearAt: null } }), CLOCK)).toBe('It has no worker online; 8 runs wait, the oldest since 03:00.')
    expect(poolSentence(pool(), CLOCK)).toBe('It takes runs; nothing waits longer than it should.')
  })
})

describe('hourCounts', () => {
  it('puts every type of state into one part', () => {
    const all = hourCounts({ counts: Object.fromEntries(STATE_TYPES.map(type => [type, 1])) })
    expect(all.all).toBe(STATE_TYPES.length)
    expect(HOUR_PART_NAMES.reduce((sum, part) => sum + all[part], 0)).toBe(STATE_TYPES.length)
  })
})
