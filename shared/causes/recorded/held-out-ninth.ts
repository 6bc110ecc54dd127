import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const raised = (frame: string, headline: string): string => taskLog(headline, traceback([frame], headline))
const ended = (code: number): string => `Flow run infrastructure exited with non-zero status code ${code}.`

/** A bank, a shop, a lab: their own words, their clouds, their tools; names that differ by one letter, ids that differ by all. */
export const HELD_OUT_NINTH = labelled({
  'lab: plate reader silent': [
    flow3('DeviceError: reader PR-2 on COM4 sent nothing for 30 s (plate 20261123-0014)'),
    flow3('DeviceError: reader PR-2 on COM4 sent nothing for 45 s (plate 20261124-0102)'),
  ],
  'lab: sample without barcode': [
    flow3('BarcodeMissing: 3 samples of rack R7 carry no barcode'),
    flow3('BarcodeMissing: 1 sample of rack R7 carries no barcode'),
  ],
  'lab: results of LIMS rejected for unit': [
    flow3('LimsRejected: result 88120-AB rejected: unit mmol/l unknown for analyte GLU'),
    flow3('LimsRejected: result 90007-ZX rejected: unit mmol/l unknown for analyte GLU'),
  ],
  'lab: results of LIMS rejected for unit, other analyte': [flow3('LimsRejected: result 88120-AB rejected: unit mmol/l unknown for analyte CRP')],
  'bank: statement of DE89 missing': [
    flow3('StatementMissing: no camt.053 of DE89370400440532013000 for 2026-11-23'),
    flow3('StatementMissing: no camt.053 of DE89370400440532013000 for 2026-11-24'),
  ],
  'bank: cut-off missed': [flow3('CutoffMissed: SEPA file 14 ready at 16:31:07, cut-off 16:30'), flow3('CutoffMissed: SEPA file 9 ready at 16:44:59, cut-off 16:30')],
  'bank: pain.001 not valid': [
    flow3('XMLSchemaValidationError: failed validating \'DE00\' with XsdPatternFacets at /Document/CstmrCdtTrfInitn/PmtInf[14]/CdtrAcct/Id/IBAN'),
    flow3('xmlschema.validators.exceptions.XMLSchemaValidationError: failed validating \'FR7\' with XsdPatternFacets at /Document/CstmrCdtTrfInitn/PmtInf[2]/CdtrAcct/Id/IBAN'),
  ],
  'bank: ebics refuses order': [flow3('EbicsError: EBICS_INVALID_USER_OR_USER_STATE (091002)'), flow3('fintech.ebics.EbicsError: EBICS_INVALID_USER_OR_USER_STATE (091002)')],
  'bank: ebics empty': [flow3('EbicsError: EBICS_NO_DOWNLOAD_DATA_AVAILABLE (090005)')],
  'shop: sitemap answers 404': [flow3('HTTPStatusError: Client error \'404 Not Found\' for url \'https://shop.example/sitemap.xml\'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404'), flow3('httpx.HTTPStatusError: Client error \'404 Not Found\' for url \'https://shop.example/sitemap.xml\'')],
  'shop: products answers 404': [flow3('HTTPStatusError: Client error \'404 Not Found\' for url \'https://shop.example/products.json\'')],
  'shop: bad gateway': [
    flow3('HTTPStatusError: Server error \'502 Bad Gateway\' for url \'https://shop.example/api/orders?page=14\''),
    flow3('httpx.HTTPStatusError: Server error \'502 Bad Gateway\' for url \'https://shop.example/api/customers?page=2\''),
  ],
  'shop: gateway too slow': [flow3('HTTPStatusError: Server error \'504 Gateway Timeout\' for url \'https://shop.example/api/orders?page=14\''), flow3('HTTPStatusError: Server error \'504 Gateway Time-out\' for url \'https://shop.example/api/orders?page=15\'')],
  'shop: graphql cost': [
    flow3('GraphQLError: Throttled: query cost 1204, available 88 (restore 50/s) requestId a1b2c3d4-0000-4000-8000-e5f60718aaaa'),
    flow3('GraphQLError: Throttled: query cost 900, available 12 (restore 50/s) requestId ffb2c3d4-0000-4000-8000-e5f60718bbbb'),
  ],
  'shop: price list B2B empty': [flow3('EmptyPriceList: price list \'B2B\' has 0 of 1,204 articles'), flow3('EmptyPriceList: price list \'B2B\' has 3 of 1,210 articles')],
  'shop: price list B2C empty': [flow3('EmptyPriceList: price list \'B2C\' has 0 of 1,204 articles')],
  'ads: token of account revoked': [
    flow3('RefreshError: (\'invalid_grant: Token has been expired or revoked.\', {\'error\': \'invalid_grant\', \'error_description\': \'Token has been expired or revoked.\'})'),
    flow3('google.auth.exceptions.RefreshError: (\'invalid_grant: Token has been expired or revoked.\', {\'error\': \'invalid_grant\', \'error_description\': \'Token has been expired or revoked.\'})'),
  ],
  'ads: developer token not approved': [
    flow3('GoogleAdsException: (<_InactiveRpcError>, errors { error_code { authorization_error: DEVELOPER_TOKEN_NOT_APPROVED } } request_id: "kx3Zb2wQ9LtY7mNp")'),
    flow3('GoogleAdsException: (<_InactiveRpcError>, errors { error_code { authorization_error: DEVELOPER_TOKEN_NOT_APPROVED } } request_id: "aa3Zb2wQ9LtY7mZZ")'),
  ],
  'ads: facebook permission': [
    flow3('FacebookRequestError: Message: Call was not successful Method: GET Path: https://graph.facebook.com/v19.0/act_1204/insights Status: 403 Response: {"error": {"message": "(#200) Ad account owner has NOT grant ads_read permission", "code": 200, "fbtrace_id": "AbC1dEf2GhI"}}'),
    flow3('FacebookRequestError: Message: Call was not successful Method: GET Path: https://graph.facebook.com/v19.0/act_1204/insights Status: 403 Response: {"error": {"message": "(#200) Ad account owner has NOT grant ads_read permission", "code": 200, "fbtrace_id": "ZzC1dEf2GhQ"}}'),
  ],
  'sheets: range of plan': [flow3('HttpError: <HttpError 400 when requesting https://sheets.googleapis.com/v4/spreadsheets/1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4aB5c/values/Plan%21A1?alt=json returned "Unable to parse range: Plan!A1". Details: "Unable to parse range: Plan!A1">'), flow3('googleapiclient.errors.HttpError: <HttpError 400 when requesting https://sheets.googleapis.com/v4/spreadsheets/1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4aB5c/values/Plan%21A1?alt=json returned "Unable to parse range: Plan!A1". Details: "Unable to parse range: Plan!A1">')],
  'slack: not in channel': [flow3('SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)\nThe server responded with: {\'ok\': False, \'error\': \'not_in_channel\'}'), flow3('slack_sdk.errors.SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)\nThe server responded with: {\'ok\': False, \'error\': \'not_in_channel\', \'warning\': \'missing_charset\'}')],
  'pg: disk of dwh full': [
    flow3('OperationalError: (psycopg2.errors.DiskFull) could not extend file "base/16401/88120": No space left on device\nHINT:  Check free disk space.\n\n[SQL: INSERT INTO a SELECT 1]'),
    flow3('OperationalError: (psycopg2.errors.DiskFull) could not extend file "base/16401/99214.1": No space left on device\nHINT:  Check free disk space.\n\n[SQL: INSERT INTO b SELECT 2]'),
  ],
  'pg: out of shared memory': [flow3('OutOfMemory: out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.'), flow3('psycopg2.errors.OutOfMemory: out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.')],
  'pg: role etl_ro may not write fact': [
    flow3('InsufficientPrivilege: permission denied for table fact_sales'),
    flow3('ProgrammingError: (psycopg2.errors.InsufficientPrivilege) permission denied for table fact_sales\n\n[SQL: INSERT INTO fact_sales VALUES (14)]'),
  ],
  'pg: role etl_ro may not write dim': [flow3('InsufficientPrivilege: permission denied for table dim_sales')],
  'pg: column net ambiguous': [flow3('AmbiguousColumn: column reference "net" is ambiguous\nLINE 1: SELECT net'), flow3('psycopg2.errors.AmbiguousColumn: Spaltenverweis »net« ist nicht eindeutig')],
  'pg: check price_positive': [flow3('CheckViolation: new row for relation "prices" violates check constraint "price_positive"\nDETAIL:  Failing row contains (1, -4.00).'), flow3('CheckViolation: new row for relation "prices" violates check constraint "price_positive"\nDETAIL:  Failing row contains (2, -1.50).')],
  'pg: uuid not valid in events': [
    [flow3('InvalidTextRepresentation: invalid input syntax for type uuid: "n/a"'), null, 'events/daily'],
    [flow3('psycopg2.errors.InvalidTextRepresentation: invalid input syntax for type uuid: "unknown"'), null, 'events/daily'],
  ],
  'mysql: data too long for note': [flow3('DataError: (1406, "Data too long for column \'note\' at row 14")'), flow3('pymysql.err.DataError: (1406, "Data too long for column \'note\' at row 2")')],
  'mysql: data too long for title': [flow3('DataError: (1406, "Data too long for column \'title\' at row 14")')],
  'mysql: access of app denied': [
    flow3('OperationalError: (1045, "Access denied for user \'app\'@\'10.0.4.17\' (using password: YES)")'),
    flow3('pymysql.err.OperationalError: (1045, "Access denied for user \'app\'@\'10.0.9.4\' (using password: YES)")'),
  ],
  'mysql: shop-db away': [flow3('OperationalError: (2003, "Can\'t connect to MySQL server on \'shop-db\' ([Errno 111] Connection refused)")'), flow3('pymysql.err.OperationalError: (2003, "Can\'t connect to MySQL server on \'shop-db\' ([Errno 110] Connection timed out)")')],
  'sqlite: disk image malformed': [flow3('DatabaseError: database disk image is malformed'), flow3('sqlite3.DatabaseError: database disk image is malformed')],
  'duckdb: no column qty': [flow3('BinderException: Binder Error: Referenced column "qty" not found in FROM clause!\nCandidate bindings: "l.quantity", "l.id"'), flow3('duckdb.duckdb.BinderException: Binder Error: Referenced column "qty" not found in FROM clause!\nCandidate bindings: "l.quantity"')],
  'duckdb: binder vat': [flow3('BinderException: Binder Error: Referenced column "vat" not found in FROM clause!\nCandidate bindings: "l.quantity", "l.id"')],
  'duckdb: conversion in prices': [[flow3('ConversionException: Conversion Error: Could not convert string \'12,50\' to DECIMAL(18,3)'), null, 'prices/daily'], [flow3('ConversionException: Conversion Error: Could not convert string \'a.A.\' to DECIMAL(18,3)'), null, 'prices/daily']],
  'polars: schema of lines': [flow3('SchemaError: type Float64 is incompatible with expected type Int64: column qty'), flow3('polars.exceptions.SchemaError: type Float64 is incompatible with expected type Int64: column qty')],
  'polars: conversion of qty': [
    flow3('InvalidOperationError: conversion from `str` to `i64` failed in column \'qty\' for 14 out of 1204 values: ["12a", "x", … "n/a"]'),
    flow3('polars.exceptions.InvalidOperationError: conversion from `str` to `i64` failed in column \'qty\' for 1 out of 88 values: ["-"]'),
  ],
  'polars: conversion of vat': [flow3('InvalidOperationError: conversion from `str` to `i64` failed in column \'vat\' for 14 out of 1204 values: ["12a", "x", … "n/a"]')],
  'arrow: schema at index': [flow3('ArrowInvalid: Schema at index 14 was different: net: double vs net: string'), flow3('pyarrow.lib.ArrowInvalid: Schema at index 2 was different: net: double vs net: string')],
  'delta: concurrent append on visits': [
    flow3('ConcurrentAppendException: Files were added to partition [day=2026-11-23] of visits by a concurrent update. Please try the operation again. Conflicting commit: {"timestamp":1732327214118,"version":88120}'),
    flow3('ConcurrentAppendException: Files were added to partition [day=2026-11-24] of visits by a concurrent update. Please try the operation again. Conflicting commit: {"timestamp":1732413611004,"version":88199}'),
  ],
  'iceberg: metadata of visits gone': [flow3('NotFoundException: Location does not exist: s3://lake/visits/metadata/00014-7f1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e5f.metadata.json'), flow3('NotFoundException: Location does not exist: s3://lake/visits/metadata/00015-aaaa2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e5f.metadata.json')],
  'iceberg: metadata of leads gone': [flow3('NotFoundException: Location does not exist: s3://lake/leads/metadata/00014-7f1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e5f.metadata.json')],
  'spark: executor lost in joins': [
    [lines('Py4JJavaError: An error occurred while calling o88.count.', ': org.apache.spark.SparkException: Job aborted due to stage failure: Task 2 in stage 4.0 failed 4 times, most recent failure: Lost task 2.3 in stage 4.0 (TID 99) (10.1.1.4 executor 3): java.lang.OutOfMemoryError: Java heap space', '\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)'), null, 'joins/daily'],
    [lines('py4j.protocol.Py4JJavaError: An error occurred while calling o121.count.', ': org.apache.spark.SparkException: Job aborted due to stage failure: Task 14 in stage 9.0 failed 4 times, most recent failure: Lost task 14.3 in stage 9.0 (TID 1204) (10.1.1.9 executor 7): java.lang.OutOfMemoryError: Java heap space', '\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)'), null, 'joins/daily'],
  ],
  'emr: step failed of visits': [
    flow3('StepFailed: EMR step s-2ABCDEFGHIJK1 of cluster j-1K48XXXXXXHCB ended FAILED: script s3://acme-code/visits.py exited with 1'),
    flow3('StepFailed: EMR step s-9ZZCDEFGHIJK7 of cluster j-9Q48XXXXXXZZZ ended FAILED: script s3://acme-code/visits.py exited with 1'),
  ],
  'sagemaker: no capacity': [flow3('ClientError: An error occurred (ResourceLimitExceeded) when calling the CreateTrainingJob operation: The account-level service limit \'ml.g5.xlarge for training job usage\' is 2 Instances, with current utilization of 2 Instances and a request delta of 1 Instances.'), flow3('ClientError: An error occurred (ResourceLimitExceeded) when calling the CreateTrainingJob operation: The account-level service limit \'ml.g5.xlarge for training job usage\' is 4 Instances, with current utilization of 3 Instances and a request delta of 2 Instances.')],
  'aws: clock skew': [flow3('ClientError: An error occurred (RequestTimeTooSkewed) when calling the PutObject operation: The difference between the request time and the current time is too large.'), flow3('botocore.exceptions.ClientError: An error occurred (RequestTimeTooSkewed) when calling the PutObject operation: The difference between the request time and the current time is too large.')],
  'azure: blob of rates leased': [flow3('HttpResponseError: There is currently a lease on the blob and no lease ID was specified in the request.\nRequestId:5f2c9d4e-501e-0047-33aa-5d1f2e000000\nTime:2026-11-23T02:00:41.1188412Z\nErrorCode:LeaseIdMissing'), flow3('azure.core.exceptions.HttpResponseError: There is currently a lease on the blob and no lease ID was specified in the request.\nRequestId:aa2c9d4e-501e-0047-33aa-5d1f2e000000\nTime:2026-11-24T02:00:41.1188412Z\nErrorCode:LeaseIdMissing')],
  'aci: quota of cores': [
    'Flow run could not be submitted to infrastructure: HttpResponseError("(ContainerGroupQuotaReached) Resource type \'Microsoft.ContainerInstance/containerGroups\' container group quota \'StandardCores\' exceeded in region \'westeurope\'. Limit: \'10\', Usage: \'10\' Requested: \'2\'.\\nCode: ContainerGroupQuotaReached")',
    'Flow run could not be submitted to infrastructure: HttpResponseError("(ContainerGroupQuotaReached) Resource type \'Microsoft.ContainerInstance/containerGroups\' container group quota \'StandardCores\' exceeded in region \'westeurope\'. Limit: \'10\', Usage: \'9\' Requested: \'4\'.\\nCode: ContainerGroupQuotaReached")',
  ],
  'cloud run: image gone': [
    'Flow run could not be submitted to infrastructure: HttpError(\'<HttpError 400 when requesting https://run.googleapis.com/apis/run.googleapis.com/v1/namespaces/acme/jobs?alt=json returned "Image \\\'eu.gcr.io/acme/etl:prod\\\' not found.">\')',
    'Flow run could not be submitted to infrastructure: HttpError(\'<HttpError 400 when requesting https://run.googleapis.com/apis/run.googleapis.com/v1/namespaces/acme/jobs?alt=json returned "Image \\\'eu.gcr.io/acme/etl:prod\\\' not found.">\')',
  ],
  'exit 2: wrong argument of the exporter': [
    [ended(2), lines('usage: export.py [-h] --day DAY', 'export.py: error: the following arguments are required: --day'), 'exp/a'],
    [ended(2), lines('usage: export.py [-h] --day DAY [--dry]', 'export.py: error: the following arguments are required: --day'), 'exp/b'],
  ],
  'exit 126: script not executable': [[ended(126), '/bin/bash: ./nightly.sh: Permission denied', 'sh/a'], [ended(126), 'bash: line 1: ./nightly.sh: Permission denied', 'sh/b']],
  'exit 143: rollout of ingest': [[ended(143), null, 'ingest/a'], ['Execution was aborted by a termination signal.', null, 'ingest/a'], ['Flow run process exited with non-zero status code -15.', null, 'ingest/a']],
  'exit 0xC0000005 on windows': [['Flow run process exited with non-zero status code 3221225477.', null, 'win/a'], ['Process for flow run \'calm-bee\' exited with status code: 3221225477', null, 'win/a']],
  'exit 1, told by php': [[ended(1), lines('PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /app/sync.php:14', 'Stack trace:', '#0 /app/sync.php(14): PDO->__construct(\'mysql:host=db\')'), 'php/a'], [ended(1), lines('PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /app/sync.php:17', 'Stack trace:', '#0 /app/sync.php(17): PDO->__construct(\'mysql:host=db\')'), 'php/a']],
  'exit 1, told by ruby': [[ended(1), '/app/sync.rb:14:in `fetch\': key not found: :vat (KeyError)', 'rb/a'], [ended(1), '/app/sync.rb:19:in `fetch\': key not found: :vat (KeyError)', 'rb/a']],
  'exit 1, told by dotnet': [[ended(1), lines('Unhandled exception. System.IO.FileNotFoundException: Could not find file \'/data/rates.json\'.', 'File name: \'/data/rates.json\'', '   at Rates.Load(String path) in /src/Rates.cs:line 14'), 'cs/a'], [ended(1), lines('Unhandled exception. System.IO.FileNotFoundException: Could not find file \'/data/rates.json\'.', 'File name: \'/data/rates.json\'', '   at Rates.Load(String path) in /src/Rates.cs:line 19'), 'cs/b']],
  'exit 1, told by dotnet, other file': [[ended(1), lines('Unhandled exception. System.IO.FileNotFoundException: Could not find file \'/data/taxes.json\'.', 'File name: \'/data/taxes.json\''), 'cs/a']],
  'runtime: event loop closed in poll': [
    [flow3('RuntimeError: Event loop is closed'), raised('/app/poll.py:9 main | loop.run_until_complete(go())', 'RuntimeError: Event loop is closed'), 'poll/a'],
    [flow3('RuntimeError: Event loop is closed'), raised('/srv/x/app/poll.py:9 main | loop.run_until_complete(go())', 'RuntimeError: Event loop is closed'), 'poll/b'],
  ],
  'runtime: recursion in tree': [
    [flow3('RecursionError: maximum recursion depth exceeded while calling a Python object'), raised('/app/tree.py:5 walk | walk(child)', 'RecursionError: maximum recursion depth exceeded while calling a Python object'), 'tree/a'],
    [flow3('RecursionError: maximum recursion depth exceeded'), raised('/app/tree.py:5 walk | walk(child)', 'RecursionError: maximum recursion depth exceeded'), 'tree/a'],
  ],
  'runtime: stop iteration in pages': [[flow3('RuntimeError: generator raised StopIteration'), raised('/app/pages.py:5 each | next(rows)', 'RuntimeError: generator raised StopIteration'), 'pages/a'], [flow3('RuntimeError: generator raised StopIteration'), raised('/app/pages.py:7 each | next(rows)', 'RuntimeError: generator raised StopIteration'), 'pages/b']],
  'attribute: Settings lost region': [flow3('AttributeError: \'Settings\' object has no attribute \'region\''), [flow3('AttributeError: \'Settings\' object has no attribute \'region\''), null, 'b/c']],
  'attribute: Settings lost zone': [flow3('AttributeError: \'Settings\' object has no attribute \'zone\'')],
  'attribute: pandas lost applymap': [flow3('AttributeError: \'DataFrame\' object has no attribute \'applymap\'. Did you mean: \'map\'?'), flow3('AttributeError: \'DataFrame\' object has no attribute \'applymap\'')],
  'chain: vat table unread': [
    [flow3('EtlError: Error while processing invoices'), flowLog3('EtlError', fromCause(traceback(['/app/v.py:1 a'], 'FileNotFoundError: [Errno 2] No such file or directory: \'/ref/vat.csv\''), traceback(['/app/v.py:2 b'], 'acme.EtlError: Error while processing invoices'))), 'inv/a'],
    [flow3('EtlError: Error while processing refunds'), flowLog3('EtlError', fromCause(traceback(['/app/v.py:1 a'], 'FileNotFoundError: [Errno 2] Datei oder Verzeichnis nicht gefunden: \'/ref/vat.csv\''), traceback(['/app/v.py:5 b'], 'acme.EtlError: Error while processing refunds'))), 'ref/a'],
  ],
  'chain: fx table unread': [[flow3('EtlError: Error while processing invoices'), flowLog3('EtlError', fromCause(traceback(['/app/v.py:1 a'], 'FileNotFoundError: [Errno 2] No such file or directory: \'/ref/fx.csv\''), traceback(['/app/v.py:2 b'], 'acme.EtlError: Error while processing invoices'))), 'inv/a']],
  'chain: told whole by the outer': [
    [flow3('IngestError: invoices: supplier 4711 sends ISO-8859-1, UTF-8 agreed'), flowLog3('IngestError', whileHandling(traceback(['/app/v.py:1 a'], 'UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xe4 in position 4: invalid continuation byte'), traceback(['/app/v.py:2 b'], 'acme.IngestError: invoices: supplier 4711 sends ISO-8859-1, UTF-8 agreed'))), 'inv/a'],
    [flow3('IngestError: invoices: supplier 4711 sends ISO-8859-1, UTF-8 agreed'), null, 'inv/b'],
  ],
  'group: three pages of one wiki': [
    [flow3('ExceptionGroup: pages (3 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: pages (3 sub-exceptions)', [1, 2, 3].map(() => traceback(['/app/w.py:2 one'], 'acme.WikiError: space OPS is archived')))), 'wiki/a'],
    [flow3('ExceptionGroup: pages (1 sub-exception)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: pages (1 sub-exception)', [traceback(['/app/w.py:2 one'], 'acme.WikiError: space OPS is archived')])), 'wiki/a'],
  ],
  'group: another space': [[flow3('ExceptionGroup: pages (1 sub-exception)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: pages (1 sub-exception)', [traceback(['/app/w.py:2 one'], 'acme.WikiError: space DEV is archived')])), 'wiki/a']],
  'flow: dependency not done': [['Upstream task run \'7b2e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e\' did not reach a \'COMPLETED\' state.', raised('/app/d.py:1 a', 'acme.Unbooked: period 11 is not booked'), 'dep/a'], [flow3('Unbooked: period 11 is not booked'), null, 'dep/b']],
  'flow: paused too long': [['Flow run paused and never resumed within 3600 seconds', null, 'appr/a'], ['Flow run paused and never resumed within 7200 seconds', null, 'appr/a']],
  'flow: cannot be pickled': [
    [flow3('TypeError: cannot pickle \'_thread.RLock\' object'), null, 'map/a'],
    [task('TypeError: cannot pickle \'_thread.RLock\' object'), null, 'map/a'],
  ],
  'flow: notification failed of mail': [flow2('NotifyError: mail to ops@acme.example not accepted by mx1.acme.example: 452 4.3.1 Insufficient system storage'), flow2('NotifyError: mail to cfo@acme.example not accepted by mx1.acme.example: 452 4.3.1 Insufficient system storage')],
  'flow2: log alone': [['1/1 states failed.', flowLog2(traceback(['/app/z.py:1 a'], 'acme.ZoneError: zone EU-7 has no stock')), 'z/a'], [flow2('ZoneError: zone EU-7 has no stock'), null, 'z/b']],
})
