import { describe, expect, it } from 'vitest'
import type { SearchLooked } from '../api/log-search.ts'
import { isAllRead, toSearchTitle, toSearchWords, type SearchState } from './search-words.ts'

const looked = (given: Partial<SearchLooked> = {}): SearchLooked => ({ way: 'no-search', picks: false, runCount: 40, failedRunCount: 0, totalRunCount: null, lineCount: 2_310, hitCount: 0, cutRunCount: 0, skipsEarlier: false, setAsideCount: 0, ...given })
const ENDS: readonly SearchState[] = ['reading', 'whole', 'runs', 'lines', 'hits', 'stopped', 'failed']

describe('toSearchTitle', () => {
  it.each([
    ['whole', {}, 'No line says this'],
    ['whole', { hitCount: 1 }, '1 line in 1 run'],
    ['runs', {}, 'Nothing in what was read'],
    ['runs', { hitCount: 7 }, '7 lines in 1 run, perhaps more'],
    ['whole', { cutRunCount: 1 }, 'Nothing in what was read'],
    ['whole', { setAsideCount: 1 }, 'Nothing in what was read'],
    ['whole', { skipsEarlier: true }, 'Nothing in what was read'],
    ['whole', { skipsEarlier: true, hitCount: 1 }, '1 line in 1 run, perhaps more'],
    ['reading', {}, 'Looking …'],
    ['reading', { hitCount: 2 }, '2 lines in 1 run so far'],
  ] as const)('%s %j: %s', (state, given, title) => {
    expect(toSearchTitle(looked(given), { state, runCount: 1 })).toBe(title)
  })

  it.each(ENDS.filter(state => state !== 'whole'))('never says that a line is not there after %s', (state) => {
    expect(toSearchTitle(looked(), { state, runCount: 0 })).not.toMatch(/no line/i)
    expect(isAllRead(looked(), state)).toBe(false)
  })
})

describe('toSearchWords', () => {
  const words = (given: Partial<SearchLooked>, state: SearchState): string => toSearchWords(looked(given), { state, of: 'started' }).join(' ')

  it('says which runs were read, and how many were not', () => {
    expect(words({ failedRunCount: 11, totalRunCount: 352 }, 'runs')).toBe('Read the logs of 40 runs that began in this time, the 11 failed ones first: 2,310 lines. 312 other runs of this time were not read. This Prefect cannot search text, so logs are read run by run.')
    expect(words({ failedRunCount: 40, totalRunCount: 352 }, 'runs')).toContain('40 runs that began in this time, failed ones first: 2,310 lines. 312 other runs')
  })

  it('says that others were not read where nobody knows how many', () => {
    expect(words({}, 'stopped')).toContain('Other runs of this time were not read.')
  })

  it('says that what began earlier was not looked at', () => {
    expect(words({ skipsEarlier: true }, 'whole')).toContain('Runs that began earlier were not looked at.')
  })

  it('says all where all were', () => {
    expect(words({ totalRunCount: 40 }, 'whole')).toBe('Read the logs of all 40 runs that began in this time: 2,310 lines. This Prefect cannot search text, so logs are read run by run.')
    expect(words({ way: 'runs-named', picks: true }, 'whole')).toBe('Searched the logs of all 40 runs that fit and began in this time.')
    expect(words({ way: 'runs-named', picks: true, runCount: 0 }, 'whole')).toBe('No run that began in this time fits.')
  })

  it('says how far Prefect itself searched', () => {
    expect(words({ way: 'all-lines', picks: true }, 'whole')).toBe('Prefect searched the logs of all runs.')
    expect(words({ way: 'all-lines', picks: true }, 'hits')).toBe('Prefect searched the logs of all runs, latest lines first: earlier ones were not looked at. A search ends at 500 hits: narrow it.')
  })

  it('says of which logs only the end was read, and what was left out', () => {
    expect(words({ cutRunCount: 1, setAsideCount: 2 }, 'whole')).toContain('Of 1 longer log only the last 5,000 lines were read. 2 rows could not be understood and are left out.')
  })
})
