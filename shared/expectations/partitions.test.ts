import { describe, expect, it } from 'vitest'
import { aFlowRun, aSchedule } from '../model/build.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { byPartition, partitionOf, toPartitionNames, toSlotNames } from './partitions.ts'
import { DAY_MS, MINUTE_MS } from './thresholds.ts'

const FIRST = Date.parse('2026-11-10T02:00:00Z')
const run = (day: number, minute: number, parameters: Record<string, string>, given: Partial<FlowRun> = {}): FlowRun => aFlowRun({ id: `${day} ${minute}`, expectedStartAt: FIRST + day * DAY_MS + minute * MINUTE_MS, parameters, ...given })
const days = (count: number, toRuns: (day: number) => FlowRun[]): FlowRun[] => Array.from({ length: count }, (_, day) => toRuns(day)).flat()
const date = (day: number): string => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10)

describe('the parameters that part a job', () => {
  it('are those whose values come again on other days', () => {
    const runs = days(3, day => ['acme', 'globex', 'initech'].map((customer, minute) => run(day, minute, { customer, mode: 'full' })))
    expect(toPartitionNames(runs)).toEqual(['customer'])
    expect([...byPartition(runs, ['customer']).keys()]).toEqual(['customer=acme', 'customer=globex', 'customer=initech'])
  })

  it('are no dates, no ids, and none that never varies', () => {
    const runs = days(14, day => [run(day, 0, { as_of: date(day), token: `t-${day * 7919}`, mode: 'full' })])
    expect(toPartitionNames(runs)).toEqual([])
    expect(toSlotNames(runs, [])).toEqual(['as_of', 'token'])
  })

  it('are no dates of a job that runs all day, though a local day lies on two of UTC', () => {
    const runs = days(6, day => Array.from({ length: 24 }, (_, hour) => run(day, hour * 60, { as_of: date(day + (hour >= 14 ? 1 : 0)) })))
    expect(toPartitionNames(runs)).toEqual([])
  })

  it('hold no setting that somebody changed once', () => {
    expect(toPartitionNames(days(12, day => [run(day, 0, { chunk: day < 7 ? '100' : '50' })]))).toEqual([])
  })

  it('hold none that only people give by hand', () => {
    const runs = days(12, day => [run(day, 0, {}), run(day, 30, { force: `${day % 2 === 0}` }, { autoScheduled: false })].slice(0, day % 2 + 1))
    expect(toPartitionNames(runs)).toEqual([])
  })

  it('are known at once from schedules that differ in them', () => {
    const schedules = ['eu', 'us'].map(region => aSchedule({ id: region, parameters: { region } }))
    expect(toPartitionNames([run(0, 0, { region: 'eu' })], schedules)).toEqual(['region'])
  })

  it('are at most five hundred parts', () => {
    expect(toPartitionNames(days(2, day => Array.from({ length: 501 }, (_, index) => run(day, index / 10, { account: `a${index}` }))))).toEqual([])
  })

  it('are two where their values come again together, else the one that parts most', () => {
    const together = days(3, day => ['acme', 'globex'].flatMap((customer, index) => ['eu', 'us'].map((region, minute) => run(day, 2 * index + minute, { customer, region }))))
    expect(toPartitionNames(together)).toEqual(['customer', 'region'])
    const apart = days(3, day => Array.from({ length: 9 }, (_, index) => run(day, index, { customer: `c${index}`, worker: `w${(index + day) % 4}` })))
    expect(toPartitionNames(apart)).toEqual(['customer'])
  })

  it('name the part of a run, and none of one that lacks them', () => {
    expect(partitionOf({ parameters: { customer: 'acme', region: 'eu' } }, ['customer', 'region'])).toBe('customer=acme, region=eu')
    expect(partitionOf({ parameters: {} }, ['customer'])).toBeNull()
    expect(partitionOf({ parameters: { customer: 'acme' } }, [])).toBeNull()
  })
})
