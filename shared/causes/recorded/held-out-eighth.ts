import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const raised = (frame: string, headline: string): string => taskLog(headline, traceback([frame], headline))
const failed = (count: string): string => `${count} states failed.`
const refused = (host: string, port: number, url: string, address: string): string => `ConnectionError: HTTPSConnectionPool(host='${host}', port=${port}): Max retries exceeded with url: ${url} (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at ${address}>: Failed to establish a new connection: [Errno 111] Connection refused'))`

/** What one night brings on a common stack: many runs of each cause, and beside each the one that only looks like it. */
export const HELD_OUT_EIGHTH = labelled({
  'erp.internal refuses': [
    flow3(refused('erp.internal', 443, '/api/orders?day=2026-11-23', '0x7f0a1c2b3d40')),
    [flow3(`requests.exceptions.${refused('erp.internal', 8443, '/api/stock', '0x7f0a1cffff40')}`), null, 'stock/hourly'],
    [failed('1/6'), raised('/app/erp.py:9 get | session.get(url)', `requests.exceptions.${refused('erp.internal', 443, '/api/lines/88120', '0x7eee1c2b3d40')}`), 'lines/daily'],
  ],
  'pim.internal refuses': [flow3(refused('pim.internal', 443, '/api/orders?day=2026-11-23', '0x7f0a1c2b3d40')), flow2(refused('pim.internal', 443, '/api/items', '0x7f0a1c2b3d99'))],
  'erp.internal answers 500': [flow3('HTTPError: 500 Server Error: Internal Server Error for url: https://erp.internal/api/orders?day=2026-11-23'), flow3('HTTPError: 500 Server Error: None for url: https://erp.internal/api/stock')],
  'erp.internal forbids': [flow3('HTTPError: 403 Client Error: Forbidden for url: https://erp.internal/api/orders?day=2026-11-23'), flow3('HTTPError: 403 Client Error: Verboten for url: https://erp.internal/api/orders?day=2026-11-24')],
  'column delivery_slot gone': [
    flow3('KeyError: \'delivery_slot\''),
    [flow2('KeyError: \'delivery_slot\''), null, 'tours/daily'],
    [failed('3/3'), raised('/app/tours.py:41 slots | frame["delivery_slot"]', 'KeyError: \'delivery_slot\''), 'tours/weekly'],
    [flow3('ColumnError: could not build tours'), flowLog3('ColumnError', fromCause(traceback(['/app/tours.py:41 slots'], 'KeyError: \'delivery_slot\''), traceback(['/app/tours.py:60 build'], 'acme.ColumnError: could not build tours'))), 'tours/full'],
  ],
  'column driver gone': [flow3('KeyError: \'driver\''), [failed('1/3'), raised('/app/tours.py:44 drivers', 'KeyError: \'driver\''), 'tours/daily']],
  'table wh.tours missing': [
    flow3('ProgrammingError: (psycopg2.errors.UndefinedTable) relation "wh.tours" does not exist\nLINE 2: FROM wh.tours\n\n[SQL: SELECT * FROM wh.tours WHERE day = \'2026-11-23\']'),
    flow3('UndefinedTable: relation "wh.tours" does not exist\nLINE 1: TRUNCATE wh.tours'),
    flow2('ProgrammingError: (psycopg2.errors.UndefinedTable) la relation « wh.tours » n\'existe pas\nLINE 2: FROM wh.tours'),
    flow3('psycopg.errors.UndefinedTable: no existe la relación «wh.tours»'),
  ],
  'table wh.drivers missing': [flow3('UndefinedTable: relation "wh.drivers" does not exist'), flow2('ProgrammingError: (psycopg2.errors.UndefinedTable) Relation »wh.drivers« existiert nicht')],
  'password of loader refused': [
    flow3('OperationalError: connection to server at "wh.internal" (10.0.8.4), port 5432 failed: FATAL:  password authentication failed for user "loader"\nconnection to server at "wh.internal" (10.0.8.4), port 5432 failed: FATAL:  no pg_hba.conf entry'),
    flow3('psycopg.OperationalError: connection failed: connection to server at "10.0.8.4", port 5432 failed: FATAL:  password authentication failed for user "loader"'),
  ],
  'tours twice': [
    flow3('UniqueViolation: duplicate key value violates unique constraint "tours_pkey"\nDETAIL:  Key (id, day)=(14, 2026-11-23) already exists.'),
    flow3('IntegrityError: (psycopg2.errors.UniqueViolation) duplicate key value violates unique constraint "tours_pkey"\nDETAIL:  Key (id, day)=(99, 2026-11-24) already exists.\n\n[SQL: INSERT INTO wh.tours VALUES (99, \'2026-11-24\')]'),
  ],
  'stops twice': [flow3('UniqueViolation: duplicate key value violates unique constraint "stops_pkey"')],
  'snowflake STAGE.TOURS missing': [
    flow3(lines('ProgrammingError: 002003 (42S02): 01b8d0aa-0604-1f2b-0000-3d7500d41b2e: SQL compilation error:', 'Table \'ACME.STAGE.TOURS\' does not exist or not authorized.')),
    flow3(lines('ProgrammingError: 002003 (02000): 01b8d0ff-0604-1f2b-0000-3d7500d41b99: SQL compilation error:', 'Table \'ACME.STAGE.TOURS\' does not exist or not authorized.')),
    [failed('1/1'), raised('/app/snow.py:3 run', lines('snowflake.connector.errors.ProgrammingError: 002003 (42S02): 01b8e0aa-0604-1f2b-0000-3d7500d41b2e: SQL compilation error:', 'Table \'ACME.STAGE.TOURS\' does not exist or not authorized.')), 'snow/daily'],
  ],
  'snowflake STAGE.STOPS missing': [flow3(lines('ProgrammingError: 002003 (42S02): 01b8d0aa-0604-1f2b-0000-3d7500d41b2e: SQL compilation error:', 'Table \'ACME.STAGE.STOPS\' does not exist or not authorized.'))],
  'snowflake: statement of tours cancelled': [
    [flow3('ProgrammingError: 000604 (57014): 01b8d0aa-0604-1f2b-0000-3d7500d41b2e: SQL execution canceled'), null, 'tours/daily'],
    [flow3('snowflake.connector.errors.ProgrammingError: 000604 (57014): 01b8d0fa-0604-1f2b-0000-3d7500d41b2e: SQL execution canceled'), null, 'tours/daily'],
  ],
  'bigquery: access denied on finance': [
    flow3('Forbidden: 403 Access Denied: Dataset acme:finance: Permission bigquery.tables.get denied on dataset acme:finance (or it may not exist).; reason: accessDenied'),
    flow3('google.api_core.exceptions.Forbidden: 403 POST https://bigquery.googleapis.com/bigquery/v2/projects/acme/jobs?prettyPrint=false: Access Denied: Dataset acme:finance: Permission bigquery.tables.get denied on dataset acme:finance (or it may not exist).'),
  ],
  'bigquery: access denied on hr': [flow3('Forbidden: 403 Access Denied: Dataset acme:hr: Permission bigquery.tables.get denied on dataset acme:hr (or it may not exist).; reason: accessDenied')],
  'databricks: warehouse stopped': [
    flow3('RequestError: Error during request to server: PERMISSION_DENIED: SQL warehouse 4fa1c2d9e0b74fa1 is stopped'),
    flow3('databricks.sql.exc.RequestError: Error during request to server: PERMISSION_DENIED: SQL warehouse 4fa1c2d9e0b74fa1 is stopped'),
  ],
  'dbt: fct_tours has no driver_id': [
    flow3(lines('DbtBuildError: 1 of 88 nodes failed', 'Database Error in model fct_tours (models/marts/fct_tours.sql)', '  column "driver_id" does not exist', '  LINE 14: driver_id')),
    flow3(lines('DbtBuildError: 1 of 91 nodes failed', 'Database Error in model fct_tours (models/marts/fct_tours.sql)', '  column "driver_id" does not exist', '  LINE 17: driver_id')),
  ],
  'dbt: fct_stops has no driver_id': [flow3(lines('DbtBuildError: 1 of 88 nodes failed', 'Database Error in model fct_stops (models/marts/fct_stops.sql)', '  column "driver_id" does not exist', '  LINE 14: driver_id'))],
  's3: key of tours absent': [
    flow3('ClientError: An error occurred (404) when calling the HeadObject operation: Not Found'),
    [flow3('botocore.exceptions.ClientError: An error occurred (404) when calling the HeadObject operation: Not Found'), null, 'etl/nightly'],
  ],
  's3: key of stops absent': [[flow3('ClientError: An error occurred (404) when calling the HeadObject operation: Not Found'), null, 'stops/daily']],
  's3: writes to acme-out denied': [
    flow3('PermissionError: Access Denied. s3://acme-out/tours/2026-11-23/part-0.parquet'),
    flow3('PermissionError: Access Denied. s3://acme-out/tours/2026-11-24/part-9.parquet'),
  ],
  'kafka: leader of partition away': [
    flow3('KafkaError: [Error 6] NotLeaderForPartitionError: topic tours, partition 14'),
    flow3('kafka.errors.KafkaError: [Error 6] NotLeaderForPartitionError: topic tours, partition 2'),
  ],
  'kafka: broker list by replica': [
    flow3('KafkaTimeoutError: Failed to update metadata after 60.0 secs. (bootstrap kafka-0.kafka.internal:9092)'),
    flow3('KafkaTimeoutError: Failed to update metadata after 60.0 secs. (bootstrap kafka-2.kafka.internal:9092)'),
  ],
  'mssql: deadlock of tours': [
    [flow3('OperationalError: (\'40001\', \'[40001] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Transaction (Process ID 71) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction. (1205) (SQLExecDirectW)\')'), null, 'tours/daily'],
    [flow3('pyodbc.OperationalError: (\'40001\', \'[40001] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Transaction (Process ID 98) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction. (1205) (SQLExecDirectW)\')'), null, 'tours/daily'],
  ],
  'oracle: table missing, three languages': [
    flow3('DatabaseError: ORA-00942: table or view "DWH"."TOURS" does not exist\nHelp: https://docs.oracle.com/error-help/db/ora-00942/'),
    flow3('oracledb.exceptions.DatabaseError: ORA-00942: Tabelle oder View "DWH"."TOURS" nicht vorhanden\nHelp: https://docs.oracle.com/error-help/db/ora-00942/'),
    flow2('DatabaseError: ORA-00942: Table ou vue "DWH"."TOURS" inexistante'),
  ],
  'oracle: table stops missing': [flow3('DatabaseError: ORA-00942: table or view "DWH"."STOPS" does not exist')],
  'driver app: payload of eta': [
    flow3(lines('ValidationError: 3 validation errors for Eta', 'stops.0.minutes', '  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value=\'12.5\', input_type=str]', '    For further information visit https://errors.pydantic.dev/2.9/v/int_parsing', 'stops.4.minutes', '  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value=\'x\', input_type=str]', '    For further information visit https://errors.pydantic.dev/2.9/v/int_parsing')),
    [failed('1/2'), raised('/app/eta.py:4 read', lines('pydantic_core._pydantic_core.ValidationError: 1 validation error for Eta', 'stops.14.minutes', '  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value=\'n/a\', input_type=str]', '    For further information visit https://errors.pydantic.dev/2.9/v/int_parsing')), 'eta/hourly'],
  ],
  'driver app: payload of eta, no stops': [flow3(lines('ValidationError: 1 validation error for Eta', 'stops', '  Field required [type=missing, input_value={}, input_type=dict]'))],
  'assertion of books in close': [
    [flow3('AssertionError: '), raised('/app/books.py:90 close | assert debit == credit', 'AssertionError'), 'books/daily'],
    [flow3('AssertionError'), raised('/tmp/tmpq1w2e3prefect/books.py:96 close | assert debit == credit', 'AssertionError'), 'books/weekly'],
  ],
  'assertion of books in open': [[flow3('AssertionError'), raised('/app/books.py:12 open | assert period', 'AssertionError'), 'books/daily']],
  'index of tours': [
    [flow3('IndexError: list index out of range'), raised('/app/tours.py:88 last | stops[-1]', 'IndexError: list index out of range'), 'tours/daily'],
    [failed('1/1'), raised('/app/tours.py:90 last | stops[-1]', 'IndexError: list index out of range'), 'tours/weekly'],
  ],
  'index of pallets': [[flow3('IndexError: list index out of range'), raised('/app/pallets.py:4 top | pallets[0]', 'IndexError: list index out of range'), 'pallets/daily']],
  'json of the tolls api empty': [
    [flow3('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), raised('/app/tolls.py:9 get | response.json()', 'requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'tolls/daily'],
    [flow3('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), raised('/app/tolls.py:11 get | response.json()', 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'tolls/daily'],
  ],
  'json of the fuel api empty': [[flow3('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), raised('/app/fuel.py:9 get | response.json()', 'requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'fuel/daily']],
  'csv of carriers in another encoding': [
    [flow3('UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xe4 in position 88120: invalid continuation byte'), raised('/app/carriers.py:3 read | pd.read_csv(path)', 'UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xe4 in position 88120: invalid continuation byte'), 'carriers/daily'],
    [flow3('UnicodeDecodeError: \'utf-8\' codec can\'t decode bytes in position 14-15: unexpected end of data'), raised('/app/carriers.py:3 read | pd.read_csv(path)', 'UnicodeDecodeError: \'utf-8\' codec can\'t decode bytes in position 14-15: unexpected end of data'), 'carriers/daily'],
  ],
  'csv of carriers: qty not found there': [[flow3('ValueError: Missing column provided to \'parse_dates\': \'eta\''), raised('/app/carriers.py:3 read | pd.read_csv(path)', 'ValueError: Missing column provided to \'parse_dates\': \'eta\''), 'carriers/daily']],
  'carriers: number told with a comma': [
    [flow3('ValueError: could not convert string to float: \'1.204,50\''), raised('/app/carriers.py:20 price | float(cell)', 'ValueError: could not convert string to float: \'1.204,50\''), 'carriers/daily'],
    [flow3('ValueError: could not convert string to float: \'-\''), raised('/app/carriers.py:20 price | float(cell)', 'ValueError: could not convert string to float: \'-\''), 'carriers/daily'],
  ],
  'fuel: number told with a comma': [[flow3('ValueError: could not convert string to float: \'1,89\''), raised('/app/fuel.py:20 price | float(cell)', 'ValueError: could not convert string to float: \'1,89\''), 'fuel/daily']],
  'file of tours not delivered': [
    flow3('FileNotFoundError: [Errno 2] No such file or directory: \'/in/tours/20261123/tours_0230.csv\''),
    flow3('FileNotFoundError: [Errno 2] Datei oder Verzeichnis nicht gefunden: \'/in/tours/20261124/tours_0231.csv\''),
    flow3('FileNotFoundError: [Errno 2] ファイルまたはディレクトリがありません: \'/in/tours/20261125/tours_0229.csv\''),
  ],
  'file of stops not delivered': [flow3('FileNotFoundError: [Errno 2] No such file or directory: \'/in/stops/20261123/stops_0230.csv\'')],
  'share of depots read-only': [flow3('OSError: [Errno 30] Read-only file system: \'/mnt/depots/out.csv\''), flow3('OSError: [Errno 30] Dateisystem ist nur lesbar: \'/mnt/depots/out.csv\'')],
  'too many open files in crawl': [[flow3('OSError: [Errno 24] Too many open files: \'/tmp/tmpab12cd/a.html\''), null, 'crawl/daily'], [flow3('OSError: [Errno 24] Too many open files: \'/tmp/tmpzz98yy/b.html\''), null, 'crawl/daily']],
  'exit 1: config of depot missing': [
    ['Flow run infrastructure exited with non-zero status code 1.', flowLog2(traceback(['/app/main.py:2 <module>'], 'acme.ConfigError: no section [depot] in app.ini')), 'depot/daily'],
    ['Process exited with status code: 1', flowLog3('ConfigError', traceback(['/app/main.py:3 <module>'], 'acme.ConfigError: no section [depot] in app.ini')), 'depot/weekly'],
    flow3('ConfigError: no section [depot] in app.ini'),
  ],
  'exit 1: config of fleet missing': [['Flow run infrastructure exited with non-zero status code 1.', flowLog2(traceback(['/app/main.py:2 <module>'], 'acme.ConfigError: no section [fleet] in app.ini')), 'fleet/daily']],
  'killed: routing': [['Flow run infrastructure exited with non-zero status code 137.', null, 'routing/daily'], ['Pod routing-daily-abc12-x9z8w was OOMKilled', null, 'routing/daily'], ['Flow run process exited with non-zero status code -9.', 'MemoryError', 'routing/daily']],
  'killed: matrix': [['Flow run infrastructure exited with non-zero status code 137.', null, 'matrix/daily']],
  'terminated: routing': [['Flow run infrastructure exited with non-zero status code 143.', null, 'routing/daily'], ['Process for flow run \'brisk-owl\' exited with status code: 143', null, 'routing/daily']],
  'segfault: matrix': [['Process exited with status code: -11', null, 'matrix/daily'], ['Flow run infrastructure exited with non-zero status code 139.', null, 'matrix/daily']],
  'spot node taken': [
    ['Pod lively-mole-4kd9x-7hq2z was evicted: The node ip-10-0-4-17.eu-central-1.compute.internal is being drained: spot interruption', null, 'a/b'],
    ['Pod silent-wren-q2d8x-b4c5d was evicted: The node ip-10-0-9-201.eu-central-1.compute.internal is being drained: spot interruption', null, 'c/d'],
  ],
  'image fleet cannot be pulled': [
    'Flow run could not be submitted to infrastructure: KubernetesError("Job \'lively-mole-4kd9x\': ErrImagePull: failed to resolve reference \\"registry.acme.dev/fleet:2.4\\": not found")',
    'Flow run could not be submitted to infrastructure: KubernetesError("Job \'silent-wren-q2d8x\': ErrImagePull: failed to resolve reference \\"registry.acme.dev/fleet:2.4\\": not found")',
  ],
  'image depot cannot be pulled': ['Flow run could not be submitted to infrastructure: KubernetesError("Job \'lively-mole-4kd9x\': ErrImagePull: failed to resolve reference \\"registry.acme.dev/depot:2.4\\": not found")'],
  'pool of workers asks for an unknown variable': [
    lines('Flow run could not be submitted to infrastructure: ValidationError(\'1 validation error for KubernetesWorkerJobConfiguration\\ncpu_limit\\n  Field required [type=missing, input_value={}, input_type=dict]\')'),
    lines('Flow run could not be submitted to infrastructure: ValidationError(\'1 validation error for KubernetesWorkerJobConfiguration\\ncpu_limit\\n  Field required [type=missing, input_value={\\\'a\\\': 1}, input_type=dict]\')'),
  ],
  'missing result of forecast': [
    [flow3('MissingResult: The result was not persisted and is no longer available.'), null, 'forecast/daily'],
    [failed('1/1'), raised('/app/f.py:3 main | state.result()', 'prefect.exceptions.MissingResult: The result was not persisted and is no longer available.'), 'forecast/daily'],
  ],
  'unfinished: ledger of a child': [
    ['1/1 states are not final.', null, 'closing/daily'],
    ['2/2 states are not final.', null, 'closing/daily'],
    ['UnfinishedRun: 1/1 states are not final.', null, 'closing/daily'],
  ],
  'variable fx_source unset': [flow3('ValueError: Variable "fx_source" not found'), [task('ValueError: Variable "fx_source" not found'), null, 'fx/daily']],
  'variable vat_source unset': [flow3('ValueError: Variable "vat_source" not found')],
  'group: gate of two depots shut': [
    [flow3('ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)', [traceback(['/app/g.py:2 open | gate()'], 'acme.GateShut: gate north answers no telegram'), traceback(['/app/g.py:2 open | gate()'], 'acme.GateShut: gate north answers no telegram')])), 'gates/hourly'],
    [flow3('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)'), taskLog('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', [traceback(['/app/g.py:2 open | gate()'], 'acme.GateShut: gate north answers no telegram')])), 'gates/daily'],
  ],
  'group: another gate shut': [[flow3('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)'), taskLog('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', [traceback(['/app/g.py:2 open | gate()'], 'acme.GateShut: gate south answers no telegram')])), 'gates/daily']],
  'wrapped: tolls lack an axle class': [
    [flow3('JobError: job tolls failed'), flowLog3('JobError', fromCause(traceback(['/app/t.py:1 x'], 'acme.AxleError: axle class 5+ has no toll'), traceback(['/app/t.py:2 y'], 'acme.JobError: job tolls failed'))), 'tolls/daily'],
    [flow3('JobError: job bridge failed'), flowLog3('JobError', fromCause(traceback(['/app/b.py:1 x'], 'acme.AxleError: axle class 7+ has no toll'), traceback(['/app/b.py:2 y'], 'acme.JobError: job bridge failed'))), 'bridge/daily'],
  ],
  'wrapped: tolls lack a road': [[flow3('JobError: job tolls failed'), flowLog3('JobError', fromCause(traceback(['/app/t.py:1 x'], 'acme.RoadError: road A9 has no toll'), traceback(['/app/t.py:2 y'], 'acme.JobError: job tolls failed'))), 'tolls/daily']],
  'handled: undo of pallets failed too': [
    [flow3('UndoError: undo failed'), flowLog2(whileHandling(traceback(['/app/p.py:1 x'], 'acme.ScaleError: scale 4 of dock B sends nothing'), traceback(['/app/p.py:2 y'], 'acme.UndoError: undo failed'))), 'pallets/daily'],
    [flow3('ScaleError: scale 2 of dock B sends nothing'), null, 'pallets/daily'],
  ],
  'java: kafka connect sink': [
    ['Process exited with status code: 1', lines('2026-11-23 02:00:41,118 ERROR [main] com.acme.Sink - sink stopped', 'org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.', '\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:618)', 'Caused by: java.sql.SQLException: Column count of table wh.tours is 14, record has 15', '\tat com.acme.Writer.write(Writer.java:41)', '\t... 10 more'), 'sink/hourly'],
    ['Process exited with status code: 1', lines('2026-11-24 02:00:40,009 ERROR [main] com.acme.Sink - sink stopped', 'org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.', '\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:618)', 'Caused by: java.sql.SQLException: Column count of table wh.tours is 14, record has 16', '\tat com.acme.Writer.write(Writer.java:44)', '\t... 10 more'), 'sink/hourly'],
  ],
  'java: kafka connect sink, other table': [['Process exited with status code: 1', lines('2026-11-23 02:00:41,118 ERROR [main] com.acme.Sink - sink stopped', 'org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.', '\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:618)', 'Caused by: java.sql.SQLException: Column count of table wh.stops is 14, record has 15', '\tat com.acme.Writer.write(Writer.java:41)'), 'sink/hourly']],
  'r: package arrow missing': [['Process exited with status code: 1', lines('Error in library(arrow) : there is no package called ‘arrow’', 'Execution halted'), 'r/a'], ['Process exited with status code: 1', lines('Error in library(arrow) : there is no package called ‘arrow’', 'Calls: suppressPackageStartupMessages -> withCallingHandlers -> library', 'Execution halted'), 'r/b']],
  'r: package mgcv missing': [['Process exited with status code: 1', lines('Error in library(mgcv) : there is no package called ‘mgcv’', 'Execution halted'), 'r/a']],
  'notebook: column axle gone': [
    flow3(lines('PapermillExecutionError: ', '---------------------------------------------------------------------------', 'Exception encountered at "In [7]":', '---------------------------------------------------------------------------', 'KeyError                                  Traceback (most recent call last)', 'Cell In[7], line 2', '----> 2 frame["axle"]', '', 'KeyError: \'axle\'')),
    flow3(lines('PapermillExecutionError: ', '---------------------------------------------------------------------------', 'Exception encountered at "In [9]":', '---------------------------------------------------------------------------', 'KeyError                                  Traceback (most recent call last)', 'Cell In[9], line 14', '---> 14 frame["axle"]', '', 'KeyError: \'axle\'')),
  ],
  'remote: ray task lacks an axle map': [
    [lines('Task run encountered an exception RayTaskError(MapMissing): ray::tile() (pid=2214, ip=10.1.2.3)', '  File "/app/tile.py", line 4, in tile', '    axles = maps[name]', 'acme.MapMissing: no map axles-eu'), null, 'tiles/daily'],
    [lines('Task run encountered an exception RayTaskError(MapMissing): ray::tile() (pid=99, ip=10.1.9.3)', '  File "/app/tile.py", line 4, in tile', '    axles = maps[name]', 'acme.MapMissing: no map axles-eu'), null, 'tiles/weekly'],
  ],
  'remote: ray task lacks a toll map': [[lines('Task run encountered an exception RayTaskError(MapMissing): ray::tile() (pid=2214, ip=10.1.2.3)', '  File "/app/tile.py", line 4, in tile', '    axles = maps[name]', 'acme.MapMissing: no map tolls-eu'), null, 'tiles/daily']],
})
