import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const crashed = (text: string): string => `Crash detected! Execution was interrupted by an unexpected exception: ${text}`
const submitted = (text: string): string => `Flow run could not be submitted to infrastructure:\n${text}`
const background = (code: string): string => `(Background on this error at: https://sqlalche.me/e/20/${code})`

/** Drivers, warehouses, clouds, brokers, frames, containers, remote tracebacks, programs in other languages. */
export const HELD_OUT_FIFTH = labelled({
  'asyncpg: relation stage.clicks missing': [
    flow3('UndefinedTableError: relation "stage.clicks" does not exist'),
    flow3('asyncpg.exceptions.UndefinedTableError: relation "stage.clicks" does not exist'),
    ['1/4 states failed.', taskLog('UndefinedTableError(\'relation "stage.clicks" does not exist\')', traceback(['/app/flows/clicks.py:18 load | await connection.execute(sql)'], 'asyncpg.exceptions.UndefinedTableError: relation "stage.clicks" does not exist')), 'clicks/hourly'],
  ],
  'asyncpg: relation stage.views missing': [flow3('UndefinedTableError: relation "stage.views" does not exist'), flow2('asyncpg.exceptions.UndefinedTableError: relation "stage.views" does not exist')],
  'asyncpg: pool of dwh used up': [
    flow3('TooManyConnectionsError: remaining connection slots are reserved for non-replication superuser connections'),
    [task('asyncpg.exceptions.TooManyConnectionsError: remaining connection slots are reserved for non-replication superuser connections'), null, 'clicks/hourly'],
  ],
  'psycopg: server closed the connection': [
    [flow3(lines('OperationalError: (psycopg2.OperationalError) server closed the connection unexpectedly', '\tThis probably means the server terminated abnormally', '\tbefore or while processing the request.', '', '[SQL: UPDATE ledger SET open = false WHERE id = 771]', background('e3q8'))), null, 'ledger/nightly'],
    [flow2(lines('OperationalError: (psycopg2.OperationalError) server closed the connection unexpectedly', '\tThis probably means the server terminated abnormally', '\tbefore or while processing the request.', '', '[SQL: INSERT INTO ledger VALUES (%(a)s, %(b)s)]', '[parameters: {\'a\': 1, \'b\': \'x\'}]', background('e3q8'))), null, 'ledger/nightly'],
  ],
  'sqlalchemy: value too long for orders.note': [
    flow3(lines('DataError: (psycopg2.errors.StringDataRightTruncation) value too long for type character varying(40)', '', '[SQL: INSERT INTO orders (note) VALUES (%(note)s)]', '[parameters: {\'note\': \'leave at the back door please, dog bites\'}]', background('9h9h'))),
    flow3(lines('sqlalchemy.exc.DataError: (psycopg2.errors.StringDataRightTruncation) value too long for type character varying(40)', '', '[SQL: INSERT INTO orders (note) VALUES (%(note)s)]', '[parameters: {\'note\': \'ring twice\'}]', background('9h9h'))),
  ],
  'sqlalchemy: qty of lines is null': [
    flow3(lines('IntegrityError: (psycopg2.errors.NotNullViolation) null value in column "qty" of relation "lines" violates not-null constraint', 'DETAIL:  Failing row contains (9913, 2026-11-23, null, EUR).', '[SQL: INSERT INTO lines VALUES (…)]')),
    flow3(lines('IntegrityError: (psycopg2.errors.NotNullViolation) null value in column "qty" of relation "lines" violates not-null constraint', 'DETAIL:  Failing row contains (14, 2026-11-24, null, USD).', '[SQL: INSERT INTO lines VALUES (…)]')),
    task('psycopg2.errors.NotNullViolation: null value in column "qty" of relation "lines" violates not-null constraint\nDETAIL:  Failing row contains (15, 2026-11-25, null, CHF).'),
  ],
  'sqlalchemy: sku of lines is null': [flow3(lines('IntegrityError: (psycopg2.errors.NotNullViolation) null value in column "sku" of relation "lines" violates not-null constraint', 'DETAIL:  Failing row contains (9913, 2026-11-23, 1, EUR).'))],
  'postgres: 08006 told in German and English': [
    flow3('InterfaceError: connection to dwh-main.internal lost (SQLSTATE 08006): server terminated the session'),
    flow3('InterfaceError: Verbindung zu dwh-main.internal verloren (SQLSTATE 08006): Server hat die Sitzung beendet'),
  ],
  'pool of connections exhausted in ledger': [
    [flow3('TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)'), null, 'ledger/nightly'],
    [flow3('sqlalchemy.exc.TimeoutError: QueuePool limit of size 10 overflow 20 reached, connection timed out, timeout 60.00 (Background on this error at: https://sqlalche.me/e/14/3o7r)'), null, 'ledger/nightly'],
  ],
  'snowflake: numeric value of AMOUNT unreadable': [
    flow3(lines('ProgrammingError: 100038 (22018): 01b8d0aa-0604-1f2b-0000-3d7500d41b2e: Numeric value \'12,90\' is not recognized', '  File \'landing/2026/11/23/orders_003.csv\', line 412, character 18', '  Row 411, column "ORDERS"["AMOUNT":4]')),
    flow3(lines('snowflake.connector.errors.ProgrammingError: 100038 (22018): 01b8d1ff-0604-1f2b-0000-3d7500d4ff01: Numeric value \'N/A\' is not recognized', '  File \'landing/2026/11/24/orders_001.csv\', line 3, character 18', '  Row 2, column "ORDERS"["AMOUNT":4]')),
  ],
  'snowflake: insufficient privileges on MART': [
    flow3(lines('ProgrammingError: 003001 (42501): 01b8d0aa-0604-1f2b-0000-3d7500d41b2e: SQL access control error:', 'Insufficient privileges to operate on schema \'MART\'.')),
    [task(lines('snowflake.connector.errors.ProgrammingError: 003001 (42501): 01b8d0ab-0604-1f2b-0000-3d7500d41b2f: SQL access control error:', 'Insufficient privileges to operate on schema \'MART\'.')), null, 'mart/daily'],
  ],
  'snowflake: insufficient privileges on RAW': [flow3(lines('ProgrammingError: 003001 (42501): 01b8d0aa-0604-1f2b-0000-3d7500d41b2e: SQL access control error:', 'Insufficient privileges to operate on schema \'RAW\'.'))],
  'snowflake: user locked': [
    flow3('DatabaseError: 250001 (08001): None: Failed to connect to DB: ab12345.eu-central-1.snowflakecomputing.com:443. Your user account has been temporarily locked due to too many failed attempts to login.'),
    flow3('snowflake.connector.errors.DatabaseError: 250001 (08001): 391f0c1e-5b7e-4e2f-9a62-5f5a8b9d0e11: Failed to connect to DB: ab12345.eu-central-1.snowflakecomputing.com:443. Your user account has been temporarily locked due to too many failed attempts to login.'),
  ],
  'bigquery: unrecognized name vat_total': [
    flow3(lines('BadRequest: 400 Unrecognized name: vat_total at [14:9]; reason: invalidQuery, location: query, message: Unrecognized name: vat_total at [14:9]', '', 'Location: EU', 'Job ID: 0c11d1d2-8a31-4a8e-bb1f-0b7ce8a2d1aa', '')),
    flow3(lines('google.api_core.exceptions.BadRequest: 400 Unrecognized name: vat_total at [3:112]; reason: invalidQuery, location: query, message: Unrecognized name: vat_total at [3:112]', '', 'Location: EU', 'Job ID: job_Yq8Zt3kLmN0pRsT', '')),
  ],
  'bigquery: unrecognized name net_total': [flow3('BadRequest: 400 Unrecognized name: net_total at [14:9]; reason: invalidQuery, location: query, message: Unrecognized name: net_total at [14:9]')],
  'bigquery: resources exceeded in ltv': [
    [flow3(lines('BadRequest: 400 Resources exceeded during query execution: The query could not be executed in the allotted memory. Peak usage: 121% of limit.', 'Top memory consumer(s):', '  sort operations used for analytic OVER() clauses: 98%', '  other/unattributed: 2%')), null, 'ltv/daily'],
    [flow3(lines('BadRequest: 400 Resources exceeded during query execution: The query could not be executed in the allotted memory. Peak usage: 107% of limit.', 'Top memory consumer(s):', '  sort operations used for analytic OVER() clauses: 91%', '  other/unattributed: 9%')), null, 'ltv/daily'],
  ],
  'redshift: disk full': [
    flow3('InternalError_: (psycopg2.errors.InternalError_) Disk Full\nDETAIL:  \n  -----------------------------------------------\n  error:  Disk Full\n  code:      1016\n  context:   node: 0\n  query:     88120441\n  location:  fdisk_api.cpp:490\n  process:   query0_113_88120441 [pid=14121]\n  -----------------------------------------------'),
    flow3('InternalError_: (psycopg2.errors.InternalError_) Disk Full\nDETAIL:  \n  -----------------------------------------------\n  error:  Disk Full\n  code:      1016\n  context:   node: 3\n  query:     88120999\n  location:  fdisk_api.cpp:490\n  process:   query2_97_88120999 [pid=2201]\n  -----------------------------------------------'),
  ],
  'redshift: serializable isolation on events': [
    flow3(lines('InternalError_: 1023', 'DETAIL: Serializable isolation violation on table - 117622, transactions forming the cycle are: 8211, 8214 (pid:9021)')),
    flow3(lines('redshift_connector.error.InternalError_: 1023', 'DETAIL: Serializable isolation violation on table - 117622, transactions forming the cycle are: 9988, 9981 (pid:14)')),
  ],
  'databricks: cluster gone': [
    flow3('DatabricksJobRunFailed: Run 88201441 of job 991 ended with INTERNAL_ERROR: Cluster 1123-020114-k3v9q8z was terminated. Reason: CLOUD_PROVIDER_SHUTDOWN'),
    flow3('DatabricksJobRunFailed: Run 88204112 of job 991 ended with INTERNAL_ERROR: Cluster 1124-020110-a8xk21mm was terminated. Reason: CLOUD_PROVIDER_SHUTDOWN'),
  ],
  'spark: out of memory in sessions': [
    [flow3(lines('Py4JJavaError: An error occurred while calling o211.save.', ': org.apache.spark.SparkException: Job aborted.', '\tat org.apache.spark.sql.errors.QueryExecutionErrors$.jobAbortedError(QueryExecutionErrors.scala:651)', 'Caused by: org.apache.spark.SparkException: Job aborted due to stage failure: Task 88 in stage 14.0 failed 4 times, most recent failure: Lost task 88.3 in stage 14.0 (TID 2212) (10.2.11.4 executor 9): ExecutorLostFailure (executor 9 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 10.4 GB of 10 GB physical memory used.')), null, 'sessions/daily'],
    [flow3(lines('py4j.protocol.Py4JJavaError: An error occurred while calling o98.save.', ': org.apache.spark.SparkException: Job aborted.', '\tat org.apache.spark.sql.errors.QueryExecutionErrors$.jobAbortedError(QueryExecutionErrors.scala:651)', 'Caused by: org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 2.0 failed 4 times, most recent failure: Lost task 3.3 in stage 2.0 (TID 41) (10.2.9.77 executor 2): ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 11.1 GB of 10 GB physical memory used.')), null, 'sessions/daily'],
  ],
  'spark: table raw.sessions not found': [
    flow3('AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `raw`.`sessions` cannot be found. Verify the spelling and correctness of the schema and catalog.; line 1 pos 14;\n\'Project [*]\n+- \'UnresolvedRelation [raw, sessions], [], false'),
    flow3('pyspark.errors.exceptions.connect.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `raw`.`sessions` cannot be found. Verify the spelling and correctness of the schema and catalog.; line 12 pos 5;'),
  ],
  'spark: table raw.visits not found': [flow3('AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `raw`.`visits` cannot be found. Verify the spelling and correctness of the schema and catalog.; line 1 pos 14;')],
  'dbt: compilation of dim_store': [
    flow3(lines('DbtRuntimeError: Compilation Error in model dim_store (models/marts/dim_store.sql)', '  \'stg_store_regions\' is undefined. This can happen when calling a macro that does not exist.')),
    ['Process exited with status code: 1', flowLog3('Exception', lines('02:14:55  Compilation Error in model dim_store (models/marts/dim_store.sql)', '  \'stg_store_regions\' is undefined. This can happen when calling a macro that does not exist.'))],
  ],
  'dbt: source freshness of erp': [
    flow3('RuntimeError: dbt source freshness failed: erp.invoices max_loaded_at 2026-11-22T01:10:00+00:00, 25.8 hours old (error after 24 hours)'),
    flow3('RuntimeError: dbt source freshness failed: erp.invoices max_loaded_at 2026-11-23T00:40:11+00:00, 26.1 hours old (error after 24 hours)'),
  ],
  's3: no bucket acme-landing': [
    flow3('NoSuchBucket: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist: acme-landing'),
    flow3('botocore.errorfactory.NoSuchBucket: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist: acme-landing'),
  ],
  'aws: no credentials': [
    flow3('NoCredentialsError: Unable to locate credentials'),
    [task('botocore.exceptions.NoCredentialsError: Unable to locate credentials'), null, 'lake/compact'],
  ],
  'aws: sqs endpoint unreachable': [
    flow3('EndpointConnectionError: Could not connect to the endpoint URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders-in"'),
    flow3('botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders-out"'),
  ],
  'aws: kms endpoint unreachable': [flow3('EndpointConnectionError: Could not connect to the endpoint URL: "https://kms.eu-west-1.amazonaws.com/"')],
  'gcs: no object read for etl account': [
    flow3('Forbidden: 403 GET https://storage.googleapis.com/download/storage/v1/b/acme-raw/o/orders%2F2026-11-23.json?alt=media: etl@acme.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object. Permission \'storage.objects.get\' denied on resource (or it may not exist).: (\'Request failed with status code\', 403, \'Expected one of\', <HTTPStatus.OK: 200>, <HTTPStatus.PARTIAL_CONTENT: 206>)'),
    flow3('google.api_core.exceptions.Forbidden: 403 GET https://storage.googleapis.com/download/storage/v1/b/acme-raw/o/orders%2F2026-11-24.json?alt=media: etl@acme.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object. Permission \'storage.objects.get\' denied on resource (or it may not exist).: (\'Request failed with status code\', 403, \'Expected one of\', <HTTPStatus.OK: 200>, <HTTPStatus.PARTIAL_CONTENT: 206>)'),
  ],
  'azure: container exports missing': [
    flow3(lines('ResourceNotFoundError: The specified container does not exist.', 'RequestId:1b2c9d4e-501e-0047-33aa-5d1f2e000000', 'Time:2026-11-23T02:00:41.1188412Z', 'ErrorCode:ContainerNotFound')),
    flow3(lines('azure.core.exceptions.ResourceNotFoundError: The specified container does not exist.', 'RequestId:9f2c9d4e-501e-0047-33aa-5d1f2e000000', 'Time:2026-11-24T02:00:39.7718412Z', 'ErrorCode:ContainerNotFound')),
  ],
  'azure: secret of etl app expired': [
    flow3(lines('ClientAuthenticationError: Authentication failed: AADSTS7000222: The provided client secret keys for app \'5e1f1b1c-1111-4222-8333-9a9b9c9d9e9f\' are expired. Trace ID: 8f2c1d3e-aaaa-4bbb-8ccc-000000001200 Correlation ID: 5b7e1d3e-aaaa-4bbb-8ccc-000000001201 Timestamp: 2026-11-23 02:01:11Z')),
    flow3(lines('azure.core.exceptions.ClientAuthenticationError: Authentication failed: AADSTS7000222: The provided client secret keys for app \'5e1f1b1c-1111-4222-8333-9a9b9c9d9e9f\' are expired. Trace ID: 112c1d3e-aaaa-4bbb-8ccc-000000001200 Correlation ID: 227e1d3e-aaaa-4bbb-8ccc-000000001201 Timestamp: 2026-11-24 02:00:58Z')),
  ],
  'shop api answers 503': [
    flow3('HTTPError: 503 Server Error: Service Unavailable for url: https://shop.example.com/api/v2/orders?page=14&since=2026-11-23'),
    flow3('requests.exceptions.HTTPError: 503 Server Error: Service Temporarily Unavailable for url: https://shop.example.com/api/v2/orders?page=2&since=2026-11-24'),
    ['2/2 states failed.', taskLog('HTTPError', traceback(['/app/flows/shop.py:40 page | response.raise_for_status()'], 'requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://shop.example.com/api/v2/customers?page=3')), 'shop/customers'],
  ],
  'shop api refuses the token': [
    flow3('HTTPError: 401 Client Error: Unauthorized for url: https://shop.example.com/api/v2/orders?page=1&since=2026-11-23'),
    flow3('requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://shop.example.com/api/v2/orders?page=1&since=2026-11-24'),
  ],
  'shop api lost orders path': [flow3('HTTPError: 404 Client Error: Not Found for url: https://shop.example.com/api/v2/orders?page=1')],
  'shop api lost refunds path': [flow3('HTTPError: 404 Client Error: Not Found for url: https://shop.example.com/api/v2/refunds?page=1')],
  'httpx: geo api answers 422': [
    flow3('HTTPStatusError: Client error \'422 Unprocessable Entity\' for url \'https://geo.example.com/v1/places/88121\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/422'),
    flow3('httpx.HTTPStatusError: Client error \'422 Unprocessable Entity\' for url \'https://geo.example.com/v1/places/14\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/422'),
  ],
  'aiohttp: no connection to prices.example.com': [
    flow3('ClientConnectorError: Cannot connect to host prices.example.com:443 ssl:default [Connect call failed (\'93.184.216.34\', 443)]'),
    flow3('aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host prices.example.com:443 ssl:default [Connect call failed (\'93.184.216.77\', 443)]'),
  ],
  'aiohttp: name of prices.example.com unknown': [
    flow3('ClientConnectorDNSError: Cannot connect to host prices.example.com:443 ssl:default [Name or service not known]'),
    flow3('aiohttp.client_exceptions.ClientConnectorDNSError: Cannot connect to host prices.example.com:443 ssl:default [Name or service not known]'),
  ],
  'sftp: bank refuses the key': [
    flow3('AuthenticationException: Authentication failed: transport shut down or saw EOF (sftp.bank.example)'),
    flow3('paramiko.ssh_exception.AuthenticationException: Authentication failed: transport shut down or saw EOF (sftp.bank.example)'),
  ],
  'ssh: bastion unreachable': [
    flow3('NoValidConnectionsError: [Errno None] Unable to connect to port 22 on 10.9.1.4'),
    flow3('paramiko.ssh_exception.NoValidConnectionsError: [Errno None] Unable to connect to port 22 on 10.9.1.7'),
  ],
  'sftp: bank\'s host key changed': [
    flow3('BadHostKeyException: Host key for server \'sftp.bank.example\' does not match: got \'AAAAC3NzaC1lZDI1NTE5AAAAIGq0v3\', expected \'AAAAC3NzaC1lZDI1NTE5AAAAIPz81k\''),
    flow3('paramiko.ssh_exception.BadHostKeyException: Host key for server \'sftp.bank.example\' does not match: got \'AAAAC3NzaC1lZDI1NTE5AAAAIGq0v3\', expected \'AAAAC3NzaC1lZDI1NTE5AAAAIPz81k\''),
  ],
  'smtp: login refused': [
    flow3('SMTPAuthenticationError: (535, b\'5.7.8 Username and Password not accepted. For more information, go to\\n5.7.8  https://support.google.com/mail/?p=BadCredentials a1-20020a170906c9c100b00992b71d8f19sm1247 - gsmtp\')'),
    flow3('smtplib.SMTPAuthenticationError: (535, b\'5.7.8 Username and Password not accepted. For more information, go to\\n5.7.8  https://support.google.com/mail/?p=BadCredentials z9-20020a17090605c500b009ad8796a6aesm882 - gsmtp\')'),
  ],
  'kafka: no brokers': [
    flow3('NoBrokersAvailable: NoBrokersAvailable'),
    flow3('kafka.errors.NoBrokersAvailable: NoBrokersAvailable'),
  ],
  'kafka: topic orders.v2 unknown': [
    flow3('KafkaException: KafkaError{code=UNKNOWN_TOPIC_OR_PART,val=3,str="Subscribed topic not available: orders.v2: Broker: Unknown topic or partition"}'),
    flow3('cimpl.KafkaException: KafkaError{code=UNKNOWN_TOPIC_OR_PART,val=3,str="Subscribed topic not available: orders.v2: Broker: Unknown topic or partition"}'),
  ],
  'kafka: topic refunds.v2 unknown': [flow3('KafkaException: KafkaError{code=UNKNOWN_TOPIC_OR_PART,val=3,str="Subscribed topic not available: refunds.v2: Broker: Unknown topic or partition"}')],
  'redis: memory full': [
    flow3('OutOfMemoryError: command not allowed when used memory > \'maxmemory\'.'),
    flow3('redis.exceptions.OutOfMemoryError: command not allowed when used memory > \'maxmemory\'.'),
  ],
  'mongo: no primary': [
    flow3('ServerSelectionTimeoutError: mongo-0.mongo:27017: [Errno 111] Connection refused (configured timeouts: socketTimeoutMS: 20000.0ms, connectTimeoutMS: 20000.0ms), Timeout: 30s, Topology Description: <TopologyDescription id: 6742e1c5a1b2c3d4e5f60718, topology_type: ReplicaSetNoPrimary, servers: [<ServerDescription (\'mongo-0.mongo\', 27017) server_type: Unknown, rtt: None, error=AutoReconnect(\'mongo-0.mongo:27017: [Errno 111] Connection refused\')>]>'),
    flow3('pymongo.errors.ServerSelectionTimeoutError: mongo-0.mongo:27017: [Errno 111] Connection refused (configured timeouts: socketTimeoutMS: 20000.0ms, connectTimeoutMS: 20000.0ms), Timeout: 30s, Topology Description: <TopologyDescription id: 6742e8f1a1b2c3d4e5f60999, topology_type: ReplicaSetNoPrimary, servers: [<ServerDescription (\'mongo-0.mongo\', 27017) server_type: Unknown, rtt: None, error=AutoReconnect(\'mongo-0.mongo:27017: [Errno 111] Connection refused\')>]>'),
  ],
  'mongo: order_no twice': [
    flow3('DuplicateKeyError: E11000 duplicate key error collection: shop.orders index: order_no_1 dup key: { order_no: "A-1141" }, full error: {\'index\': 0, \'code\': 11000, \'keyPattern\': {\'order_no\': 1}, \'keyValue\': {\'order_no\': \'A-1141\'}}'),
    flow3('pymongo.errors.DuplicateKeyError: E11000 duplicate key error collection: shop.orders index: order_no_1 dup key: { order_no: "B-77" }, full error: {\'index\': 0, \'code\': 11000, \'keyPattern\': {\'order_no\': 1}, \'keyValue\': {\'order_no\': \'B-77\'}}'),
  ],
  'pandas: day of bookings unreadable': [
    [flow3('ValueError: time data "23.11.26" doesn\'t match format "%Y-%m-%d", at position 14. You might want to try:\n    - passing `format` if your strings have a consistent format;'), null, 'bookings/daily'],
    [flow3('ValueError: time data "n.a." doesn\'t match format "%Y-%m-%d", at position 0. You might want to try:\n    - passing `format` if your strings have a consistent format;'), null, 'bookings/daily'],
  ],
  'pandas: merge of lines and orders not unique': [
    flow3('MergeError: Merge keys are not unique in right dataset; not a many-to-one merge: orders on order_no'),
    flow3('pandas.errors.MergeError: Merge keys are not unique in right dataset; not a many-to-one merge: orders on order_no'),
  ],
  'pandas: lengths differ in forecast': [
    [flow3('ValueError: Length of values (88120) does not match length of index (88119)'), flowLog3('ValueError', traceback(['/app/flows/forecast.py:31 join | frame["y"] = values'], 'ValueError: Length of values (88120) does not match length of index (88119)')), 'forecast/daily'],
    [flow3('ValueError: Length of values (14) does not match length of index (12)'), flowLog3('ValueError', traceback(['/app/flows/forecast.py:33 join | frame["y"] = values'], 'ValueError: Length of values (14) does not match length of index (12)')), 'forecast/daily'],
  ],
  'pandas: lengths differ in roster': [
    [flow3('ValueError: Length of values (7) does not match length of index (8)'), flowLog3('ValueError', traceback(['/app/flows/roster.py:9 fill | frame["who"] = names'], 'ValueError: Length of values (7) does not match length of index (8)')), 'roster/weekly'],
  ],
  'polars: no column margin': [
    flow3('ColumnNotFoundError: margin\n\nResolved plan until failure:\n\n\t---> FAILED HERE RESOLVING \'select\' <---\nDF ["id", "net"]; PROJECT */2 COLUMNS'),
    flow3('polars.exceptions.ColumnNotFoundError: margin\n\nResolved plan until failure:\n\n\t---> FAILED HERE RESOLVING \'with_columns\' <---\nDF ["id", "net", "day"]; PROJECT */3 COLUMNS'),
  ],
  'polars: no column tax': [flow3('ColumnNotFoundError: tax')],
  'parquet of stock cut short': [
    flow3('ArrowInvalid: Could not open Parquet input source \'lake/stock/day=2026-11-23/part-0.parquet\': Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file.'),
    flow3('pyarrow.lib.ArrowInvalid: Could not open Parquet input source \'lake/stock/day=2026-11-24/part-3.parquet\': Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file.'),
  ],
  'expectations: orders suite': [
    flow3('ValidationError: Checkpoint orders_nightly failed: expect_column_values_to_not_be_null(customer_id) 14 of 88120 unexpected (0.02 %)'),
    flow3('ValidationError: Checkpoint orders_nightly failed: expect_column_values_to_not_be_null(customer_id) 2 of 90111 unexpected (0.00 %)'),
  ],
  'expectations: orders suite, total': [flow3('ValidationError: Checkpoint orders_nightly failed: expect_column_values_to_be_between(total) 14 of 88120 unexpected (0.02 %)')],
  'pydantic: settings lack API_KEY': [
    flow3(lines('ValidationError: 1 validation error for Settings', 'api_key', '  Field required [type=missing, input_value={\'region\': \'eu\'}, input_type=dict]', '    For further information visit https://errors.pydantic.dev/2.9/v/missing')),
    [task(lines('pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings', 'api_key', '  Field required [type=missing, input_value={}, input_type=dict]', '    For further information visit https://errors.pydantic.dev/2.10/v/missing')), null, 'geo/daily'],
  ],
  'docker daemon down': [
    submitted('DockerException("Error while fetching server API version: (\'Connection aborted.\', FileNotFoundError(2, \'No such file or directory\'))")'),
    submitted('DockerException("Error while fetching server API version: (\'Connection aborted.\', FileNotFoundError(2, \'Datei oder Verzeichnis nicht gefunden\'))")'),
  ],
  'image billing:1.4 missing': [
    submitted('ImageNotFound(\'404 Client Error for http+docker://localhost/v1.43/images/create?tag=1.4&fromImage=registry.acme.dev%2Fbilling: Not Found ("manifest for registry.acme.dev/billing:1.4 not found: manifest unknown")\')'),
    submitted('ImageNotFound(\'404 Client Error for http+docker://localhost/v1.45/images/create?tag=1.4&fromImage=registry.acme.dev%2Fbilling: Not Found ("manifest for registry.acme.dev/billing:1.4 not found: manifest unknown")\')'),
  ],
  'kubernetes: quota of namespace jobs': [
    submitted('ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'7b2e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e\', \'Date\': \'Mon, 23 Nov 2026 02:00:11 GMT\'})\nHTTP response body: {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \\"quick-otter-8xk2p\\" is forbidden: exceeded quota: compute, requested: limits.memory=4Gi, used: limits.memory=62Gi, limited: limits.memory=64Gi","reason":"Forbidden","code":403}'),
    submitted('ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'91aa1c9a-2b71-4d17-9c44-1d1f2b3c4d5e\', \'Date\': \'Tue, 24 Nov 2026 02:00:09 GMT\'})\nHTTP response body: {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \\"amber-heron-q7wz4\\" is forbidden: exceeded quota: compute, requested: limits.memory=8Gi, used: limits.memory=60Gi, limited: limits.memory=64Gi","reason":"Forbidden","code":403}'),
  ],
  'kubernetes: pod of ingest never started': [
    ['Pod never started: Unschedulable: 0/14 nodes are available: 14 Insufficient memory. preemption: 0/14 nodes are available', null, 'ingest/hourly'],
    ['Pod never started: Unschedulable: 0/12 nodes are available: 12 Insufficient memory. preemption: 0/12 nodes are available', null, 'ingest/hourly'],
  ],
  'ecs: no capacity in eu': [
    submitted('TaskFailedToStart("RESOURCE:ENI: task arn:aws:ecs:eu-west-1:123456789012:task/prod/0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c has no network interface free in subnet-0ab12cd34ef567890")'),
    submitted('TaskFailedToStart("RESOURCE:ENI: task arn:aws:ecs:eu-west-1:123456789012:task/prod/aa9a8b7c6d5e4f3a2b1c0d9e8f7a6b11 has no network interface free in subnet-0ab12cd34ef567890")'),
  ],
  'killed: big_join': [
    ['Flow run infrastructure exited with non-zero status code 137.', null, 'big_join/daily'],
    ['Flow run infrastructure exited with non-zero status code 137. Process was killed, likely due to an out-of-memory (OOM) condition.', null, 'big_join/daily'],
    ['Process for flow run \'tan-fox\' exited with status code: -9; This indicates that the process exited due to a SIGKILL signal. Typically, this is either caused by manual cancellation or high memory usage causing the operating system to terminate the process.', null, 'big_join/daily'],
  ],
  'killed: small_join': [['Flow run infrastructure exited with non-zero status code 137.', null, 'small_join/daily']],
  'terminated: big_join': [['Flow run process exited with non-zero status code 143.', null, 'big_join/daily'], ['Flow run process exited with non-zero status code -15.', null, 'big_join/daily']],
  'segmentation fault: geo': [['Flow run infrastructure exited with non-zero status code 139.', null, 'geo/daily'], ['Process for flow run \'red-crow\' exited with status code: -11', null, 'geo/daily']],
  'shell: gpg not installed': [
    ['Process exited with status code: 127', flowLog2('/bin/sh: 1: gpg: not found'), 'bank/daily'],
    [flow3('RuntimeError: PID 341 failed with return code 127.'), 'bash: line 1: gpg: command not found', 'tax/daily'],
  ],
  'shell: aws not installed': [['Process exited with status code: 127', '/bin/sh: 1: aws: not found', 'lake/daily']],
  'node: cannot find module axios': [
    ['Process exited with status code: 1', lines('node:internal/modules/cjs/loader:1148', '  throw err;', '  ^', '', 'Error: Cannot find module \'axios\'', 'Require stack:', '- /app/jobs/sync.js', '    at Module._resolveFilename (node:internal/modules/cjs/loader:1145:15)', '    at Module._load (node:internal/modules/cjs/loader:986:27)'), 'js/sync'],
    ['Process exited with status code: 1', lines('node:internal/modules/cjs/loader:1228', '  throw err;', '  ^', '', 'Error: Cannot find module \'axios\'', 'Require stack:', '- /app/jobs/push.js', '    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)'), 'js/push'],
  ],
  'node: cannot find module pg': [['Process exited with status code: 1', lines('node:internal/modules/cjs/loader:1148', '  throw err;', '  ^', '', 'Error: Cannot find module \'pg\'', 'Require stack:', '- /app/jobs/sync.js'), 'js/sync']],
  'go: nil map in meter': [
    ['Process exited with status code: 2', lines('panic: assignment to entry in nil map', '', 'goroutine 1 [running]:', 'main.count(0xc0000140a0)', '\t/src/meter/main.go:41 +0x1d', 'exit status 2'), 'meter/hourly'],
    ['Process exited with status code: 2', lines('panic: assignment to entry in nil map', '', 'goroutine 14 [running]:', 'main.count(0xc00009e0f0)', '\t/src/meter/main.go:41 +0x1d', 'exit status 2'), 'meter/hourly'],
  ],
  'java: ledger service refuses': [
    ['Process exited with status code: 1', lines('Exception in thread "main" com.acme.ExportException: export failed', '\tat com.acme.Export.run(Export.java:88)', '\tat com.acme.Main.main(Main.java:14)', 'Caused by: java.net.ConnectException: Connection refused: ledger.internal/10.4.1.9:8443', '\tat java.base/sun.nio.ch.Net.connect0(Native Method)', '\t... 9 more'), 'export/daily'],
    ['Process exited with status code: 1', lines('Exception in thread "main" com.acme.ExportException: export failed', '\tat com.acme.Export.run(Export.java:91)', '\tat com.acme.Main.main(Main.java:14)', 'Caused by: java.net.ConnectException: Connection refused: ledger.internal/10.4.1.12:8443', '\tat java.base/sun.nio.ch.Net.connect0(Native Method)', '\t... 12 more'), 'export/weekly'],
  ],
  'java: heap of export': [['Process exited with status code: 1', lines('Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', '\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)'), 'export/daily']],
  'remote: dask worker key plant': [
    flow3('KeyError: \'plant\''),
    ['1/1 states failed.', taskLog('KeyError(\'plant\')', traceback(['/opt/venv/lib/python3.11/site-packages/distributed/client.py:1900 result', '/app/flows/plants.py:12 part | row["plant"]'], 'KeyError: \'plant\'')), 'plants/daily'],
    [flow3('KeyError: \'plant\''), flowLog3('KeyError(\'plant\')', lines('multiprocessing.pool.RemoteTraceback: ', '"""', traceback(['/usr/lib/python3.11/multiprocessing/pool.py:125 worker | result = (True, func(*args, **kwds))', '/app/flows/plants.py:12 part | row["plant"]'], 'KeyError: \'plant\''), '"""', '', 'The above exception was the direct cause of the following exception:', '', traceback(['/app/flows/plants.py:40 main | pool.map(part, parts)'], 'KeyError: \'plant\''))), 'plants/weekly'],
  ],
  'remote: ray worker lost model': [
    ['1/1 states failed.', taskLog('RayTaskError', lines('Traceback (most recent call last):', '  File "/app/flows/score.py", line 31, in score', '    ray.get(futures)', '  File "/opt/venv/lib/python3.11/site-packages/ray/_private/worker.py", line 2656, in get', '    raise value.as_instanceof_cause()', 'ray.exceptions.RayTaskError(ModelMissing): \u001B[36mray::predict()\u001B[39m (pid=2214, ip=10.1.2.3)', '  File "/app/flows/score.py", line 14, in predict', '    model = load(name)', 'acme.ModelMissing: churn-v4 is not in the registry')), 'score/daily'],
    ['1/1 states failed.', taskLog('RayTaskError', lines('Traceback (most recent call last):', '  File "/app/flows/score.py", line 31, in score', '    ray.get(futures)', 'ray.exceptions.RayTaskError(ModelMissing): \u001B[36mray::predict()\u001B[39m (pid=88, ip=10.1.9.9)', '  File "/app/flows/score.py", line 14, in predict', '    model = load(name)', 'acme.ModelMissing: churn-v4 is not in the registry')), 'score/weekly'],
  ],
  'group: two regions lack rates': [
    [flow3('ExceptionGroup: regions (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: regions (2 sub-exceptions)', [traceback(['/app/r.py:4 one | rate()'], 'acme.NoRate: no rate for CHF'), traceback(['/app/r.py:4 one | rate()'], 'acme.NoRate: no rate for NOK')])), 'regions/daily'],
    [flow3('ExceptionGroup: regions (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: regions (2 sub-exceptions)', [traceback(['/app/r.py:4 one | rate()'], 'acme.NoRate: no rate for NOK'), traceback(['/app/r.py:4 one | rate()'], 'acme.NoRate: no rate for CHF')])), 'regions/daily'],
  ],
  'context: refund id missing, then rollback failed': [
    [flow3('InterfaceError: connection already closed'), flowLog3('InterfaceError', whileHandling(traceback(['/app/flows/refunds.py:12 one | row["refund_id"]'], 'KeyError: \'refund_id\''), traceback(['/app/flows/refunds.py:20 undo | connection.rollback()'], 'psycopg2.InterfaceError: connection already closed'))), 'refunds/daily'],
    [flow3('InterfaceError: connection already closed'), flowLog3('InterfaceError', whileHandling(traceback(['/app/flows/refunds.py:12 one | row["refund_id"]'], 'KeyError: \'refund_id\''), traceback(['/app/flows/refunds.py:21 undo | connection.rollback()'], 'psycopg2.InterfaceError: connection already closed'))), 'refunds/daily'],
  ],
  'chain: export lacks a template': [
    [flow3('ExportFailed: could not export'), flowLog3('ExportFailed', fromCause(traceback(['/app/x.py:4 t | open(path)'], 'jinja2.exceptions.TemplateNotFound: invoice_fr.html'), traceback(['/app/x.py:9 go | raise ExportFailed("could not export") from error'], 'acme.ExportFailed: could not export'))), 'invoices/daily'],
    flow3('TemplateNotFound: invoice_fr.html'),
  ],
  'chain: export lacks another template': [flow3('TemplateNotFound: invoice_it.html')],
  'prefect: upstream lacks sku': [
    ['Finished in state Failed("Flow run encountered an exception: KeyError: \'sku\'")', null, 'a/b'],
    [flow3('KeyError: \'sku\''), null, 'c/d'],
    ['Flow run encountered an exception: UnfinishedRun: Run is in RUNNING state, its result is not available.', flowLog3('KeyError', traceback(['/app/a.py:2 f | row["sku"]'], 'KeyError: \'sku\'')), 'e/f'],
  ],
  'prefect: result storage lost of cleanup': [
    [flow3('MissingResult: State data is missing. Typically, this occurs when result persistence is disabled and the state has been retrieved from the API.'), null, 'cleanup/daily'],
    [flow2('prefect.exceptions.MissingResult: State data is missing. Typically, this occurs when result persistence is disabled and the state has been retrieved from the API.'), null, 'cleanup/daily'],
  ],
  'prefect: api away for workers': [
    crashed('ConnectError: All connection attempts failed'),
    crashed('httpx.ConnectError: All connection attempts failed'),
  ],
  'prefect: storage branch release gone': [
    submitted('RuntimeError("Failed to clone repository \'https://github.com/acme/flows.git\' with exit code 128.\\n  fatal: Remote branch release not found in upstream origin")'),
    'Flow run could not start: RuntimeError: Failed to clone repository \'https://github.com/acme/flows.git\' with exit code 128.\n  fatal: Remote branch release not found in upstream origin',
  ],
  'syntax error in prices.py': [
    [flow3('SyntaxError: \'(\' was never closed (prices.py, line 14)'), null, 'prices/daily'],
    ['Flow run could not start: SyntaxError: \'(\' was never closed (prices.py, line 14)', flowLog3('ScriptError', lines('Traceback (most recent call last):', '  File "/app/flows/prices.py", line 14', '    rows = load(', '               ^', 'SyntaxError: \'(\' was never closed')), 'prices/daily'],
  ],
  'note: partner file has no header': [
    [flow3('HeaderMissing: no header in partner file'), flowLog3('HeaderMissing', lines(traceback(['/app/p.py:2 f | head()'], 'acme.HeaderMissing: no header in partner file'), 'while reading in/2026-11-23/p_01.csv')), 'partner/daily'],
    ['1/1 states failed.', flowLog3('HeaderMissing', lines(traceback(['/app/p.py:2 f | head()'], 'acme.HeaderMissing: no header in partner file'), 'while reading in/2026-11-24/p_07.csv')), 'partner/daily'],
  ],
  'ora: quota on USERS in two languages': [
    flow3('DatabaseError: ORA-01536: space quota exceeded for tablespace \'USERS\''),
    flow3('oracledb.exceptions.DatabaseError: ORA-01536: Speicherplatz-Quota für Tablespace \'USERS\' überschritten'),
  ],
  'disk full': [
    flow3('OSError: [Errno 28] No space left on device'),
    [flow3('OSError: [Errno 28] Auf dem Gerät ist kein Speicherplatz mehr verfügbar'), null, 'etl/nightly'],
  ],
})
