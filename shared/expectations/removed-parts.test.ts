import { describe, expect, it } from 'vitest'
import { aFlowRun, aSchedule } from '../model/build.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { removedParts } from './removed-parts.ts'
import { DAY_MS } from './thresholds.ts'

const THREE = Date.parse('2026-11-24T03:00:00Z')
const range = { fromAt: THREE - 14 * DAY_MS, toAt: THREE + DAY_MS / 2 }
const schedules = (...names: string[]) => names.map(name => aSchedule({ parameters: { customer: name } }))
/** Runs of a customer, from so many days back to so many. */
const ran = (customer: string, from: number, to: number): FlowRun[] => Array.from({ length: from - to + 1 }, (_, index) => aFlowRun({ expectedStartAt: THREE - (from - index) * DAY_MS, parameters: { customer, attempt: `${index}` } }))
const found = (named: string[], runs: FlowRun[]): unknown[] => removedParts(schedules(...named), [...runs].sort((a, b) => (a.expectedStartAt ?? 0) - (b.expectedStartAt ?? 0)), range)

describe('removedParts', () => {
  it('are those whose runs stopped while others go on', () => {
    expect(found(['a', 'b'], [...ran('a', 9, 0), ...ran('b', 9, 0), ...ran('c', 9, 2)])).toEqual([{ parameters: { customer: 'c' }, slots: [THREE - DAY_MS, THREE] }])
  })

  it.each<[string, string[], FlowRun[]]>([
    ['a schedule names it', ['a', 'c'], [...ran('a', 9, 0), ...ran('c', 9, 2)]],
    ['another part came after it', ['a', 'd'], [...ran('a', 9, 0), ...ran('c', 9, 2), ...ran('d', 1, 0)]],
    ['nothing else went on', ['a'], [...ran('a', 9, 2), ...ran('c', 9, 2)]],
    ['it had no rhythm yet', ['a'], [...ran('a', 9, 0), ...ran('c', 3, 2)]],
    ['people ran it', ['a'], [...ran('a', 9, 0), ...ran('c', 9, 2).map(run => ({ ...run, autoScheduled: false }))]],
  ])('are none where %s', (_, named, runs) => {
    expect(found(named, runs)).toEqual([])
  })

  it('are none where a schedule gives no parameters', () => {
    expect(removedParts([...schedules('a'), aSchedule()], [...ran('a', 9, 0), ...ran('c', 9, 2)], range)).toEqual([])
  })
})
