import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const log = (frame: string, headline: string): string => flowLog3(`${headline.slice(0, 40)}`, traceback(['/opt/venv/lib/python3.12/site-packages/acme_core/run.py:88 call', frame], headline))
const exited = (code: number, more = ''): string => `Flow run infrastructure exited with non-zero status code ${code}.${more}`

/** The common run of a data team: thirty jobs, their usual faults, twice and thrice each. */
export const HELD_OUT_TENTH = labelled({
  'db.prod: no connection in time': [
    flow3('OperationalError: (psycopg2.OperationalError) connection to server at "db.prod.acme.net" (10.11.0.5), port 5432 failed: timeout expired\n\n(Background on this error at: https://sqlalche.me/e/20/e3q8)'),
    [flow3('OperationalError: (psycopg2.OperationalError) connection to server at "db.prod.acme.net" (10.11.0.6), port 5432 failed: timeout expired\n\n(Background on this error at: https://sqlalche.me/e/14/e3q8)'), null, 'sales/daily'],
    ['3/8 states failed.', log('/app/flows/sales.py:12 read | engine.connect()', 'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "db.prod.acme.net" (10.11.0.5), port 5432 failed: timeout expired'), 'sales/hourly'],
  ],
  'db.prod: starting up': [flow3('OperationalError: (psycopg2.OperationalError) connection to server at "db.prod.acme.net" (10.11.0.5), port 5432 failed: FATAL:  the database system is starting up')],
  'db.test: no connection in time': [flow3('OperationalError: (psycopg2.OperationalError) connection to server at "db.test.acme.net" (10.11.0.9), port 5432 failed: timeout expired')],
  'db.prod: name unknown': [
    flow3('OperationalError: (psycopg2.OperationalError) could not translate host name "db.prod.acme.net" to address: Name or service not known'),
    flow2('OperationalError: (psycopg2.OperationalError) could not translate host name "db.prod.acme.net" to address: Name or service not known\n\n(Background on this error at: https://sqlalche.me/e/20/e3q8)'),
  ],
  'column discount of sales.orders missing': [
    flow3('ProgrammingError: (psycopg2.errors.UndefinedColumn) column "discount" does not exist\nLINE 1: SELECT id, discount FROM sales.orders WHERE id > 88120\n                   ^\n\n[SQL: SELECT id, discount FROM sales.orders WHERE id > %(id)s]\n[parameters: {\'id\': 88120}]'),
    flow3('ProgrammingError: (psycopg2.errors.UndefinedColumn) column "discount" does not exist\nLINE 1: SELECT id, discount FROM sales.orders WHERE id > 99000\n                   ^\n\n[SQL: SELECT id, discount FROM sales.orders WHERE id > %(id)s]\n[parameters: {\'id\': 99000}]'),
    [task('UndefinedColumn: column "discount" does not exist\nLINE 4:   discount'), null, 'sales/weekly'],
  ],
  'column voucher of sales.orders missing': [flow3('ProgrammingError: (psycopg2.errors.UndefinedColumn) column "voucher" does not exist\nLINE 1: SELECT id, voucher')],
  'orders refer to unknown customers': [
    flow3('IntegrityError: (psycopg2.errors.ForeignKeyViolation) insert or update on table "orders" violates foreign key constraint "orders_customer_id_fkey"\nDETAIL:  Key (customer_id)=(771) is not present in table "customers".\n\n[SQL: INSERT INTO orders (customer_id) VALUES (771)]'),
    flow3('IntegrityError: (psycopg2.errors.ForeignKeyViolation) insert or update on table "orders" violates foreign key constraint "orders_customer_id_fkey"\nDETAIL:  Key (customer_id)=(14) is not present in table "customers".'),
  ],
  'snowflake: no role for TRANSFORM_WH': [
    flow3(lines('ProgrammingError: 003001 (42501): 01b90c11-0000-1111-0000-000012345678: SQL access control error:', 'Insufficient privileges to operate on warehouse \'TRANSFORM_WH\'')),
    flow3(lines('snowflake.connector.errors.ProgrammingError: 003001 (42501): 01b90c22-0000-2222-0000-0000abcdef01: SQL access control error:', 'Insufficient privileges to operate on warehouse \'TRANSFORM_WH\'')),
  ],
  'snowflake: invalid identifier CHURN_SCORE': [
    flow3(lines('ProgrammingError: 000904 (42000): 01b90c11-0000-1111-0000-000012345678: SQL compilation error: error line 14 at position 7', 'invalid identifier \'CHURN_SCORE\'')),
    flow3(lines('ProgrammingError: 000904 (42000): 01b90c33-0000-1111-0000-000012345699: SQL compilation error: error line 3 at position 21', 'invalid identifier \'CHURN_SCORE\'')),
  ],
  'snowflake: invalid identifier LTV': [flow3(lines('ProgrammingError: 000904 (42000): 01b90c11-0000-1111-0000-000012345678: SQL compilation error: error line 14 at position 7', 'invalid identifier \'LTV\''))],
  'bigquery: dataset crm missing': [
    flow3('NotFound: 404 Not found: Dataset acme-dwh:crm was not found in location EU; reason: notFound, message: Not found: Dataset acme-dwh:crm was not found in location EU\n\nLocation: EU\nJob ID: 1f0e8d7c-0000-4444-8888-0123456789ab\n'),
    flow3('google.api_core.exceptions.NotFound: 404 Not found: Dataset acme-dwh:crm was not found in location EU; reason: notFound, message: Not found: Dataset acme-dwh:crm was not found in location EU\n\nLocation: EU\nJob ID: 9a0e8d7c-0000-4444-8888-0123456789cd\n'),
  ],
  'bigquery: dataset erp missing': [flow3('NotFound: 404 Not found: Dataset acme-dwh:erp was not found in location EU; reason: notFound')],
  'bigquery: backend error': [
    flow3('InternalServerError: 500 An internal error occurred and the request could not be completed. This is usually caused by a transient issue. Error: 80038528\n\nLocation: EU\nJob ID: 1f0e8d7c'),
    flow3('google.api_core.exceptions.InternalServerError: 500 An internal error occurred and the request could not be completed. This is usually caused by a transient issue. Error: 3144498\n\nLocation: EU\nJob ID: 77aa8d7c'),
  ],
  'redshift: spectrum no manifest': [
    flow3('InternalError_: (psycopg2.errors.InternalError_) Load into table \'clicks\' failed.  Check \'stl_load_errors\' system table for details.\n\n[SQL: COPY clicks FROM \'s3://lake/clicks/2026-11-23/\']'),
    flow3('InternalError_: (psycopg2.errors.InternalError_) Load into table \'clicks\' failed.  Check \'stl_load_errors\' system table for details.\n\n[SQL: COPY clicks FROM \'s3://lake/clicks/2026-11-24/\']'),
  ],
  'redshift: load of views': [flow3('InternalError_: (psycopg2.errors.InternalError_) Load into table \'views\' failed.  Check \'stl_load_errors\' system table for details.')],
  'dbt: test of stg_payments': [
    flow3('RuntimeError: dbt test failed: accepted_values_stg_payments_method__card__bank (models/staging/schema.yml): Got 3 results, configured to fail if != 0'),
    flow3('RuntimeError: dbt test failed: accepted_values_stg_payments_method__card__bank (models/staging/schema.yml): Got 1 result, configured to fail if != 0'),
  ],
  'dbt: profile target missing': [
    ['Process exited with status code: 1', lines('02:00:14  Encountered an error:', 'Runtime Error', '  The profile \'acme\' does not have a target named \'prod\'. The valid target names for this profile are:', '   - dev'), 'dbt/a'],
    ['Process exited with status code: 1', lines('02:00:09  Encountered an error:', 'Runtime Error', '  The profile \'acme\' does not have a target named \'prod\'. The valid target names for this profile are:', '   - dev', '   - ci'), 'dbt/b'],
  ],
  's3: bucket acme-raw denies list': [
    flow3('ClientError: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: arn:aws:sts::210987654321:assumed-role/prefect-task/prefect-1732327214 is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::acme-raw" because no identity-based policy allows the s3:ListBucket action'),
    ['1/1 states failed.', log('/app/flows/raw.py:9 keys', 'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: arn:aws:sts::210987654321:assumed-role/prefect-task/prefect-1732413611 is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::acme-raw" because no identity-based policy allows the s3:ListBucket action'), 'raw/daily'],
  ],
  's3: bucket acme-mart denies list': [flow3('ClientError: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: arn:aws:sts::210987654321:assumed-role/prefect-task/prefect-1732327214 is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::acme-mart" because no identity-based policy allows the s3:ListBucket action')],
  's3: connect timeout': [
    flow3('ConnectTimeoutError: Connect timeout on endpoint URL: "https://acme-raw.s3.eu-central-1.amazonaws.com/?list-type=2&prefix=orders%2F2026-11-23"'),
    flow3('botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "https://acme-raw.s3.eu-central-1.amazonaws.com/?list-type=2&prefix=orders%2F2026-11-24"'),
  ],
  'crm api: unauthorized': [
    flow3('HTTPStatusError: Client error \'401 Unauthorized\' for url \'https://crm.acme.net/api/contacts?after=88120\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401'),
    [task('httpx.HTTPStatusError: Client error \'401 Unauthorized\' for url \'https://crm.acme.net/api/deals?after=14\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401'), null, 'deals/hourly'],
  ],
  'crm api: unavailable': [
    flow3('HTTPStatusError: Server error \'503 Service Unavailable\' for url \'https://crm.acme.net/api/contacts?after=88120\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503'),
    [flow3('httpx.HTTPStatusError: Server error \'503 Service Unavailable\' for url \'https://crm.acme.net/api/deals?after=2\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503'), null, 'deals/hourly'],
  ],
  'hr api: unavailable': [flow3('HTTPStatusError: Server error \'503 Service Unavailable\' for url \'https://hr.acme.net/api/people\'')],
  'crm api: field rejected': [flow3('HTTPStatusError: Client error \'400 Bad Request\' for url \'https://crm.acme.net/api/contacts/export\'')],
  'weather api: certificate': [
    flow3('SSLError: HTTPSConnectionPool(host=\'weather.example.org\', port=443): Max retries exceeded with url: /v1/2026-11-23 (Caused by SSLError(SSLCertVerificationError(1, \'[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1000)\')))'),
    flow3('requests.exceptions.SSLError: HTTPSConnectionPool(host=\'weather.example.org\', port=443): Max retries exceeded with url: /v1/2026-11-24 (Caused by SSLError(SSLCertVerificationError(1, \'[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1129)\')))'),
  ],
  'kafka: offset of clicks out of range': [
    flow3('OffsetOutOfRangeError: {TopicPartition(topic=\'clicks\', partition=3): 88120441}'),
    flow3('kafka.errors.OffsetOutOfRangeError: {TopicPartition(topic=\'clicks\', partition=11): 90011999}'),
  ],
  'kafka: offset of views out of range': [flow3('OffsetOutOfRangeError: {TopicPartition(topic=\'views\', partition=3): 88120441}')],
  'redis: cache-1 refuses': [
    flow3('ConnectionError: Error 111 connecting to cache.acme.net:6379. Connection refused.'),
    flow3('redis.exceptions.ConnectionError: Error 111 connecting to cache.acme.net:6380. Verbindungsaufbau abgelehnt.'),
  ],
  'mongo: auth': [flow3('OperationFailure: Authentication failed., full error: {\'ok\': 0.0, \'errmsg\': \'Authentication failed.\', \'code\': 18, \'codeName\': \'AuthenticationFailed\', \'$clusterTime\': {\'clusterTime\': Timestamp(1732327214, 3)}}'), flow3('pymongo.errors.OperationFailure: Authentication failed., full error: {\'ok\': 0.0, \'errmsg\': \'Authentication failed.\', \'code\': 18, \'codeName\': \'AuthenticationFailed\', \'$clusterTime\': {\'clusterTime\': Timestamp(1732413611, 9)}}')],
  'key: store_id': [
    flow3('KeyError: \'store_id\''), [flow3('KeyError: \'store_id\''), null, 'stores/daily'], [flow2('KeyError: \'store_id\''), null, 'stores/weekly'],
    ['2/2 states failed.', taskLog('KeyError(\'store_id\')', traceback(['/app/flows/stores.py:7 key'], 'KeyError: \'store_id\'')), 'stores/hourly'],
  ],
  'key: region_id': [flow3('KeyError: \'region_id\'')],
  'too few rows of sessions': [flow3('ValueError: Expected at least 10000 rows in sessions, got 412'), flow3('ValueError: Expected at least 10000 rows in sessions, got 0'), flow3('ValueError: Expected at least 10,000 rows in sessions, got 9,998')],
  'too few rows of pageviews': [flow3('ValueError: Expected at least 10000 rows in pageviews, got 412')],
  'unknown category in products': [flow3('ValueError: Unknown category \'garden-xl\' in products.csv line 14'), flow3('ValueError: Unknown category \'garden-xl\' in products.csv line 2214')],
  'assert in reconcile': [
    [flow3('AssertionError'), log('/app/flows/reconcile.py:30 check | assert left == right', 'AssertionError'), 'reconcile/daily'],
    [flow3('AssertionError'), log('/app/flows/reconcile.py:34 check | assert left == right', 'AssertionError'), 'reconcile/daily'],
    ['1/1 states failed.', log('/app/flows/reconcile.py:34 check | assert left == right', 'AssertionError'), 'reconcile/weekly'],
  ],
  'assert in inventory': [[flow3('AssertionError'), log('/app/flows/inventory.py:30 check | assert count >= 0', 'AssertionError'), 'inventory/daily']],
  'NoneType in people': [
    [flow3('TypeError: \'NoneType\' object is not subscriptable'), log('/app/flows/people.py:14 manager | person["manager"]["id"]', 'TypeError: \'NoneType\' object is not subscriptable'), 'people/daily'],
    [flow3('TypeError: \'NoneType\' object is not subscriptable'), log('/app/flows/people.py:14 manager | person["manager"]["id"]', 'TypeError: \'NoneType\' object is not subscriptable'), 'people/full'],
  ],
  'NoneType in rooms': [[flow3('TypeError: \'NoneType\' object is not subscriptable'), log('/app/flows/rooms.py:9 plan | room["plan"]["id"]', 'TypeError: \'NoneType\' object is not subscriptable'), 'rooms/daily']],
  'bare exception of archive': [[flow3('Exception'), log('/app/flows/archive.py:50 move | raise Exception', 'Exception'), 'archive/daily'], [flow3('Exception: '), log('/app/flows/archive.py:50 move | raise Exception', 'Exception'), 'archive/daily']],
  'pydantic: price of Item': [
    flow3(lines('ValidationError: 1 validation error for Item', 'price', '  Input should be greater than 0 [type=greater_than, input_value=-4.2, input_type=float]', '    For further information visit https://errors.pydantic.dev/2.9/v/greater_than')),
    flow3(lines('ValidationError: 1 validation error for Item', 'price', '  Input should be greater than 0 [type=greater_than, input_value=0, input_type=int]', '    For further information visit https://errors.pydantic.dev/2.10/v/greater_than')),
  ],
  'pydantic: sku of Item': [flow3(lines('ValidationError: 1 validation error for Item', 'sku', '  String should match pattern \'^[A-Z]{3}\\d+$\' [type=string_pattern_mismatch, input_value=\'abc\', input_type=str]'))],
  'memory: simulation': [[exited(137), null, 'simulation/daily'], [exited(137, ' Process was killed, likely due to an out-of-memory (OOM) condition.'), null, 'simulation/daily'], ['Flow run process exited with non-zero status code -9.', null, 'simulation/daily']],
  'memory: optimizer': [[exited(137), null, 'optimizer/daily'], [exited(137), null, 'optimizer/daily']],
  'exit 1 of report: no font': [[exited(1), log('/app/flows/report.py:8 font', 'acme.FontMissing: font Inter is not installed'), 'report/daily'], ['Process exited with status code: 1', log('/app/flows/report.py:8 font', 'acme.FontMissing: font Inter is not installed'), 'report/weekly']],
  'exit 1 of report: no logo': [[exited(1), log('/app/flows/report.py:9 logo', 'acme.LogoMissing: logo acme.svg is not there'), 'report/daily']],
  'exit 1 of quiet': [[exited(1), null, 'quiet1/daily'], [exited(1), null, 'quiet1/daily']],
  'exit 1 of mute': [[exited(1), null, 'mute1/daily']],
  'exit 127 of dump': [[exited(127), '/bin/sh: pg_dump: not found', 'dump/daily'], [exited(127), 'bash: pg_dump: command not found', 'dump/weekly']],
  'segfault of geo': [[exited(139), null, 'geo9/daily'], ['Process exited with status code: -11', null, 'geo9/daily']],
  'timeout of scrape': [['Flow run exceeded timeout of 1800.0 second(s)', null, 'scrape/daily'], ['Flow run exceeded timeout of 1800.0 second(s)', null, 'scrape/daily']],
  'timeout of crawl': [['Flow run exceeded timeout of 1800.0 second(s)', null, 'crawl9/daily']],
  'pods unschedulable': [
    ['Job \'proud-fox-8d2kx\': Pod \'proud-fox-8d2kx-zv4lq\' could not be scheduled: 0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found', null, 'a/b'],
    ['Job \'calm-ray-x7w2p\': Pod \'calm-ray-x7w2p-9kd4z\' could not be scheduled: 0/9 nodes are available: 9 Insufficient cpu. preemption: 0/9 nodes are available: 9 No preemption victims found', null, 'c/d'],
  ],
  'image flows:main not found': [
    'Flow run could not be submitted to infrastructure:\nImageNotFound(\'404 Client Error for http+docker://localhost/v1.44/images/create?tag=main&fromImage=acme%2Fflows: Not Found ("pull access denied for acme/flows, repository does not exist or may require \\\'docker login\\\'")\')',
    'Flow run could not be submitted to infrastructure:\nImageNotFound(\'404 Client Error for http+docker://localhost/v1.43/images/create?tag=main&fromImage=acme%2Fflows: Not Found ("pull access denied for acme/flows, repository does not exist or may require \\\'docker login\\\'")\')',
  ],
  'work pool variable': ['Flow run could not be submitted to infrastructure:\nKeyError(\'cluster\')', 'Flow run could not be submitted to infrastructure:\nKeyError(\'cluster\')'],
  'module acme_utils missing': [
    'Flow run could not start: No module named \'acme_utils\'',
    flow3('ModuleNotFoundError: No module named \'acme_utils\''),
    ['Process exited with status code: 1', log('/app/flows/x.py:1 <module> | import acme_utils', 'ModuleNotFoundError: No module named \'acme_utils\''), 'x/daily'],
  ],
  'module acme_sql missing': ['Flow run could not start: No module named \'acme_sql\''],
  'group: rates and fees of broker': [
    [flow3('ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)', [traceback(['/app/b.py:1 a'], 'acme.BrokerClosed: broker XETR closed the session'), traceback(['/app/b.py:2 b'], 'acme.BrokerClosed: broker XETR closed the session')])), 'broker/daily'],
    ['1/3 states failed.', taskLog('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', [traceback(['/app/b.py:2 b'], 'acme.BrokerClosed: broker XETR closed the session')])), 'broker/weekly'],
    flow3('BrokerClosed: broker XETR closed the session'),
  ],
  'group: another broker': [['1/3 states failed.', taskLog('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', [traceback(['/app/b.py:2 b'], 'acme.BrokerClosed: broker XLON closed the session')])), 'broker/weekly']],
  'wrapped: loyalty has no tier gold': [
    [flow3('RuntimeError: Loading loyalty failed'), flowLog3('RuntimeError', fromCause(traceback(['/app/l.py:1 a'], 'KeyError: \'gold\''), traceback(['/app/l.py:2 b'], 'RuntimeError: Loading loyalty failed'))), 'loyalty/daily'],
    [flow3('RuntimeError: Failed to process loyalty batch 14'), flowLog3('RuntimeError', fromCause(traceback(['/app/l.py:1 a'], 'KeyError: \'gold\''), traceback(['/app/l.py:5 c'], 'RuntimeError: Failed to process loyalty batch 14'))), 'loyalty/daily'],
    [flow3('KeyError: \'gold\''), null, 'loyalty/full'],
  ],
  'wrapped: loyalty file away': [[flow3('RuntimeError: Loading loyalty failed'), flowLog3('RuntimeError', fromCause(traceback(['/app/l.py:1 a'], 'FileNotFoundError: [Errno 2] No such file or directory: \'/in/loyalty.csv\''), traceback(['/app/l.py:2 b'], 'RuntimeError: Loading loyalty failed'))), 'loyalty/daily']],
  'handled: fallback of fx gone': [
    [flow3('NoFallback: no fallback rate for JPY'), flowLog2(whileHandling(traceback(['/app/f.py:1 a'], 'requests.exceptions.Timeout: timed out'), traceback(['/app/f.py:2 b'], 'acme.NoFallback: no fallback rate for JPY'))), 'fx9/daily'],
    [flow3('NoFallback: no fallback rate for JPY'), null, 'fx9/weekly'],
  ],
  'ora: unique constraint, two tongues': [flow3('IntegrityError: ORA-00001: unique constraint (FIN.PK_BOOKING) violated'), flow3('IntegrityError: ORA-00001: Unique Constraint (FIN.PK_BOOKING) verletzt')],
  'sqlstate told in words of three tongues': [
    flow3('DatabaseError: SQLSTATE 42P01: relation "fin.booking" does not exist'),
    flow3('DatabaseError: SQLSTATE 42P01: Relation »fin.booking« existiert nicht'),
    flow3('DatabaseError: SQLSTATE 42P01: la relation « fin.booking » n\'existe pas'),
  ],
  'sqlstate: another relation': [flow3('DatabaseError: SQLSTATE 42P01: relation "fin.account" does not exist')],
  'share of finance unreadable': [flow3('PermissionError: [Errno 13] Permission denied: \'/mnt/finance/2026-11-23.xlsx\''), flow3('PermissionError: [Errno 13] Permission non accordée: \'/mnt/finance/2026-11-24.xlsx\'')],
})
