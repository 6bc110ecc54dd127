import { describe, expect, it } from 'vitest'
import { toBaseline } from '../expectations/baseline.ts'
import { nights } from '../verdict/build.ts'
import { suggestExpectation } from './suggestion.ts'

describe('suggestExpectation', () => {
  const suggest = (count: number, timeZone = 'UTC', name = 'ledger/nightly') => {
    const runs = nights(count, 1)
    return suggestExpectation({ name, runs, baseline: toBaseline(runs), timeZone })
  }
  it('asks for what every night so far has kept', () => {
    expect(suggest(12)).toBe('- deployment: ledger/nightly\n  done_by: \'03:20 UTC\'\n  fresh_within: 27h\n  starts_within: 5m\n  takes_at_most: 15m')
  })
  it('speaks in the schedule\'s zone', () => {
    expect(suggest(12, 'Asia/Tokyo')).toContain('done_by: \'12:20 Asia/Tokyo\'')
  })
  it('has nothing to say of few nights', () => {
    expect(suggest(4)).toBeNull()
  })
  it('quotes a name that YAML would read otherwise', () => {
    expect(suggest(12, 'UTC', 'a: b/c #1')).toContain('- deployment: "a: b/c #1"')
  })
})
