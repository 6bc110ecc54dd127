import { describe, expect, it } from 'vitest'
import { aFlowRun } from '../model/build.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { parametersOf, splitBackfills, withoutBackfills } from './backfills.ts'
import { DAY_MS, MINUTE_MS } from './thresholds.ts'

const FIRST = Date.parse('2026-11-20T09:00:00Z')
const byHand = (index: number, afterMs: number, given: Partial<FlowRun> = {}): FlowRun => aFlowRun({ id: `by hand ${index} ${afterMs}`, createdAt: FIRST + afterMs, expectedStartAt: FIRST + afterMs, autoScheduled: false, parameters: { day: `2026-10-${index}` }, ...given })
const batch = (count: number, apartMs: number, given: Partial<FlowRun> = {}): FlowRun[] => Array.from({ length: count }, (_, index) => byHand(index, index * apartMs, given))

describe('a backfill', () => {
  it('is five runs or more made within ten minutes with differing parameters', () => {
    expect(splitBackfills(batch(5, MINUTE_MS)).backfills).toHaveLength(1)
    expect(splitBackfills(batch(4, MINUTE_MS)).backfills).toEqual([])
    expect(splitBackfills(batch(5, MINUTE_MS, { parameters: { day: 'today' } })).backfills).toEqual([])
    expect(splitBackfills(batch(9, 4 * MINUTE_MS)).backfills).toEqual([])
  })

  it('is one however long it took to make', () => {
    expect(splitBackfills(batch(200, 20_000)).backfills).toMatchObject([{ length: 200 }])
  })

  it('leaves the job\'s own runs in order', () => {
    const nights = [-2, -1, 1, 2].map(day => aFlowRun({ id: `night ${day}`, createdAt: FIRST, expectedStartAt: FIRST + day * DAY_MS }))
    const runs = [...nights.slice(0, 2), ...batch(20, 1_000), ...nights.slice(2)]
    expect(withoutBackfills(runs)).toEqual(nights)
  })

  it('holds no run that was asked for what schedules ask', () => {
    const night = aFlowRun({ expectedStartAt: FIRST - DAY_MS, parameters: { day: 'latest' } })
    const again = byHand(99, 2 * MINUTE_MS, { parameters: { day: 'latest' } })
    expect(withoutBackfills([night, ...batch(6, 1_000), again])).toEqual([night, again])
  })

  it('is still one when it was done a second time', () => {
    const second = batch(6, 1_000).map(run => ({ ...run, id: `${run.id} again`, createdAt: run.createdAt + DAY_MS, expectedStartAt: FIRST + DAY_MS }))
    expect(splitBackfills([...batch(6, 1_000), ...second]).backfills).toHaveLength(2)
  })

  it('is not what comes day after day, nor what an automation makes', () => {
    const daily = [0, 1, 2, 3].flatMap(day => batch(6, 1_000).map(run => ({ ...run, id: `${run.id} ${day}`, createdAt: run.createdAt + day * DAY_MS })))
    expect(splitBackfills(daily)).toEqual({ own: daily, backfills: [] })
    expect(splitBackfills(batch(9, 1_000, { maker: { kind: 'automation', name: null } })).backfills).toEqual([])
  })
})

describe('what a run was asked', () => {
  it('is the same in any order', () => {
    expect(parametersOf({ parameters: { a: '1', b: '2' } })).toBe(parametersOf({ parameters: { b: '2', a: '1' } }))
    expect(parametersOf({ parameters: { a: '1' } })).not.toBe(parametersOf({ parameters: { a: '2' } }))
  })
})
