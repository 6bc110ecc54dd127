import { describe, expect, it } from 'vitest'
import type { Hold, UpcomingJob } from '../api/upcoming.ts'
import { layOutUpcoming, startAt, type LaneSpace } from './upcoming-lanes.ts'

const HOUR = 3_600_000
const space: LaneSpace = { width: 240, spanMs: 24 * HOUR, pitch: 30, barTop: 9, barHeight: 11 }
const job = (given: Partial<UpcomingJob> = {}): UpcomingJob => ({ flowId: 'f', flow: 'ledger', deploymentId: 'd', deployment: 'eu', nextMs: 0, count: 1, startsMs: [3 * HOUR], band: null, usualMs: null, hold: null, ...given })
const hold = (kind: Hold['kind']): Hold => ({ key: kind, kind, text: '', pool: null })

describe('layOutUpcoming', () => {
  it('gives each job a lane, and each start a bar as long as it usually takes', () => {
    expect(layOutUpcoming({ jobs: [job({ usualMs: 2 * HOUR }), job({ startsMs: [0] })], holds: [] }, space)).toMatchObject([
      { x: 30, y: 9, width: 20, height: 11, job: 0, isUsual: true },
      { x: 0, y: 39, width: 3, job: 1, isUsual: false },
    ])
  })

  it('ends a bar before the next start, and at the edge', () => {
    const [first, last] = layOutUpcoming({ jobs: [job({ startsMs: [0, 23 * HOUR], usualMs: 23.5 * HOUR })], holds: [] }, space)
    expect([first?.width, last?.width]).toEqual([229, 10])
  })

  it('keeps the last instant in sight', () => {
    expect(layOutUpcoming({ jobs: [job({ startsMs: [24 * HOUR] })], holds: [] }, space)[0]).toMatchObject({ x: 237, width: 3 })
  })

  it('draws a band from its first start to its last', () => {
    expect(layOutUpcoming({ jobs: [job({ startsMs: [], band: { fromMs: HOUR, toMs: 13 * HOUR, everyMs: 60_000 } })], holds: [] }, space)).toMatchObject([{ kind: 'band', x: 10, width: 120 }])
  })

  it('marks every start that a stop keeps, and of a full place the next one', () => {
    const starts = [HOUR, 2 * HOUR]
    const shapes = layOutUpcoming({ jobs: [job({ startsMs: starts, hold: 0 }), job({ startsMs: starts, hold: 1 })], holds: [hold('stopped'), hold('full')] }, space)
    expect(shapes.map(({ isHeld }) => isHeld)).toEqual([true, true, true, false])
  })
})

describe('startAt', () => {
  const shapes = layOutUpcoming({ jobs: [job(), job()], holds: [] }, space)
  it('finds what is under the pointer or near it', () => {
    expect([startAt(shapes, 31, 12)?.job, startAt(shapes, 28, 45)?.job]).toEqual([0, 1])
  })
  it('finds nothing elsewhere', () => {
    expect(startAt(shapes, 120, 12)).toBeNull()
  })
})
