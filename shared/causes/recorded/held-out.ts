import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const HTTP404 = 'urllib.error.HTTPError: HTTP Error 404: Not Found'

/** Other tools than those the code was written against; measured once before the code was looked at again. */
export const HELD_OUT = labelled({
  'azure: container raw is missing': [
    flow3(lines('ResourceNotFoundError: The specified container does not exist: raw', 'RequestId:5f1c2d3e-901e-004a-7a1b-1a2b00000000', 'Time:2026-11-23T02:00:14.5512341Z', 'ErrorCode:ContainerNotFound')),
    flow3(lines('azure.core.exceptions.ResourceNotFoundError: The specified container does not exist: raw', 'RequestId:6a1c2d3e-901e-004a-7a1b-1a2b00000000', 'Time:2026-11-24T02:00:11.1Z', 'ErrorCode:ContainerNotFound')),
  ],
  'azure: container refined is missing': [flow3(lines('ResourceNotFoundError: The specified container does not exist: refined', 'RequestId:5f1c2d3e-901e-004a-7a1b-1a2b00000000'))],
  'gcs: service account may not read': [
    flow3('Forbidden: 403 GET https://storage.googleapis.com/storage/v1/b/acme-lake/o/orders%2F2026-11-23%2Fpart-0.parquet?alt=media: etl@acme-prod.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object.'),
    flow3('google.api_core.exceptions.Forbidden: 403 GET https://storage.googleapis.com/storage/v1/b/acme-lake/o/orders%2F2026-11-24%2Fpart-3.parquet?alt=media: etl@acme-prod.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object.'),
  ],
  'sftp: partner a refuses the key': [
    flow3('AuthenticationException: Authentication failed for svc_etl@sftp.partner-a.com:22 after 3 tries'),
    flow3('paramiko.ssh_exception.AuthenticationException: Authentication failed for svc_etl@sftp.partner-a.com:2222 after 1 try'),
  ],
  'sftp: partner b refuses the key': [flow3('AuthenticationException: Authentication failed for svc_etl@sftp.partner-b.com:22 after 3 tries')],
  'ssh: bastion unreachable': [
    flow3('NoValidConnectionsError: [Errno None] Unable to connect to port 22 on 10.0.4.17'),
    flow3('paramiko.ssh_exception.NoValidConnectionsError: [Errno None] Unable to connect to port 22 on 10.0.4.18'),
  ],
  'mongo: replica set has no primary': [
    flow3('ServerSelectionTimeoutError: No primary available for writes, Timeout: 30s, Topology Description: <TopologyDescription id: 6923a1b2c3d4e5f607182930, topology_type: ReplicaSetNoPrimary>'),
    flow3('pymongo.errors.ServerSelectionTimeoutError: No primary available for writes, Timeout: 30s, Topology Description: <TopologyDescription id: 6924ffb2c3d4e5f607182999, topology_type: ReplicaSetNoPrimary>'),
  ],
  'mongo: order twice': [
    flow3('DuplicateKeyError: E11000 duplicate key error collection: shop.orders index: number_1 dup key: { number: 88120 }'),
    flow3('DuplicateKeyError: E11000 duplicate key error collection: shop.orders index: number_1 dup key: { number: 7 }'),
  ],
  'elastic: index full': [
    flow3('ApiError: ApiError(429, \'cluster_block_exception\', \'index [logs-2026.11.23] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark];\')'),
    flow3('elasticsearch.ApiError: ApiError(429, \'cluster_block_exception\', \'index [logs-2026.11.24] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark];\')'),
  ],
  'databricks: cluster start': [
    flow3('DatabricksError: Run 88120014 failed with state INTERNAL_ERROR: Cluster 1123-020014-ab12cd34 was terminated: CLOUD_PROVIDER_LAUNCH_FAILURE'),
    flow3('DatabricksError: Run 88120399 failed with state INTERNAL_ERROR: Cluster 1124-020011-zz99yx88 was terminated: CLOUD_PROVIDER_LAUNCH_FAILURE'),
  ],
  'databricks: notebook': [flow3('DatabricksError: Run 88120014 failed with state FAILED: Workload failed, see run output for details')],
  'clickhouse: table gone': [
    flow3('DatabaseError: :HTTPDriver for http://clickhouse.internal:8123 returned response code 404) Code: 60. DB::Exception: Table default.hits does not exist. (UNKNOWN_TABLE) (version 24.3.1.1)'),
    flow3('clickhouse_connect.driver.exceptions.DatabaseError: :HTTPDriver for http://clickhouse.internal:8123 returned response code 404) Code: 60. DB::Exception: Table default.hits does not exist. (UNKNOWN_TABLE) (version 24.8.2.3)'),
  ],
  'clickhouse: memory': [flow3('DatabaseError: :HTTPDriver for http://clickhouse.internal:8123 returned response code 500) Code: 241. DB::Exception: Memory limit (for query) exceeded: would use 9.32 GiB, maximum: 9.31 GiB. (MEMORY_LIMIT_EXCEEDED)')],
  'duckdb: no column qty': [
    flow3(lines('BinderException: Binder Error: Referenced column "qty" not found in FROM clause!', 'Candidate bindings: "id", "total"', 'LINE 1: SELECT qty FROM t')),
    flow2(lines('BinderException: Binder Error: Referenced column "qty" not found in FROM clause!', 'Candidate bindings: "id", "total"', 'LINE 7: SELECT id, qty FROM t')),
  ],
  'polars: no column qty': [flow3(lines('ColumnNotFoundError: qty', '', 'Resolved plan until failure:', '\t---> FAILED HERE')), flow3('polars.exceptions.ColumnNotFoundError: qty')],
  'polars: no column net': [flow3('ColumnNotFoundError: net')],
  'urllib: prices archive gone': [
    ['1/1 states failed.', flowLog3('HTTPError', traceback(['/app/flows/archive.py:9 fetch | urlopen(url)'], HTTP404)), 'archive/daily'],
    ['2/3 states failed.', flowLog3('HTTPError', traceback(['/app/flows/archive.py:11 fetch | urlopen(url)'], HTTP404)), 'archive/daily'],
  ],
  'salesforce session': [
    flow3('SalesforceExpiredSession: Expired session for https://acme.my.salesforce.com/services/data/v59.0/query/01g5f000000AbCdEAF. Response content: [{\'message\': \'Session expired or invalid\', \'errorCode\': \'INVALID_SESSION_ID\'}]'),
    flow3('SalesforceExpiredSession: Expired session for https://acme.my.salesforce.com/services/data/v59.0/query/01g5f000000ZzYyEAF. Response content: [{\'message\': \'Session expired or invalid\', \'errorCode\': \'INVALID_SESSION_ID\'}]'),
  ],
  'slack: channel gone': [
    flow3(lines('SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)', 'The server responded with: {\'ok\': False, \'error\': \'channel_not_found\'}')),
    task(lines('SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)', 'The server responded with: {\'ok\': False, \'error\': \'channel_not_found\'}')),
  ],
  'slack: token revoked': [flow3(lines('SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)', 'The server responded with: {\'ok\': False, \'error\': \'token_revoked\'}'))],
  'airbyte: job 3 stream orders': [
    flow3('AirbyteSyncError: Job 8812 failed: stream orders could not be read (source timeout after 3h 12m)'),
    flow3('AirbyteSyncError: Job 8899 failed: stream orders could not be read (source timeout after 2h 1m)'),
  ],
  'airbyte: stream refunds': [flow3('AirbyteSyncError: Job 8812 failed: stream refunds could not be read (source timeout after 3h 12m)')],
  'ecs: image': [
    'Submission failed. RuntimeError: ECS task arn:aws:ecs:eu-central-1:123456789012:task/data/4fa1c2d9e0b74fa1c2d9e0b74fa1c2d9 stopped: CannotPullContainerError: image etl not found',
    'Submission failed. RuntimeError: ECS task arn:aws:ecs:eu-central-1:123456789012:task/data/0ba1c2d9e0b74fa1c2d9e0b74fa1c200 stopped: CannotPullContainerError: image etl not found',
  ],
  'ecs: no capacity': ['Submission failed. RuntimeError: Failed to run ECS task: RESOURCE:MEMORY no container instance met the requirements of cluster data', 'Submission failed. RuntimeError: Failed to run ECS task: RESOURCE:MEMORY no container instance met the requirements of cluster data'],
  'vault sealed': [flow3('VaultDown: Vault is sealed, on get http://vault.internal:8200/v1/secret/data/etl'), flow3('hvac.exceptions.VaultDown: Vault is sealed, on get http://vault.internal:8200/v1/secret/data/etl')],
  'zombie: stock': [['Flow run heartbeat was lost: no heartbeat for 540 seconds', null, 'stock/daily'], ['Flow run heartbeat was lost: no heartbeat for 612 seconds', null, 'stock/daily']],
  'zombie: mail': [['Flow run heartbeat was lost: no heartbeat for 540 seconds', null, 'mail/daily']],
  'exit 2 of the r script': [['Flow run infrastructure exited with non-zero status code 2.', null, 'stats/daily'], ['Process exited with status code: 2. Process exited with an unexpected status code.', null, 'stats/daily']],
  'exit 1 of the r script': [['Flow run infrastructure exited with non-zero status code 1.', null, 'stats/daily']],
  'yaml of settings broken': [
    [flow3(lines('ScannerError: mapping values are not allowed here', '  in "/app/settings/sources.yaml", line 14, column 9')), null],
    [flow3(lines('yaml.scanner.ScannerError: mapping values are not allowed here', '  in "/app/settings/sources.yaml", line 14, column 9')), null, 'crm/sync'],
  ],
  'xml of the bank broken': [
    [flow3('ParseError: not well-formed (invalid token): line 8812, column 14'), flowLog3('ParseError', traceback(['/app/flows/bank.py:20 statements | ElementTree.parse(path)'], 'xml.etree.ElementTree.ParseError: not well-formed (invalid token): line 8812, column 14')), 'bank/daily'],
    [flow3('ParseError: not well-formed (invalid token): line 2, column 1'), null, 'bank/daily'],
  ],
  'excel not a zip': [[flow3('BadZipFile: File is not a zip file'), null, 'budget/monthly'], [flow2('zipfile.BadZipFile: File is not a zip file'), null, 'budget/monthly']],
  'contract: total below zero': [flow3('AssertionError: total below zero in region EMEA: -12.50'), flow3('AssertionError: total below zero in region EMEA: -1,300.00')],
  'contract: total below zero, other region': [flow3('AssertionError: total below zero in region APAC: -12.50')],
  'upstream: fx rates late': [
    ['Upstream task run \'01a20558-5a46-767f-9353-bdf239f2c5c0\' did not reach a \'COMPLETED\' state.', taskLog('RatesLate', traceback(['/app/flows/fx.py:5 wait'], 'acme.fx.RatesLate: no fixing for EUR on 2026-11-23')), 'fx/daily'],
    [flow3('RatesLate: no fixing for EUR on 2026-11-24'), null, 'fx/weekly'],
  ],
  'group of three: two causes': [
    [flow3('ExceptionGroup: sources failed (3 sub-exceptions)'), flowLog2(grouped('ExceptionGroup: sources failed (3 sub-exceptions)', ['KeyError: \'bid\'', 'ValueError: feed B empty', 'KeyError: \'bid\''])), 'sources/daily'],
    [flow3('ExceptionGroup: sources failed (2 sub-exceptions)'), flowLog2(grouped('ExceptionGroup: sources failed (2 sub-exceptions)', ['ValueError: feed B empty', 'KeyError: \'bid\''])), 'sources/daily'],
  ],
  'group of one: feed b': [[flow3('ExceptionGroup: sources failed (1 sub-exception)'), flowLog2(grouped('ExceptionGroup: sources failed (1 sub-exception)', ['ValueError: feed B empty'])), 'sources/daily']],
  'handled badly: token file': [
    ['1/1 states failed.', flowLog3('TokenError', whileHandling(traceback(['/app/auth.py:4 read | open(path)'], 'FileNotFoundError: [Errno 2] No such file or directory: \'/run/secrets/token\''), traceback(['/app/auth.py:9 token | raise TokenError()'], 'acme.TokenError'))), 'auth/a'],
    [flow3('TokenError'), flowLog3('TokenError()', fromCause(traceback(['/app/auth.py:4 read | open(path)'], 'FileNotFoundError: [Errno 2] Datei oder Verzeichnis nicht gefunden: \'/run/secrets/token\''), traceback(['/app/auth.py:9 token | raise TokenError()'], 'acme.TokenError'))), 'auth/b'],
  ],
  'rabbit: vhost': [flow3('ConnectionClosedByBroker: (530, "NOT_ALLOWED - vhost etl not found")'), flow3('pika.exceptions.ConnectionClosedByBroker: (530, "NOT_ALLOWED - vhost etl not found")')],
  'redshift: spectrum': [
    flow3(lines('InternalError_: Spectrum Scan Error: S3ServiceException', 'DETAIL:  error: Spectrum Scan Error code: 15007 context: Access Denied,Status 403,Error AccessDenied,Rid 8ZZ1V9V6BQ9X2F77 query: 881200 location: dory_util.cpp:1509 process: worker_thread [pid=8812]')),
    flow3(lines('psycopg2.errors.InternalError_: Spectrum Scan Error: S3ServiceException', 'DETAIL:  error: Spectrum Scan Error code: 15007 context: Access Denied,Status 403,Error AccessDenied,Rid TXK1V9V6BQ9X2F4H query: 991 location: dory_util.cpp:1509 process: worker_thread [pid=7]')),
  ],
  'template without a variable': [flow3('UndefinedError: \'run_date\' is undefined'), flow2('jinja2.exceptions.UndefinedError: \'run_date\' is undefined')],
  'template without another variable': [flow3('UndefinedError: \'region\' is undefined')],
  'endpoint of minio': [
    flow3('EndpointConnectionError: Could not connect to the endpoint URL: "http://minio.internal:9000/lake/orders/2026/11/23/part-0.parquet"'),
    flow3('botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "http://minio.internal:9000/lake/refunds/2026/11/23/part-0.parquet"'),
  ],
})
