import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const log = (frame: string, headline: string): string => flowLog3(headline.slice(0, 40), traceback([frame], headline))
const failed = '1/4 states failed.'

/** A utility and a hospital: meters, grids, messages, imaging; the last set written. */
export const HELD_OUT_TWELFTH = labelled({
  'meter gateway mgw-sued answers nothing': [
    flow3('GatewayTimeout: mgw-sued.grid.example did not answer within 30 s (meter 1EMH0012345678)'),
    flow3('GatewayTimeout: mgw-sued.grid.example did not answer within 45 s (meter 1EMH0099887766)'),
    [failed, log('/app/m.py:4 read', 'acme.GatewayTimeout: mgw-sued.grid.example did not answer within 30 s (meter 1ESY1160000001)'), 'meters/hourly'],
  ],
  'meter gateway mgw-nord answers nothing': [flow3('GatewayTimeout: mgw-nord.grid.example did not answer within 30 s (meter 1EMH0012345678)')],
  'obis code unknown': [flow3('ObisError: OBIS 1-0:1.8.0 not configured for tariff HT'), flow3('ObisError: OBIS 1-0:1.8.0 not configured for tariff HT')],
  'edifact: segment of utilmd': [flow3('EdifactError: UTILMD message UNH+88120 lacks segment NAD+MS'), flow3('EdifactError: UTILMD message UNH+14 lacks segment NAD+MS')],
  'edifact: segment of mscons': [flow3('EdifactError: MSCONS message UNH+88120 lacks segment NAD+MS')],
  'balance group not closed': [flow3('NotBalanced: 14 of 96 quarter hours of 2026-11-23 not balanced in group 11XACME-----A'), flow3('NotBalanced: 1 of 96 quarter hours of 2026-11-24 not balanced in group 11XACME-----A')],
  'hl7: ack of pacs': [flow3('AckError: MSH-10 7b2e1c9a: AE from PACS: patient class missing'), flow3('AckError: MSH-10 882e1c9b: AE from PACS: patient class missing')],
  'hl7: ack of lab': [flow3('AckError: MSH-10 7b2e1c9a: AE from LAB: patient class missing')],
  'dicom: association rejected': [flow3('AssociationRejected: called AE title PACS1 not recognized by 10.20.0.4:104'), flow3('AssociationRejected: called AE title PACS1 not recognized by 10.20.0.9:104')],
  'fhir: patient lacks birthDate': [
    flow3('OperationOutcome: 422: Patient/88120: birthDate: minimum required = 1, but only found 0'),
    flow3('OperationOutcome: 422: Patient/90114: birthDate: minimum required = 1, but only found 0'),
  ],
  'fhir: patient lacks name': [flow3('OperationOutcome: 422: Patient/88120: name: minimum required = 1, but only found 0')],
  'postgres: dwh2 gives no slot': [
    flow3('OperationalError: connection to server at "dwh2.internal" (10.1.0.5), port 5432 failed: FATAL:  sorry, too many clients already'),
    flow2('psycopg2.OperationalError: connection to server at "dwh2.internal" (10.1.0.7), port 5432 failed: FATAL:  sorry, too many clients already'),
    [failed, log('/app/db.py:4 connect', 'psycopg2.OperationalError: connection to server at "dwh2.internal" (10.1.0.5), port 5432 failed: FATAL:  sorry, too many clients already'), 'x/y'],
  ],
  'postgres: dwh2 has no database raw': [flow3('OperationalError: connection to server at "dwh2.internal" (10.1.0.5), port 5432 failed: FATAL:  database "raw" does not exist')],
  'postgres: meters twice': [
    flow3('IntegrityError: (psycopg2.errors.UniqueViolation) duplicate key value violates unique constraint "readings_meter_at_key"\nDETAIL:  Key (meter, at)=(1EMH0012345678, 2026-11-23 01:15:00+00) already exists.\n\n[SQL: INSERT INTO readings (meter, at, v) VALUES (%(meter)s, %(at)s, %(v)s)]\n[parameters: [{\'meter\': \'1EMH0012345678\'}]]'),
    flow3('UniqueViolationError: duplicate key value violates unique constraint "readings_meter_at_key"\nDETAIL:  Key (meter, at)=(1ESY1160000001, 2026-11-24 01:15:00+00) already exists.'),
  ],
  'postgres: partition of readings missing': [
    flow3('CheckViolation: no partition of relation "readings" found for row\nDETAIL:  Partition key of the failing row contains (at) = (2026-12-01 00:00:00+00).'),
    flow3('psycopg.errors.CheckViolation: no partition of relation "readings" found for row\nDETAIL:  Partition key of the failing row contains (at) = (2026-12-02 00:00:00+00).'),
  ],
  'postgres: function f_rate missing': [flow3('UndefinedFunction: function f_rate(integer) does not exist\nLINE 1: SELECT f_rate(14)\nHINT:  No function matches the given name and argument types.'), flow3('psycopg2.errors.UndefinedFunction: function f_rate(integer) does not exist\nLINE 1: SELECT f_rate(2214)')],
  'postgres: function f_tax missing': [flow3('UndefinedFunction: function f_tax(integer) does not exist\nLINE 1: SELECT f_tax(14)')],
  'snowflake: warehouse LOAD_WH over quota': [
    flow3('ProgrammingError: 090073 (22000): 01b91111-0000-1111-0000-000012345678: Warehouse \'LOAD_WH\' cannot be resumed because resource monitor \'MONTHLY\' has exceeded its quota.'),
    flow3('snowflake.connector.errors.ProgrammingError: 090073 (22000): 01b92222-0000-1111-0000-000012345699: Warehouse \'LOAD_WH\' cannot be resumed because resource monitor \'MONTHLY\' has exceeded its quota.'),
  ],
  'snowflake: file of stage': [
    flow3(lines('ProgrammingError: 100080 (22000): 01b91111-0000-1111-0000-000012345678: Number of columns in file (15) does not match that of the corresponding table (14), use file format option error_on_column_count_mismatch=false to ignore this error', '  File \'readings/2026/11/23/r_001.csv.gz\', line 3, character 1')),
    flow3(lines('ProgrammingError: 100080 (22000): 01b93333-0000-1111-0000-000012345678: Number of columns in file (16) does not match that of the corresponding table (14), use file format option error_on_column_count_mismatch=false to ignore this error', '  File \'readings/2026/11/24/r_014.csv.gz\', line 3, character 1')),
  ],
  'databricks: notebook of grid': [
    flow3('DatabricksJobError: Run 99120441 (job grid_daily) failed: Workload failed, see run output for details: KeyError: \'busbar\''),
    flow3('DatabricksJobError: Run 99130002 (job grid_daily) failed: Workload failed, see run output for details: KeyError: \'busbar\''),
  ],
  'spark: schema of visits incompatible': [
    flow3('AnalysisException: [DELTA_FAILED_TO_MERGE_FIELDS] Failed to merge fields \'ward\' and \'ward\'. SQLSTATE: 22005'),
    flow3('pyspark.errors.exceptions.captured.AnalysisException: [DELTA_FAILED_TO_MERGE_FIELDS] Failed to merge fields \'ward\' and \'ward\'. SQLSTATE: 22005'),
  ],
  'spark: schema of beds incompatible': [flow3('AnalysisException: [DELTA_FAILED_TO_MERGE_FIELDS] Failed to merge fields \'bed\' and \'bed\'. SQLSTATE: 22005')],
  'dbt: dim_ward depends on nothing': [
    flow3(lines('CompilationError: Compilation Error in model dim_ward (models/dim_ward.sql)', '  Model \'model.acme.dim_ward\' (models/dim_ward.sql) depends on a node named \'stg_ward\' which was not found')),
    ['Process exited with status code: 1', lines('01:14:22  Encountered an error:', 'CompilationError: Compilation Error in model dim_ward (models/dim_ward.sql)', '  Model \'model.acme.dim_ward\' (models/dim_ward.sql) depends on a node named \'stg_ward\' which was not found'), 'dbt9/a'],
  ],
  's3: images bucket absent': [flow3('NoSuchBucket: An error occurred (NoSuchBucket) when calling the PutObject operation: The specified bucket does not exist'), flow3('botocore.errorfactory.NoSuchBucket: An error occurred (NoSuchBucket) when calling the PutObject operation: The specified bucket does not exist')],
  'gcs: key file missing': [flow3('DefaultCredentialsError: File /var/secrets/gcp.json was not found.'), [task('google.auth.exceptions.DefaultCredentialsError: File /var/secrets/gcp.json was not found.'), null, 'g/h']],
  'azure: firewall of lake': [
    flow3('HttpResponseError: This request is not authorized to perform this operation.\nRequestId:1b2c9d4e-501e-0047-33aa-5d1f2e000000\nTime:2026-11-23T02:00:41.1188412Z\nErrorCode:AuthorizationFailure'),
    flow3('azure.core.exceptions.HttpResponseError: This request is not authorized to perform this operation.\nRequestId:992c9d4e-501e-0047-33aa-5d1f2e000000\nTime:2026-11-24T02:00:40.0011412Z\nErrorCode:AuthorizationFailure'),
  ],
  'weather: api key used up': [flow3('HTTPError: 402 Client Error: Payment Required for url: https://api.wx.example/v3/point?lat=52.5&lon=13.4&key=abc'), flow3('requests.exceptions.HTTPError: 402 Client Error: Payment Required for url: https://api.wx.example/v3/point?lat=48.1&lon=11.5&key=abc')],
  'weather: point moved': [flow3('HTTPError: 410 Client Error: Gone for url: https://api.wx.example/v3/point?lat=52.5&lon=13.4&key=abc')],
  'grid api: bad gateway': [flow3('HTTPError: 502 Server Error: Bad Gateway for url: https://grid.example/api/v1/busbars/14'), flow3('requests.exceptions.HTTPError: 502 Server Error: Proxy Error for url: https://grid.example/api/v1/lines/88120')],
  'smtp: relay denied': [flow3('SMTPRecipientsRefused: {\'duty@ward.example\': (554, b\'5.7.1 <duty@ward.example>: Relay access denied\')}'), flow3('smtplib.SMTPRecipientsRefused: {\'head@ward.example\': (554, b\'5.7.1 <head@ward.example>: Relay access denied\')}')],
  'smtp: server away': [flow3('ConnectionRefusedError: [Errno 111] Connection refused'), flow3('ConnectionRefusedError: [Errno 111] Verbindungsaufbau abgelehnt')],
  'mqtt: not authorised': [flow3('MqttError: [code:5] Not authorized (broker mqtt.grid.example:8883)'), flow3('aiomqtt.exceptions.MqttError: [code:5] Not authorized (broker mqtt.grid.example:8883)')],
  'opcua: node unknown': [flow3('BadNodeIdUnknown: The node id refers to a node that does not exist in the server address space.(BadNodeIdUnknown) ns=2;s=Busbar.B4'), flow3('asyncua.ua.uaerrors._auto.BadNodeIdUnknown: The node id refers to a node that does not exist in the server address space.(BadNodeIdUnknown) ns=2;s=Busbar.B4')],
  'redis: busy loading': [flow3('BusyLoadingError: Redis is loading the dataset in memory'), flow3('redis.exceptions.BusyLoadingError: Redis is loading the dataset in memory')],
  'kafka: message too large on readings': [flow3('KafkaException: KafkaError{code=MSG_SIZE_TOO_LARGE,val=10,str="Broker: Message size too large (topic readings, 1204881 bytes)"}'), flow3('cimpl.KafkaException: KafkaError{code=MSG_SIZE_TOO_LARGE,val=10,str="Broker: Message size too large (topic readings, 2000001 bytes)"}')],
  'key: ward_code': [flow3('KeyError: \'ward_code\''), [flow3('KeyError: \'ward_code\''), null, 'wards/a'], [failed, taskLog('KeyError(\'ward_code\')', traceback(['/app/w.py:1 a'], 'KeyError: \'ward_code\'')), 'wards/b'], [flow2('KeyError: \'ward_code\''), null, 'wards/c']],
  'key: bed_code': [flow3('KeyError: \'bed_code\''), [flow3('KeyError: \'bed_code\''), null, 'beds/a']],
  'attribute of a frame: append': [flow3('AttributeError: \'DataFrame\' object has no attribute \'append\''), flow3('AttributeError: \'DataFrame\' object has no attribute \'append\'. Did you mean: \'_append\'?')],
  'attribute of a list: items': [
    [flow3('AttributeError: \'list\' object has no attribute \'items\''), log('/app/cfg.py:4 walk | node.items()', 'AttributeError: \'list\' object has no attribute \'items\''), 'cfg/a'],
    [flow3('AttributeError: \'list\' object has no attribute \'items\''), log('/app/cfg.py:4 walk | node.items()', 'AttributeError: \'list\' object has no attribute \'items\''), 'cfg/b'],
  ],
  'attribute of a list: items, elsewhere': [[flow3('AttributeError: \'list\' object has no attribute \'items\''), log('/app/hl7.py:9 seg | fields.items()', 'AttributeError: \'list\' object has no attribute \'items\''), 'hl7/a']],
  'unpack in segments': [
    [flow3('ValueError: not enough values to unpack (expected 3, got 2)'), log('/app/seg.py:4 split | a, b, c = parts', 'ValueError: not enough values to unpack (expected 3, got 2)'), 'seg/a'],
    [flow3('ValueError: not enough values to unpack (expected 3, got 1)'), log('/app/seg.py:6 split | a, b, c = parts', 'ValueError: not enough values to unpack (expected 3, got 1)'), 'seg/b'],
  ],
  'unpack in cells': [[flow3('ValueError: not enough values to unpack (expected 3, got 2)'), log('/app/cells.py:4 split | x, y, z = cell', 'ValueError: not enough values to unpack (expected 3, got 2)'), 'cells/a']],
  'json of gateway not JSON': [
    [flow3('JSONDecodeError: Extra data: line 1 column 88 (char 87)'), log('/app/gw.py:4 load | json.loads(text)', 'json.decoder.JSONDecodeError: Extra data: line 1 column 88 (char 87)'), 'gw/a'],
    [flow3('JSONDecodeError: Expecting \',\' delimiter: line 2 column 14 (char 120)'), log('/app/gw.py:4 load | json.loads(text)', 'json.decoder.JSONDecodeError: Expecting \',\' delimiter: line 2 column 14 (char 120)'), 'gw/a'],
  ],
  'date of admission unreadable': [
    [flow3('ValueError: time data \'23/11/26\' does not match format \'%d.%m.%Y\''), log('/app/adm.py:4 day', 'ValueError: time data \'23/11/26\' does not match format \'%d.%m.%Y\''), 'adm/a'],
    [flow3('ValueError: time data \'gestern\' does not match format \'%d.%m.%Y\''), log('/app/adm.py:4 day', 'ValueError: time data \'gestern\' does not match format \'%d.%m.%Y\''), 'adm/a'],
  ],
  'file of roster absent': [flow3('FileNotFoundError: [Errno 2] No such file or directory: \'/mnt/hr/roster_2026-11-23.xlsx\''), flow3('FileNotFoundError: [Errno 2] Kein solches Verzeichnis oder Datei: \'/mnt/hr/roster_2026-11-24.xlsx\'')],
  'file of duty absent': [flow3('FileNotFoundError: [Errno 2] No such file or directory: \'/mnt/hr/duty_2026-11-23.xlsx\'')],
  'memory of imaging': [['Flow run infrastructure exited with non-zero status code 137.', null, 'imaging/a'], ['Container imaging-worker was OOMKilled', null, 'imaging/a'], ['Flow run process exited with non-zero status code -9.', null, 'imaging/a']],
  'memory of dosage': [['Flow run infrastructure exited with non-zero status code 137.', null, 'dosage/a']],
  'exit 1: viewer lacks libgl': [['Process exited with status code: 1', log('/app/v.py:1 <module> | import cv2', 'ImportError: libGL.so.1: cannot open shared object file: No such file or directory'), 'viewer/a'], [flow3('ImportError: libGL.so.1: cannot open shared object file: No such file or directory'), null, 'viewer/b']],
  'exit 1: java of hl7 engine': [['Process exited with status code: 1', lines('Exception in thread "main" java.lang.IllegalStateException: channel ADT not deployed', '\tat com.acme.Engine.start(Engine.java:41)'), 'engine/a'], ['Process exited with status code: 1', lines('Exception in thread "main" java.lang.IllegalStateException: channel ADT not deployed', '\tat com.acme.Engine.start(Engine.java:44)'), 'engine/b']],
  'exit 1: java of hl7 engine, other channel': [['Process exited with status code: 1', lines('Exception in thread "main" java.lang.IllegalStateException: channel ORU not deployed', '\tat com.acme.Engine.start(Engine.java:41)'), 'engine/a']],
  'exit 143 of ingest9': [['Flow run infrastructure exited with non-zero status code 143.', null, 'ingest9/a'], ['Flow run process exited with non-zero status code -15.', null, 'ingest9/a']],
  'timeout of dosage': [['Flow run exceeded timeout of 900.0 second(s)', null, 'dosage/a'], ['Flow run exceeded timeout of 1200.0 second(s)', null, 'dosage/a']],
  'image pull of imaging': [
    'Flow run could not be submitted to infrastructure:\nKubernetesError("Pod \'wise-elk-7k2d9-x4z8w\': ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image \\"reg.example/imaging:3\\": not found")',
    'Flow run could not be submitted to infrastructure:\nKubernetesError("Pod \'tame-owl-9d2kx-b5c7f\': ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image \\"reg.example/imaging:3\\": not found")',
  ],
  'image pull of dosage': ['Flow run could not be submitted to infrastructure:\nKubernetesError("Pod \'wise-elk-7k2d9-x4z8w\': ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image \\"reg.example/dosage:3\\": not found")'],
  'wrapped: schedule lacks a ward': [
    [flow3('PlanError: Could not build plan for 2026-11-23'), flowLog3('PlanError', fromCause(traceback(['/app/p.py:1 a'], 'acme.WardUnknown: ward N4 is not in the plan'), traceback(['/app/p.py:2 b'], 'acme.PlanError: Could not build plan for 2026-11-23'))), 'plan/a'],
    [flow3('PlanError: Could not build plan for 2026-11-24'), flowLog3('PlanError', fromCause(traceback(['/app/p.py:1 a'], 'acme.WardUnknown: ward N4 is not in the plan'), traceback(['/app/p.py:2 b'], 'acme.PlanError: Could not build plan for 2026-11-24'))), 'plan/a'],
    [failed, taskLog('WardUnknown', traceback(['/app/p.py:1 a'], 'acme.WardUnknown: ward N4 is not in the plan')), 'plan/b'],
  ],
  'wrapped: schedule lacks a nurse': [[flow3('PlanError: Could not build plan for 2026-11-23'), flowLog3('PlanError', fromCause(traceback(['/app/p.py:1 a'], 'acme.NurseUnknown: nurse group B has no lead'), traceback(['/app/p.py:2 b'], 'acme.PlanError: Could not build plan for 2026-11-23'))), 'plan/a']],
  'group: wards of two houses': [
    [flow3('ExceptionGroup: houses (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: houses (2 sub-exceptions)', [traceback(['/app/h.py:1 a'], 'acme.HouseClosed: house West sends no census'), traceback(['/app/h.py:1 a'], 'acme.HouseClosed: house West sends no census')])), 'census/a'],
    [failed, taskLog('ExceptionGroup', grouped('ExceptionGroup: houses (1 sub-exception)', [traceback(['/app/h.py:1 a'], 'acme.HouseClosed: house West sends no census')])), 'census/b'],
  ],
  'group: another house': [[failed, taskLog('ExceptionGroup', grouped('ExceptionGroup: houses (1 sub-exception)', [traceback(['/app/h.py:1 a'], 'acme.HouseClosed: house East sends no census')])), 'census/b']],
  'handled: log of audit full': [[flow3('AuditFull: audit volume is full'), flowLog2(whileHandling(traceback(['/app/a.py:1 a'], 'KeyError: \'actor\''), traceback(['/app/a.py:2 b'], 'acme.AuditFull: audit volume is full'))), 'audit/a'], [flow3('AuditFull: audit volume is full'), null, 'audit/b']],
  'pydantic: dose of Order': [
    flow3(lines('ValidationError: 2 validation errors for Order', 'items.0.dose', '  Input should be a valid decimal [type=decimal_parsing, input_value=\'1,5\', input_type=str]', '    For further information visit https://errors.pydantic.dev/2.9/v/decimal_parsing', 'items.3.dose', '  Input should be a valid decimal [type=decimal_parsing, input_value=\'2,5\', input_type=str]', '    For further information visit https://errors.pydantic.dev/2.9/v/decimal_parsing')),
    [failed, log('/app/o.py:1 a', lines('pydantic_core._pydantic_core.ValidationError: 1 validation error for Order', 'items.9.dose', '  Input should be a valid decimal [type=decimal_parsing, input_value=\'x\', input_type=str]', '    For further information visit https://errors.pydantic.dev/2.10/v/decimal_parsing')), 'orders9/a'],
  ],
  'pydantic: unit of Order': [flow3(lines('ValidationError: 1 validation error for Order', 'items.0.unit', '  Input should be \'mg\' or \'ml\' [type=literal_error, input_value=\'g\', input_type=str]', '    For further information visit https://errors.pydantic.dev/2.9/v/literal_error'))],
})
