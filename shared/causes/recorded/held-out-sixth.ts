import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const submitted = (text: string): string => `Flow run could not be submitted to infrastructure:\n${text}`
const wrappedFrom = (root: string, outer: string, file = '/app/flows/etl.py'): string =>
  flowLog3(outer.replace(/^[\w.]*\./, ''), fromCause(traceback([`${file}:12 read | source.read()`], root), traceback([`${file}:31 main | raise`], outer)))

/** Shared wrappers over other roots, SQL with literals, other languages, evictions, answers of services with their ids. */
export const HELD_OUT_SIXTH = labelled({
  'load of orders: column channel missing': [
    [flow3('RuntimeError: Failed to load orders'), wrappedFrom('KeyError: \'channel\'', 'RuntimeError: Failed to load orders'), 'orders/daily'],
    [flow3('PipelineError: could not refresh mart'), wrappedFrom('KeyError: \'channel\'', 'acme.PipelineError: could not refresh mart', '/app/flows/mart.py'), 'mart/daily'],
    flow3('KeyError: \'channel\''),
  ],
  'load of orders: lake.internal refuses': [
    [flow3('RuntimeError: Failed to load orders'), wrappedFrom('ConnectionRefusedError: [Errno 111] Connect call failed (\'lake.internal\', 9000)', 'RuntimeError: Failed to load orders'), 'orders/daily'],
    [flow2('RuntimeError: Failed to load orders'), wrappedFrom('ConnectionRefusedError: [Errno 111] Connect call failed (\'lake.internal\', 9000)', 'RuntimeError: Failed to load orders'), 'orders/daily'],
  ],
  'load of orders: bad parquet': [[flow3('RuntimeError: Failed to load orders'), wrappedFrom('pyarrow.lib.ArrowInvalid: Parquet magic bytes not found in footer of lake/orders/2026-11-23/0.parquet', 'RuntimeError: Failed to load orders'), 'orders/daily']],
  'statement: orders by country has no column vat_rate': [
    flow3('DatabaseError: Execution failed on sql \'SELECT country, vat_rate FROM orders WHERE day = \'2026-11-23\' AND country = \'DE\'\': no such column: vat_rate'),
    flow3('pandas.errors.DatabaseError: Execution failed on sql \'SELECT country, vat_rate FROM orders WHERE day = \'2026-11-24\' AND country = \'FR\'\': no such column: vat_rate'),
  ],
  'statement: orders by country has no column net': [flow3('DatabaseError: Execution failed on sql \'SELECT country, net FROM orders WHERE day = \'2026-11-23\' AND country = \'DE\'\': no such column: net')],
  'mysql: lock wait': [
    flow3('OperationalError: (1205, \'Lock wait timeout exceeded; try restarting transaction\') [SQL: UPDATE stock SET level = 4 WHERE sku = \'A-1\']'),
    flow3('pymysql.err.OperationalError: (1205, \'Lock wait timeout exceeded; try restarting transaction\')\n[SQL: UPDATE stock SET level = %s WHERE sku = %s]\n[parameters: (9, \'B-7\')]'),
  ],
  'statement: syntax at FROMM': [
    flow3('ProgrammingError: (psycopg2.errors.SyntaxError) syntax error at or near "FROMM"\nLINE 4: FROMM orders o\n        ^\n\n[SQL: SELECT …]'),
    flow3('ProgrammingError: (psycopg2.errors.SyntaxError) Syntaxfehler bei »FROMM«\nLINE 9: FROMM orders o\n        ^\n\n[SQL: SELECT …]'),
  ],
  'statement: numeric field overflow in fx': [
    [flow3('DataError: (psycopg2.errors.NumericValueOutOfRange) numeric field overflow\nDETAIL:  A field with precision 10, scale 2 must round to an absolute value less than 10^8.\n\n[SQL: INSERT INTO fx VALUES (123456789.12)]'), null, 'fx/daily'],
    [flow3('DataError: (psycopg2.errors.NumericValueOutOfRange) numeric field overflow\nDETAIL:  A field with precision 10, scale 2 must round to an absolute value less than 10^8.\n\n[SQL: INSERT INTO fx VALUES (998877665.02)]'), null, 'fx/daily'],
  ],
  'sql server: login of svc_bi': [
    flow3('InterfaceError: (\'28000\', "[28000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Login failed for user \'svc_bi\'. (18456) (SQLDriverConnect)")'),
    flow3('pyodbc.InterfaceError: (\'28000\', "[28000] [Microsoft][ODBC Driver 17 for SQL Server][SQL Server]Fehler bei der Anmeldung für den Benutzer \'svc_bi\'. (18456) (SQLDriverConnect)")'),
  ],
  'sql server: login of svc_etl': [flow3('InterfaceError: (\'28000\', "[28000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Login failed for user \'svc_etl\'. (18456) (SQLDriverConnect)")')],
  'sql server: conversion of varchar in stock': [
    [flow3('DataError: (\'22018\', "[22018] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Conversion failed when converting the varchar value \'12a\' to data type int. (245) (SQLExecDirectW)")'), null, 'stock/daily'],
    [flow3('DataError: (\'22018\', "[22018] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Conversion failed when converting the varchar value \'n/a\' to data type int. (245) (SQLExecDirectW)")'), null, 'stock/daily'],
  ],
  'oracle: listener does not know FINPRD': [
    flow3('DatabaseError: ORA-12514: TNS:listener does not currently know of service requested in connect descriptor for "FINPRD"'),
    flow3('cx_Oracle.DatabaseError: ORA-12514: TNS: Der Listener kann den angeforderten Service im Connect-Deskriptor "FINPRD" nicht auflösen'),
  ],
  'oracle: snapshot too old': [
    [flow3('DatabaseError: ORA-01555: snapshot too old: rollback segment number 14 with name "_SYSSMU14_1188$" too small'), null, 'gl/daily'],
    [flow3('oracledb.exceptions.DatabaseError: ORA-01555: snapshot too old: rollback segment number 9 with name "_SYSSMU9_2214$" too small'), null, 'gl/daily'],
  ],
  'trino: cannot cast amount': [
    flow3('TrinoUserError: TrinoUserError(type=USER_ERROR, name=INVALID_CAST_ARGUMENT, message="Cannot cast \'12,50\' to DOUBLE", query_id=20261123_020114_00412_kx3zb)'),
    flow3('trino.exceptions.TrinoUserError: TrinoUserError(type=USER_ERROR, name=INVALID_CAST_ARGUMENT, message="Cannot cast \'k.A.\' to DOUBLE", query_id=20261124_020101_00398_p9qzb)'),
  ],
  'trino: table hive.raw.visits missing': [
    flow3('TrinoUserError: TrinoUserError(type=USER_ERROR, name=TABLE_NOT_FOUND, message="line 1:15: Table \'hive.raw.visits\' does not exist", query_id=20261123_020114_00412_kx3zb)'),
    flow3('TrinoUserError: TrinoUserError(type=USER_ERROR, name=TABLE_NOT_FOUND, message="line 4:8: Table \'hive.raw.visits\' does not exist", query_id=20261124_020259_00031_p9qzb)'),
  ],
  'trino: table hive.raw.leads missing': [flow3('TrinoUserError: TrinoUserError(type=USER_ERROR, name=TABLE_NOT_FOUND, message="line 1:15: Table \'hive.raw.leads\' does not exist", query_id=20261123_020114_00412_kx3zb)')],
  'clickhouse: memory limit in funnel': [
    [flow3('DatabaseError: :HTTPDriver for https://ch.internal:8443 returned response code 500)\n Code: 241. DB::Exception: Memory limit (for query) exceeded: would use 9.33 GiB (attempt to allocate chunk of 4219672 bytes), maximum: 9.31 GiB. (MEMORY_LIMIT_EXCEEDED) (version 24.3.2.23)'), null, 'funnel/daily'],
    [flow3('clickhouse_connect.driver.exceptions.DatabaseError: :HTTPDriver for https://ch.internal:8443 returned response code 500)\n Code: 241. DB::Exception: Memory limit (for query) exceeded: would use 10.02 GiB (attempt to allocate chunk of 8400021 bytes), maximum: 9.31 GiB. (MEMORY_LIMIT_EXCEEDED) (version 24.3.2.23)'), null, 'funnel/daily'],
  ],
  'duckdb: file of sales locked': [
    flow3('IOException: IO Error: Could not set lock on file "/data/sales.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 2214) by user etl.'),
    flow3('duckdb.duckdb.IOException: IO Error: Could not set lock on file "/data/sales.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 90112) by user etl.'),
  ],
  'elasticsearch: mapping of price': [
    flow3('BulkIndexError: 14 document(s) failed to index: mapper_parsing_exception failed to parse field [price] of type [float] in document with id \'88120\''),
    flow3('elasticsearch.helpers.BulkIndexError: 3 document(s) failed to index: mapper_parsing_exception failed to parse field [price] of type [float] in document with id \'14\''),
  ],
  'elasticsearch: mapping of stock': [flow3('BulkIndexError: 14 document(s) failed to index: mapper_parsing_exception failed to parse field [stock] of type [integer] in document with id \'88120\'')],
  'pod of orders evicted for memory': [
    ['Pod orders-sync-7d9f8b6c5-abc9e was evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 88120Ki.', null, 'orders/sync'],
    ['Pod orders-sync-5c6d7f8b9-x9z2q was evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 41Mi.', null, 'orders/sync'],
  ],
  'pod of orders evicted for disk': [['Pod orders-sync-7d9f8b6c5-abc9e was evicted: The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 220Mi.', null, 'orders/sync']],
  'image etl of ghcr cannot be pulled': [
    'Failed to start pod quick-otter-x8k2p-9z7wq: ImagePullBackOff: Back-off pulling image "ghcr.io/acme/etl:prod"',
    'Failed to start pod amber-heron-q7wz4-b5c6d: ImagePullBackOff: Back-off pulling image "ghcr.io/acme/etl:prod"',
  ],
  'image ml of ghcr cannot be pulled': ['Failed to start pod quick-otter-x8k2p-9z7wq: ImagePullBackOff: Back-off pulling image "ghcr.io/acme/ml:prod"'],
  'secret db-creds missing': [
    'Failed to start pod quick-otter-x8k2p-9z7wq: CreateContainerConfigError: secret "db-creds" not found',
    'Failed to start pod tidy-lynx-4mdbx-t4w9x: CreateContainerConfigError: secret "db-creds" not found',
  ],
  'secret api-creds missing': ['Failed to start pod quick-otter-x8k2p-9z7wq: CreateContainerConfigError: secret "api-creds" not found'],
  'service account prefect may not create jobs': [
    submitted('ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'7b2e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e\'})\nHTTP response body: {"kind":"Status","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:prefect:worker\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"etl\\"","reason":"Forbidden","code":403}'),
    submitted('kubernetes_asyncio.client.exceptions.ApiException: (403)\nReason: Forbidden\nHTTP response headers: <CIMultiDictProxy(\'Audit-Id\': \'1c2e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e\')>\nHTTP response body: {"kind":"Status","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:prefect:worker\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"etl\\"","reason":"Forbidden","code":403}'),
  ],
  'container exits 137: features': [
    ['Docker container exited with status code 137', null, 'features/daily'],
    ['Container features-runner exited with code 137 (OOMKilled)', null, 'features/daily'],
    ['Flow run infrastructure exited with non-zero status code 137.', null, 'features/daily'],
  ],
  'container exits 137: labels': [['Docker container exited with status code 137', null, 'labels/daily']],
  'process exits 1: no config file at deploy': [
    ['Process exited with status code: 1', flowLog2(traceback(['/app/run.py:3 <module> | config = load("prod.toml")'], 'FileNotFoundError: [Errno 2] No such file or directory: \'/app/conf/prod.toml\'')), 'alpha/daily'],
    ['Flow run process exited with non-zero status code 1.', flowLog3('FileNotFoundError', traceback(['/app/run.py:3 <module> | config = load("prod.toml")'], 'FileNotFoundError: [Errno 2] No existe el fichero o el directorio: \'/app/conf/prod.toml\'')), 'beta/daily'],
  ],
  'process exits 1: nothing logged (alpha)': [['Process exited with status code: 1', null, 'alpha/daily'], ['Flow run process exited with non-zero status code 1.', null, 'alpha/daily']],
  'process exits 1: nothing logged (beta)': [['Process exited with status code: 1', null, 'beta/daily']],
  'scrape: blocked by shop': [
    flow3('ClientResponseError: 403, message=\'Forbidden\', url=URL(\'https://www.shop.example/p/88120?ref=1\')'),
    flow3('aiohttp.client_exceptions.ClientResponseError: 403, message=\'Forbidden\', url=URL(\'https://www.shop.example/p/14?ref=9\')'),
  ],
  'scrape: shop throttles': [
    flow3('ClientResponseError: 429, message=\'Too Many Requests\', url=URL(\'https://www.shop.example/p/88120\')'),
    flow3('aiohttp.client_exceptions.ClientResponseError: 429, message=\'Too Many Requests\', url=URL(\'https://www.shop.example/list/14\')'),
  ],
  'api: payments answers 502': [
    flow3('ApiError: HTTP 502 Bad Gateway from https://pay.example.com/v1/settlements/2026-11-23'),
    flow3('ApiError: HTTP 502 Proxy Error from https://pay.example.com/v1/settlements/2026-11-24'),
    flow3('ApiError: HTTP 502 Ungültiges Gateway from https://pay.example.com/v1/payouts'),
  ],
  'api: payments wants a new key': [flow3('ApiError: HTTP 401 Unauthorized from https://pay.example.com/v1/settlements/2026-11-23')],
  'api: hubspot scope missing': [
    flow3('ForbiddenException: (403) Reason: Forbidden HTTP response body: {"status":"error","message":"This app hasn\'t been granted all required scopes","correlationId":"7b2e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e","category":"MISSING_SCOPES"}'),
    flow3('hubspot.crm.contacts.exceptions.ForbiddenException: (403) Reason: Forbidden HTTP response body: {"status":"error","message":"This app hasn\'t been granted all required scopes","correlationId":"882e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e","category":"MISSING_SCOPES"}'),
  ],
  'api: stripe rate': [
    flow3('RateLimitError: Request req_8Hk2LmNoPqRsTu: Too many requests hit the API too quickly. We recommend an exponential backoff of your requests.'),
    flow3('stripe._error.RateLimitError: Request req_1aZ9xYwVuTsRqP: Too many requests hit the API too quickly. We recommend an exponential backoff of your requests.'),
  ],
  'api: stripe key wrong': [flow3('AuthenticationError: Invalid API Key provided: sk_live_********************AbCd')],
  'api: salesforce field Region__c': [
    flow3('SalesforceMalformedRequest: Malformed request https://acme.my.salesforce.com/services/data/v59.0/query/?q=SELECT+Region__c+FROM+Account. Response content: [{\'message\': "\\nSELECT Region__c FROM Account\\n       ^\\nERROR at Row:1:Column:8\\nNo such column \'Region__c\' on entity \'Account\'.", \'errorCode\': \'INVALID_FIELD\'}]'),
    flow3('simple_salesforce.exceptions.SalesforceMalformedRequest: Malformed request https://acme.my.salesforce.com/services/data/v59.0/query/?q=SELECT+Id%2C+Region__c+FROM+Account. Response content: [{\'message\': "\\nSELECT Id, Region__c FROM Account\\n           ^\\nERROR at Row:1:Column:12\\nNo such column \'Region__c\' on entity \'Account\'.", \'errorCode\': \'INVALID_FIELD\'}]'),
  ],
  'grpc: feature store away': [
    flow3('_InactiveRpcError: <_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.UNAVAILABLE\n\tdetails = "failed to connect to all addresses; last error: UNKNOWN: ipv4:10.8.1.4:6566: Failed to connect to remote host: Connection refused"\n\tdebug_error_string = "UNKNOWN:Error received from peer  {created_time:"2026-11-23T02:00:11.1+00:00", grpc_status:14}"\n>'),
    flow3('grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.UNAVAILABLE\n\tdetails = "failed to connect to all addresses; last error: UNKNOWN: ipv4:10.8.1.9:6566: Failed to connect to remote host: Connection refused"\n\tdebug_error_string = "UNKNOWN:Error received from peer  {created_time:"2026-11-24T02:00:09.8+00:00", grpc_status:14}"\n>'),
  ],
  'timeouts: api.weather.example': [
    flow3('ConnectTimeout: HTTPSConnectionPool(host=\'api.weather.example\', port=443): Max retries exceeded with url: /v3/day/2026-11-23 (Caused by ConnectTimeoutError(<urllib3.connection.HTTPSConnection object at 0x7f1c2a3b4c50>, \'Connection to api.weather.example timed out. (connect timeout=10)\'))'),
    flow3('requests.exceptions.ConnectTimeout: HTTPSConnectionPool(host=\'api.weather.example\', port=443): Max retries exceeded with url: /v3/day/2026-11-24 (Caused by ConnectTimeoutError(<urllib3.connection.HTTPSConnection object at 0x7f99aa3b4c50>, \'Connection to api.weather.example timed out. (connect timeout=30)\'))'),
  ],
  'names: api.weather.example not resolved': [
    flow3('ConnectionError: HTTPSConnectionPool(host=\'api.weather.example\', port=443): Max retries exceeded with url: /v3/day/2026-11-23 (Caused by NameResolutionError("<urllib3.connection.HTTPSConnection object at 0x7f1c2a3b4c50>: Failed to resolve \'api.weather.example\' ([Errno -2] Name or service not known)"))'),
    flow3('ConnectionError: HTTPSConnectionPool(host=\'api.weather.example\', port=443): Max retries exceeded with url: /v3/week (Caused by NameResolutionError("<urllib3.connection.HTTPSConnection object at 0x7f77aa3b4c50>: Failed to resolve \'api.weather.example\' ([Errno -2] Der Name oder der Dienst ist nicht bekannt)"))'),
  ],
  'httpx timeouts: quotes': [
    [flow3('ReadTimeout'), flowLog3('ReadTimeout', traceback(['/app/flows/quotes.py:14 get | client.get(url)'], 'httpx.ReadTimeout')), 'quotes/daily'],
    [flow3('ReadTimeout: '), flowLog3('ReadTimeout(\'\')', traceback(['/app/flows/quotes.py:14 get | client.get(url)'], 'httpx.ReadTimeout')), 'quotes/daily'],
  ],
  'httpx timeouts: scores': [[flow3('ReadTimeout'), flowLog3('ReadTimeout', traceback(['/app/flows/scores.py:14 get | client.get(url)'], 'httpx.ReadTimeout')), 'scores/daily']],
  'disk quota of share': [
    flow3('OSError: [Errno 122] Disk quota exceeded: \'/mnt/share/out/2026-11-23.csv\''),
    flow3('OSError: [Errno 122] Plattenplatzbeschränkung überschritten: \'/mnt/share/out/2026-11-24.csv\''),
  ],
  'files: Japanese desktop has no book': [
    flow3('FileNotFoundError: [Errno 2] No such file or directory: \'C:\\\\books\\\\ledger.xlsx\''),
    flow3('FileNotFoundError: [Errno 2] そのようなファイルやディレクトリはありません: \'C:\\\\books\\\\ledger.xlsx\''),
  ],
  'files: folder of mails not a folder': [flow3('NotADirectoryError: [Errno 20] Not a directory: \'/data/mails\'')],
  'zip of vendor broken': [
    [flow3('BadZipFile: File is not a zip file'), flowLog3('BadZipFile', traceback(['/app/flows/vendor.py:8 unpack | zipfile.ZipFile(path)'], 'zipfile.BadZipFile: File is not a zip file')), 'vendor/daily'],
    [flow3('zipfile.BadZipFile: File is not a zip file'), flowLog3('BadZipFile', traceback(['/app/flows/vendor.py:11 unpack | zipfile.ZipFile(path)'], 'zipfile.BadZipFile: File is not a zip file')), 'vendor/weekly'],
  ],
  'zip of bank broken': [[flow3('BadZipFile: File is not a zip file'), flowLog3('BadZipFile', traceback(['/app/flows/bank.py:8 unpack | zipfile.ZipFile(path)'], 'zipfile.BadZipFile: File is not a zip file')), 'bank/daily']],
  'empty frames: concat in leads': [
    [flow3('ValueError: No objects to concatenate'), flowLog3('ValueError', traceback(['/app/flows/leads.py:20 join | pd.concat(parts)', '/opt/venv/lib/python3.11/site-packages/pandas/core/reshape/concat.py:507 _clean_keys_and_objs'], 'ValueError: No objects to concatenate')), 'leads/daily'],
    ['1/2 states failed.', taskLog('ValueError(\'No objects to concatenate\')', traceback(['/app/flows/leads.py:22 join | pd.concat(parts)'], 'ValueError: No objects to concatenate')), 'leads/weekly'],
  ],
  'empty frames: concat in visits': [[flow3('ValueError: No objects to concatenate'), flowLog3('ValueError', traceback(['/app/flows/visits.py:20 join | pd.concat(parts)'], 'ValueError: No objects to concatenate')), 'visits/daily']],
  'time zones mixed in shifts': [
    [flow3('TypeError: can\'t compare offset-naive and offset-aware datetimes'), flowLog3('TypeError', traceback(['/app/flows/shifts.py:7 late | start < now'], 'TypeError: can\'t compare offset-naive and offset-aware datetimes')), 'shifts/daily'],
    [flow3('TypeError: can\'t compare offset-naive and offset-aware datetimes'), flowLog3('TypeError', traceback(['/app/flows/shifts.py:9 late | start < now'], 'TypeError: can\'t compare offset-naive and offset-aware datetimes')), 'shifts/weekly'],
  ],
  'time zones mixed in leave': [[flow3('TypeError: can\'t compare offset-naive and offset-aware datetimes'), flowLog3('TypeError', traceback(['/app/flows/leave.py:7 due | start < now'], 'TypeError: can\'t compare offset-naive and offset-aware datetimes')), 'leave/daily']],
  'strptime: day of calls': [
    [flow3('ValueError: Invalid isoformat string: \'23/11/2026\''), flowLog3('ValueError', traceback(['/app/flows/calls.py:7 day | date.fromisoformat(text)'], 'ValueError: Invalid isoformat string: \'23/11/2026\'')), 'calls/daily'],
    [flow3('ValueError: Invalid isoformat string: \'heute\''), flowLog3('ValueError', traceback(['/app/flows/calls.py:7 day | date.fromisoformat(text)'], 'ValueError: Invalid isoformat string: \'heute\'')), 'calls/daily'],
  ],
  'fx: no rate for a Swiss franc': [flow3('LookupError: no rate for CHF on 2026-11-23'), flow3('LookupError: no rate for CHF on 2026-11-24')],
  'fx: no rate for a Norwegian crown': [flow3('LookupError: no rate for NOK on 2026-11-23')],
  'keys: a timestamp missing from the frame': [flow3('KeyError: Timestamp(\'2026-11-23 00:00:00\')'), flow3('KeyError: Timestamp(\'2026-11-24 00:00:00\')')],
  'keys: an order id missing': [flow3('KeyError: \'ORD-2026-88120\''), flow3('KeyError: \'ORD-2026-00014\'')],
  'env: API_TOKEN unset': [flow3('KeyError: \'API_TOKEN\''), [task('KeyError: \'API_TOKEN\''), null, 'crm/sync']],
  'env: DB_URL unset': [flow3('KeyError: \'DB_URL\'')],
  'block aws-prod missing': [
    flow3('ValueError: Unable to find block document named aws-prod for block type aws-credentials'),
    [task('ValueError: Unable to find block document named aws-prod for block type aws-credentials'), null, 'lake/daily'],
  ],
  'block gcp-prod missing': [flow3('ValueError: Unable to find block document named gcp-prod for block type gcp-credentials')],
  'limit db of prefect missing': [
    flow3('ConcurrencySlotAcquisitionError: Unable to acquire concurrency slots on [\'db\']. Concurrency limits [\'db\'] do not exist'),
    flow3('prefect.concurrency._asyncio.ConcurrencySlotAcquisitionError: Unable to acquire concurrency slots on [\'db\']. Concurrency limits [\'db\'] do not exist'),
  ],
  'api of prefect throttles': [
    flow3('PrefectHTTPStatusError: Client error \'429 Too Many Requests\' for url \'https://api.prefect.cloud/api/accounts/1b2c3d4e-0000-4000-8000-aaaaaaaaaaaa/workspaces/9f2c3d4e-0000-4000-8000-bbbbbbbbbbbb/flow_runs/filter\'\nResponse: {\'detail\': \'Rate limit exceeded\'}\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/429'),
    flow3('prefect.exceptions.PrefectHTTPStatusError: Client error \'429 Too Many Requests\' for url \'https://api.prefect.cloud/api/accounts/1b2c3d4e-0000-4000-8000-aaaaaaaaaaaa/workspaces/9f2c3d4e-0000-4000-8000-bbbbbbbbbbbb/task_runs/0a1b2c3d-0000-4000-8000-cccccccccccc/set_state\'\nResponse: {\'detail\': \'Rate limit exceeded\'}\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/429'),
  ],
  'flow parameters: since is no date': [
    lines('Validation of flow parameters failed with error: ParameterTypeError: Flow run received invalid parameters:', ' - since: Input should be a valid date in the format YYYY-MM-DD, input is too short'),
    lines('Validation of flow parameters failed with error: ParameterTypeError: Flow run received invalid parameters:', ' - since: Input should be a valid date in the format YYYY-MM-DD, input is too short'),
  ],
  'deployment parameter schema': [
    lines('Validation of flow parameters failed with error: SignatureMismatchError: Function expects parameters [\'day\', \'region\'] but was provided with parameters [\'day\']'),
    lines('Validation of flow parameters failed with error: prefect.exceptions.SignatureMismatchError: Function expects parameters [\'day\', \'region\'] but was provided with parameters [\'day\']'),
  ],
  'subflow: geo lookup lacks plz': [
    ['Finished in state Failed("Task run encountered an exception KeyError: \'plz\'")', null, 'geo/parent'],
    ['Subflow run \'quick-otter\' failed: Flow run encountered an exception: KeyError: \'plz\'', null, 'geo/parent'],
    [flow3('KeyError: \'plz\''), null, 'geo/child'],
  ],
  'group: two servers down, one told': [
    [flow3('ExceptionGroup: fetch (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: fetch (2 sub-exceptions)', [traceback(['/app/f.py:9 get | raise'], 'acme.Unreachable: node eu-central away'), traceback(['/app/f.py:9 get | raise'], 'acme.Unreachable: node eu-central away')])), 'fetch/daily'],
    [flow3('BaseExceptionGroup: fetch (1 sub-exception)'), flowLog3('BaseExceptionGroup', grouped('BaseExceptionGroup: fetch (1 sub-exception)', [traceback(['/app/f.py:9 get | raise'], 'acme.Unreachable: node eu-central away')])), 'fetch/daily'],
    flow3('acme.Unreachable: node eu-central away'),
  ],
  'group: server us down': [[flow3('ExceptionGroup: fetch (1 sub-exception)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: fetch (1 sub-exception)', [traceback(['/app/f.py:9 get | raise'], 'acme.Unreachable: node us-east away')])), 'fetch/daily']],
  'context: cleanup hides a missing seat': [
    [flow3('CleanupError: cleanup failed'), flowLog2(whileHandling(traceback(['/app/s.py:4 seat | seats[row]'], 'acme.SeatMissing: seat 14C is not in the plan'), traceback(['/app/s.py:9 go | raise CleanupError("cleanup failed")'], 'acme.CleanupError: cleanup failed'))), 'seats/daily'],
    [flow3('SeatMissing: seat 7A is not in the plan'), null, 'seats/daily'],
  ],
  'rust: worker panics on missing shard': [
    ['Process exited with status code: 101', lines('thread \'main\' panicked at src/main.rs:41:9:', 'shard map has no entry for eu', 'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace'), 'shards/daily'],
    ['Process exited with status code: 101', lines('thread \'main\' panicked at src/main.rs:44:9:', 'shard map has no entry for eu', 'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace'), 'shards/daily'],
  ],
  'pip: no version of acme-utils': [
    ['Process exited with status code: 1', lines('ERROR: Could not find a version that satisfies the requirement acme-utils==4.2 (from versions: 4.0, 4.1)', 'ERROR: No matching distribution found for acme-utils==4.2'), 'a/b'],
    ['Process exited with status code: 1', lines('ERROR: Could not find a version that satisfies the requirement acme-utils==4.2 (from versions: 3.9, 4.0, 4.1)', 'ERROR: No matching distribution found for acme-utils==4.2'), 'c/d'],
  ],
  'psql: no host dwh': [
    ['Process exited with status code: 2', 'psql: error: could not translate host name "dwh.internal" to address: Name or service not known', 'x/y'],
    [flow3('CalledProcessError: Command \'psql -h dwh.internal -f load.sql\' returned non-zero exit status 2.'), 'psql: error: could not translate host name "dwh.internal" to address: Temporary failure in name resolution', 'x/z'],
  ],
  'dvc: remote lost': [['Process exited with status code: 255', '2026-11-23 02:00:11,412 ERROR dvc.main - failed to pull data from the cloud - remote \'s3://acme-dvc\' not found', 'm/n'], ['Process exited with status code: 255', '2026-11-24 02:00:09,004 ERROR dvc.main - failed to pull data from the cloud - remote \'s3://acme-dvc\' not found', 'm/o']],
})
