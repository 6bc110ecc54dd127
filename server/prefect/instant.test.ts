import { describe, expect, it } from 'vitest'
import { parseInstant, toMs, writeInstant } from './instant.ts'

const SECOND = Date.parse('2026-11-22T21:27:39Z')

describe('parseInstant', () => {
  it.each([
    ['3.x', '2026-11-22T21:27:39.222531Z', SECOND + 222.531],
    ['3.x on the full second', '2026-11-22T21:27:39Z', SECOND],
    ['2.20', '2026-11-22T21:27:39.222531+00:00', SECOND + 222.531],
    ['another zone', '2026-11-22T22:57:39.5+01:30', SECOND + 500],
    ['a zone without colon', '2026-11-22T22:27:39+0100', SECOND],
    ['a space for the T', '2026-11-22 21:27:39+00:00', SECOND],
    ['one digit', '2026-11-22T21:27:39.1Z', SECOND + 100],
    ['nanoseconds, cut to microseconds', '2026-11-22T21:27:39.000001999Z', SECOND + 0.001],
  ])('reads %s', (_, text, at) => {
    expect(parseInstant(text)).toBe(at)
  })
  it.each(['', 'null', 'yesterday', '2026-11-22', '2026-11-22T21:27:39', '2026-13-22T21:27:39Z', '2026-11-22T25:00:00Z', '2026-11-22T21:27:39.Z', '2026-11-22T21:27:39.1234567890Z', '1795375659'])('is null for %j', (text) => {
    expect(parseInstant(text)).toBeNull()
  })
})

describe('writeInstant', () => {
  it('is read back to the same microsecond', () => {
    for (let micros = 0; micros < 1_000_000; micros += 7_919) {
      const text = `2026-11-22T21:27:39.${String(micros).padStart(6, '0')}Z`
      expect(writeInstant(parseInstant(text)!)).toBe(text)
    }
  })
  it('writes instants before 1970', () => {
    expect(writeInstant(-0.001)).toBe('1969-12-31T23:59:59.999999Z')
  })
  it('stays within the years Prefect can hold', () => {
    expect(writeInstant(8.64e15)).toBe('9999-12-31T23:59:59.000000Z')
    expect(writeInstant(-8.64e15)).toBe('0001-01-01T00:00:00.000000Z')
  })
})

describe('toMs', () => {
  it('keeps microseconds and no more', () => {
    expect(toMs(0.089623)).toBe(89.623)
    expect(toMs(3_600)).toBe(3_600_000)
  })
})
