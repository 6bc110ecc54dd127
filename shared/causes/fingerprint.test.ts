import { describe, expect, it } from 'vitest'
import { aRunState } from '../model/build.ts'
import { needsLoggedError, toCause } from './fingerprint.ts'

const wrapped = (text: string): string => `Flow run encountered an exception: ${text}`
const keyOf = (message: string | null, logged: string | null = null, job = 'a/b'): string | undefined => toCause(message, logged, job)?.key

const traceback = (file: string, name: string, headline: string): string => `Encountered exception during execution: ${headline}
Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/prefect/flow_engine.py", line 700, in run_context
    yield self
  File "${file}", line 41, in ${name}
    check(rows)
  File "/usr/lib/python3.11/site-packages/pandas/core.py", line 9, in check
    assert ok
${headline}
`

describe('toCause', () => {
  it.each([
    ['addresses and ports', 'ConnectionError: 10.0.0.1:5432 refused', 'ConnectionError: 10.0.0.9:5433 refused'],
    ['ids', 'KeyError: 8c3b6a52-5a7e-4a52-9f3e-0a8f6ad1c001', 'KeyError: 11111111-5a7e-4a52-9f3e-0a8f6ad1c002'],
    ['dates', 'ValueError: no file for 2026-11-23', 'ValueError: no file for 2026-11-24T03:00:00Z'],
    ['numbers', 'ValueError: 14 rows without a price', 'ValueError: 1,204 rows without a price'],
    ['pod names', 'RuntimeError: pod etl-7f9c6d5b8-x2x9z gone', 'RuntimeError: pod etl-5d8f7c6b9-abcde gone'],
    ['temporary paths', 'OSError: cannot write /tmp/abc123/out.csv', 'OSError: cannot write /tmp/zzz/other.csv'],
    ['the words an operating system translates', 'OSError: [Errno 111] Connection refused', 'OSError: [Errno 111] Verbindungsaufbau abgelehnt'],
    ['Prefect\'s wrapper of 2.20 and 3', 'KeyError: \'x\'', 'KeyError: \'x\''],
  ])('is not split by %s', (what, one, other) => {
    const second = what.startsWith('Prefect') ? `Flow run encountered an exception. ${other}` : wrapped(other)
    expect(keyOf(wrapped(one))).toBe(keyOf(second))
  })

  it.each([
    ['another type', 'KeyError: \'x\'', 'ValueError: \'x\''],
    ['another key', 'KeyError: \'customer_id\'', 'KeyError: \'order_id\''],
    ['another code', 'OSError: [Errno 111] Connection refused', 'OSError: [Errno 13] Permission denied'],
    ['a number inside a name', 'ImportError: psycopg2', 'ImportError: psycopg3'],
  ])('is split by %s', (_, one, other) => {
    expect(keyOf(wrapped(one))).not.toBe(keyOf(wrapped(other)))
  })

  it('says what this run said beside what all of them share', () => {
    expect(toCause(wrapped('ConnectionError: 10.0.0.1 refused'), null, 'a/b')).toMatchObject({ text: 'ConnectionError: ‹ip› refused', said: 'ConnectionError: 10.0.0.1 refused' })
  })

  it('tells bare exceptions apart by the innermost own frame', () => {
    const bare = wrapped('AssertionError')
    const one = keyOf(bare, traceback('/app/flows/ledger.py', 'close', 'AssertionError'))
    const other = keyOf(bare, traceback('/app/flows/orders.py', 'load', 'AssertionError'))
    expect(one).toContain('flows/ledger.py in close')
    expect(other).not.toBe(one)
  })

  it('reads the log where the state only counts', () => {
    expect(keyOf('1/3 states failed.', traceback('/app/flows/ledger.py', 'close', 'KeyError: \'customer_id\''))).toBe(keyOf(wrapped('KeyError: \'customer_id\'')))
  })

  it('does not make two jobs one for an exit code alone', () => {
    const message = 'Flow run infrastructure exited with non-zero status code 137.'
    expect(keyOf(message, null, 'a/b')).not.toBe(keyOf(message, null, 'c/d'))
  })

  it('is null when nothing was said', () => {
    expect(toCause(null, null, 'a/b')).toBeNull()
    expect(toCause(' \n ', null, 'a/b')).toBeNull()
  })

  it('is soon done with ten megabytes and with nonsense', () => {
    const startedAt = Date.now()
    toCause('a-'.repeat(5_000_000), '('.repeat(1_000_000), 'a/b')
    toCause(`${'0x'.repeat(3_000)}:${':'.repeat(3_000)}`, null, 'a/b')
    expect(Date.now() - startedAt).toBeLessThan(500)
  })
})

describe('needsLoggedError', () => {
  it.each([
    ['2/3 states failed.', true],
    ['1/1 states are not final.', true],
    ['Process exited with status code: 1', true],
    ['Flow run encountered an exception: AssertionError', true],
    ['Flow run encountered an exception: KeyError: \'x\'', false],
  ])('of "%s" is %s', (message, needed) => {
    expect(needsLoggedError({ state: aRunState({ type: 'FAILED', message }) })).toBe(needed)
  })
  it('is never asked of a good run', () => {
    expect(needsLoggedError({ state: aRunState({ type: 'COMPLETED', message: null }) })).toBe(false)
  })
})
