import { describe, expect, it } from 'vitest'
import { zoneOffsetMs } from '../model/zone.ts'
import { learnRhythm, OF_A_SCHEDULER } from './rhythm.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './thresholds.ts'

const THREE = Date.parse('2026-11-24T03:00:00Z')
const daysBack = (...days: number[]): number[] => days.map(day => THREE - day * DAY_MS).sort((a, b) => a - b)
const upTo = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index)

/** Evenly spread between 0 and 1, the same each time. */
function aChance(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

describe('a rhythm', () => {
  it.each([
    ['each day', daysBack(...upTo(13, 1)), 1],
    ['each working day', daysBack(...upTo(13, 1)).filter(at => new Date(at).getUTCDay() % 6 !== 0), 1],
    ['each Tue', daysBack(42, 35, 28, 21, 14, 7), 1],
    ['each month', [5, 6, 7, 8, 9].map(month => Date.UTC(2026, month, 24, 3)), 1],
    ['each first business day of a month', ['2026-06-01', '2026-07-01', '2026-08-03', '2026-09-01', '2026-10-01'].map(day => Date.parse(`${day}T03:00:00Z`)), 1],
    ['each last business day of a month', ['2026-05-29', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30'].map(day => Date.parse(`${day}T03:00:00Z`)), 1],
    ['24 times each day', Array.from({ length: 240 }, (_, index) => THREE - (240 - index) * HOUR_MS), 1],
    ['every 7 min', Array.from({ length: 1_000 }, (_, index) => THREE - (1_000 - index) * 7 * MINUTE_MS), 1],
  ])('of %s is learnt, and its next run expected', (words, instants, count) => {
    const rhythm = learnRhythm(instants)
    expect(rhythm?.words).toBe(words)
    expect(rhythm?.dueUntil(words.includes('business') ? Date.parse('2026-11-02T05:00:00Z') : THREE + 2 * HOUR_MS).length).toBeGreaterThanOrEqual(count)
  })

  it('needs five runs', () => {
    expect(learnRhythm(daysBack(4, 3, 2, 1))).toBeNull()
    expect(learnRhythm(daysBack(3, 2, 1), OF_A_SCHEDULER)).not.toBeNull()
  })

  it('of working days alone is not expected on a weekend', () => {
    const week = ['16', '17', '18', '19', '20'].map(day => Date.parse(`2026-11-${day}T03:00:00Z`))
    expect(learnRhythm(week)?.dueUntil(Date.parse('2026-11-22T23:00:00Z'))).toEqual([])
  })

  it('has half an hour of grace past its own slack, at most half its period', () => {
    expect(learnRhythm(daysBack(...upTo(13, 1)))?.graceMs).toBe(30 * MINUTE_MS)
    expect(learnRhythm(Array.from({ length: 1_000 }, (_, index) => THREE - (1_000 - index) * 7 * MINUTE_MS))?.graceMs).toBe(3.5 * MINUTE_MS)
  })

  it('goes by the clock of the wall when clocks change', () => {
    const atThree = (day: number): number => Date.UTC(2026, 9, day, 3) - zoneOffsetMs(Date.UTC(2026, 9, day, 3), 'Europe/Berlin')
    const nights = upTo(30, 19).map(atThree).sort((a, b) => a - b)
    expect(learnRhythm(nights)?.dueUntil(atThree(31) + HOUR_MS)).toEqual([atThree(31)])
  })

  it('is not found in two thousand jobs that run on demand, but once', () => {
    const chance = aChance(7)
    const at = (): number => THREE - chance() * 14 * DAY_MS
    const inTheOffice = (): number => {
      const day = Math.floor(chance() * 14)
      return Math.floor(THREE / DAY_MS - day) * DAY_MS + (8 + chance() * 9) * HOUR_MS
    }
    const kinds = [
      () => Array.from({ length: 5 + Math.floor(chance() * 40) }, at),
      () => Array.from({ length: 5 + Math.floor(chance() * 60) }, inTheOffice),
      () => Array.from({ length: 2 + Math.floor(chance() * 8) }, at).flatMap(start => Array.from({ length: 5 }, (_, index) => start + index * (1 + chance() * 20) * MINUTE_MS)),
      () => upTo(13, 1).filter(() => chance() < 0.5).map(day => THREE - day * DAY_MS + chance() * HOUR_MS),
    ]
    const found = Array.from({ length: 2_000 }, (_, index) => kinds[index % kinds.length]?.() ?? []).filter(instants => learnRhythm(instants.sort((a, b) => a - b)) !== null)
    expect(found.length).toBeLessThanOrEqual(1)
  })
})
