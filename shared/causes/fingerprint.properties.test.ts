import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCause } from './fingerprint.ts'

const RUNS = { seed: 20261123, numRuns: 300 }
const MESSAGES = [
  (varying: string) => `Flow run encountered an exception: LoadError: partition ${varying} of mart.orders is sealed`,
  (varying: string) => `Flow run encountered an exception. LoadError: no answer from warehouse.internal (${varying})`,
  (varying: string) => `Task run encountered an exception KeyError: 'batch ${varying}'`,
  (varying: string) => `Flow run encountered an exception: FileNotFoundError: [Errno 2] No such file or directory: '/data/${varying}/orders.csv'`,
]
const message = fc.constantFrom(...MESSAGES)
const keyOf = (text: string): string | undefined => toCause(text, null, 'a/b')?.key

const day = fc.date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2049-12-31T00:00:00Z'), noInvalidDate: true }).map(date => date.toISOString())
const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length }).filter(text => /\d/.test(text) && /[a-f]/.test(text))
const octet = fc.integer({ min: 0, max: 255 })

describe('the key of a cause', () => {
  it.each<[string, fc.Arbitrary<string>]>([
    ['ids', fc.uuid()],
    ['instants', day],
    ['days', day.map(text => text.slice(0, 10))],
    ['days in one number', day.map(text => text.slice(0, 10).replaceAll('-', ''))],
    ['numbers', fc.oneof(fc.nat().map(String), fc.nat().map(number => number.toLocaleString('en-US')), fc.float({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1_000_000 }).map(number => number.toFixed(2)))],
    ['addresses', fc.tuple(octet, octet, octet, octet).map(parts => parts.join('.'))],
    ['addresses of six', fc.ipV6().filter(text => !text.includes('.') && text.split(':').length > 4)],
    ['git shas', hex(40)],
    ['short shas', hex(8)],
    ['traces', hex(32)],
    ['memory', fc.tuple(fc.nat({ max: 4_096 }), fc.constantFrom('MiB', 'GiB', 'MB', 'Gi', ' KB')).map(parts => parts.join(''))],
    ['lengths of time', fc.tuple(fc.nat({ max: 90 }), fc.constantFrom('s', ' s', 'ms', ' min', ' seconds', 'h')).map(parts => parts.join(''))],
  ])('is not changed by other %s', (_, varying) => {
    fc.assert(fc.property(message, varying, varying, (write, one, other) => {
      expect(keyOf(write(one))).toBe(keyOf(write(other)))
    }), RUNS)
  })

  it('is the same whoever wraps the exception and however its type is written', () => {
    const words = fc.constantFrom('KeyError: \'customer_tier\'', 'LoadError: mart.orders is sealed', 'OperationalError: warehouse.internal refused')
    const module = fc.constantFrom('', 'acme.errors.', 'a.b_c.D.', '__main__.')
    const wrapper = fc.constantFrom('Flow run encountered an exception: ', 'Flow run encountered an exception. ', 'Task run encountered an exception ', 'Execution was interrupted by an unexpected exception: ', '')
    fc.assert(fc.property(words, module, wrapper, (fault, from, wrapped) => {
      expect(keyOf(`${wrapped}${from}${fault}`)).toBe(keyOf(fault))
    }), RUNS)
  })

  it('is another for another name of a thing', () => {
    const name = fc.stringMatching(/^[a-z]{4,9}_[a-z]{4,9}$/)
    fc.assert(fc.property(message, name, name, (write, one, other) => {
      fc.pre(one !== other)
      expect(keyOf(write(one))).not.toBe(keyOf(write(other)))
    }), RUNS)
  })

  it('comes of any text, and its words fit a title', () => {
    fc.assert(fc.property(fc.string({ maxLength: 5_000, unit: 'binary' }), fc.option(fc.string({ maxLength: 500 })), (text, logged) => {
      const cause = toCause(text, logged, 'a/b')
      expect(cause?.text.length ?? 0).toBeLessThanOrEqual(160)
      expect(cause?.said.length ?? 0).toBeLessThanOrEqual(160)
      expect(cause?.said ?? '').not.toContain('\n')
    }), RUNS)
  }, 60_000)
})

describe('toCause', () => {
  const NASTY = ['a-', '0x', ':', '1:', 'a.', '(', '[', '\'', '"', '\'a\', ', '9', 'f', '1a', 'a1-', '@', 'a@a.', '/', 'http://', '/tmp/', 'C:\\Users\\', ' ', '\n', '\u001B[', '‹n›, ', '1, ', 'Key (', 'Error: ', 'Error in x (', 'a b: ', 'year=2026/', '-1.', '\\"', 'Traceback (most recent call last):\n', 'type=', 'Nov ']
  it.each([
    '', 'Flow run encountered an exception: ', 'Flow run encountered an exception: X: ', '2 validation errors for A\n', 'ApiException: (403)\nReason: X\n"message":"', 'An error occurred while calling o1.x\n: ',
    'could not convert string to float: \'', 'UnicodeDecodeError: \'utf-8\' codec can\'t decode byte ', 'JSONDecodeError: ', 'heartbeat ', 'TypeError: \'NoneType\' object is not ', 'MemoryError: Unable to allocate ',
  ])('is soon done with ten megabytes after "%s"', (start) => {
    for (const piece of NASTY) {
      const text = `${start}${piece.repeat(Math.ceil(10_000_000 / piece.length))}`
      const startedAt = Date.now()
      toCause(text, text, 'a/b')
      expect(Date.now() - startedAt, JSON.stringify(piece)).toBeLessThan(4_000) // a pattern that runs away takes minutes; a busy machine takes seconds
    }
  }, 60_000)
})
