import { flow2, flow3, flowLog2, flowLog3, fromCause, labelled, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const expired = (source: number): string => `SSLError: HTTPSConnectionPool(host='legacy.partner.example', port=443): Max retries exceeded with url: /x/${source} (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:${source})')))`
const denied = (bucket: string, key: string, session: string): string => `ClientError: An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::123456789012:assumed-role/etl/botocore-session-${session} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${bucket}/${key}" because no identity-based policy allows the s3:GetObject action`

/** Measured with held-out-third.ts: frames of data, files, clouds, people's own errors. */
export const HELD_OUT_FOURTH = labelled({
  'columns vat and net missing': [
    flow3('ValueError: columns missing: {\'vat\', \'net\'}'), // Python orders a set anew in each process
    flow3('ValueError: columns missing: {\'net\', \'vat\'}'),
    ['1/1 states failed.', taskLog('ValueError', traceback(['/app/flows/check.py:9 check | raise ValueError(f"columns missing: {want - have}")'], 'ValueError: columns missing: {\'net\', \'vat\'}'))],
  ],
  'column qty missing': [flow3('ValueError: columns missing: {\'qty\'}')],
  'pandas: qty and net not in index': [flow3('KeyError: "[\'qty\', \'net\'] not in index"'), flow2('KeyError: "[\'qty\', \'net\'] not in index"')],
  'pandas: vat_rate not in index': [flow3('KeyError: "[\'vat_rate\'] not in index"')],
  'pandas: a row with too many fields': [[flow3('ParserError: Error tokenizing data. C error: Expected 12 fields in line 88120, saw 14'), null, 'bank/daily'], [flow3('pandas.errors.ParserError: Error tokenizing data. C error: Expected 12 fields in line 7, saw 13'), null, 'bank/daily']],
  'pandera: no column price': [flow3('SchemaError: column \'price\' not in dataframe. Columns in dataframe: [\'id\', \'name\']'), flow3('pandera.errors.SchemaError: column \'price\' not in dataframe. Columns in dataframe: [\'id\', \'name\']')],
  'pandera: no column vat': [flow3('SchemaError: column \'vat\' not in dataframe. Columns in dataframe: [\'id\', \'name\']')],
  'pandera: price not positive': [
    flow3('SchemaError: Column \'price\' failed element-wise validator number 0: greater_than(0) failure cases: -1.0, -2.5'),
    flow3('SchemaError: Column \'price\' failed element-wise validator number 0: greater_than(0) failure cases: -7.25, -2.5, -3.0, -12.0'),
  ],
  'arrow: price is text': [
    flow3('ArrowInvalid: ("Could not convert \'12,50\' with type str: tried to convert to double", \'Conversion failed for column price with type object\')'),
    flow3('pyarrow.lib.ArrowInvalid: ("Could not convert \'n/a\' with type str: tried to convert to double", \'Conversion failed for column price with type object\')'),
  ],
  'arrow: vat is text': [flow3('ArrowInvalid: ("Could not convert \'12,50\' with type str: tried to convert to double", \'Conversion failed for column vat with type object\')')],
  'pydantic 1: price no float': [
    flow3(lines('ValidationError: 1 validation error for OrderFile', 'rows -> 14 -> price', '  value is not a valid float (type=type_error.float)')),
    flow2(lines('pydantic.error_wrappers.ValidationError: 2 validation errors for OrderFile', 'rows -> 3 -> price', '  value is not a valid float (type=type_error.float)', 'rows -> 8 -> price', '  value is not a valid float (type=type_error.float)')),
  ],
  'pydantic 1: vat missing': [flow3(lines('ValidationError: 1 validation error for OrderFile', 'rows -> 14 -> vat', '  field required (type=value_error.missing)'))],
  'parameter day is no date': [
    lines('Validation of flow parameters failed with error: ParameterTypeError: Flow run received invalid parameters:', ' - day: Input should be a valid date or datetime, invalid character in year'),
    lines('Flow run could not start: ParameterTypeError: Flow run received invalid parameters:', ' - day: Input should be a valid date or datetime, invalid character in year'),
  ],
  'parameter region missing': [lines('Validation of flow parameters failed with error: ParameterTypeError: Flow run received invalid parameters:', ' - region: Field required')],
  's3: may not read acme-lake': [
    flow3(denied('acme-lake', 'raw/2026/11/23/part.parquet', '1732327214')),
    flow3(`botocore.exceptions.${denied('acme-lake', 'raw/2026/11/24/part.parquet', '1732413601')}`),
  ],
  's3: may not read acme-finance': [flow3(denied('acme-finance', 'raw/2026/11/23/part.parquet', '1732327214'))],
  'aws: token expired': [flow3('ClientError: An error occurred (ExpiredToken) when calling the ListObjectsV2 operation: The provided token has expired.'), flow3('botocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the ListObjectsV2 operation: The provided token has expired. (Request ID: 8ZZ1V9V6BQ9X2F77)')],
  'tls: partner certificate expired': [flow3(expired(1006)), flow3(`requests.exceptions.${expired(997)}`)],
  'tls: partner certificate self-signed': [flow3(expired(1006).replace('certificate has expired', 'self-signed certificate'))],
  'fx api too slow': [
    flow3('ReadTimeout: HTTPSConnectionPool(host=\'api.fx.example\', port=443): Read timed out. (read timeout=30)'),
    flow3('requests.exceptions.ReadTimeout: HTTPSConnectionPool(host=\'api.fx.example\', port=443): Read timed out. (read timeout=60.5)'),
  ],
  'tax api too slow': [flow3('ReadTimeout: HTTPSConnectionPool(host=\'api.tax.example\', port=443): Read timed out. (read timeout=30)')],
  'llm: tokens a minute': [
    flow3('RateLimitError: Error code: 429 - {\'error\': {\'message\': \'Rate limit reached for gpt-4o in organization org-8ZZ1V9V6BQ9X on tokens per min (TPM): Limit 30000, Used 29500, Requested 1200. Please try again in 1.4s.\', \'type\': \'tokens\'}}'),
    flow3('openai.RateLimitError: Error code: 429 - {\'error\': {\'message\': \'Rate limit reached for gpt-4o in organization org-8ZZ1V9V6BQ9X on tokens per min (TPM): Limit 30000, Used 30000, Requested 88. Please try again in 176ms.\', \'type\': \'tokens\'}}'),
  ],
  'llm: not paid': [flow3('RateLimitError: Error code: 429 - {\'error\': {\'message\': \'You exceeded your current quota, please check your plan and billing details.\', \'type\': \'insufficient_quota\'}}')],
  'mail: unknown recipients': [
    flow3('SMTPRecipientsRefused: {\'anna@example.com\': (550, b\'5.1.1 <anna@example.com>: Recipient address rejected: User unknown\')}'),
    flow3('smtplib.SMTPRecipientsRefused: {\'b.lee+x@example.com\': (550, b\'5.1.1 <b.lee+x@example.com>: Recipient address rejected: User unknown\')}'),
  ],
  'feeds: eurostat and ecb': [flow3('RuntimeError: 2 of 12 feeds failed: eurostat (timeout), ecb (HTTP 503)'), flow3('RuntimeError: 2 of 11 feeds failed: eurostat (timeout), ecb (HTTP 503)')],
  'feeds: imf': [flow3('RuntimeError: 1 of 12 feeds failed: imf (HTTP 503)')],
  'statement of the day missing': [flow3('StatementMissing: no statement for Mon 30 Nov'), flow3('StatementMissing: no statement for Tue 1 Dec')],
  'week not closed': [flow3('NotClosed: week 2026-W47 is not closed in sap'), flow3('NotClosed: week 2026-W48 is not closed in sap')],
  'export too slow': [flow3('ExportTimeout: export of crm.contacts did not finish within 0:30:00 (waited 30m12s)'), flow3('ExportTimeout: export of crm.contacts did not finish within 1:00:00 (waited 1h0m3s)')],
  'volume of mart.orders': [flow3('VolumeError: 7 204 rows in mart.orders, 88 120 usual, turnover 1.204,50 €'), flow3('VolumeError: 12 rows in mart.orders, 88 120 usual, turnover 99,00 €')],
  'file of orders empty': [flow3('EmptyFile: s3://acme-lake/in/ORDERS.20261123.0001.DAT holds no rows'), flow3('EmptyFile: s3://acme-lake/in/ORDERS.20261124.0012.DAT holds no rows')],
  'file of refunds empty': [flow3('EmptyFile: s3://acme-lake/in/REFUNDS.20261123.0001.DAT holds no rows')],
  'workbook open elsewhere': [
    flow3('PermissionError: [WinError 32] The process cannot access the file because it is being used by another process: \'\\\\\\\\fs01\\\\plan\\\\budget.xlsx\''),
    flow3('PermissionError: [WinError 32] Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird: \'\\\\\\\\fs01\\\\plan\\\\budget.xlsx\''),
  ],
  'share fs02 gone': [flow3('OSError: [WinError 53] The network path was not found: \'\\\\\\\\fs02\\\\export\'')],
  'a module of the image is missing: polars': [
    flow3('ScriptError: Script at \'/tmp/tmpabcprefect/flows/orders.py\' encountered an exception: ModuleNotFoundError("No module named \'polars\'")'),
    flow3('ScriptError: Script at \'/tmp/tmpxyzprefect/flows/refunds.py\' encountered an exception: ModuleNotFoundError("No module named \'polars\'")'),
    'Flow run could not start: No module named \'polars\'',
  ],
  'a module of the image is missing: duckdb': [flow3('ScriptError: Script at \'/tmp/tmpabcprefect/flows/orders.py\' encountered an exception: ModuleNotFoundError("No module named \'duckdb\'")')],
  'wrapped: mapping lacks fare_zone': [
    [flow3('PipelineError: step failed'), flowLog3('PipelineError', fromCause(traceback(['/app/map.py:4 look | return table[key]'], 'KeyError: \'fare_zone\''), traceback(['/app/run.py:9 go | raise PipelineError("step failed") from error'], 'acme.PipelineError: step failed')))],
    ['1/2 states failed.', taskLog('PipelineError', whileHandling(traceback(['/app/map.py:4 look | return table[key]'], 'KeyError: \'fare_zone\''), traceback(['/app/run.py:9 go'], 'acme.PipelineError: step failed')))],
    flow3('KeyError: \'fare_zone\''),
  ],
  'wrapped: mapping lacks country': [[flow2('PipelineError: step failed'), flowLog2(fromCause(traceback(['/app/map.py:4 look | return table[key]'], 'KeyError: \'country\''), traceback(['/app/run.py:9 go'], 'acme.PipelineError: step failed')))]],
  'invariants: books do not balance': [
    [flow3('AssertionError'), flowLog3('AssertionError()', traceback(['/app/flows/books.py:88 close | assert debit == credit'], 'AssertionError')), 'books/daily'],
    [flow2('AssertionError: '), flowLog2(traceback(['/opt/prefect/flows/books.py:91 close | assert debit == credit'], 'AssertionError')), 'books/monthly'],
  ],
  'invariants: accounts known': [[flow3('AssertionError'), flowLog3('AssertionError()', traceback(['/app/flows/books.py:30 close | assert accounts'], 'AssertionError')), 'books/daily']],
})
