import { flow2, flow3, flowLog2, flowLog3, fromCause, labelled, task, taskLog, traceback, whileHandling } from './labelled-failure.ts'

const MORE = '\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/'
const refused = (path: string, at: string): string =>
  `ConnectionError: HTTPSConnectionPool(host='prices.example.com', port=443): Max retries exceeded with url: ${path} (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at ${at}>: Failed to establish a new connection: [Errno 111] Connection refused'))`
const retried = (at: string, type: string): string => `RetryError: RetryError[<Future at ${at} state=finished raised ${type}>]`

/** HTTP, storage, brokers, mail, TLS, name lookups, retries around them. */
export const SERVICES = labelled({
  'prices: order endpoint gone (404)': [
    flow3(`HTTPStatusError: Client error '404 Not Found' for url 'https://prices.example.com/v1/offers/8812?page=3'${MORE}404`),
    flow2(`httpx.HTTPStatusError: Client error '404 Not Found' for url 'https://prices.example.com/v1/offers/77?page=1&since=2026-11-23'${MORE}404`),
    ['1/1 states failed.', taskLog('HTTPStatusError', traceback(['/app/flows/prices.py:44 fetch | response.raise_for_status()', '/opt/venv/lib/python3.11/site-packages/httpx/_models.py:829 raise_for_status | raise HTTPStatusError(message)'], `httpx.HTTPStatusError: Client error '404 Not Found' for url 'https://prices.example.com/v1/offers/9'${MORE}404`))],
  ],
  'prices: currency endpoint gone (404)': [
    flow3(`HTTPStatusError: Client error '404 Not Found' for url 'https://prices.example.com/v1/currencies?base=EUR'${MORE}404`),
    flow3(`HTTPStatusError: Client error '404 Not Found' for url 'https://prices.example.com/v1/currencies?base=USD'${MORE}404`),
  ],
  'prices: down (503)': [
    flow3(`HTTPStatusError: Server error '503 Service Unavailable' for url 'https://prices.example.com/v1/offers/8812'${MORE}503`),
    flow3(`HTTPStatusError: Server error '503 Service Unavailable' for url 'https://prices.example.com/v1/currencies?base=EUR'${MORE}503`),
    [task(`HTTPStatusError: Server error '503 Service Unavailable' for url 'https://prices.example.com/batch/7f1c2d3e9a7b'${MORE}503`), null, 'score/daily'],
  ],
  'prices: bad gateway (502)': [
    flow3(`HTTPStatusError: Server error '502 Bad Gateway' for url 'https://prices.example.com/v1/offers/8812'${MORE}502`),
    flow3(`HTTPStatusError: Server error '502 Bad Gateway' for url 'https://prices.example.com/v1/offers/8813?x=y'${MORE}502`),
  ],
  'crm api: down (503)': [flow3(`HTTPStatusError: Server error '503 Service Unavailable' for url 'https://crm.example.com/v1/contacts'${MORE}503`)],
  'prices: token expired (401)': [
    flow3(`HTTPStatusError: Client error '401 Unauthorized' for url 'https://prices.example.com/v1/offers/1'${MORE}401`),
    flow3(`HTTPStatusError: Client error '401 Unauthorized' for url 'https://prices.example.com/v1/currencies'${MORE}401`),
  ],
  'prices: not allowed (403)': [flow3(`HTTPStatusError: Client error '403 Forbidden' for url 'https://prices.example.com/v1/offers/1'${MORE}403`), flow3(`HTTPStatusError: Client error '403 Forbidden' for url 'https://prices.example.com/v1/offers/22'${MORE}403`)],
  'prices: throttled (429)': [
    flow3(`HTTPStatusError: Client error '429 Too Many Requests' for url 'https://prices.example.com/v1/offers/1'${MORE}429`),
    flow3(`HTTPStatusError: Client error '429 Too Many Requests' for url 'https://prices.example.com/v1/offers/4041?cursor=eyJpZCI6MTQsInAiOjJ9'${MORE}429`),
  ],
  'partner: gateway timeout, by requests': [
    flow3('HTTPError: 504 Server Error: Gateway Time-out for url: https://partner.example.org/export?day=2026-11-23&token=ab12'),
    flow3('requests.exceptions.HTTPError: 504 Server Error: Gateway Time-out for url: https://partner.example.org/export?day=2026-11-24&token=cd34'),
  ],
  'partner: forbidden, by requests': [flow3('HTTPError: 403 Client Error: Forbidden for url: https://partner.example.org/export?day=2026-11-23')],
  'partner: aiohttp 500': [
    flow3('ClientResponseError: 500, message=\'Internal Server Error\', url=\'https://partner.example.org/api/v2/items/14\''),
    flow3('aiohttp.client_exceptions.ClientResponseError: 500, message=\'Internal Server Error\', url=\'https://partner.example.org/api/v2/items/15\''),
  ],
  'upload service answers 502': [flow3('UploadError: request failed with status code 502'), flow3('acme.errors.UploadError: request failed with status code 502')],
  'upload service answers 413': [flow3('UploadError: request failed with status code 413')],
  'prices refuses connections': [
    flow3(refused('/v1/offers?page=1', '0x7f2a1c0b3d90')),
    flow2(refused('/v1/currencies', '0x7f99aa0b3d11')),
    ['2/3 states failed.', flowLog3('ConnectionError', fromCause(
      traceback(['/opt/venv/lib/python3.11/site-packages/urllib3/connection.py:198 _new_conn'], 'ConnectionRefusedError: [Errno 111] Connection refused'),
      traceback(['/app/flows/prices.py:31 fetch | session.get(url)'], `requests.exceptions.${refused('/v1/offers?page=9', '0x7f2a1c0b3d90')}`))), 'score/daily'],
  ],
  'prices not found by name': [
    flow3('ConnectionError: HTTPSConnectionPool(host=\'prices.example.com\', port=443): Max retries exceeded with url: /v1/offers (Caused by NameResolutionError("<urllib3.connection.HTTPSConnection object at 0x7f2a1c0b3d90>: Failed to resolve \'prices.example.com\' ([Errno -2] Name or service not known)"))'),
    flow3('ConnectionError: HTTPSConnectionPool(host=\'prices.example.com\', port=443): Max retries exceeded with url: /v1/x/14 (Caused by NameResolutionError("<urllib3.connection.HTTPSConnection object at 0x7f3b1c0b3d90>: Failed to resolve \'prices.example.com\' ([Errno -2] Der Name oder der Dienst ist nicht bekannt)"))'),
  ],
  'crm refuses connections': [flow3(refused('/v1/contacts', '0x7f2a1c0b3d90').replace('prices.example.com', 'crm.example.com')), flow3(refused('/v1/deals?x=1', '0x7f2a1c0b3e90').replace('prices.example.com', 'crm.example.com'))],
  'prices too slow to answer': [
    flow3('ReadTimeout: HTTPSConnectionPool(host=\'prices.example.com\', port=443): Read timed out. (read timeout=30)'),
    flow3('requests.exceptions.ReadTimeout: HTTPSConnectionPool(host=\'prices.example.com\', port=443): Read timed out. (read timeout=60.0)'),
  ],
  'prices: client gives up waiting (httpx)': [
    [flow3('ReadTimeout: '), flowLog3('ReadTimeout(\'\')', traceback(['/app/flows/prices.py:44 fetch | client.get(url)', '/opt/venv/lib/python3.11/site-packages/httpx/_client.py:1014 _send_single_request'], 'httpx.ReadTimeout'))],
    [flow3('ReadTimeout'), flowLog3('ReadTimeout(\'\')', traceback(['/app/flows/prices.py:46 fetch | client.get(url)', '/opt/venv/lib/python3.11/site-packages/httpx/_client.py:1014 _send_single_request'], 'httpx.ReadTimeout: ')), 'score/daily'],
  ],
  'contacts: client gives up waiting (httpx)': [
    [flow3('ReadTimeout: '), flowLog3('ReadTimeout(\'\')', traceback(['/app/flows/contacts.py:12 fetch | client.get(url)', '/opt/venv/lib/python3.11/site-packages/httpx/_client.py:1014 _send_single_request'], 'httpx.ReadTimeout')), 'crm/sync'],
  ],
  'retries: prices refused': [
    [flow3(retried('0x7f2a1c0b3d90', 'ConnectionError')), flowLog3('RetryError', fromCause(
      traceback(['/app/flows/rates.py:20 rates | get(url)'], 'requests.exceptions.ConnectionError: rates.example.com refused the connection'),
      traceback(['/app/flows/rates.py:28 load | rates()', '/opt/venv/lib/python3.11/site-packages/tenacity/__init__.py:419 exc_check'], `tenacity.${retried('0x7f2a1c0b3d90', 'ConnectionError')}`))), 'rates/daily'],
    [flow3(retried('0x7faaaaab3d90', 'ConnectionError')), flowLog2(fromCause(
      traceback(['/app/flows/rates.py:20 rates | get(url)'], 'ConnectionError: rates.example.com refused the connection'),
      traceback(['/app/flows/rates.py:28 load | rates()'], `tenacity.${retried('0x7faaaaab3d90', 'ConnectionError')}`))), 'rates/hourly'],
    [flow3('ConnectionError: rates.example.com refused the connection'), null, 'rates/backup'],
  ],
  'retries: rates answer was not valid': [
    [flow3(retried('0x7f2a1c0b3d90', 'RateFormatError')), flowLog3('RetryError', fromCause(
      traceback(['/app/flows/rates.py:22 rates | parse(answer)'], 'acme.rates.RateFormatError: no field "bid" in answer'),
      traceback(['/app/flows/rates.py:28 load | rates()'], `tenacity.${retried('0x7f2a1c0b3d90', 'RateFormatError')}`))), 'rates/daily'],
    [flow3('RateFormatError: no field "bid" in answer'), null, 'rates/daily'],
  ],
  'retries: told nothing more': [
    [flow3(retried('0x7f2a1c0b3d90', 'TimeoutError')), null, 'invoices/daily'],
    [flow3(retried('0x7f88880b3d90', 'TimeoutError')), null, 'invoices/daily'],
  ],
  'load failed: tier missing': [
    [flow3('RuntimeError: load failed'), flowLog3('RuntimeError(\'load failed\')', fromCause(traceback(['/app/flows/load.py:8 tier | row["tier"]'], 'KeyError: \'tier\''), traceback(['/app/flows/load.py:15 load | raise RuntimeError("load failed") from error'], 'RuntimeError: load failed'))), 'load/a'],
    [flow2('RuntimeError: load failed'), flowLog2(fromCause(traceback(['/app/flows/load.py:9 tier | row["tier"]'], 'KeyError: \'tier\''), traceback(['/app/flows/load.py:16 load | raise RuntimeError("load failed") from error'], 'RuntimeError: load failed'))), 'load/b'],
  ],
  'load failed: no space': [
    [flow3('RuntimeError: load failed'), flowLog3('RuntimeError(\'load failed\')', whileHandling(traceback(['/app/flows/load.py:8 spill | out.write(rows)'], 'QuotaError: volume lake-scratch is full'), traceback(['/app/flows/load.py:15 load | raise RuntimeError("load failed")'], 'RuntimeError: load failed'))), 'load/a'],
    [flow3('RuntimeError: load failed'), flowLog3('RuntimeError(\'load failed\')', fromCause(traceback(['/app/flows/load.py:8 spill | out.write(rows)'], 'acme.QuotaError: volume lake-scratch is full'), traceback(['/app/flows/load.py:15 load | raise RuntimeError("load failed")'], 'RuntimeError: load failed'))), 'load/c'],
  ],
  's3: role may not write': [
    flow3('ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::123456789012:assumed-role/etl/i-0ab12cd34ef567890 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::lake/orders/dt=2026-11-23/part-0.parquet" because no identity-based policy allows the s3:PutObject action'),
    flow3('botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::123456789012:assumed-role/etl/i-0ff2bcd34ef567111 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::lake/orders/dt=2026-11-24/part-3.parquet" because no identity-based policy allows the s3:PutObject action'),
  ],
  's3: role may not read': [flow3('ClientError: An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::123456789012:assumed-role/etl/i-0ab12cd34ef567890 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::lake/orders/dt=2026-11-23/part-0.parquet" because no identity-based policy allows the s3:GetObject action')],
  's3: slow down': [
    flow3('ClientError: An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate. (Request ID: TXK1V9V6BQ9X2F4H, Host ID: wQ9LtY7kX3fZb2a8/PqR==)'),
    flow3('ClientError: An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 5): Please reduce your request rate. (Request ID: 8ZZ1V9V6BQ9X2F77, Host ID: aa9LtY7kX3fZb2a9/PqS==)'),
  ],
  'aws: token expired': [
    flow3('ClientError: An error occurred (ExpiredToken) when calling the ListObjectsV2 operation: The provided token has expired.'),
    ['1/9 states failed.', taskLog('ClientError', traceback(['/app/flows/lake.py:14 keys | client.list_objects_v2()'], 'botocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the ListObjectsV2 operation: The provided token has expired.')), 'lake/daily'],
  ],
  'orders: its file is not in s3': [
    [flow3('NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.'), flowLog3('NoSuchKey', traceback(['/app/flows/orders.py:14 fetch | client.get_object(Key=key)'], 'botocore.errorfactory.NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.')), 'orders/hourly'],
    [flow3('NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.'), flowLog3('NoSuchKey', traceback(['/app/flows/orders.py:17 fetch | client.get_object(Key=key)'], 'botocore.errorfactory.NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.')), 'orders/backup'],
  ],
  'invoices: its file is not in s3': [
    [flow3('NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.'), flowLog3('NoSuchKey', traceback(['/app/flows/invoices.py:9 fetch | client.get_object(Key=key)'], 'botocore.errorfactory.NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.')), 'invoices/daily'],
  ],
  's3 key of orders missing, named': [
    flow3('FileNotFoundError: s3://lake/orders/year=2026/month=11/day=23/hour=02/orders.parquet'),
    flow3('FileNotFoundError: s3://lake/orders/year=2026/month=12/day=01/hour=14/orders.parquet'),
  ],
  's3 key of refunds missing, named': [flow3('FileNotFoundError: s3://lake/refunds/year=2026/month=11/day=23/hour=02/refunds.parquet')],
  'tls certificate of invoices expired': [
    flow3('SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)'),
    flow3('ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1129)'),
  ],
  'tls certificate self-signed': [flow3('SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1006)')],
  'smtp refuses the sender': [
    flow3('SMTPRecipientsRefused: {\'ann@example.com\': (550, b\'5.1.1 relay not permitted\')}'),
    flow3('SMTPRecipientsRefused: {\'bob.jones@example.org\': (550, b\'5.1.1 relay not permitted\')}'),
  ],
  'kafka broker-1 lost': [
    flow3('KafkaError: broker kafka-1.internal:9092 disconnected after 30012ms (correlation 8812)'),
    flow3('KafkaError: broker kafka-1.internal:9092 disconnected after 1.2s (correlation 14)'),
  ],
  'redis by address': [
    flow3('ConnectionError: Error 111 connecting to 10.0.0.7:6379. Connection refused.'),
    flow3('redis.exceptions.ConnectionError: Error 111 connecting to [2001:db8::7]:6379. Connection refused.'),
  ],
  'warehouse name lookup': [
    flow3('gaierror: [Errno -3] Temporary failure in name resolution'),
    flow2('socket.gaierror: [Errno -3] Temporärer Fehler bei der Namensauflösung'),
  ],
  'broker reset': [flow3('ConnectionResetError: [Errno 104] Connection reset by peer'), flow3('ConnectionResetError: [Errno 104] Die Verbindung wurde vom Kommunikationspartner zurückgesetzt')],
  'openai quota': [
    flow3('RateLimitError: Error code: 429 - {\'error\': {\'message\': \'You exceeded your current quota\', \'type\': \'insufficient_quota\'}, \'request_id\': \'req_a1b2c3d4e5f60718\'}'),
    flow3('openai.RateLimitError: Error code: 429 - {\'error\': {\'message\': \'You exceeded your current quota\', \'type\': \'insufficient_quota\'}, \'request_id\': \'req_ffe2c3d4e5f60799\'}'),
  ],
  'grpc deadline': [
    flow3('DeadlineExceeded: 504 Deadline Exceeded after 59.998s calling scorer.internal:50051 (trace 4bf92f3577b34da6a3ce929d0e0e4736)'),
    flow3('google.api_core.exceptions.DeadlineExceeded: 504 Deadline Exceeded after 61.2s calling scorer.internal:50051 (trace 00f067aa0ba902b7a3ce929d0e0e4711)'),
  ],
})
