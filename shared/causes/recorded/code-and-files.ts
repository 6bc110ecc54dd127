import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback } from './labelled-failure.ts'

const own = (frame: string, headline: string): string => flowLog3(`${headline}()`, traceback([frame], headline))
const lines = (...parts: string[]): string => parts.join('\n')
const GROUP = 'ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)'
const visit = (kind: string): string => `    For further information visit https://errors.pydantic.dev/2.8/v/${kind}`

/** Python's own errors, validation, files, subprocesses, groups. */
export const CODE_AND_FILES = labelled({
  'column customer_tier is gone': [
    flow3('KeyError: \'customer_tier\''),
    flow2('KeyError: \'customer_tier\''),
    [task('KeyError: \'customer_tier\''), null, 'crm/sync'],
    ['1/3 states failed.', taskLog('KeyError(\'customer_tier\')', traceback(['/opt/venv/lib/python3.11/site-packages/pandas/core/frame.py:3761 __getitem__', '/app/flows/ledger.py:41 close | frame["customer_tier"]'], 'KeyError: \'customer_tier\'')), 'ledger/nightly'],
    ['2/7 states failed.', 'Task run failed with exception: KeyError(\'customer_tier\') - Retries are exhausted', 'orders/hourly'],
  ],
  'column region is gone': [flow3('KeyError: \'region\''), ['1/1 states failed.', own('/app/flows/geo.py:9 load | frame["region"]', 'KeyError: \'region\'')]],
  'columns net and gross are not in the index': [flow3('KeyError: "[\'net\', \'gross\'] not in index"'), flow2('KeyError: "[\'net\', \'gross\'] not in index"')],
  'column vat is not in the index': [flow3('KeyError: "[\'vat\'] not in index"')],
  'orders without price': [flow3('ValueError: 14 rows without a price'), flow3('ValueError: 1,204 rows without a price'), flow3('ValueError: 1 row without a price'), ['1/1 states failed.', own('/app/flows/orders.py:9 check', 'ValueError: 3 rows without a price')]],
  'orders without a date': [flow3('ValueError: 14 rows without a date')],
  'too few rows': [
    flow3('DataQualityError: only 12.4% of 88,120 rows matched (expected at least 95%) for 2026-11-23'),
    flow3('DataQualityError: only 9% of 1,204 rows matched (expected at least 95%) for 2026-11-24'),
  ],
  'ledger: close asserts': [
    [flow3('AssertionError'), own('/app/flows/ledger.py:41 close | assert total == 0', 'AssertionError'), 'ledger/nightly'],
    [flow2('AssertionError: '), flowLog2(traceback(['/app/flows/ledger.py:44 close | assert total == 0'], 'AssertionError')), 'ledger/weekly'],
    ['1/1 states failed.', own('/tmp/tmpk3j2prefect/flows/ledger.py:44 close | assert total == 0', 'AssertionError'), 'ledger/nightly'],
  ],
  'ledger: open asserts': [[flow3('AssertionError'), own('/app/flows/ledger.py:12 open | assert book', 'AssertionError'), 'ledger/nightly']],
  'ledger: close asserts another thing': [[flow3('AssertionError'), own('/app/flows/ledger.py:48 close | assert not pending', 'AssertionError'), 'ledger/nightly']],
  'orders: load asserts': [
    [flow3('AssertionError'), own('/app/flows/orders.py:41 load | assert rows', 'AssertionError'), 'orders/hourly'],
    [flow3('AssertionError'), own('/srv/checkout/flows/orders.py:52 load | assert rows', 'AssertionError'), 'orders/hourly'],
  ],
  'orders: bare error, log not read': [[flow3('AssertionError'), null, 'returns/daily'], [flow2('AssertionError'), null, 'returns/daily']],
  'margins: division': [
    [flow3('ZeroDivisionError: division by zero'), own('/app/flows/margins.py:7 margin | return net / gross', 'ZeroDivisionError: division by zero'), 'margins/daily'],
    [flow3('ZeroDivisionError: division by zero'), own('/app/flows/margins.py:9 margin | return net / gross', 'ZeroDivisionError: division by zero'), 'margins/weekly'],
  ],
  'shares: division': [[flow3('ZeroDivisionError: division by zero'), own('/app/flows/shares.py:31 ratio | return a / b', 'ZeroDivisionError: division by zero'), 'shares/daily']],
  'parser: index': [[flow3('IndexError: list index out of range'), own('/app/flows/parser.py:31 cells | row[14]', 'IndexError: list index out of range'), 'parser/daily'], [flow2('IndexError: list index out of range'), own('/app/flows/parser.py:33 cells | row[14]', 'IndexError: list index out of range'), 'parser/daily']],
  'mailer: index': [[flow3('IndexError: list index out of range'), own('/app/flows/mailer.py:8 first | people[0]', 'IndexError: list index out of range'), 'mailer/daily']],
  'contacts: None': [[flow3('TypeError: \'NoneType\' object is not subscriptable'), own('/app/flows/contacts.py:8 email | person["email"]', 'TypeError: \'NoneType\' object is not subscriptable'), 'crm/sync'], ['1/1 states failed.', own('/app/flows/contacts.py:8 email | person["email"]', 'TypeError: \'NoneType\' object is not subscriptable'), 'crm/full']],
  'stock: None': [[flow3('TypeError: \'NoneType\' object is not subscriptable'), own('/app/flows/stock.py:77 level | item["level"]', 'TypeError: \'NoneType\' object is not subscriptable'), 'stock/daily']],
  'dbt not installed': [flow3('ModuleNotFoundError: No module named \'dbt\''), ['Flow run could not start: No module named \'dbt\'', flowLog3('ModuleNotFoundError', traceback(['/app/flows/build.py:1 <module> | import dbt'], 'ModuleNotFoundError: No module named \'dbt\''))], flow2('ModuleNotFoundError: No module named \'dbt\'')],
  'psycopg2 not installed': [flow3('ModuleNotFoundError: No module named \'psycopg2\'')],
  'psycopg not installed': [flow3('ModuleNotFoundError: No module named \'psycopg\'')],
  'pandas lost append': [flow3('AttributeError: \'DataFrame\' object has no attribute \'append\''), flow2('AttributeError: \'DataFrame\' object has no attribute \'append\'')],
  'pandas lost iteritems': [flow3('AttributeError: \'DataFrame\' object has no attribute \'iteritems\'')],
  'order amounts missing': [
    flow3(lines('ValidationError: 2 validation errors for OrderRow', 'items.0.amount', '  Field required [type=missing, input_value={\'id\': 14}, input_type=dict]', visit('missing'), 'items.7.amount', '  Field required [type=missing, input_value={\'id\': 99, \'x\': 1}, input_type=dict]', visit('missing'))),
    flow3(lines('pydantic_core._pydantic_core.ValidationError: 1 validation error for OrderRow', 'items.3.amount', '  Field required [type=missing, input_value={\'id\': 7}, input_type=dict]', visit('missing'))),
    ['1/1 states failed.', flowLog3('ValidationError', traceback(['/app/flows/orders.py:9 read | OrderRow(**row)'], lines('pydantic_core._pydantic_core.ValidationError: 1 validation error for OrderRow', 'items.14.amount', '  Field required [type=missing, input_value={\'id\': 70}, input_type=dict]', visit('missing'))))],
  ],
  'order days unreadable': [
    flow3(lines('ValidationError: 1 validation error for OrderRow', 'day', '  Input should be a valid date or datetime, invalid character in year [type=date_from_datetime_parsing, input_value=\'23.11.2026\', input_type=str]', visit('date_from_datetime_parsing'))),
    flow3(lines('ValidationError: 1 validation error for OrderRow', 'day', '  Input should be a valid date or datetime, invalid character in year [type=date_from_datetime_parsing, input_value=\'4.1.2027\', input_type=str]', visit('date_from_datetime_parsing'))),
  ],
  'contact email missing': [flow3(lines('ValidationError: 1 validation error for Contact', 'email', '  Field required [type=missing, input_value={}, input_type=dict]', visit('missing')))],
  'flow parameter n is no integer': [
    lines('Validation of flow parameters failed with error: ParameterTypeError: Flow run received invalid parameters:', ' - n: Input should be a valid integer, unable to parse string as an integer'),
    lines('Validation of flow parameters failed with error: prefect.exceptions.ParameterTypeError: Flow run received invalid parameters:', ' - n: Input should be a valid integer, unable to parse string as an integer'),
  ],
  'flow parameter day is no date': [lines('Validation of flow parameters failed with error: ParameterTypeError: Flow run received invalid parameters:', ' - day: Input should be a valid date or datetime')],
  'offers: cut JSON': [
    [flow3('JSONDecodeError: Expecting \',\' delimiter: line 1 column 4096 (char 4095)'), own('/app/flows/offers.py:52 parse | json.loads(text)', 'json.decoder.JSONDecodeError: Expecting \',\' delimiter: line 1 column 4096 (char 4095)'), 'offers/hourly'],
    [flow3('JSONDecodeError: Expecting \',\' delimiter: line 14 column 2 (char 88120)'), own('/app/flows/offers.py:52 parse | json.loads(text)', 'json.decoder.JSONDecodeError: Expecting \',\' delimiter: line 14 column 2 (char 88120)'), 'offers/daily'],
  ],
  'rates: empty JSON': [
    [flow3('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), own('/app/flows/rates.py:52 parse | response.json()', 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'rates/daily'],
    [flow2('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), own('/app/flows/rates.py:55 parse | response.json()', 'requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'rates/daily'],
  ],
  'geo: empty JSON': [[flow3('JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), own('/app/flows/geo.py:5 places | response.json()', 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'), 'geo/daily']],
  'feed: bad encoding': [
    [flow3('UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xe9 in position 14: invalid continuation byte'), own('/app/flows/feed.py:5 rows | open(path).read()', 'UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xe9 in position 14: invalid continuation byte'), 'feed/daily'],
    [flow3('UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xfc in position 88120: invalid start byte'), own('/app/flows/feed.py:5 rows | open(path).read()', 'UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xfc in position 88120: invalid start byte'), 'feed/daily'],
  ],
  'feed: price not a number': [flow3('ValueError: could not convert string to float: \'12,50\''), flow3('ValueError: could not convert string to float: \'n/a\'')],
  'feed: day not a day': [flow3('ValueError: time data \'23.11.2026\' does not match format \'%Y-%m-%d\''), flow3('ValueError: time data \'tomorrow\' does not match format \'%Y-%m-%d\'')],
  'orders file not delivered': [
    flow3('FileNotFoundError: [Errno 2] No such file or directory: \'/data/in/orders_20261123.csv\''),
    flow2('FileNotFoundError: [Errno 2] Datei oder Verzeichnis nicht gefunden: \'/data/in/orders_20261124.csv\''),
    task('FileNotFoundError: [Errno 2] Aucun fichier ou dossier de ce type: \'/data/in/orders_20261201.csv\''),
  ],
  'refunds file not delivered': [flow3('FileNotFoundError: [Errno 2] No such file or directory: \'/data/in/refunds_20261123.csv\''), flow3('FileNotFoundError: [Errno 2] No such file or directory: \'/data/in/refunds_20270101.csv\'')],
  'daily file in folders by day': [flow3('FileNotFoundError: no export at /mnt/share/2026/11/23/export-0231.csv.gz'), flow3('FileNotFoundError: no export at /mnt/share/2026/12/01/export-0007.csv.gz')],
  'share not readable': [flow3('PermissionError: [Errno 13] Permission denied: \'/mnt/share/in\''), flow3('PermissionError: [Errno 13] Keine Berechtigung: \'/mnt/share/in\'')],
  'windows file in use': [
    flow3('PermissionError: [WinError 32] The process cannot access the file because it is being used by another process: \'C:\\\\Users\\\\svc_etl\\\\AppData\\\\Local\\\\Temp\\\\tmp1a2b\\\\out.xlsx\''),
    flow3('PermissionError: [WinError 32] Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird: \'C:\\\\Users\\\\svc_etl\\\\AppData\\\\Local\\\\Temp\\\\tmpzz99\\\\out.xlsx\''),
  ],
  'mac temp file vanished': [flow3('RuntimeError: staging file /var/folders/x1/9_kq/T/tmp1a2b/out.parquet vanished'), flow3('RuntimeError: staging file /tmp/tmpzz99/other.parquet vanished'), flow3('RuntimeError: staging file /private/var/folders/zz/aa/T/out.parquet vanished')],
  'dbt command of orders': [flow3('CalledProcessError: Command \'[\'dbt\', \'run\', \'--select\', \'orders\', \'--vars\', \'{day: 2026-11-23}\']\' returned non-zero exit status 1.'), flow3('subprocess.CalledProcessError: Command \'[\'dbt\', \'run\', \'--select\', \'orders\', \'--vars\', \'{day: 2026-11-24}\']\' returned non-zero exit status 1.')],
  'dbt command of customers': [flow3('CalledProcessError: Command \'[\'dbt\', \'run\', \'--select\', \'customers\', \'--vars\', \'{day: 2026-11-23}\']\' returned non-zero exit status 1.')],
  'dbt command of orders, usage': [flow3('CalledProcessError: Command \'[\'dbt\', \'run\', \'--select\', \'orders\', \'--vars\', \'{day: 2026-11-23}\']\' returned non-zero exit status 2.')],
  'export command killed': [flow3('CalledProcessError: Command \'pg_dump -h warehouse.internal -f /tmp/dump-1a2b.sql\' died with <Signals.SIGKILL: 9>.'), flow3('CalledProcessError: Command \'pg_dump -h warehouse.internal -f /tmp/dump-zz99.sql\' died with <Signals.SIGKILL: 9>.')],
  'shell: return code of archive': [[flow3('RuntimeError: PID 2214 failed with return code 2.'), null, 'archive/daily'], [flow3('RuntimeError: PID 88123 failed with return code 2.'), null, 'archive/daily']],
  'shell: return code of mirror': [[flow3('RuntimeError: PID 2214 failed with return code 2.'), null, 'mirror/daily']],
  'group: rates refuse': [
    [flow3(GROUP), flowLog3('ExceptionGroup', grouped(GROUP, [traceback(['/app/flows/many.py:9 one | get()'], 'ConnectError: rates.example.com refused')])), 'many/daily'],
    [flow3('ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)', [traceback(['/app/flows/many.py:9 one | get()'], 'httpx.ConnectError: rates.example.com refused'), traceback(['/app/flows/many.py:9 one | get()'], 'httpx.ConnectError: rates.example.com refused')])), 'many/daily'],
  ],
  'group: key': [[flow3(GROUP), flowLog3('ExceptionGroup', grouped(GROUP, [traceback(['/app/flows/many.py:9 one | row["isin"]'], 'KeyError: \'isin\'')])), 'many/daily'], [flow3('KeyError: \'isin\''), null, 'many/weekly']],
  'group: not told (many)': [[flow3(GROUP), null, 'many/daily'], [flow2(GROUP), null, 'many/daily']],
  'group: not told (few)': [[flow3(GROUP), null, 'few/daily']],
  'a task upstream: lookup': [['Upstream task run \'01a20558-5a46-767f-9353-bdf239f2c5c0\' did not reach a \'COMPLETED\' state.', own('/app/flows/lookup.py:3 look | table[code]', 'LookupError: no country for code XK'), 'lookup/daily'], ['2/2 states are not final.', own('/app/flows/lookup.py:3 look | table[code]', 'LookupError: no country for code XK'), 'lookup/daily']],
  'states not final, nothing logged': [['2/2 states are not final.', null, 'quiet/daily'], ['1/4 states are not final.', null, 'quiet/daily']],
  'states failed, nothing logged': [['1/3 states failed.', null, 'loud/daily'], ['3/3 states failed.', null, 'loud/daily']],
  'states failed elsewhere, nothing logged': [['1/3 states failed.', null, 'other/daily']],
  'result not persisted': [flow3('MissingResult: The result was not persisted and is no longer available.'), flow2('prefect.exceptions.MissingResult: The result was not persisted and is no longer available.')],
  'block warehouse-password missing': [flow3('ValueError: Unable to find block document named warehouse-password for block type secret'), flow2('ValueError: Unable to find block document named warehouse-password for block type secret')],
  'block mail-password missing': [flow3('ValueError: Unable to find block document named mail-password for block type secret')],
  'export locked, in colour': ['\u001b[31mFlow run encountered an exception: ExportLocked: \u001b[1mexport 8812\u001b[0m\u001b[31m is locked by ann@example.com\u001b[0m', flow3('ExportLocked: export 99 is locked by bob@example.org')],
  'quality gate with emoji': [flow3('QualityGate: ❌ 3 of 14 checks failed on stock_levels (took 12.3s)'), flow3('QualityGate: ❌ 1 of 14 checks failed on stock_levels (took 900ms)')],
  'ten kilobytes of rows': [flow3(`RejectedRows: rejected ids ${Array.from({ length: 1_800 }, (_, at) => 10_000 + at).join(', ')}`), flow3(`RejectedRows: rejected ids ${Array.from({ length: 400 }, (_, at) => 77_000 + 3 * at).join(', ')}`)],
  'lost session': [flow3('SessionLost: session 01ARZ3NDEKTSV4RRFFQ69G5FAV ended at 1795400000 (uid 7f1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e5f, commit 9f2c41d)'), flow3('SessionLost: session 01BX5ZZKBKACTAV9WEVGEMMVRZ ended at 1795486400 (uid 0b1c2d3e-9a7b-4c2d-8e1f-0a1b2c3d4e60, commit 71be0a4)')],
  'checkpoint of container': [flow3('CheckpointError: container 4fa1c2d9e0b7 on node-3 used 1.5GiB (78.2%) of 2GiB'), flow3('CheckpointError: container 9b0e77a1c3d2 on node-12 used 900MiB (44%) of 2GiB')],
  'statefulset replica': [flow3('ReplicaDown: kafka-connect-0 did not answer in 30s'), flow3('ReplicaDown: kafka-connect-2 did not answer in 45.5s')],
  'wrapped twice': [
    ['1/1 states failed.', flowLog3('ExportError', fromCause(traceback(['/app/flows/export.py:9 write | client.put()'], 'StorageFull: bucket exports is full'), traceback(['/app/flows/export.py:20 run | raise ExportError'], 'ExportError')))],
    [flow3('ExportError'), flowLog3('ExportError()', fromCause(traceback(['/app/flows/export.py:10 write | client.put()'], 'acme.StorageFull: bucket exports is full'), traceback(['/app/flows/export.py:21 run | raise ExportError'], 'acme.ExportError'))), 'export/weekly'],
  ],
})
