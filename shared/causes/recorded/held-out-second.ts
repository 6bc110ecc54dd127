import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')

/** As held-out.ts, for the code as it was after that had been looked at. */
export const HELD_OUT_SECOND = labelled({
  'teradata: spool space of etl': [
    flow3('OperationalError: [Version 17.20.0.31] [Session 88120] [Teradata Database] [Error 2646] No more spool space in ETL_USER.'),
    flow3('teradatasql.OperationalError: [Version 17.20.0.31] [Session 99] [Teradata Database] [Error 2646] No more spool space in ETL_USER.'),
    [task('OperationalError: [Version 17.20.0.31] [Session 7] [Teradata Database] [Error 2646] No more spool space in ETL_USER.'), null, 'marts/daily'],
  ],
  'teradata: no table': [flow3('OperationalError: [Version 17.20.0.31] [Session 88120] [Teradata Database] [Error 3807] Object \'DW.ORDERS\' does not exist.')],
  'postgres: read-only standby': [
    flow3('InternalError: (psycopg2.errors.ReadOnlySqlTransaction) cannot execute INSERT in a read-only transaction\n[SQL: INSERT INTO x VALUES (1)]'),
    flow2('InternalError: (psycopg2.errors.ReadOnlySqlTransaction) cannot execute INSERT in a read-only transaction\n[SQL: INSERT INTO y VALUES (2)]'),
  ],
  'postgres: connection dropped': [
    flow3('OperationalError: (psycopg2.OperationalError) server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n'),
    flow3('OperationalError: (psycopg2.OperationalError) server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n\n[SQL: SELECT 1]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)'),
    ['1/1 states failed.', taskLog('OperationalError', traceback(['/app/db.py:8 run | cursor.execute(sql)'], 'psycopg2.OperationalError: server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally'))],
  ],
  'not null: orders.customer_id': [
    flow3('IntegrityError: (psycopg2.errors.NotNullViolation) null value in column "customer_id" of relation "orders" violates not-null constraint\nDETAIL:  Failing row contains (14, null, 2026-11-23).\n\n[SQL: INSERT]'),
    flow3('IntegrityError: (psycopg2.errors.NotNullViolation) null value in column "customer_id" of relation "orders" violates not-null constraint\nDETAIL:  Failing row contains (99812, null, 2026-11-24).\n\n[SQL: INSERT]'),
  ],
  'not null: orders.total': [flow3('IntegrityError: (psycopg2.errors.NotNullViolation) null value in column "total" of relation "orders" violates not-null constraint\nDETAIL:  Failing row contains (14, 7, null).')],
  'bad integer literal': [
    flow3('DataError: (psycopg2.errors.InvalidTextRepresentation) invalid input syntax for type integer: "n/a"\nLINE 1: INSERT INTO t VALUES (\'n/a\')'),
    flow3('DataError: (psycopg2.errors.InvalidTextRepresentation) invalid input syntax for type integer: "12,5"\nLINE 1: INSERT INTO t VALUES (\'12,5\')'),
  ],
  'presto: query exceeded memory': [
    flow3('TrinoQueryError: TrinoQueryError(type=INSUFFICIENT_RESOURCES, name=EXCEEDED_LOCAL_MEMORY_LIMIT, message="Query exceeded per-node memory limit of 8GB", query_id=20261123_020014_00012_abcde)'),
    flow3('trino.exceptions.TrinoQueryError: TrinoQueryError(type=INSUFFICIENT_RESOURCES, name=EXCEEDED_LOCAL_MEMORY_LIMIT, message="Query exceeded per-node memory limit of 10GB", query_id=20261124_031455_00991_xk2p9)'),
  ],
  'presto: no table': [
    flow3('TrinoUserError: TrinoUserError(type=USER_ERROR, name=TABLE_NOT_FOUND, message="line 1:15: Table \'hive.sales.orders\' does not exist", query_id=20261123_020014_00012_abcde)'),
    flow3('TrinoUserError: TrinoUserError(type=USER_ERROR, name=TABLE_NOT_FOUND, message="line 7:9: Table \'hive.sales.orders\' does not exist", query_id=20261124_020014_00077_zzzzz)'),
  ],
  'presto: another table': [flow3('TrinoUserError: TrinoUserError(type=USER_ERROR, name=TABLE_NOT_FOUND, message="line 1:15: Table \'hive.sales.refunds\' does not exist", query_id=20261123_020014_00012_abcde)')],
  'athena: bucket of results': [
    flow3('OperationalError: Unable to verify/create output bucket acme-athena-results. QueryExecutionId: 6b3f0a52-77a1-4a52-9f3e-0a8f6ad1c001'),
    flow3('pyathena.error.OperationalError: Unable to verify/create output bucket acme-athena-results. QueryExecutionId: 11111a52-77a1-4a52-9f3e-0a8f6ad1c001'),
  ],
  'great expectations: amounts negative': [
    flow3('ExpectationError: expect_column_values_to_be_between(column="amount") failed: 14 of 88,120 values (0.016%) unexpected, e.g. [-1.5, -3.0, -12.25]'),
    flow3('ExpectationError: expect_column_values_to_be_between(column="amount") failed: 2 of 90,001 values (0.002%) unexpected, e.g. [-7.0, -9.5]'),
  ],
  'great expectations: dates negative': [flow3('ExpectationError: expect_column_values_to_be_between(column="age") failed: 14 of 88,120 values (0.016%) unexpected, e.g. [-1.5, -3.0]')],
  'dbt: source raw.orders stale': [
    flow3(lines('ValueError: Failures detected during invocation of dbt command \'source freshness\':', 'source raw.orders stale: last loaded 2026-11-21T02:00:00+00:00 (48.2h ago)')),
    flow3(lines('ValueError: Failures detected during invocation of dbt command \'source freshness\':', 'source raw.orders stale: last loaded 2026-11-22T01:00:00+00:00 (25h ago)')),
  ],
  'dbt: source raw.refunds stale': [flow3(lines('ValueError: Failures detected during invocation of dbt command \'source freshness\':', 'source raw.refunds stale: last loaded 2026-11-21T02:00:00+00:00 (48.2h ago)'))],
  'dbt: compile of dim_date': [
    flow3(lines('RuntimeError: Compilation Error in model dim_date (models/marts/dim_date.sql)', '  \'dbt_utils\' is undefined. This can happen when calling a macro that does not exist.')),
    flow3(lines('RuntimeError: Compilation Error in model dim_date (models/marts/dim_date.sql)', '  \'dbt_utils\' is undefined. This can happen when calling a macro that does not exist.', '', '  > in macro x')),
  ],
  'weather api: bad key': [
    flow3('HTTPStatusError: Client error \'401 Unauthorized\' for url \'https://api.weather.example/v3/forecast?lat=52.52&lon=13.40&appid=aaaa1111\'\nFor more information check: https://httpstatuses.com/401'),
    flow3('HTTPStatusError: Client error \'401 Unauthorized\' for url \'https://api.weather.example/v3/history/14?lat=48.1&lon=11.5&appid=aaaa1111\'\nFor more information check: https://httpstatuses.com/401'),
  ],
  'weather api: internal error': [flow3('HTTPStatusError: Server error \'500 Internal Server Error\' for url \'https://api.weather.example/v3/forecast\'')],
  'webhook: aiohttp cannot connect to hooks': [
    flow3('ClientConnectorError: Cannot connect to host hooks.example.com:443 ssl:default [Connect call failed (\'203.0.113.7\', 443)]'),
    flow3('aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host hooks.example.com:443 ssl:default [Connect call failed (\'203.0.113.9\', 443)]'),
    [task('ClientConnectorError: Cannot connect to host hooks.example.com:443 ssl:default [Connect call failed (\'2001:db8::9\', 443, 0, 0)]'), null, 'hooks/hourly'],
  ],
  'webhook: aiohttp cannot connect to events': [flow3('ClientConnectorError: Cannot connect to host events.example.com:443 ssl:default [Connect call failed (\'203.0.113.7\', 443)]')],
  'ldap bind': [flow3('LDAPBindError: automatic bind not successful - invalidCredentials'), flow2('ldap3.core.exceptions.LDAPBindError: automatic bind not successful - invalidCredentials')],
  'ftp: feed folder gone': [flow3('error_perm: 550 /out/2026/11/23: No such file or directory'), flow3('ftplib.error_perm: 550 /out/2026/11/24: No such file or directory')],
  'pickle of a cached result': [
    flow3('UnpicklingError: invalid load key, \'\\x00\'. (result a81c2d3e9a7b4c2d8e1f0a1b2c3d4e5f)'),
    flow3('_pickle.UnpicklingError: invalid load key, \'\\x00\'. (result 0b1c2d3e9a7b4c2d8e1f0a1b2c3d4e60)'),
  ],
  'deployment parameter schema': [
    flow3('SignatureMismatchError: Function expects parameters [\'day\', \'region\'] but was provided with parameters [\'day\']'),
    'Validation of flow parameters failed with error: SignatureMismatchError: Function expects parameters [\'day\', \'region\'] but was provided with parameters [\'day\']',
  ],
  'concurrency slots of snowflake': [
    flow3('ConcurrencySlotAcquisitionError: Unable to acquire concurrency slots on [\'snowflake\']'),
    flow2('prefect.concurrency.ConcurrencySlotAcquisitionError: Unable to acquire concurrency slots on [\'snowflake\']'),
  ],
  'prefect api answers 500': [
    flow3('PrefectHTTPStatusError: Server error \'500 Internal Server Error\' for url \'http://prefect-server:4200/api/flow_runs/01a20528-cc29-7418-a2ad-04412a3446e2/set_state\'\nResponse: {\'exception_message\': \'Internal Server Error\'}\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/500'),
    flow3('PrefectHTTPStatusError: Server error \'500 Internal Server Error\' for url \'http://prefect-server:4200/api/task_runs/8c3b6a52-5a7e-4a52-9f3e-0a8f6ad1c001/set_state\'\nResponse: {\'exception_message\': \'Internal Server Error\'}\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/500'),
  ],
  'storage: github token': [
    'Flow run could not start: Failed to clone repository \'https://github.com/acme/marts.git\' with exit code 128.',
    ['Flow run could not start: Failed to clone repository \'https://github.com/acme/marts.git\' with exit code 128.', null, 'marts/weekly'],
  ],
  'flow script missing': [
    flow3('ScriptError: Script at \'flows/old_orders.py\' encountered an exception: FileNotFoundError(2, \'No such file or directory\')'),
    flow3('prefect.exceptions.ScriptError: Script at \'flows/old_orders.py\' encountered an exception: FileNotFoundError(2, \'Datei oder Verzeichnis nicht gefunden\')'),
  ],
  'exit 137 of the video job': [
    ['Flow run infrastructure exited with non-zero status code 137. Process was killed, likely due to an out-of-memory (OOM) condition.', null, 'video/encode'],
    ['Flow run infrastructure exited with non-zero status code 137.', flowLog3('KeyError', traceback(['/app/flows/video.py:3 probe | tags["fps"]'], 'KeyError: \'fps\'')), 'video/encode'],
  ],
  'video tags lack fps': [['Flow run infrastructure exited with non-zero status code 1.', flowLog3('KeyError', traceback(['/app/flows/video.py:3 probe | tags["fps"]'], 'KeyError: \'fps\'')), 'video/encode'], [flow3('KeyError: \'fps\''), null, 'video/probe']],
  'exit 134 of the solver': [['Flow run infrastructure exited with non-zero status code 134.', null, 'solve/daily'], ['Flow run process exited with non-zero status code -6.', null, 'solve/daily']],
  'task timeout of scrape': [['Task run exceeded timeout of 30.0 second(s)', null, 'scrape/hourly'], ['Task run exceeded timeout of 45.0 seconds', null, 'scrape/hourly']],
  'asyncio timeout in scrape': [
    [flow3('TimeoutError: '), flowLog3('TimeoutError()', traceback(['/app/flows/scrape.py:40 page | await asyncio.wait_for(load(), 30)', '/usr/lib/python3.11/asyncio/tasks.py:502 wait_for'], 'TimeoutError')), 'scrape/hourly'],
    [flow2('TimeoutError'), flowLog2(traceback(['/app/flows/scrape.py:42 page | await asyncio.wait_for(load(), 30)', '/usr/lib/python3.11/asyncio/tasks.py:502 wait_for'], 'asyncio.exceptions.TimeoutError')), 'scrape/daily'],
  ],
  'asyncio timeout in translate': [[flow3('TimeoutError: '), flowLog3('TimeoutError()', traceback(['/app/flows/translate.py:7 ask | await asyncio.wait_for(send(), 10)'], 'TimeoutError')), 'translate/daily']],
  'stop iteration in feed': [
    [flow3('StopIteration: '), flowLog3('StopIteration()', traceback(['/app/flows/feed.py:18 head | next(rows)'], 'StopIteration')), 'feed/daily'],
    ['1/1 states failed.', taskLog('StopIteration()', traceback(['/app/flows/feed.py:19 head | next(rows)'], 'StopIteration')), 'feed/daily'],
  ],
  'retries around a broken page': [
    [flow3('RetryError: RetryError[<Future at 0x7f2a1c0b3d90 state=finished raised PageBroken>]'), flowLog3('RetryError', fromCause(traceback(['/app/scrape.py:9 page | raise PageBroken'], 'acme.PageBroken: no price on page /item/88120'), traceback(['/app/scrape.py:20 run'], 'tenacity.RetryError: RetryError[<Future at 0x7f2a1c0b3d90 state=finished raised PageBroken>]'))), 'scrape/hourly'],
    ['3/8 states failed.', taskLog('PageBroken', traceback(['/app/scrape.py:9 page | raise PageBroken'], 'acme.PageBroken: no price on page /item/7')), 'scrape/daily'],
  ],
  'nested groups: mirror down': [
    [flow3('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', ['ExceptionGroup: mirrors (2 sub-exceptions)', 'acme.MirrorDown: mirror eu is down', 'acme.MirrorDown: mirror eu is down'])), 'mirror/daily'],
    [flow3('MirrorDown: mirror eu is down'), null, 'mirror/daily'],
  ],
  'tenants: quota': [
    flow3('QuotaExceeded: tenant 4fa1c2d9 used 1,204.5 of 1,000 credits (120.45%)'),
    flow3('QuotaExceeded: tenant 90b277a1 used 2,000 of 1,000 credits (200%)'),
    flow3('QuotaExceeded: tenant 12345678 used 1000.1 of 1,000 credits (100.01%)'),
  ],
  'ansi and emoji': [
    flow3('\u001b[1;31m💥 LoadError\u001b[0m: \u001b[33mpartition 2026-11-23\u001b[0m is sealed'),
    flow3('💥 LoadError: partition 2026-11-24 is sealed'),
  ],
  'deadline of the bank': [
    flow3('CutoffMissed: SEPA file sent at 17:02:11 (cutoff 16:30 CET), transfer TRX-20261123-000814'),
    flow3('CutoffMissed: SEPA file sent at 16:31 (cutoff 16:30 CET), transfer TRX-20261124-000002'),
  ],
  'lock held by another run': [
    flow3('LockHeld: lock "nightly" is held by run amber-otter (pid 2214 on worker-7c9f6d5b8-x2x9z) since 2 hours'),
    flow3('LockHeld: lock "nightly" is held by run amber-otter (pid 88 on worker-5d8f7c6b9-qk4vw) since 35 minutes'),
  ],
})
