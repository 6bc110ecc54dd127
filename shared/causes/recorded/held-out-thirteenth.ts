import { flow2, flow3, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const log = (frame: string, headline: string): string => flowLog3(headline.slice(0, 40), traceback([frame], headline))
const failed = '1/3 states failed.'
const worker = (code: number): string => `Flow run infrastructure exited with non-zero status code ${code}.`

/** A parcel carrier and a travel agency: dbt, Spark, Snowflake, boto, httpx, pandas, Kubernetes, expectations, Airbyte. */
export const HELD_OUT_THIRTEENTH = labelled({
  'dbt: stg_parcels lacks column weight_g': [
    flow3(lines('DbtRuntimeError: Database Error in model stg_parcels (models/staging/stg_parcels.sql)', '  000904 (42000): SQL compilation error: error line 14 at position 8', '  invalid identifier \'WEIGHT_G\'', '  compiled code at target/run/parcels/models/staging/stg_parcels.sql')),
    flow3(lines('DbtRuntimeError: Database Error in model stg_parcels (models/staging/stg_parcels.sql)', '  000904 (42000): SQL compilation error: error line 19 at position 4', '  invalid identifier \'WEIGHT_G\'', '  compiled code at target/run/parcels/models/staging/stg_parcels.sql')),
  ],
  'dbt: stg_labels lacks column printed_at': [
    flow3(lines('DbtRuntimeError: Database Error in model stg_labels (models/staging/stg_labels.sql)', '  000904 (42000): SQL compilation error: error line 14 at position 8', '  invalid identifier \'PRINTED_AT\'', '  compiled code at target/run/parcels/models/staging/stg_labels.sql')),
  ],
  'dbt: test not_null of parcels.id': [
    flow3('DbtTestFailure: Failure in test not_null_parcels_id (models/marts/schema.yml): Got 14 results, configured to fail if != 0'),
    flow3('DbtTestFailure: Failure in test not_null_parcels_id (models/marts/schema.yml): Got 2201 results, configured to fail if != 0'),
  ],
  'dbt: test unique of parcels.id': [flow3('DbtTestFailure: Failure in test unique_parcels_id (models/marts/schema.yml): Got 14 results, configured to fail if != 0')],
  'dbt: profile carrier without target ci': [
    flow3('DbtProfileError: Runtime Error: The profile \'carrier\' does not have a target named \'ci\'. The valid target names for this profile are: - dev - prod'),
    flow2('dbt.exceptions.DbtProfileError: Runtime Error: The profile \'carrier\' does not have a target named \'ci\'. The valid target names for this profile are: - prod'),
  ],
  'dbt: package dbt_utils not installed': [
    [failed, log('/opt/dbt/run.py:41 invoke', 'dbt_common.exceptions.base.CompilationError: Compilation Error: dbt found 1 package(s) specified in packages.yml, but only 0 package(s) installed in dbt_packages. Run "dbt deps" to install package dependencies.'), 'dbt/hourly'],
    [failed, log('/opt/dbt/run.py:41 invoke', 'dbt_common.exceptions.base.CompilationError: Compilation Error: dbt found 3 package(s) specified in packages.yml, but only 2 package(s) installed in dbt_packages. Run "dbt deps" to install package dependencies.'), 'dbt/nightly'],
  ],
  'spark: executor out of memory of rates job': [
    [flow3('Py4JJavaError: An error occurred while calling o214.save.\n: org.apache.spark.SparkException: Job aborted due to stage failure: Task 17 in stage 9.0 failed 4 times, most recent failure: Lost task 17.3 in stage 9.0 (TID 2214) (10.0.4.11 executor 7): ExecutorLostFailure (executor 7 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 10.4 GB of 10 GB physical memory used.'), null, 'rates/daily'],
    [flow3('Py4JJavaError: An error occurred while calling o88.save.\n: org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 12.0 failed 4 times, most recent failure: Lost task 3.3 in stage 12.0 (TID 991) (10.0.4.12 executor 2): ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 10.1 GB of 10 GB physical memory used.'), null, 'rates/daily'],
  ],
  'spark: path of manifests missing': [
    flow3('AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://carrier-lake/manifests/dt=2026-11-23. SQLSTATE: 42K03'),
    flow3('pyspark.errors.exceptions.captured.AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://carrier-lake/manifests/dt=2026-11-24. SQLSTATE: 42K03'),
    [failed, log('/app/spark/manifests.py:20 load', 'pyspark.errors.exceptions.captured.AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://carrier-lake/manifests/dt=2026-11-25. SQLSTATE: 42K03'), 'm/n'],
  ],
  'spark: path of scans missing': [flow3('AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://carrier-lake/scans/dt=2026-11-23. SQLSTATE: 42K03')],
  'spark: column depot_id unresolved': [
    flow3('AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column or function parameter with name `depot_id` cannot be resolved. Did you mean one of the following? [`depot`, `id`, `zone`]. SQLSTATE: 42703;\n\'Project [\'depot_id]\n+- Relation [id#14]'),
    flow3('AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column or function parameter with name `depot_id` cannot be resolved. Did you mean one of the following? [`zone`, `depot`, `carrier`]. SQLSTATE: 42703;\n\'Project [\'depot_id]\n+- Relation [id#998]'),
  ],
  'spark: broadcast of zones timed out': [
    flow3('Py4JJavaError: An error occurred while calling o41.collectToPython.\n: org.apache.spark.SparkException: Could not execute broadcast in 300 secs. You can increase the timeout for broadcasts via spark.sql.broadcastTimeout or disable broadcast join by setting spark.sql.autoBroadcastJoinThreshold to -1'),
    flow3('Py4JJavaError: An error occurred while calling o977.collectToPython.\n: org.apache.spark.SparkException: Could not execute broadcast in 600 secs. You can increase the timeout for broadcasts via spark.sql.broadcastTimeout or disable broadcast join by setting spark.sql.autoBroadcastJoinThreshold to -1'),
  ],
  'snowflake: password of LOADER expired': [
    flow3('DatabaseError: 250001 (08001): None: Failed to connect to DB: carrier.eu-central-1.snowflakecomputing.com:443. The password for user LOADER has expired.'),
    flow2('snowflake.connector.errors.DatabaseError: 250001 (08001): Failed to connect to DB: carrier.eu-central-1.snowflakecomputing.com:443. The password for user LOADER has expired.'),
  ],
  'snowflake: network policy': [
    flow3('DatabaseError: 250001 (08001): None: Failed to connect to DB: carrier.eu-central-1.snowflakecomputing.com:443. Incoming request with IP/Token 52.28.14.9 is not allowed to access Snowflake. Contact your account administrator.'),
    flow3('DatabaseError: 250001 (08001): None: Failed to connect to DB: carrier.eu-central-1.snowflakecomputing.com:443. Incoming request with IP/Token 52.57.200.41 is not allowed to access Snowflake. Contact your account administrator.'),
  ],
  'snowflake: statement of BOOKINGS too long': [
    [flow3('ProgrammingError: 000630 (57014): 01b8f1aa-0504-1c7e-0000-4d1900c1a2b6: Statement reached its statement or warehouse timeout of 3,600 second(s) and was canceled.'), null, 'bookings/hourly'],
    [flow3('ProgrammingError: 000630 (57014): 01b8f2bb-0504-1c7e-0000-4d1900c1ffff: Statement reached its statement or warehouse timeout of 7,200 second(s) and was canceled.'), null, 'bookings/hourly'],
  ],
  'snowflake: table RAW.FARES not authorized': [
    flow3('ProgrammingError: 002003 (42S02): 01b8aaaa-0504-1c7e-0000-4d1900c1a2b6: SQL compilation error:\nObject \'RAW.FARES\' does not exist or not authorized.'),
    [failed, log('/app/sf.py:9 query', 'snowflake.connector.errors.ProgrammingError: 002003 (42S02): 01b8bbbb-0504-1c7e-0000-4d1900c1a2b7: SQL compilation error:\nObject \'RAW.FARES\' does not exist or not authorized.'), 'q/r'],
  ],
  'snowflake: table RAW.SEATS not authorized': [flow3('ProgrammingError: 002003 (42S02): 01b8aaaa-0504-1c7e-0000-4d1900c1a2b6: SQL compilation error:\nObject \'RAW.SEATS\' does not exist or not authorized.')],
  'aws: no credentials': [
    flow3('NoCredentialsError: Unable to locate credentials'),
    flow2('botocore.exceptions.NoCredentialsError: Unable to locate credentials'),
    [failed, log('/app/s3.py:12 client', 'botocore.exceptions.NoCredentialsError: Unable to locate credentials'), 'other/job'],
  ],
  'boto: token of the role expired': [
    flow3('ClientError: An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired.'),
    flow3('botocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired.'),
  ],
  'boto: bucket carrier-archive missing': [
    flow3('NoSuchBucket: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist: carrier-archive'),
    flow3('botocore.errorfactory.NoSuchBucket: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist: carrier-archive'),
  ],
  'boto: role etl may not assume partner': [
    flow3('ClientError: An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:sts::110022003300:assumed-role/etl/botocore-session-1732327214 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::440055006600:role/partner'),
    flow3('ClientError: An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:sts::110022003300:assumed-role/etl/botocore-session-1732413611 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::440055006600:role/partner'),
  ],
  'boto: role etl may not assume auditor': [flow3('ClientError: An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:sts::110022003300:assumed-role/etl/botocore-session-1732327214 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::440055006600:role/auditor')],
  'boto: dynamo table tariffs throttled': [
    flow3('ProvisionedThroughputExceededException: An error occurred (ProvisionedThroughputExceededException) when calling the BatchWriteItem operation (reached max retries: 9): The level of configured provisioned throughput for the table tariffs was exceeded'),
    flow3('ProvisionedThroughputExceededException: An error occurred (ProvisionedThroughputExceededException) when calling the BatchWriteItem operation (reached max retries: 4): The level of configured provisioned throughput for the table tariffs was exceeded'),
  ],
  'aws: sqs endpoint unreachable': [
    flow3('EndpointConnectionError: Could not connect to the endpoint URL: "https://sqs.eu-west-1.amazonaws.com/110022003300/labels"'),
    flow3('botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://sqs.eu-west-1.amazonaws.com/110022003300/manifests"'),
  ],
  'httpx: rates api down': [
    flow3('HTTPStatusError: Server error \'503 Service Unavailable\' for url \'https://rates.partner.example/v2/quotes?from=HAM&to=OSL\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503'),
    flow3('HTTPStatusError: Server error \'503 Service Unavailable\' for url \'https://rates.partner.example/v2/quotes?from=CDG&to=MAD\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503'),
    [failed, log('/app/rates.py:44 quote', 'httpx.HTTPStatusError: Server error \'503 Service Unavailable\' for url \'https://rates.partner.example/v2/surcharges\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503'), 'surcharge/daily'],
  ],
  'httpx: customs api down': [flow3('HTTPStatusError: Server error \'503 Service Unavailable\' for url \'https://customs.gov.example/declare\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503')],
  'httpx: customs api refuses our key': [
    flow3('HTTPStatusError: Client error \'401 Unauthorized\' for url \'https://customs.gov.example/declare\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401'),
    flow3('HTTPStatusError: Client error \'401 Unauthorized\' for url \'https://customs.gov.example/status/DE4411\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401'),
  ],
  'httpx: certificate of customs': [
    flow3('ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006) while connecting to customs.gov.example'),
    flow3('httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1129) while connecting to customs.gov.example'),
  ],
  'dns: depot-gw unknown': [
    flow3('ConnectError: [Errno -2] Name or service not known: depot-gw.internal'),
    flow3('ConnectError: [Errno -2] Der Name oder der Dienst ist nicht bekannt: depot-gw.internal'),
  ],
  'pool of connections exhausted in ledger': [
    flow3('TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)'),
    flow2('sqlalchemy.exc.TimeoutError: QueuePool limit of size 10 overflow 20 reached, connection timed out, timeout 60.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)'),
  ],
  'deadlock': [
    flow3('OperationalError: (psycopg2.errors.DeadlockDetected) deadlock detected\nDETAIL:  Process 8812 waits for ShareLock on transaction 99123; blocked by process 8813.\nHINT:  See server log for query details.\nCONTEXT:  while updating tuple (14,3) in relation "fares"\n\n[SQL: UPDATE fares SET p=1]'),
    flow3('psycopg2.errors.DeadlockDetected: deadlock detected\nDETAIL:  Process 14 waits for ShareLock on transaction 7; blocked by process 15.\nHINT:  See server log for query details.\nCONTEXT:  while updating tuple (2,9) in relation "fares"'),
    flow3('OperationalError: (psycopg2.errors.DeadlockDetected) Verklemmung (Deadlock) entdeckt\nDETAIL:  Prozess 99 wartet auf ShareLock-Sperre auf Transaktion 12\n\n[SQL: UPDATE fares SET p=2]'),
  ],
  'postgres: column tariffs.zone missing': [
    flow3('ProgrammingError: (psycopg2.errors.UndefinedColumn) column tariffs.zone does not exist\nLINE 1: SELECT tariffs.zone\n               ^\n\n[SQL: SELECT tariffs.zone FROM tariffs]'),
    flow3('UndefinedColumnError: column tariffs.zone does not exist'),
    flow3('ProgrammingError: (psycopg2.errors.UndefinedColumn) Spalte tariffs.zone existiert nicht\nLINE 1: SELECT tariffs.zone'),
  ],
  'postgres: column tariffs.valid_to missing': [flow3('ProgrammingError: (psycopg2.errors.UndefinedColumn) column tariffs.valid_to does not exist\nLINE 1: SELECT tariffs.valid_to')],
  'pg: disk of dwh full': [
    flow3('OperationalError: (psycopg2.errors.DiskFull) could not extend file "base/16401/99123": No space left on device\nHINT:  Check free disk space.\n\n[SQL: INSERT INTO scans VALUES (1)]'),
    flow3('OperationalError: (psycopg2.errors.DiskFull) could not extend file "base/16401/88120.3": No space left on device\nHINT:  Check free disk space.\n\n[SQL: INSERT INTO labels VALUES (9)]'),
  ],
  'mysql: lock wait': [
    flow3('OperationalError: (pymysql.err.OperationalError) (1205, \'Lock wait timeout exceeded; try restarting transaction\')\n[SQL: UPDATE seats SET taken=%(t)s WHERE id=%(id)s]\n[parameters: {\'t\': 1, \'id\': 14}]'),
    flow3('OperationalError: (pymysql.err.OperationalError) (1205, \'Lock wait timeout exceeded; try restarting transaction\')\n[SQL: UPDATE seats SET taken=%(t)s WHERE id=%(id)s]\n[parameters: {\'t\': 0, \'id\': 99}]'),
  ],
  'mysql: host crs-db refuses': [
    flow3('OperationalError: (pymysql.err.OperationalError) (2003, "Can\'t connect to MySQL server on \'crs-db.internal\' ([Errno 111] Connection refused)")'),
    flow3('OperationalError: (pymysql.err.OperationalError) (2003, "Can\'t connect to MySQL server on \'crs-db.internal\' ([Errno 111] Verbindungsaufbau abgelehnt)")'),
  ],
  'pandas: column eta missing in carriers frame': [
    [flow3('KeyError: \'eta\''), log('/app/carriers.py:31 enrich | frame[\'eta\']', 'KeyError: \'eta\''), 'carriers/daily'],
    [flow3('KeyError: \'eta\''), log('/app/carriers.py:33 enrich | frame[\'eta\']', 'KeyError: \'eta\''), 'carriers/daily'],
  ],
  'pandas: usecols of carriers': [
    flow3('ValueError: Usecols do not match columns, columns expected but not found: [\'carrier_iata\']'),
    flow3('ValueError: Usecols do not match columns, columns expected but not found: [\'carrier_iata\']'),
  ],
  'pandas: usecols of hotels': [flow3('ValueError: Usecols do not match columns, columns expected but not found: [\'hotel_chain\']')],
  'pandas: merge of bookings not one to one': [
    [flow3('MergeError: Merge keys are not unique in right dataset; not a one-to-one merge'), log('/app/bookings.py:12 join | bookings.merge(fares, validate=\'1:1\')', 'pandas.errors.MergeError: Merge keys are not unique in right dataset; not a one-to-one merge'), 'b/x'],
    [flow3('MergeError: Merge keys are not unique in right dataset; not a one-to-one merge'), log('/app/bookings.py:14 join | bookings.merge(fares, validate=\'1:1\')', 'pandas.errors.MergeError: Merge keys are not unique in right dataset; not a one-to-one merge'), 'b/y'],
  ],
  'pandas: day of bookings unreadable': [
    flow3('ValueError: time data "24.11.2026" doesn\'t match format "%Y-%m-%d", at position 0. You might want to try:\n    - passing `format` if your strings have a consistent format;'),
    flow3('ValueError: time data "01.12.2026" doesn\'t match format "%Y-%m-%d", at position 88120. You might want to try:\n    - passing `format` if your strings have a consistent format;'),
  ],
  'parquet: scans of a file broken': [
    flow3('ArrowInvalid: Could not open Parquet input source \'carrier-lake/scans/part-00014.parquet\': Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file.'),
    flow3('pyarrow.lib.ArrowInvalid: Could not open Parquet input source \'carrier-lake/scans/part-00231.parquet\': Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file.'),
  ],
  'k8s: image of router not pulled': [
    'Flow run infrastructure failed to start: pod router-9f2c7d-x4x8z: ErrImagePull: failed to pull image "registry.carrier.example/router:2.14": manifest unknown',
    'Flow run infrastructure failed to start: pod router-7bb8f6-k2p9q: ErrImagePull: failed to pull image "registry.carrier.example/router:2.14": manifest unknown',
  ],
  'k8s: quota of etl namespace': [
    flow3('ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'0aa1\'})\nHTTP response body: {"kind":"Status","status":"Failure","message":"pods \\"label-print-x8k2p\\" is forbidden: exceeded quota: etl-quota, requested: requests.cpu=2, used: requests.cpu=39, limited: requests.cpu=40","reason":"Forbidden","code":403}'),
    flow3('ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'ff88\'})\nHTTP response body: {"kind":"Status","status":"Failure","message":"pods \\"label-print-q9z4w\\" is forbidden: exceeded quota: etl-quota, requested: requests.cpu=2, used: requests.cpu=40, limited: requests.cpu=40","reason":"Forbidden","code":403}'),
  ],
  'k8s: service account may not create jobs': [
    flow3('ApiException: (403)\nReason: Forbidden\nHTTP response body: {"kind":"Status","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:etl:prefect-worker\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"etl\\"","reason":"Forbidden","code":403}'),
    flow3('kubernetes.client.exceptions.ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Date\': \'Tue, 24 Nov 2026 02:11:09 GMT\'})\nHTTP response body: {"kind":"Status","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:etl:prefect-worker\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"etl\\"","reason":"Forbidden","code":403}'),
  ],
  'k8s: killed for memory, routing': [[worker(137), null, 'routing/nightly'], [worker(137), null, 'routing/nightly']],
  'k8s: killed for memory, pricing': [[worker(137), null, 'pricing/nightly']],
  'exit code 1 of import': [[worker(1), null, 'import/x'], [worker(1), null, 'import/x']],
  'exit code 1 of export': [[worker(1), null, 'export/x']],
  'expectations: parcels weight out of range': [
    flow3('ExpectationFailed: Expectation expect_column_values_to_be_between(column=weight_g, min_value=1, max_value=31500) failed for parcels: 14 of 88120 values (0.02%) unexpected'),
    flow3('ExpectationFailed: Expectation expect_column_values_to_be_between(column=weight_g, min_value=1, max_value=31500) failed for parcels: 2 of 90114 values (0.0%) unexpected'),
  ],
  'expectations: parcels depot unknown': [flow3('ExpectationFailed: Expectation expect_column_values_to_be_in_set(column=depot) failed for parcels: 14 of 88120 values (0.02%) unexpected')],
  'expectations: checkpoint nightly': [
    [failed, taskLog('ValidationFailure()', traceback(['/app/gx.py:9 validate'], 'acme.quality.ValidationFailure: Checkpoint nightly_parcels: 3 of 41 expectations failed: depot_in_set, eta_not_null, weight_between')), 'gx/a'],
    [failed, taskLog('ValidationFailure()', traceback(['/app/gx.py:9 validate'], 'acme.quality.ValidationFailure: Checkpoint nightly_parcels: 3 of 44 expectations failed: depot_in_set, eta_not_null, weight_between')), 'gx/b'],
  ],
  'airbyte: source hubspot rate limited': [
    flow3('AirbyteSyncFailed: Job 88120 of connection hubspot-to-raw failed: source: 429 Client Error: Too Many Requests for url: https://api.hubapi.com/crm/v3/objects/contacts?after=88120'),
    flow3('AirbyteSyncFailed: Job 90114 of connection hubspot-to-raw failed: source: 429 Client Error: Too Many Requests for url: https://api.hubapi.com/crm/v3/objects/contacts?after=14'),
  ],
  'airbyte: destination without schema': [
    flow3('AirbyteSyncFailed: Job 88121 of connection stripe-to-raw failed: destination: schema "raw_stripe" does not exist'),
    flow3('AirbyteSyncFailed: Job 91120 of connection stripe-to-raw failed: destination: schema "raw_stripe" does not exist'),
  ],
  'airbyte: server gone': [
    flow3('ConnectError: All connection attempts failed: http://airbyte-server.etl.svc.cluster.local:8001/api/v1/jobs/get'),
    flow3('httpx.ConnectError: All connection attempts failed: http://airbyte-server.etl.svc.cluster.local:8001/api/v1/connections/sync'),
  ],
  'wrapped: gds without session': [
    [flow3('BookingError: could not book segment'), flowLog3('BookingError', fromCause(traceback(['/app/gds.py:8 open'], 'acme.gds.SessionLimit: GDS office HAM1A0980 has no free session (50 of 50 in use)'), traceback(['/app/book.py:4 book'], 'acme.BookingError: could not book segment'))), 'book/a'],
    [failed, flowLog3('BookingError', fromCause(traceback(['/app/gds.py:8 open'], 'acme.gds.SessionLimit: GDS office HAM1A0980 has no free session (50 of 50 in use)'), traceback(['/app/book.py:4 book'], 'acme.BookingError: could not book segment'))), 'book/b'],
  ],
  'wrapped: price file absent while closing': [
    [failed, flowLog3('LoaderError', whileHandling(traceback(['/app/p.py:3 read'], 'FileNotFoundError: [Errno 2] No such file or directory: \'/in/prices_hotel.csv\''), traceback(['/app/p.py:9 load'], 'acme.LoaderError: load failed'))), 'p/a'],
    [failed, flowLog3('LoaderError', whileHandling(traceback(['/app/p.py:3 read'], 'FileNotFoundError: [Errno 2] Datei oder Verzeichnis nicht gefunden: \'/in/prices_hotel.csv\''), traceback(['/app/p.py:9 load'], 'acme.LoaderError: load failed'))), 'p/b'],
  ],
  'group: two carriers refused us': [
    [failed, grouped('ExceptionGroup: fetching tariffs (2 sub-exceptions)', [traceback(['/app/t.py:4 dhl'], 'acme.TariffError: carrier DHL: contract 4711-AB expired'), traceback(['/app/t.py:4 ups'], 'acme.TariffError: carrier UPS: account locked')]), 't/a'],
    [failed, grouped('ExceptionGroup: fetching tariffs (2 sub-exceptions)', [traceback(['/app/t.py:4 ups'], 'acme.TariffError: carrier UPS: account locked'), traceback(['/app/t.py:4 dhl'], 'acme.TariffError: carrier DHL: contract 4711-AB expired')]), 't/b'],
  ],
  'sftp: host key of partner changed': [
    flow3('BadHostKeyException: Host key for server \'sftp.partner.example\' does not match: got \'AAAAC3NzaC1lZDI1NTE5AAAAIPx4\', expected \'AAAAC3NzaC1lZDI1NTE5AAAAIQz9\''),
    flow3('paramiko.ssh_exception.BadHostKeyException: Host key for server \'sftp.partner.example\' does not match: got \'AAAAC3NzaC1lZDI1NTE5AAAAIKk1\', expected \'AAAAC3NzaC1lZDI1NTE5AAAAIQz9\''),
  ],
  'sftp: login of partner refused': [
    flow3('AuthenticationException: Authentication failed for carrier@sftp.partner.example:22'),
    flow3('paramiko.ssh_exception.AuthenticationException: Authentication failed for carrier@sftp.partner.example:22'),
  ],
  'redis: memory full': [
    flow3('OutOfMemoryError: command not allowed when used memory > \'maxmemory\'.'),
    flow2('redis.exceptions.OutOfMemoryError: command not allowed when used memory > \'maxmemory\'.'),
  ],
  'rabbit: queue labels missing': [
    flow3('ChannelClosedByBroker: (404, "NOT_FOUND - no queue \'labels\' in vhost \'/\'")'),
    flow3('pika.exceptions.ChannelClosedByBroker: (404, "NOT_FOUND - no queue \'labels\' in vhost \'/\'")'),
  ],
  'rabbit: queue scans missing': [flow3('ChannelClosedByBroker: (404, "NOT_FOUND - no queue \'scans\' in vhost \'/\'")')],
  'elastic: index bookings read-only': [
    flow3('AuthorizationException: AuthorizationException(403, \'cluster_block_exception\', \'index [bookings-2026.11.23] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];\')'),
    flow3('AuthorizationException: AuthorizationException(403, \'cluster_block_exception\', \'index [bookings-2026.11.24] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];\')'),
  ],
  'bigquery: quota of load jobs': [
    flow3('Forbidden: 403 Quota exceeded: Your table exceeded quota for imports or query appends per table: carrier-prod.raw.scans; reason: quotaExceeded, location: load_job.per_table.long'),
    flow3('google.api_core.exceptions.Forbidden: 403 Quota exceeded: Your table exceeded quota for imports or query appends per table: carrier-prod.raw.scans; reason: quotaExceeded, location: load_job.per_table.long'),
  ],
  'bigquery: rows of labels rejected': [
    flow3('BadRequest: 400 Error while reading data, error message: CSV table encountered too many errors, giving up. Rows: 14; errors: 1. Please look into the errors[] collection for more details. File: gs://carrier-raw/labels/2026-11-23.csv'),
    flow3('BadRequest: 400 Error while reading data, error message: CSV table encountered too many errors, giving up. Rows: 881; errors: 3. Please look into the errors[] collection for more details. File: gs://carrier-raw/labels/2026-11-24.csv'),
  ],
  'pydantic: parcel without street': [
    flow3('ValidationError: 1 validation error for Parcel\naddress.street\n  Field required [type=missing, input_value={\'zip\': \'20095\'}, input_type=dict]'),
    flow3('ValidationError: 2 validation errors for Parcel\naddress.street\n  Field required [type=missing, input_value={\'zip\': \'10115\'}, input_type=dict]\naddress.street\n  Field required [type=missing, input_value={\'zip\': \'1\'}, input_type=dict]'),
  ],
  'pydantic: parcel with bad weight': [flow3('ValidationError: 1 validation error for Parcel\nweight_g\n  Input should be greater than 0 [type=greater_than, input_value=-1, input_type=int]')],
  'import: module geo missing': [
    flow3('ModuleNotFoundError: No module named \'carrier.geo\''),
    'Flow could not be retrieved from deployment.\n\nScriptError: Script at \'flows/route.py\' encountered an exception: ModuleNotFoundError("No module named \'carrier.geo\'")',
    flow3('ScriptError: Script at \'flows/route.py\' encountered an exception: ModuleNotFoundError("No module named \'carrier.geo\'")'),
  ],
  'subprocess: gdal fails of projection': [
    [flow3('CalledProcessError: Command \'[\'gdalwarp\', \'-t_srs\', \'EPSG:3857\', \'/tmp/tmpab12/in.tif\']\' returned non-zero exit status 1.'), flowLog3('CalledProcessError', lines('ERROR 1: PROJ: proj_create_from_database: Cannot find proj.db', traceback(['/app/geo.py:4 warp'], 'subprocess.CalledProcessError: Command \'[\'gdalwarp\', \'-t_srs\', \'EPSG:3857\', \'/tmp/tmpab12/in.tif\']\' returned non-zero exit status 1.'))), 'geo/a'],
    [flow3('CalledProcessError: Command \'[\'gdalwarp\', \'-t_srs\', \'EPSG:3857\', \'/tmp/tmpzz98/in.tif\']\' returned non-zero exit status 1.'), flowLog3('CalledProcessError', lines('ERROR 1: PROJ: proj_create_from_database: Cannot find proj.db', traceback(['/app/geo.py:4 warp'], 'subprocess.CalledProcessError: Command \'[\'gdalwarp\', \'-t_srs\', \'EPSG:3857\', \'/tmp/tmpzz98/in.tif\']\' returned non-zero exit status 1.'))), 'geo/a'],
  ],
  'task: label printer jammed': [
    task('PrinterError: printer zpl-07 at depot HAM reports: media jam'),
    task('PrinterError: printer zpl-07 at depot HAM reports: media jam'),
  ],
  'task: label printer out of ribbon': [task('PrinterError: printer zpl-07 at depot HAM reports: ribbon out')],
  'timeout of routing': [['Flow run exceeded timeout of 3600.0 second(s)', null, 'routing/nightly'], ['Flow run exceeded timeout of 1800.0 second(s)', null, 'routing/nightly']],
  'timeout of pricing': [['Flow run exceeded timeout of 3600.0 second(s)', null, 'pricing/nightly']],
  'oracle: tablespace of crs full': [
    flow3('DatabaseError: ORA-01653: unable to extend table CRS.SEGMENTS by 8192 in tablespace USERS_DATA\nHelp: https://docs.oracle.com/error-help/db/ora-01653/'),
    flow3('DatabaseError: ORA-01653: Tabelle CRS.SEGMENTS kann nicht um 128 in Tablespace USERS_DATA erweitert werden'),
  ],
  'oracle: listener knows no crsprod': [
    flow3('OperationalError: DPY-6001: cannot connect to database. Service "crsprod" is not registered with the listener at host "10.4.0.8" port 1521. (Similar to ORA-12514)'),
    flow3('oracledb.exceptions.OperationalError: DPY-6001: cannot connect to database. Service "crsprod" is not registered with the listener at host "10.4.0.9" port 1521. (Similar to ORA-12514)'),
  ],
  'mssql: login failed for svc_fares': [
    flow3('InterfaceError: (pyodbc.InterfaceError) (\'28000\', "[28000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Login failed for user \'svc_fares\'. (18456) (SQLDriverConnect)")'),
    flow3('InterfaceError: (\'28000\', "[28000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Fehler bei der Anmeldung für den Benutzer \'svc_fares\'. (18456) (SQLDriverConnect)")'),
  ],
  'json: answer of hotel api empty': [
    [flow3('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), log('/app/hotel.py:18 fetch | response.json()', 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'hotel/a'],
    [flow3('JSONDecodeError: Expecting value: line 3 column 9 (char 41)'), log('/app/hotel.py:19 fetch | response.json()', 'json.decoder.JSONDecodeError: Expecting value: line 3 column 9 (char 41)'), 'hotel/a'],
  ],
  'json: answer of rail api empty': [[flow3('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), log('/app/rail.py:7 fetch | reply.json()', 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'rail/a']],
  'polars: column of stops': [
    flow3('ColumnNotFoundError: unable to find column "stop_seq"; valid columns: ["id", "eta", "depot"]'),
    flow3('polars.exceptions.ColumnNotFoundError: unable to find column "stop_seq"; valid columns: ["depot", "id"]'),
  ],
  'duckdb: file held by another': [
    flow3('IOException: IO Error: Could not set lock on file "/data/scratch.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 8812). See also https://duckdb.org/docs/connect/concurrency'),
    flow3('duckdb.duckdb.IOException: IO Error: Could not set lock on file "/data/scratch.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 14). See also https://duckdb.org/docs/connect/concurrency'),
  ],
  'prefect: block partner-key missing': [
    flow3('ValueError: Unable to find block document named partner-key for block type secret'),
    [failed, log('/app/keys.py:3 load', 'ValueError: Unable to find block document named partner-key for block type secret'), 'keys/x'],
  ],
  'prefect: block tariff-key missing': [flow3('ValueError: Unable to find block document named tariff-key for block type secret')],
})
