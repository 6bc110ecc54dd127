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
    ['the order of a set', 'ValueError: missing {\'vat\', \'net\'}', 'ValueError: missing {\'net\', \'vat\'}'],
    ['days without a year', 'LoadError: no statement for Mon 30 Nov', 'LoadError: no statement for Tue 1 December'],
    ['thousands set apart', 'LoadError: 7 204 rows', 'LoadError: 12 rows'],
    ['names of machines at AWS', 'LoadError: lost ip-10-0-4-17.eu-central-1.compute.internal', 'LoadError: lost 10.0.4.18'],
    ['values that cannot be converted', 'ValueError: cannot convert \'12,50\' in column \'net\'', 'ValueError: cannot convert \'k.A.\' in column \'net\''],
    ['literals in a statement', 'LoadError: SELECT id FROM t WHERE land = \'DE\' failed: no column vat', 'LoadError: SELECT id FROM t WHERE land = \'FR\' failed: no column vat'],
    ['whether there is one or many', 'LoadError: 1 sample of rack R7 carries no code', 'LoadError: 14 samples of rack R7 carry no code'],
    ['hours and minutes', 'LoadError: mart.costs is 26h 14m old', 'LoadError: mart.costs is 1 day, 2:14:07 old'],
    ['ports and replicas', 'LoadError: broker-1.internal:9092 is gone', 'LoadError: broker-2.internal:9093 is gone'],
    ['what a server could do instead', 'LoadError: no target ci. The valid target names for this profile are: - dev', 'LoadError: no target ci. The valid target names for this profile are: - dev - prod'],
    ['a script around it', 'ModuleNotFoundError: No module named \'geo\'', 'Flow could not be retrieved from deployment. ScriptError: Script at \'a.py\' encountered an exception: ModuleNotFoundError("No module named \'geo\'")'],
    ['SQLSTATE\'s words', 'LoadError: SQLSTATE 42P01: relation "fin.booking" does not exist', 'LoadError: SQLSTATE 42P01: Relation »fin.booking« existiert nicht'],
    ['HTTP\'s words', 'LoadError: HTTP 503 Service Unavailable from https://pay.example.com/v1', 'LoadError: HTTP 503 Dienst nicht verfügbar von https://pay.example.com/v2'],
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
    ['paths of a store beside a code', 'AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://lake/scans. SQLSTATE: 42K03', 'AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://lake/labels. SQLSTATE: 42K03'],
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

  it.each([
    ['a killed process', 'Flow run infrastructure exited with non-zero status code 137.', 'Exit code 137: killed, most often out of memory'],
    ['a signal as Python counts them', 'Flow run process exited with non-zero status code -15.', 'Exit code 143: terminated (SIGTERM)'],
    ['a program of its own', 'Process exited with status code: 42', 'Exit code 42'],
  ])('puts the exit code of %s in words', (_, message, said) => {
    expect(toCause(message, null, 'a/b')).toMatchObject({ text: said, said })
  })

  it('does not take what was logged before a kill for its cause', () => {
    const logged = traceback('/app/flows/ledger.py', 'close', 'KeyError: \'x\'')
    expect(keyOf('Flow run infrastructure exited with non-zero status code 137.', logged)).toBe('exit code 137 # a/b')
    expect(keyOf('Flow run infrastructure exited with non-zero status code 1.', logged)).toBe('KeyError: \'x\'')
  })

  it.each([
    ['a timeout', 'Flow run exceeded timeout of 600.0 second(s)'],
    ['a signal', 'Execution was aborted by a termination signal.'],
    ['a division by zero that was not logged', wrapped('ZeroDivisionError: division by zero')],
    ['a pod out of memory', 'Pod tidy-lynx-4mdbx-t4w9x was OOMKilled'],
  ])('does not make two jobs one for %s', (_, message) => {
    expect(keyOf(message, null, 'a/b')).toBe(keyOf(message, null, 'a/b'))
    expect(keyOf(message, null, 'a/b')).not.toBe(keyOf(message, null, 'c/d'))
  })

  it('tells one place from another where the words can be anywhere', () => {
    const division = 'ZeroDivisionError: division by zero'
    const at = (file: string): string | undefined => keyOf(wrapped(division), traceback(file, 'margin', division))
    expect(at('/app/flows/margins.py')).toBe(at('/srv/checkout/flows/margins.py'))
    expect(at('/app/flows/margins.py')).toBe(at('/tmp/tmpx1y2z3/flows/margins.py'))
    expect(at('/app/flows/margins.py')).not.toBe(at('/app/flows/shares.py'))
  })

  it.each([
    ['more frames than anybody reads', traceback('/app/flows/deep.py', 'fold', 'KeyError: \'depth\'').replace('  File', `${'  File "/app/flows/deep.py", line 3, in fold\n    return fold(rest)\n'.repeat(20_000)}  File`)],
    ['a message of a megabyte', traceback('/app/flows/deep.py', 'fold', `KeyError: 'depth'\n${'row rejected\n'.repeat(80_000)}`)],
  ])('finds the exception in a log of %s', (_, logged) => {
    expect(keyOf('1/3 states failed.', logged)).toBe('KeyError: \'depth\'')
  })

  it('does not take the place of another exception', () => {
    expect(keyOf(wrapped('ZeroDivisionError: division by zero'), traceback('/app/a.py', 'f', 'TimeoutError: first try'))).toBe('ZeroDivisionError: division by zero # a/b')
  })

  it('keeps a message of any length to a line', () => {
    const cause = toCause(wrapped(`LoadError: ${'rejected row with a name '.repeat(400)}\nsecond line`), null, 'a/b')
    expect(cause?.said.length).toBeLessThanOrEqual(160)
    expect(cause?.said).toMatch(/^LoadError: rejected row .* (?:row|with|a|name|rejected)…$/)
  })

  it.each([
    ['hosts', 'LoadError: sftp.partner-a.com refused', 'LoadError: sftp.partner-b.com refused'],
    ['HTTP statuses', 'LoadError: status code 502', 'LoadError: status code 503'],
    ['exit codes of a command', 'CalledProcessError: Command \'dbt\' returned non-zero exit status 1.', 'CalledProcessError: Command \'dbt\' returned non-zero exit status 2.'],
    ['what stands after a long statement', `LoadError: ${'select a_b, '.repeat(60)}: no column qty`, `LoadError: ${'select a_b, '.repeat(60)}: no column vat`],
    ['why a certificate is refused', 'SSLError: (Caused by SSLCertVerificationError(1, \'[SSL: FAILED] certificate has expired (_ssl.c:1006)\'))', 'SSLError: (Caused by SSLCertVerificationError(1, \'[SSL: FAILED] self-signed certificate (_ssl.c:1006)\'))'],
    ['constraints as Oracle names them', 'IntegrityError: ORA-00001: unique constraint (DW.PK_ORDERS) violated', 'IntegrityError: ORA-00001: unique constraint (DW.PK_LINES) violated'],
    ['months that are words of their own', 'LoadError: 5 Mayors without a town', 'LoadError: 5 Decimals without a town'],
    ['models', 'ValidationError: 1 validation error for Order\nid\n  Field required [type=missing]', 'ValidationError: 1 validation error for Contact\nid\n  Field required [type=missing]'],
    ['services whose names end like a pod\'s', 'LoadError: no route to crm-mssql', 'LoadError: no route to warehouse-mssql'],
    ['files that cannot be parsed', 'LoadError: could not parse \'orders.yaml\'', 'LoadError: could not parse \'refunds.yaml\''],
    ['columns in which a value cannot be converted', 'ValueError: cannot convert \'x\' in column \'net\'', 'ValueError: cannot convert \'x\' in column \'vat\''],
    ['names that stand without quotes', 'InsufficientPrivilege: permission denied for table fact_sales', 'InsufficientPrivilege: permission denied for table dim_sales'],
    ['workloads of pods', 'LoadError: pod orders-7f9c6d5b8-x2x9z is gone', 'LoadError: pod refunds-7f9c6d5b8-x2x9z is gone'],
    ['hosts numbered without a hyphen', 'LoadError: web2.internal is gone', 'LoadError: web3.internal is gone'],
    ['names of five letters', 'LoadError: queue data-orders-daily is gone', 'LoadError: queue data-refunds-daily is gone'],
  ])('is split by %s', (_, one, other) => {
    expect(keyOf(wrapped(one))).not.toBe(keyOf(wrapped(other)))
  })

  it.each([
    ['a flow', 'Flow run encountered an exception: RuntimeError: Failed to load orders'],
    ['a state', 'Finished in state Failed("1/3 states failed.")'],
    ['a cleaning up', 'Flow run encountered an exception: UndoError: undo failed'],
  ])('does not take what %s was doing for the cause', (_, message) => {
    const failed = message.split(': ').slice(1).join(': ')
    const chain = `${traceback('/app/a.py', 'read', 'KeyError: \'tier\'')}\nThe above exception was the direct cause of the following exception:\n\n${traceback('/app/a.py', 'load', failed)}`
    expect(keyOf(message, message.startsWith('Finished') ? traceback('/app/a.py', 'read', 'KeyError: \'tier\'') : chain)).toBe('KeyError: \'tier\'')
  })

  it.each([
    ['java', 'Exception in thread "main" com.acme.ExportException: export failed\n\tat com.acme.Main.main(Main.java:14)\nCaused by: java.net.ConnectException: ledger.internal refused\n\t... 9 more', 'ConnectException: ledger.internal refused'],
    ['node', 'node:internal/modules/cjs/loader:1148\n  throw err;\n\nError: Cannot find module \'axios\'\n    at Module._load (node:internal/modules/cjs/loader:986:27)', 'Error: Cannot find module \'axios\''],
    ['go', 'panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()', 'panic: assignment to entry in nil map'],
    ['a shell', '/bin/bash: line 14: gpg: command not found', 'sh: command not found: gpg'],
    ['a logger', '2026-11-23 02:00:11,412 ERROR dvc.main - remote lake not found', 'remote lake not found'],
    ['a program that tells its usage', 'usage: rate.py [-h] day\nrate.py: error: no day', 'rate.py: error: no day'],
  ])('reads what %s says before it ends', (_, logged, key) => {
    expect(keyOf('Process exited with status code: 1', logged)).toBe(key)
  })

  it('is one for a kill, however it is told', () => {
    expect(keyOf('Pod tidy-lynx-4mdbx-t4w9x was OOMKilled')).toBe(keyOf('Flow run infrastructure exited with non-zero status code 137.'))
    expect(keyOf('Execution was aborted by a termination signal.')).toBe(keyOf('Flow run process exited with non-zero status code -15.'))
    expect(toCause('Pod tidy-lynx-4mdbx-t4w9x was OOMKilled', null, 'a/b')?.said).toBe('Pod tidy-lynx-4mdbx-t4w9x was OOMKilled')
  })

  it('finds the exception inside a notebook\'s error', () => {
    const notebook = (error: string): string => `PapermillExecutionError: \n----------\nException encountered at "In [14]":\n----------\nKeyError          Traceback (most recent call last)\nCell In[14], line 3\n----> 3 frame[name]\n\n${error}`
    expect(toCause(wrapped(notebook('KeyError: \'qty\'')), null, 'a/b')?.text).toBe('KeyError: \'qty\'')
  })

  it('reads a script\'s import error as the error alone', () => {
    const script = 'ScriptError: Script at \'/tmp/x/flows/orders.py\' encountered an exception: ModuleNotFoundError("No module named \'polars\'")'
    expect(keyOf(wrapped(script))).toBe(keyOf('Flow run could not start: No module named \'polars\''))
  })

  it('is null when nothing was said', () => {
    expect(toCause(null, null, 'a/b')).toBeNull()
    expect(toCause(' \n ', null, 'a/b')).toBeNull()
  })

  it('is soon done with ten megabytes and with nonsense', () => {
    const startedAt = Date.now()
    toCause('a-'.repeat(5_000_000), '('.repeat(1_000_000), 'a/b')
    toCause(`${'0x'.repeat(3_000)}:${':'.repeat(3_000)}`, null, 'a/b')
    expect(Date.now() - startedAt).toBeLessThan(4_000)
  })
})

describe('needsLoggedError', () => {
  it.each([
    ['2/3 states failed.', true],
    ['1/1 states are not final.', true],
    ['Process exited with status code: 1', true],
    ['Flow run encountered an exception: AssertionError', true],
    ['Flow run encountered an exception: KeyError: \'x\'', false],
    ['Flow run encountered an exception: ZeroDivisionError: division by zero', true],
    ['Flow run encountered an exception: RuntimeError: load failed', true],
    ['Flow run encountered an exception: ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', true],
    ['Flow run exceeded timeout of 600.0 second(s)', false],
    ['Execution was aborted by a termination signal.', false],
  ])('of "%s" is %s', (message, needed) => {
    expect(needsLoggedError({ state: aRunState({ type: 'FAILED', message }) })).toBe(needed)
  })
  it('is never asked of a good run', () => {
    expect(needsLoggedError({ state: aRunState({ type: 'COMPLETED', message: null }) })).toBe(false)
  })
})
