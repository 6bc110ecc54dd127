import { describe, expect, it } from 'vitest'
import type { Hold, UpcomingJob } from '../../../shared/api/upcoming.ts'
import { heldJobs, oftenWords, startWords, upcomingSentence } from './upcoming-words.ts'

const MINUTE = 60_000
const job = (given: Partial<UpcomingJob> = {}): UpcomingJob => ({ flowId: 'f', flow: 'ledger', deploymentId: 'd', deployment: 'eu', nextMs: 0, count: 1, startsMs: [0], band: null, usualMs: null, hold: null, ...given })
const hold = (given: Partial<Hold> = {}): Hold => ({ key: 'pool silent gpu', kind: 'stopped', text: 'no worker is online in gpu', pool: 'gpu', ...given })

describe('upcomingSentence', () => {
  it('counts what is due and what cannot start', () => {
    expect(upcomingSentence({ holds: [hold()], jobs: [job({ count: 3 }), job({ hold: 0 })] })).toEqual({ due: '4 starts of 2 jobs in the next 24 hours.', held: '1 job cannot start as things stand.' })
  })
  it('leaves out what was switched off', () => {
    expect(upcomingSentence({ holds: [hold({ kind: 'off' })], jobs: [job({ hold: 0 })] })).toEqual({ due: 'Nothing is due in the next 24 hours.', held: null })
  })
})

describe('heldJobs', () => {
  it('counts every start that a stop keeps, and of a full place the next one', () => {
    const jobs = [job({ count: 4, hold: 0 }), job({ count: 9, hold: 1 })]
    expect(heldJobs({ holds: [hold(), hold({ kind: 'full' })], jobs }).map(({ count }) => count)).toEqual([4, 1])
  })
})

describe('words of a start', () => {
  it('say how often', () => {
    expect([oftenWords(job()), oftenWords(job({ count: 4 })), oftenWords(job({ count: 288, band: { fromMs: 0, toMs: 1, everyMs: 5 * MINUTE } }))]).toEqual(['once', '4 times', '288 times, every 5 m'])
  })
  it('tell when it is due in the zone asked for, and how long it takes', () => {
    const at = { fromAt: Date.parse('2026-11-24T07:00:00Z'), timeZone: 'Europe/Berlin' }
    expect(startWords(job({ usualMs: 12 * MINUTE }), 30 * MINUTE, at)).toBe('due 08:30, usually takes 12 m')
    expect(startWords(job(), 0, at)).toBe('due 08:00, how long it takes is not known yet')
  })
  it('names the day where the next one has begun', () => {
    expect(startWords(job({ usualMs: MINUTE }), 20 * 60 * MINUTE, { fromAt: Date.parse('2026-11-24T07:00:00Z'), timeZone: 'UTC' })).toBe('due Wed 03:00, usually takes 1 m')
  })
})
