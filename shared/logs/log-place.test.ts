import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePlaces, isWithin, readLineRange, readLogPlace, toLineRange, writeLineRange, writeLogPlace, type LogPlace } from './log-place.ts'

const aPlace = fc.record({
  at: fc.integer({ min: 0, max: 4e12 }).map(ms => `${new Date(ms).toISOString().slice(0, 23)}482Z`),
  id: fc.option(fc.uuid(), { nil: null }),
})

describe('readLogPlace', () => {
  it('reads back what was written', () => {
    fc.assert(fc.property(aPlace, (place) => {
      expect(readLogPlace(writeLogPlace(place))).toEqual(place)
    }))
  })

  it.each(['', 'x', '2026-11-23T01:05:48.013482Z.', '2026-11-23T01:05:48.013482Z.a/b', '2026-11-23T01:05:48.013Z.a', '2026-13-23T01:05:48.013482Z.a', '2026-11-23T01:05:48.013482Zxa'])('is null for %j', (text) => {
    expect(readLogPlace(text)).toBeNull()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      readLogPlace(text)
      readLineRange(text)
    }))
  })
})

describe('readLineRange', () => {
  it('reads back what was written, in order', () => {
    fc.assert(fc.property(aPlace, aPlace, (one, other) => {
      const range = toLineRange(one, other)
      expect(readLineRange(writeLineRange(range))).toEqual(range)
      expect(comparePlaces(range.first, range.last)).toBeLessThanOrEqual(0)
      expect([isWithin(one, range), isWithin(other, range)]).toEqual([true, true])
    }))
  })

  it('is null where an end cannot be read', () => {
    expect(readLineRange('2026-11-23T01:05:48.013482Z.a~x')).toBeNull()
    expect(readLineRange('2026-11-23T01:05:48.013482Z.a~2026-11-23T01:05:48.013482Z.b~2026-11-23T01:05:48.013482Z.c')).toBeNull()
  })
})

describe('comparePlaces', () => {
  it('puts an instant before its lines, and lines by id', () => {
    const at = '2026-11-23T01:05:48.013482Z'
    const places: LogPlace[] = [{ at, id: 'b' }, { at, id: null }, { at, id: 'a' }]
    expect(places.sort(comparePlaces).map(({ id }) => id)).toEqual([null, 'a', 'b'])
  })
})
