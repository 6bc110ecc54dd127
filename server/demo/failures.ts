import { countBetween, hexOf, pick, uuidOf } from './chance.ts'

/** An exception as it reaches the dialect: its type, its words, and where it came from. */
export interface Failure {
  type: string
  message: string
  /** Frames of our own code, outermost first: file, line, function, source. */
  frames: readonly Frame[]
  /** The exception behind this one, with the words Python puts between the two. */
  behind: Failure | null
}

export type Frame = readonly [file: string, line: number, name: string, source: string]

export type FailureKind
  = | 'connection-refused' | 'missing-key' | 'forbidden' | 'lock-timeout' | 'constraint' | 'bad-certificate'
    | 'upstream-busy' | 'read-timeout' | 'rate-limited' | 'bad-json' | 'feed-not-there'

/** Passing troubles of jobs that run often; the next run is fine. */
export const PASSING: readonly [FailureKind, ...FailureKind[]] = ['upstream-busy', 'read-timeout', 'rate-limited', 'bad-json']

/** What a failure of this kind says; ids and addresses in it differ from run to run. */
export function toFailure(kind: FailureKind, key: string, flow: string): Failure {
  const file = `/opt/flows/${flow.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 40)}.py`
  const plain = (type: string, message: string, frames: readonly Frame[]): Failure => ({ type, message, frames, behind: null })
  switch (kind) {
    case 'connection-refused':
      return {
        ...plain('OperationalError', `(psycopg2.OperationalError) connection to server at "10.32.${countBetween(`${key} net`, 2, 9)}.${countBetween(`${key} host`, 11, 240)}", port 5432 failed: Connection refused (session ${uuidOf(`${key} session`)})`, [
          [file, 88, 'load', 'with engine.begin() as connection:'],
          ['/opt/flows/warehouse/engine.py', 41, 'begin', 'return self._pool.checkout(timeout=self.timeout)'],
        ]),
        behind: plain('ConnectionRefusedError', '[Errno 111] Connection refused', [['/opt/flows/warehouse/engine.py', 57, 'checkout', 'sock = socket.create_connection(self.address, timeout)']]),
      }
    case 'missing-key':
      return {
        ...plain('KeyError', `'customer_tier'`, [
          [file, 132, 'close_region', 'lines = [post(entry) for entry in entries]'],
          [file, 97, 'post', `rate = RATES[entry.currency][entry.account['customer_tier']]`],
        ]),
        behind: plain('LookupError', `account ${countBetween(`${key} account`, 10_000, 99_999)} has no tier since schema version 41`, [['/opt/flows/ledger/accounts.py', 64, 'tier_of', 'raise LookupError(f"account {self.id} has no tier since schema version {VERSION}")']]),
      }
    case 'forbidden':
      return plain('HTTPStatusError', `Client error '403 Forbidden' for url 'https://prices.example.com/v2/offers?page=${countBetween(`${key} page`, 1, 40)}'`, [
        [file, 51, 'fetch_offers', 'response.raise_for_status()'],
        ['/opt/venv/lib/python3.11/site-packages/httpx/_models.py', 829, 'raise_for_status', 'raise HTTPStatusError(message, request=request, response=self)'],
      ])
    case 'lock-timeout':
      return plain('LockTimeout', `could not obtain lock on relation "contacts" within ${countBetween(`${key} seconds`, 28, 31)} s (held by backend ${countBetween(`${key} backend`, 1_000, 9_999)})`, [[file, 73, 'merge_duplicates', 'cursor.execute(MERGE, batch)']])
    case 'constraint':
      return plain('IntegrityError', `duplicate key value violates unique constraint "retention_subject_pkey" DETAIL: Key (subject_id)=(${countBetween(`${key} subject`, 100_000, 999_999)}) already exists.`, [[file, 118, 'write_retention', 'session.bulk_insert_mappings(Retention, rows)']])
    case 'bad-certificate':
      return plain('SSLCertVerificationError', '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)', [[file, 33, 'post_invoice', 'with urlopen(request, context=context) as response:']])
    case 'upstream-busy':
      return plain('HTTPStatusError', `Server error '503 Service Unavailable' for url 'https://api.example.com/v1/batch/${hexOf(`${key} batch`, 12)}'`, [[file, 44, 'fetch', 'response.raise_for_status()']])
    case 'read-timeout':
      return plain('ReadTimeout', `no bytes for ${countBetween(`${key} wait`, 28, 61)} s from api.example.com`, [[file, 47, 'fetch', 'for chunk in response.iter_bytes():']])
    case 'rate-limited':
      return plain('RateLimited', `429 Too Many Requests, retry after ${pick(`${key} after`, ['30', '60', '120'])} s`, [[file, 45, 'fetch', 'raise RateLimited(response)']])
    case 'bad-json':
      return plain('JSONDecodeError', `Expecting ',' delimiter: line 1 column ${countBetween(`${key} column`, 1_000, 90_000)} (char ${countBetween(`${key} char`, 1_000, 90_000)})`, [[file, 52, 'parse', 'payload = json.loads(response.text)']])
    case 'feed-not-there':
      return plain('FileNotFoundError', `[Errno 2] No such file or directory: 'sftp://partners.example.com/out/feed.csv.gz'`, [[file, 39, 'open_feed', 'with client.open(path) as remote:']])
  }
}

/** `KeyError('x')`, as Python's repr writes an exception. */
export function toRepr({ type, message }: Failure): string {
  if (type === 'KeyError')
    return `${type}(${message})`
  return message.includes(`'`) ? `${type}("${message.replaceAll('"', String.raw`\"`)}")` : `${type}('${message}')`
}

/** The traceback with the engine's own frames around ours, the exception behind it first. */
export function toTraceback(failure: Failure, caller: 'flow' | 'task'): string {
  const own = failure.frames.flatMap(([file, line, name, source]) => [`  File "${file}", line ${line}, in ${name}`, `    ${source}`, `    ${'^'.repeat(source.length)}`])
  const engine = [
    'Traceback (most recent call last):',
    `  File "/opt/venv/lib/python3.11/site-packages/prefect/${caller}_engine.py", line ${caller === 'flow' ? 1330 : 920}, in run_context`,
    '    yield self',
    '  File "/opt/venv/lib/python3.11/site-packages/prefect/utilities/callables/__init__.py", line 356, in call_with_parameters',
    '    return fn(*args, **kwargs)',
    '           ^^^^^^^^^^^^^^^^^^^',
  ]
  const told = [...engine, ...own, `${failure.type}: ${failure.message}`]
  if (failure.behind === null)
    return told.join('\n')
  const behind = ['Traceback (most recent call last):', ...failure.behind.frames.flatMap(([file, line, name, source]) => [`  File "${file}", line ${line}, in ${name}`, `    ${source}`]), `${failure.behind.type}: ${failure.behind.message}`]
  return [...behind, '', 'The above exception was the direct cause of the following exception:', '', ...told].join('\n')
}
