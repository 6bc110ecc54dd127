import { describe, expect, it } from 'vitest'
import { aSchedule } from '../model/build.ts'
import { aPicture, inventory, night, nightly, nights, NOW } from './build.ts'
import { toJobs, type Job } from './job.ts'
import { toStrip } from './strip.ts'

const DAY = 86_400_000
const due = (text: string) => nightly({ schedules: [aSchedule({ rule: { kind: 'cron', cron: text, timeZone: 'UTC', dayOr: true } })] })

function stripOf(picture: Parameters<typeof aPicture>[0], { absent = [], timeZone = 'UTC' }: { absent?: number[], timeZone?: string } = {}) {
  const [job] = toJobs(aPicture(picture)) as [Job]
  return toStrip(job, absent, { at: NOW, timeZone })
}

describe('a strip', () => {
  it('has the last fourteen nights of a nightly job, oldest first', () => {
    const strip = stripOf({ deployments: inventory(nightly()), runs: [...nights(13, 1), night(0, 'FAILED')] })
    expect(strip.map(({ night }) => night)).toEqual(Array.from({ length: 14 }, (_, index) => new Date(NOW - (13 - index) * DAY).toISOString().slice(0, 10)))
    expect(strip.map(({ mark }) => mark)).toEqual([...Array.from({ length: 13 }, () => 'completed'), 'failed'])
  })
  it('shows the weeks of a weekly job, unknown ones without a mark', () => {
    const strip = stripOf({ deployments: inventory(due('0 3 * * 2')), runs: [night(7), night(0, 'FAILED')] })
    expect(strip.map(({ night }) => night).slice(-3)).toEqual(['2026-11-10', '2026-11-17', '2026-11-24'])
    expect(strip).toHaveLength(14)
    expect(strip.map(({ mark }) => mark)).toEqual([...Array.from({ length: 12 }, () => null), 'completed', 'failed'])
  })
  it('leaves out the weekend of a job of working days', () => {
    expect(stripOf({ deployments: inventory(due('0 3 * * 1-5')), runs: [] }).some(({ night }) => new Date(night).getUTCDay() % 6 === 0)).toBe(false)
  })
  it('has nights of a job that is due more often, the worst of each', () => {
    const strip = stripOf({ deployments: inventory(due('0 * * * *')), runs: [night(1, 'FAILED'), night(1, 'COMPLETED', { id: 'later', expectedStartAt: NOW - DAY })] }, { absent: [NOW - 1] })
    expect(strip).toHaveLength(14)
    expect(strip.slice(-2)).toMatchObject([{ mark: 'failed', badRatio: 0.5 }, { mark: 'missing', runId: null, badRatio: 1 }])
    expect(strip[0]).toMatchObject({ mark: null, badRatio: 0 })
  })
  it('counts a night from noon to noon of the wall', () => {
    const nine = night(0, 'COMPLETED', { expectedStartAt: Date.parse('2026-11-23T21:00:00Z') })
    expect(stripOf({ deployments: inventory(due('0 21 * * *')), runs: [nine] }).at(-1)).toMatchObject({ night: '2026-11-24', mark: 'completed' })
    expect(stripOf({ deployments: inventory(due('0 21 * * *')), runs: [nine] }, { timeZone: 'America/Los_Angeles' }).find(({ mark }) => mark !== null)?.night).toBe('2026-11-24')
  })
})
