import { flow2, flow3, flowLog2, flowLog3, labelled, task, traceback } from './labelled-failure.ts'

const psycopg = (error: string, sql: string, parameters: string): string =>
  `(psycopg2.errors.${error}\n\n[SQL: ${sql}]\n[parameters: ${parameters}]\n(Background on this error at: https://sqlalche.me/e/20/f405)`

const lines = (...parts: string[]): string => parts.join('\n')

/** SQL engines, warehouses, dbt, Spark. */
export const DATABASES = labelled({
  'warehouse.internal refuses connections': [
    flow3('OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.4.17), port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n\n(Background on this error at: https://sqlalche.me/e/20/e3q8)'),
    flow2('sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.9.201), port 5433 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?'),
    [task('OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (fd00:10:32::4:17), port 5432 failed: Connection refused'), null, 'orders/hourly'],
    ['2/5 states failed.', flowLog3('OperationalError', traceback(['/app/db/engine.py:57 checkout | return pool.connect()'], 'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.4.17), port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n\n(Background on this error at: https://sqlalche.me/e/20/e3q8)')), 'crm/sync'],
  ],
  'crm.internal refuses connections': [
    flow3('OperationalError: (psycopg2.OperationalError) connection to server at "crm.internal" (10.32.4.18), port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?'),
    [task('OperationalError: (psycopg2.OperationalError) connection to server at "crm.internal" (10.32.7.2), port 5432 failed: Connection refused'), null, 'crm/sync'],
  ],
  'warehouse.internal has no connection left': [
    flow3('OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.4.17), port 5432 failed: FATAL:  sorry, too many clients already'),
    flow3('OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.4.19), port 5432 failed: FATAL:  sorry, too many clients already\n\n(Background on this error at: https://sqlalche.me/e/14/e3q8)'),
  ],
  'password of etl at warehouse.internal': [
    flow3('OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.4.17), port 5432 failed: FATAL:  password authentication failed for user "etl"'),
    flow2('OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.4.22), port 5432 failed: FATAL:  password authentication failed for user "etl"'),
  ],
  'password of reporting at warehouse.internal': [flow3('OperationalError: (psycopg2.OperationalError) connection to server at "warehouse.internal" (10.32.4.17), port 5432 failed: FATAL:  password authentication failed for user "reporting"')],
  'table mart.orders is missing': [
    flow3(`ProgrammingError: ${psycopg('UndefinedTable) relation "mart.orders" does not exist\nLINE 1: SELECT id FROM mart.orders WHERE day = \'2026-11-23\'\n                       ^', 'SELECT id FROM mart.orders WHERE day = %(day)s', '{\'day\': \'2026-11-23\'}')}`),
    flow2(`ProgrammingError: ${psycopg('UndefinedTable) relation "mart.orders" does not exist\nLINE 3: FROM mart.orders o\n             ^', 'SELECT o.id, o.total\nFROM mart.orders o\nLIMIT 14', '{}')}`),
    [task(`sqlalchemy.exc.ProgrammingError: ${psycopg('UndefinedTable) Relation »mart.orders« existiert nicht\nLINE 1: ...', 'SELECT 1 FROM mart.orders', '{}')}`), null, 'orders/hourly'],
  ],
  'table mart.customers is missing': [
    flow3(`ProgrammingError: ${psycopg('UndefinedTable) relation "mart.customers" does not exist\nLINE 1: SELECT id FROM mart.customers', 'SELECT id FROM mart.customers', '{}')}`),
    ['1/1 states failed.', flowLog2(traceback(['/app/flows/crm.py:14 load | rows = connection.execute(query)'], `sqlalchemy.exc.ProgrammingError: ${psycopg('UndefinedTable) relation "mart.customers" does not exist\nLINE 1: SELECT id FROM mart.customers', 'SELECT id FROM mart.customers', '{}')}`))],
  ],
  'column tier of mart.orders is missing': [
    flow3(`ProgrammingError: ${psycopg('UndefinedColumn) column "tier" of relation "mart.orders" does not exist\nLINE 1: INSERT INTO mart.orders (id, tier) VALUES (1, \'gold\')', 'INSERT INTO mart.orders (id, tier) VALUES (%s, %s)', '(1, \'gold\')')}`),
    flow3(`ProgrammingError: ${psycopg('UndefinedColumn) column "tier" of relation "mart.orders" does not exist\nLINE 1: INSERT INTO mart.orders (id, tier) VALUES (998, \'none\')', 'INSERT INTO mart.orders (id, tier) VALUES (%s, %s)', '(998, \'none\')')}`),
  ],
  'column region of mart.orders is missing': [flow3(`ProgrammingError: ${psycopg('UndefinedColumn) column "region" of relation "mart.orders" does not exist', 'INSERT INTO mart.orders (id, region) VALUES (%s, %s)', '(1, \'EU\')')}`)],
  'orders loaded twice (orders_pkey)': [
    flow3(`IntegrityError: ${psycopg('UniqueViolation) duplicate key value violates unique constraint "orders_pkey"\nDETAIL:  Key (id)=(123) already exists.', 'INSERT INTO orders VALUES (%s)', '(123)')}`),
    flow3(`IntegrityError: ${psycopg('UniqueViolation) duplicate key value violates unique constraint "orders_pkey"\nDETAIL:  Key (id)=(88412) already exists.', 'INSERT INTO orders VALUES (%s)', '(88412)')}`),
    flow2(`IntegrityError: ${psycopg('UniqueViolation) doppelter Schlüsselwert verletzt Unique-Constraint »orders_pkey«\nDETAIL:  Schlüssel »(id)=(7)« existiert bereits.', 'INSERT INTO orders VALUES (%s)', '(7)')}`),
    flow3('UniqueViolation: duplicate key value violates unique constraint "orders_pkey" DETAIL: Key (id)=(123) already exists.'),
    flow3('psycopg.errors.UniqueViolation: duplicate key value violates unique constraint "orders_pkey"\nDETAIL:  Key (id)=(99) already exists.'),
  ],
  'customers loaded twice (customers_email_key)': [
    flow3(`IntegrityError: ${psycopg('UniqueViolation) duplicate key value violates unique constraint "customers_email_key"\nDETAIL:  Key (email)=(ann@example.com) already exists.', 'INSERT', '()')}`),
    flow3(`IntegrityError: ${psycopg('UniqueViolation) duplicate key value violates unique constraint "customers_email_key"\nDETAIL:  Key (email)=(bob.o+x@example.org) already exists.', 'INSERT', '()')}`),
  ],
  'orders without a customer': [
    flow3('ForeignKeyViolation: insert or update on table "orders" violates foreign key constraint "orders_customer_fkey" DETAIL: Key (customer_id)=(ACME-14) is not present in table "customers".'),
    flow3('ForeignKeyViolation: insert or update on table "orders" violates foreign key constraint "orders_customer_fkey" DETAIL: Key (customer_id)=(Globex) is not present in table "customers".'),
  ],
  'deadlock': [
    flow3(`OperationalError: ${psycopg('DeadlockDetected) deadlock detected\nDETAIL:  Process 2214 waits for ShareLock on transaction 88123; blocked by process 2219.', 'UPDATE x', '{}')}`),
    flow3(`OperationalError: ${psycopg('DeadlockDetected) deadlock detected\nDETAIL:  Process 9 waits for ShareLock on transaction 7; blocked by process 10.', 'UPDATE x', '{}')}`),
  ],
  'statement timeout': [
    [flow3(`OperationalError: ${psycopg('QueryCanceled) canceling statement due to statement timeout', 'SELECT 1', '{}')}`), null, 'ledger/nightly'],
    [flow2(`OperationalError: ${psycopg('QueryCanceled) canceling statement due to statement timeout', 'SELECT * FROM ledger WHERE day > \'2026-11-01\'', '{}')}`), null, 'ledger/nightly'],
  ],
  'sqlite locked': [
    flow3('OperationalError: (sqlite3.OperationalError) database is locked [SQL: INSERT INTO state (k, v) VALUES (?, ?)] [parameters: (\'cursor\', 14)] (Background on this error at: https://sqlalche.me/e/20/e3q8)'),
    flow3('OperationalError: (sqlite3.OperationalError) database is locked\n[SQL: UPDATE state SET v = ? WHERE k = ?]\n[parameters: (15, \'cursor\')]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)'),
  ],
  'mysql: no table shop.orders': [
    flow3('ProgrammingError: (pymysql.err.ProgrammingError) (1146, "Table \'shop.orders\' doesn\'t exist")\n[SQL: SELECT 1]'),
    flow3('ProgrammingError: (pymysql.err.ProgrammingError) (1146, "Table \'shop.orders\' doesn\'t exist") [SQL: SELECT id FROM orders WHERE id = 5]'),
  ],
  'mysql: no table shop.refunds': [flow3('ProgrammingError: (pymysql.err.ProgrammingError) (1146, "Table \'shop.refunds\' doesn\'t exist")\n[SQL: SELECT 1]')],
  'mysql: orders loaded twice': [
    flow3('IntegrityError: (pymysql.err.IntegrityError) (1062, "Duplicate entry \'14-AB\' for key \'orders.PRIMARY\'")'),
    flow3('IntegrityError: (pymysql.err.IntegrityError) (1062, "Duplicate entry \'77-ZQ\' for key \'orders.PRIMARY\'")\n[SQL: INSERT]'),
  ],
  'sql server: no object dbo.orders': [
    flow3('ProgrammingError: (\'42S02\', "[42S02] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid object name \'dbo.orders\'. (208) (SQLExecDirectW)")'),
    flow3('pyodbc.ProgrammingError: (\'42S02\', "[42S02] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Ungültiger Objektname \'dbo.orders\'. (208) (SQLExecDirectW)")'),
  ],
  'oracle: no table': [
    flow3('DatabaseError: ORA-00942: table or view does not exist'),
    flow3('oracledb.exceptions.DatabaseError: ORA-00942: Tabelle oder View nicht vorhanden'),
  ],
  'oracle: password expired': [flow3('DatabaseError: ORA-28001: the password has expired'), flow3('DatabaseError: ORA-28001: Kennwort ist abgelaufen')],
  'snowflake: RAW.ORDERS missing': [
    flow3(lines('ProgrammingError: 002003 (42S02): 01b8c3d4-0004-7a1b-0000-1a2b00034d5e: SQL compilation error:', 'Object \'RAW.ORDERS\' does not exist or not authorized.')),
    flow3(lines('snowflake.connector.errors.ProgrammingError: 002003 (42S02): 01b8c3ff-0004-7a1c-0000-1a2b00034f11: SQL compilation error:', 'Object \'RAW.ORDERS\' does not exist or not authorized.')),
    ['1/2 states failed.', flowLog3('ProgrammingError', traceback(['/app/flows/snow.py:9 copy | cursor.execute(sql)'], lines('snowflake.connector.errors.ProgrammingError: 002003 (42S02): 01b8c401-0004-7a1c-0000-1a2b00034f11: SQL compilation error:', 'Object \'RAW.ORDERS\' does not exist or not authorized.')))],
  ],
  'snowflake: RAW.CUSTOMERS missing': [flow3(lines('ProgrammingError: 002003 (42S02): 01b8c3d4-0004-7a1b-0000-1a2b00034d5e: SQL compilation error:', 'Object \'RAW.CUSTOMERS\' does not exist or not authorized.'))],
  'snowflake: warehouse suspended': [
    flow3('ProgrammingError: 000606 (57P03): 01b8c3d4-0004-7a1b-0000-1a2b00034d5e: No active warehouse selected in the current session.  Select an active warehouse with the \'use warehouse\' command.'),
    flow3('ProgrammingError: 000606 (57P03): 01b8c3d5-0004-7a1b-0000-1a2b00034d5f: No active warehouse selected in the current session.  Select an active warehouse with the \'use warehouse\' command.'),
  ],
  'bigquery: sales.orders missing': [
    flow3('NotFound: 404 Not found: Table acme-prod:sales.orders was not found in location EU; reason: notFound, message: Not found: Table acme-prod:sales.orders was not found in location EU\n\nLocation: EU\nJob ID: 6b3f0a52-77a1-4a52-9f3e-0a8f6ad1c001'),
    flow3('google.api_core.exceptions.NotFound: 404 Not found: Table acme-prod:sales.orders was not found in location EU; reason: notFound, message: Not found: Table acme-prod:sales.orders was not found in location EU\n\nLocation: EU\nJob ID: job_kX3fZb2wQ9LtY7'),
  ],
  'bigquery: a day of sales.events missing': [
    flow3('NotFound: 404 Not found: Table acme-prod:sales.events_20261122 was not found in location EU'),
    flow3('NotFound: 404 Not found: Table acme-prod:sales.events_20261123 was not found in location EU'),
  ],
  'bigquery: quota': [
    flow3('Forbidden: 403 Quota exceeded: Your project exceeded quota for concurrent queries. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas; reason: quotaExceeded\n\nJob ID: 11f0'),
    flow3('Forbidden: 403 Quota exceeded: Your project exceeded quota for concurrent queries. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas; reason: quotaExceeded\n\nJob ID: 9a77'),
  ],
  'dbt: stg_orders has no tier': [
    flow3(lines('ValueError: Failures detected during invocation of dbt command \'build\':', 'model stg_orders errored: Database Error in model stg_orders (models/staging/stg_orders.sql)', '  column "tier" does not exist', '  compiled code at target/run/shop/models/staging/stg_orders.sql')),
    flow3(lines('ValueError: Failures detected during invocation of dbt command \'build\':', 'model stg_orders errored: Database Error in model stg_orders (models/staging/stg_orders.sql)', '  column "tier" does not exist', '  LINE 14: select tier', '  compiled code at target/run/shop/models/staging/stg_orders.sql')),
  ],
  'dbt: fct_revenue divides by zero': [
    flow3(lines('ValueError: Failures detected during invocation of dbt command \'build\':', 'model fct_revenue errored: Database Error in model fct_revenue (models/marts/fct_revenue.sql)', '  division by zero')),
    ['1/1 states failed.', flowLog3('ValueError', traceback(['/app/flows/dbt_build.py:30 build | runner.invoke(["build"])'], lines('ValueError: Failures detected during invocation of dbt command \'build\':', 'model fct_revenue errored: Database Error in model fct_revenue (models/marts/fct_revenue.sql)', '  division by zero')))],
  ],
  'dbt: counted failures of fct_orders': [
    flow3('DbtRunError: dbt run failed: 1 of 46 models failed in 212.4s: fct_orders (PASS=41 WARN=0 ERROR=1 SKIP=4 TOTAL=46)'),
    flow3('DbtRunError: dbt run failed: 1 of 48 models failed in 198.0s: fct_orders (PASS=40 WARN=1 ERROR=1 SKIP=6 TOTAL=48)'),
  ],
  'dbt: counted failures of dim_customer': [flow3('DbtRunError: dbt run failed: 1 of 46 models failed in 207.4s: dim_customer (PASS=41 WARN=0 ERROR=1 SKIP=4 TOTAL=46)')],
  'dbt: orders without id': [
    flow3('DbtTestError: Failure in test not_null_orders_id (models/schema.yml): Got 14 results, configured to fail if != 0'),
    flow3('DbtTestError: Failure in test not_null_orders_id (models/schema.yml): Got 1 result, configured to fail if != 0'),
  ],
  'dbt: orders id twice': [flow3('DbtTestError: Failure in test unique_orders_id (models/schema.yml): Got 14 results, configured to fail if != 0')],
  'spark: no input of events': [
    flow3(lines('Py4JJavaError: An error occurred while calling o112.parquet.', ': org.apache.spark.SparkException: Job aborted due to stage failure: Task 14 in stage 3.0 failed 4 times, most recent failure: Lost task 14.3 in stage 3.0 (TID 98) (10.4.1.7 executor 2): java.io.FileNotFoundException: File does not exist: s3a://lake/events/dt=2026-11-22/part-00014-7f1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e5f.c000.snappy.parquet', '\tat org.apache.spark.sql.execution.datasources.FileScanRDD.compute(FileScanRDD.scala:214)', 'Caused by: java.io.FileNotFoundException: File does not exist: s3a://lake/events/dt=2026-11-22/part-00014-7f1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e5f.c000.snappy.parquet', '\t... 14 more')),
    flow3(lines('py4j.protocol.Py4JJavaError: An error occurred while calling o77.parquet.', ': org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 9.0 failed 4 times, most recent failure: Lost task 3.3 in stage 9.0 (TID 412) (10.4.1.9 executor 11): java.io.FileNotFoundException: File does not exist: s3a://lake/events/dt=2026-11-23/part-00003-0b1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e60.c000.snappy.parquet', 'Caused by: java.io.FileNotFoundException: File does not exist: s3a://lake/events/dt=2026-11-23/part-00003-0b1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e60.c000.snappy.parquet')),
  ],
  'spark: metastore.internal gone': [
    flow3(lines('Py4JJavaError: An error occurred while calling o41.sql.', ': org.apache.spark.sql.AnalysisException: org.apache.hadoop.hive.ql.metadata.HiveException', '\tat org.apache.spark.sql.hive.HiveExternalCatalog.withClient(HiveExternalCatalog.scala:110)', 'Caused by: org.apache.thrift.transport.TTransportException: java.net.UnknownHostException: metastore.internal')),
    flow3(lines('Py4JJavaError: An error occurred while calling o1998.sql.', ': org.apache.spark.sql.AnalysisException: org.apache.hadoop.hive.ql.metadata.HiveException', '\tat org.apache.spark.sql.hive.HiveExternalCatalog.withClient(HiveExternalCatalog.scala:112)', 'Caused by: org.apache.thrift.transport.TTransportException: java.net.UnknownHostException: metastore.internal', '\t... 14 more')),
  ],
  'spark: column tier': [
    flow3('AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column or function parameter with name `tier` cannot be resolved. Did you mean one of the following? [`id`, `total`].; line 1 pos 7;'),
    flow3('pyspark.errors.exceptions.captured.AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column or function parameter with name `tier` cannot be resolved. Did you mean one of the following? [`id`, `total`].; line 3 pos 12;\n\'Project [id#14L]'),
  ],
  'spark: column region': [flow3('AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column or function parameter with name `region` cannot be resolved. Did you mean one of the following? [`id`, `total`].; line 1 pos 7;')],
})
