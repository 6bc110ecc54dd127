import { describe, expect, it } from 'vitest'
import { aFlowRun, aRunState } from '../model/build.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { readFilterText } from './filter-text.ts'
import { isLike, lateByMs, matchesRun } from './run-matches.ts'

const NOW = Date.parse('2026-11-28T06:00:00Z')
const MINUTE_MS = 60_000
const run = aFlowRun({
  name: 'blue-owl', tags: ['team:data', 'etl'], workPool: 'gpu', parameters: { customer: 'acme' }, parentTaskRunId: null,
  state: aRunState({ type: 'FAILED', name: 'TimedOut' }), expectedStartAt: NOW - 60 * MINUTE_MS, startedAt: NOW - 50 * MINUTE_MS, endedAt: NOW - 20 * MINUTE_MS, ranForMs: 30 * MINUTE_MS,
})
const fits = (text: string, given: Partial<FlowRun> = {}): boolean => matchesRun({ ...run, ...given }, { flow: 'orders', deployment: 'prod' }, { filter: readFilterText(text).filter, now: NOW })

describe('matchesRun', () => {
  it.each([
    '', 'flow:orders', 'flow:other,orders', 'flow:ord*', 'deployment:orders/prod', 'deployment:prod', 'tag:etl', 'tag:team:*', 'tag:etl tag:team:data', '-tag:heartbeat',
    'state:failed', 'state:timedout', 'state:crashed,failed', 'pool:gpu', 'OWL', 'param.customer:acme', '-param.customer:globex', '-param.region:eu',
    'took>29m', 'took<31m', 'late>9m', 'due:2h', 'started:55m', 'ended:..10m', 'ended:30m..10m', 'subflows:out',
  ])('holds for %s', (text) => {
    expect(fits(text)).toBe(true)
  })

  it.each([
    'flow:ORDERS-2', '-flow:orders', 'deployment:orders/dev', 'tag:other', 'tag:etl tag:other', '-tag:etl', '-tag:other,etl', 'state:crashed', '-state:failed', 'pool:cpu', 'owl*x', '-owl',
    'param.customer:globex', 'param.region:eu', 'took>30m', 'took<30m', 'late>10m', 'due:30m', 'ended:10m', 'subflows:only',
  ])('does not hold for %s', (text) => {
    expect(fits(text)).toBe(false)
  })

  it('tells what is late from what is only scheduled', () => {
    const late = { state: aRunState({ type: 'SCHEDULED', name: 'Late' }), startedAt: null, endedAt: null, ranForMs: null }
    expect([fits('state:late', late), fits('state:scheduled', late)]).toEqual([true, false])
    expect(fits('took>1s', late)).toBe(false)
  })

  it('finds no instant where none is known', () => {
    expect(fits('ended:24h', { endedAt: null })).toBe(false)
  })
})

describe('lateByMs', () => {
  it('grows while a due run waits to start', () => {
    const waiting = aFlowRun({ expectedStartAt: NOW - 4_000, startedAt: null, endedAt: null, state: aRunState({ type: 'SCHEDULED' }) })
    expect([lateByMs(waiting, NOW), lateByMs(waiting, NOW + 1_000)]).toEqual([4_000, 5_000])
  })
  it('is null before a run is due, and for one that ended unstarted', () => {
    expect(lateByMs(aFlowRun({ expectedStartAt: NOW + 1, startedAt: null, state: aRunState({ type: 'SCHEDULED' }) }), NOW)).toBeNull()
    expect(lateByMs(aFlowRun({ expectedStartAt: NOW - 1, startedAt: null, state: aRunState({ type: 'CANCELLED' }) }), NOW)).toBeNull()
  })
})

describe('isLike', () => {
  it.each([['orders', 'orders', true], ['Orders', 'orders', true], ['orders', 'order', false], ['a-b-c', 'a*c', true], ['abab', '*ab*ab', true], ['ab', '*ab*ab', false], ['a', 'a*a', false], ['', '*', true], ['x', '', false]])('%s and %s: %s', (text, pattern, like) => {
    expect(isLike(text, pattern)).toBe(like)
  })
})
