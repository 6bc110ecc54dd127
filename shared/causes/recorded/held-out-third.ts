import { flow2, flow3, flowLog2, flowLog3, labelled, task, taskLog, traceback } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const WIDE_SELECT = `SELECT ${Array.from({ length: 60 }, (_, at) => `orders.measure_${String.fromCharCode(97 + at % 26)}x`).join(', ')} FROM orders`
const rpc = (status: string, details: string, at: string): string => lines(
  '_InactiveRpcError: <_InactiveRpcError of RPC that terminated with:', `\tstatus = StatusCode.${status}`, `\tdetails = "${details}"`,
  `\tdebug_error_string = "UNKNOWN:Error received from peer  {grpc_message:"${details}", grpc_status:14, created_time:"${at}"}"`, '>')
const notebook = (cell: number, error: string): string => lines(
  'PapermillExecutionError: ', '---------------------------------------------------------------------------', `Exception encountered at "In [${cell}]":`,
  '---------------------------------------------------------------------------', `${error.split(':')[0]}                                  Traceback (most recent call last)`,
  `Cell In[${cell}], line 3`, '      1 frame = load()', '----> 3 frame[name]', '', error)

/** As held-out.ts, a third time: databases and engines that name the fault late, in brackets, or in another order. */
export const HELD_OUT_THIRD = labelled({
  'oracle: order twice': [
    flow3('IntegrityError: (oracledb.exceptions.IntegrityError) ORA-00001: unique constraint (DW.PK_ORDERS) violated\n[SQL: INSERT INTO orders VALUES (:1)]'),
    flow3('IntegrityError: ORA-00001: Unique Constraint (DW.PK_ORDERS) verletzt'),
  ],
  'oracle: line twice': [flow3('IntegrityError: ORA-00001: unique constraint (DW.PK_LINES) violated'), flow2('cx_Oracle.IntegrityError: ORA-00001: unique constraint (DW.PK_LINES) violated')],
  'oracle: listener knows no service DWH': [
    flow3('DatabaseError: ORA-12514: TNS:listener does not currently know of service requested in connect descriptor (CONNECTION_ID=8Zq1V9V6BQ9X2F==)'),
    flow3('DatabaseError: ORA-12514: TNS:listener does not currently know of service requested in connect descriptor (CONNECTION_ID=aa81V9pqBQ9X00==)'),
  ],
  'mssql: no table Orders': [
    flow3('ProgrammingError: (\'42S02\', "[42S02] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid object name \'dbo.Orders\'. (208) (SQLExecDirectW)")'),
    flow3('pyodbc.ProgrammingError: (\'42S02\', "[42S02] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Ungültiger Objektname \'dbo.Orders\'. (208) (SQLExecDirectW)")'),
  ],
  'mssql: no table Refunds': [flow3('ProgrammingError: (\'42S02\', "[42S02] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid object name \'dbo.Refunds\'. (208) (SQLExecDirectW)")')],
  'mssql: chosen as deadlock victim': [
    flow3('DBAPIError: (pyodbc.Error) (\'40001\', \'[40001] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Transaction (Process ID 71) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction. (1205) (SQLExecDirectW)\')'),
    flow3('DBAPIError: (pyodbc.Error) (\'40001\', \'[40001] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Transaction (Process ID 55) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction. (1205) (SQLExecDirectW)\')\n[SQL: UPDATE x]'),
  ],
  'mysql: lock wait': [flow3('OperationalError: (pymysql.err.OperationalError) (1205, \'Lock wait timeout exceeded; try restarting transaction\')\n[SQL: UPDATE a]'), flow3('OperationalError: (1205, \'Lock wait timeout exceeded; try restarting transaction\')')],
  'mysql: connection lost': [flow3('OperationalError: (2013, \'Lost connection to MySQL server during query\')'), flow3('pymysql.err.OperationalError: (2013, \'Lost connection to MySQL server during query ([Errno 104] Connection reset by peer)\')')],
  'mysql: no column vat': [flow3('OperationalError: (1054, "Unknown column \'vat\' in \'field list\'")')],
  'mysql: no column net': [flow3('OperationalError: (1054, "Unknown column \'net\' in \'field list\'")')],
  'postgres: password of etl': [
    flow3('OperationalError: connection failed: connection to server at "10.2.0.4", port 5432 failed: FATAL:  password authentication failed for user "etl"'),
    flow2('psycopg.OperationalError: connection failed: connection to server at "10.2.0.9", port 5432 failed: FATAL:  password authentication failed for user "etl"'),
  ],
  'postgres: password of bi': [flow3('OperationalError: connection failed: connection to server at "10.2.0.4", port 5432 failed: FATAL:  password authentication failed for user "bi"')],
  'postgres: db.internal refuses': [
    flow3(lines('OperationalError: (psycopg2.OperationalError) connection to server at "db.internal" (10.2.0.4), port 5432 failed: Connection refused', '\tIs the server running on that host and accepting TCP/IP connections?')),
    flow3(lines('OperationalError: connection to server at "db.internal" (10.2.0.77), port 5432 failed: Connection refused', '\tIs the server running on that host and accepting TCP/IP connections?')),
  ],
  'postgres: replica.internal refuses': [flow3('OperationalError: connection to server at "replica.internal" (10.2.0.4), port 5432 failed: Connection refused')],
  'wide select: no column qty': [
    flow3(`QueryError: could not run ${WIDE_SELECT} WHERE day = '2026-11-23': column "qty" does not exist`),
    flow3(`QueryError: could not run ${WIDE_SELECT} WHERE day = '2026-11-24': column "qty" does not exist`),
  ],
  'wide select: timeout': [flow3(`QueryError: could not run ${WIDE_SELECT} WHERE day = '2026-11-23': canceling statement due to statement timeout`)],
  'snowflake: no ORDERS': [
    flow3(lines('ProgrammingError: 002003 (42S02): 01b2c3d4-0000-1111-0000-000012345678: SQL compilation error:', 'Object \'RAW.PUBLIC.ORDERS\' does not exist or not authorized.')),
    flow3(lines('snowflake.connector.errors.ProgrammingError: 002003 (42S02): 01b2ffff-0000-2222-0000-0000aa345678: SQL compilation error:', 'Object \'RAW.PUBLIC.ORDERS\' does not exist or not authorized.')),
  ],
  'snowflake: no REFUNDS': [flow3(lines('ProgrammingError: 002003 (42S02): 01b2c3d4-0000-1111-0000-000012345678: SQL compilation error:', 'Object \'RAW.PUBLIC.REFUNDS\' does not exist or not authorized.'))],
  'snowflake: no warehouse': [flow3('ProgrammingError: 000606 (57P03): 01b2c3d4-0000-1111-0000-000012345678: No active warehouse selected in the current session.'), flow3('ProgrammingError: 000606 (57P03): 01b2eeee-0000-1111-0000-000012340000: No active warehouse selected in the current session.')],
  'bigquery: shard of orders': [
    flow3(lines('NotFound: 404 Not found: Table acme-prod:sales.orders_20261123 was not found in location EU; reason: notFound', '', 'Location: EU', 'Job ID: 5f1c2d3e-901e-404a-8a1b-1a2b00000000')),
    flow3(lines('google.api_core.exceptions.NotFound: 404 Not found: Table acme-prod:sales.orders_20261124 was not found in location EU; reason: notFound', '', 'Location: EU', 'Job ID: 61aa2d3e-901e-404a-8a1b-1a2b00000111')),
  ],
  'bigquery: shard of refunds': [flow3('NotFound: 404 Not found: Table acme-prod:sales.refunds_20261123 was not found in location EU; reason: notFound')],
  'bigquery: name misspelt': [flow3('BadRequest: 400 Unrecognized name: customr_id; Did you mean customer_id? at [14:9]; reason: invalidQuery, location: query'), flow3('BadRequest: 400 Unrecognized name: customr_id; Did you mean customer_id? at [88:31]; reason: invalidQuery, location: query')],
  'spark: no column qty': [
    flow3(lines('AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `qty` cannot be resolved. Did you mean one of the following? [`id`, `net`]. SQLSTATE: 42703; line 1 pos 7;', '\'Project [\'qty]', '+- SubqueryAlias spark_catalog.sales.orders')),
    flow3(lines('pyspark.errors.exceptions.captured.AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `qty` cannot be resolved. Did you mean one of the following? [`id`, `net`]. SQLSTATE: 42703; line 9 pos 12;', '\'Project [id#12, \'qty]')),
  ],
  'spark: no column vat': [flow3('AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `vat` cannot be resolved. Did you mean one of the following? [`id`, `net`]. SQLSTATE: 42703; line 1 pos 7;')],
  'spark: executors killed by yarn': [
    flow3(lines('Py4JJavaError: An error occurred while calling o88.parquet.', ': org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 14.0 failed 4 times, most recent failure: Lost task 3.3 in stage 14.0 (TID 812) (10.0.4.2 executor 3): ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 5.5 GB of 5.5 GB physical memory used.', 'Driver stacktrace:', '\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2844)')),
    flow3(lines('py4j.protocol.Py4JJavaError: An error occurred while calling o1204.save.', ': org.apache.spark.SparkException: Job aborted due to stage failure: Task 91 in stage 2.1 failed 4 times, most recent failure: Lost task 91.3 in stage 2.1 (TID 4) (ip-10-0-7-31.eu-central-1.compute.internal executor 11): ExecutorLostFailure (executor 11 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 6.1 GB of 5.5 GB physical memory used.', 'Driver stacktrace:')),
  ],
  'grpc: pricing unavailable': [
    flow3(rpc('UNAVAILABLE', 'failed to connect to pricing.internal:50051; last error: UNKNOWN: ipv4:10.0.4.17:50051: Connection refused', '2026-11-23T02:00:14.55+00:00')),
    task(`grpc._channel.${rpc('UNAVAILABLE', 'failed to connect to pricing.internal:50051; last error: UNKNOWN: ipv4:10.0.9.2:50051: Connection refused', '2026-11-24T02:00:01.1+00:00')}`),
  ],
  'grpc: ledger unavailable': [flow3(rpc('UNAVAILABLE', 'failed to connect to ledger.internal:50051; last error: UNKNOWN: ipv4:10.0.4.17:50051: Connection refused', '2026-11-23T02:00:14.55+00:00'))],
  'grpc: pricing too slow': [flow3(rpc('DEADLINE_EXCEEDED', 'Deadline Exceeded', '2026-11-23T02:00:14.55+00:00')), flow3(rpc('DEADLINE_EXCEEDED', 'Deadline Exceeded', '2026-11-24T02:01:09+00:00'))],
  'notebook: no column qty': [flow3(notebook(14, 'KeyError: \'qty\'')), flow3(notebook(9, 'KeyError: \'qty\'')), [flow2('papermill.exceptions.PapermillExecutionError: '), flowLog2(traceback(['/app/flows/report.py:9 run | papermill.execute_notebook(path)'], `papermill.exceptions.${notebook(14, 'KeyError: \'qty\'')}`))]],
  'notebook: no column net': [flow3(notebook(14, 'KeyError: \'net\''))],
  'kafka: broker-1 down': [
    flow3('KafkaException: KafkaError{code=_TRANSPORT,val=-195,str="broker-1.kafka:9092/1: Connect to ipv4#10.0.0.4:9092 failed: Connection refused (after 3ms in state CONNECT)"}'),
    flow3('cimpl.KafkaException: KafkaError{code=_TRANSPORT,val=-195,str="broker-1.kafka:9092/1: Connect to ipv4#10.0.0.8:9092 failed: Connection refused (after 0ms in state CONNECT, 4 identical error(s) suppressed)"}'),
  ],
  'kafka: topic orders unknown': [flow3('KafkaException: KafkaError{code=UNKNOWN_TOPIC_OR_PART,val=3,str="Subscribed topic not available: orders: Broker: Unknown topic or partition"}')],
  'kafka: topic refunds unknown': [flow3('KafkaException: KafkaError{code=UNKNOWN_TOPIC_OR_PART,val=3,str="Subscribed topic not available: refunds: Broker: Unknown topic or partition"}')],
  'redis: refuses': [flow3('ConnectionError: Error 111 connecting to redis.internal:6379. Connection refused.'), flow3('redis.exceptions.ConnectionError: Error 111 connecting to redis.internal:6379. Verbindungsaufbau abgelehnt.')],
  'redis: name unknown': [flow3('ConnectionError: Error -2 connecting to cache.internal:6379. Name or service not known.')],
  'redis: full': [flow3('ResponseError: OOM command not allowed when used memory > \'maxmemory\'.'), ['1/1 states failed.', taskLog('ResponseError', traceback(['/app/flows/warm.py:9 fill | client.set(key, value)'], 'redis.exceptions.ResponseError: OOM command not allowed when used memory > \'maxmemory\'.')), 'warm/daily']],
  'shell step of sync': [
    [flow3('RuntimeError: PID 4412 failed with return code 1.'), flowLog3('RuntimeError(\'PID 4412 failed with return code 1.\')', traceback(['/app/flows/sync.py:9 sync | ShellOperation(commands=["./sync.sh"]).run()'], 'RuntimeError: PID 4412 failed with return code 1.')), 'sync/daily'],
    [flow3('RuntimeError: PID 88 failed with return code 1.'), flowLog3('RuntimeError(\'PID 88 failed with return code 1.\')', traceback(['/app/flows/sync.py:9 sync | ShellOperation(commands=["./sync.sh"]).run()'], 'RuntimeError: PID 88 failed with return code 1.')), 'sync/daily'],
  ],
})
