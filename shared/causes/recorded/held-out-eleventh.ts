import { flow2, flow3, flowLog2, flowLog3, fromCause, grouped, labelled, task, traceback, whileHandling } from './labelled-failure.ts'

const lines = (...parts: string[]): string => parts.join('\n')
const log = (frame: string, headline: string): string => flowLog3(headline.slice(0, 40), traceback([frame], headline))
const pod = (name: string, words: string): string => `Job '${name.slice(0, -6)}': Pod '${name}' ${words}`

/** A telco and a publisher: networks, billing runs, feeds of articles, models; what is logged by hand, in prose, in JSON. */
export const HELD_OUT_ELEVENTH = labelled({
  'prose: cdr files of switch fra1 late': [
    flow3('Exception: No CDR files from switch fra1 for the hour 2026-11-23 01:00'),
    flow3('Exception: No CDR files from switch fra1 for the hour 2026-11-23 02:00'),
    ['1/24 states failed.', log('/app/cdr.py:9 collect', 'Exception: No CDR files from switch fra1 for the hour 2026-11-23 03:00'), 'cdr/hourly'],
  ],
  'prose: cdr files of switch ams2 late': [flow3('Exception: No CDR files from switch ams2 for the hour 2026-11-23 01:00')],
  'prose: billing cycle open': [flow3('RuntimeError: Billing cycle 2026-11 still open, 14 of 88 accounts unrated'), flow3('RuntimeError: Billing cycle 2026-11 still open, 3 of 88 accounts unrated')],
  'prose: sim stock below minimum': [flow3('StockError: only 120 SIM cards of type nano left (minimum 500)'), flow3('StockError: only 88 SIM cards of type nano left (minimum 500)')],
  'prose: sim stock of esim below minimum': [flow3('StockError: only 120 SIM cards of type esim left (minimum 500)')],
  'prose: article without author': [flow3('FeedError: article 8812044 has no author'), flow3('FeedError: article 9911201 has no author')],
  'prose: article without rubric': [flow3('FeedError: article 8812044 has no rubric')],
  'prose: rendition failed of cover': [flow3('RenderError: cover.indd: font "Tiempos Headline" missing on page 4'), flow3('RenderError: cover.indd: font "Tiempos Headline" missing on page 12')],
  'json: partner says quota': [
    flow3('PartnerError: {"status": 429, "code": "quota_exceeded", "trace": "7b2e1c9a2b714d179c441d1f2b3c4d5e", "retry_after": 30}'),
    flow3('PartnerError: {"status": 429, "code": "quota_exceeded", "trace": "882e1c9a2b714d179c441d1f2b3c4d5e", "retry_after": 60}'),
  ],
  'json: partner says suspended': [flow3('PartnerError: {"status": 403, "code": "account_suspended", "trace": "7b2e1c9a2b714d179c441d1f2b3c4d5e"}')],
  'url: feed of dpa gone': [flow3('HTTPError: HTTP Error 410: Gone (https://feeds.dpa.example/v2/politics.xml)'), flow3('urllib.error.HTTPError: HTTP Error 410: Gone (https://feeds.dpa.example/v2/politics.xml)')],
  'url: feed of afp answers nothing': [
    flow3('ReadTimeout: HTTPSConnectionPool(host=\'feeds.afp.example\', port=443): Read timed out. (read timeout=20)'),
    flow3('requests.exceptions.ReadTimeout: HTTPSConnectionPool(host=\'feeds.afp.example\', port=443): Read timed out. (read timeout=20)'),
  ],
  'url: feed of apa answers nothing': [flow3('ReadTimeout: HTTPSConnectionPool(host=\'feeds.apa.example\', port=443): Read timed out. (read timeout=20)')],
  'aiohttp: server of ads cut the line': [[flow3('ServerDisconnectedError: Server disconnected'), null, 'ads/hourly'], [flow3('aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected'), null, 'ads/hourly']],
  'aiohttp: server of tags cut the line': [[flow3('ServerDisconnectedError: Server disconnected'), null, 'tags/hourly']],
  'requests: chunked of archive cut': [
    [flow3('ChunkedEncodingError: (\'Connection broken: IncompleteRead(88120 bytes read, 4096 more expected)\', IncompleteRead(88120 bytes read, 4096 more expected))'), null, 'archive/daily'],
    [flow3('requests.exceptions.ChunkedEncodingError: (\'Connection broken: IncompleteRead(14 bytes read)\', IncompleteRead(14 bytes read))'), null, 'archive/daily'],
  ],
  'requests: aborted by remote for sms gate': [
    flow3('ConnectionError: (\'Connection aborted.\', RemoteDisconnected(\'Remote end closed connection without response\'))'),
    flow3('requests.exceptions.ConnectionError: (\'Connection aborted.\', RemoteDisconnected(\'Remote end closed connection without response\'))'),
  ],
  'mysql: column rate unknown': [flow3('OperationalError: (1054, "Unknown column \'rate\' in \'field list\'")'), flow3('OperationalError: (pymysql.err.OperationalError) (1054, "Unknown column \'rate\' in \'field list\'")\n[SQL: SELECT rate FROM plans WHERE id = 14]')],
  'mysql: column zone unknown': [flow3('OperationalError: (1054, "Unknown column \'zone\' in \'field list\'")')],
  'mysql: gone away in ratings': [[flow3('OperationalError: (2006, \'MySQL server has gone away\')'), null, 'ratings/daily'], [flow3('pymysql.err.OperationalError: (2006, "MySQL server has gone away (BrokenPipeError(32, \'Broken pipe\'))")'), null, 'ratings/daily']],
  'mysql: deadlock in ratings': [[flow3('OperationalError: (1213, \'Deadlock found when trying to get lock; try restarting transaction\')'), null, 'ratings/daily'], [flow3('OperationalError: (pymysql.err.OperationalError) (1213, \'Deadlock found when trying to get lock; try restarting transaction\')\n[SQL: UPDATE r SET v = 4]'), null, 'ratings/daily']],
  'db2: table missing': [flow3('ProgrammingError: SQLNumResultCols failed: [IBM][CLI Driver][DB2/LINUXX8664] SQL0204N  "BILL.CDR" is an undefined name.  SQLSTATE=42704 SQLCODE=-204'), flow3('ibm_db_dbi.ProgrammingError: SQLNumResultCols failed: [IBM][CLI Driver][DB2/LINUXX8664] SQL0204N  "BILL.CDR" ist ein nicht definierter Name.  SQLSTATE=42704 SQLCODE=-204')],
  'db2: other table missing': [flow3('ProgrammingError: SQLNumResultCols failed: [IBM][CLI Driver][DB2/LINUXX8664] SQL0204N  "BILL.PLAN" is an undefined name.  SQLSTATE=42704 SQLCODE=-204')],
  'teradata: no space in STG': [flow3('OperationalError: [Version 20.0.0.12] [Session 88120] [Teradata Database] [Error 2644] No more room in database STG.'), flow3('teradatasql.OperationalError: [Version 20.0.0.15] [Session 14] [Teradata Database] [Error 2644] No more room in database STG.')],
  'hive: partition twice': [flow3('OperationalError: Partition already exists: cdr partition values [2026-11-23, 01]'), flow3('OperationalError: Partition already exists: cdr partition values [2026-11-24, 02]')],
  'vertica: projection unsafe': [flow3('QueryError: Severity: ERROR, Message: Insufficient resources to execute plan on pool etl [Timedout waiting for resource request: Request exceeds limits: Memory(KB) Exceeded: Requested = 88120441, Free = 1204 (Limit = 99000000, Used = 98998796)], Sqlstate: 53000'), flow3('vertica_python.errors.QueryError: Severity: ERROR, Message: Insufficient resources to execute plan on pool etl [Timedout waiting for resource request: Request exceeds limits: Memory(KB) Exceeded: Requested = 14, Free = 4 (Limit = 99000000, Used = 98998796)], Sqlstate: 53000')],
  'cassandra: no host': [flow3('NoHostAvailable: (\'Unable to complete the operation against any hosts\', {<Host: 10.1.2.3:9042 dc1>: Unavailable(\'Error from server: code=1000 [Unavailable exception] message="Cannot achieve consistency level QUORUM" info={\\\'consistency\\\': \\\'QUORUM\\\', \\\'required_replicas\\\': 2, \\\'alive_replicas\\\': 1}\')})'), flow3('cassandra.cluster.NoHostAvailable: (\'Unable to complete the operation against any hosts\', {<Host: 10.1.2.9:9042 dc1>: Unavailable(\'Error from server: code=1000 [Unavailable exception] message="Cannot achieve consistency level QUORUM" info={\\\'consistency\\\': \\\'QUORUM\\\', \\\'required_replicas\\\': 2, \\\'alive_replicas\\\': 1}\')})')],
  'influx: bucket net missing': [flow3('ApiException: (404)\nReason: Not Found\nHTTP response headers: HTTPHeaderDict({\'Date\': \'Mon, 23 Nov 2026 02:00:11 GMT\', \'X-Platform-Error-Code\': \'not found\'})\nHTTP response body: {"code":"not found","message":"failed to initialize execute state: could not find bucket \\"net\\""}'), flow3('influxdb_client.rest.ApiException: (404)\nReason: Not Found\nHTTP response headers: HTTPHeaderDict({\'Date\': \'Tue, 24 Nov 2026 02:00:11 GMT\', \'X-Platform-Error-Code\': \'not found\'})\nHTTP response body: {"code":"not found","message":"failed to initialize execute state: could not find bucket \\"net\\""}')],
  'influx: bucket cpu missing': [flow3('ApiException: (404)\nReason: Not Found\nHTTP response headers: HTTPHeaderDict({})\nHTTP response body: {"code":"not found","message":"failed to initialize execute state: could not find bucket \\"cpu\\""}')],
  'pandas: column churn duplicated in join': [flow3('ValueError: columns overlap but no suffix specified: Index([\'churn\'], dtype=\'object\')'), flow3('ValueError: columns overlap but no suffix specified: Index([\'churn\'], dtype=\'object\')')],
  'pandas: columns dropped not there': [flow3('KeyError: "[\'legacy_id\'] not found in axis"'), [flow3('KeyError: "[\'legacy_id\'] not found in axis"'), null, 'plans/daily']],
  'pandas: length of names': [
    [flow3('ValueError: Length mismatch: Expected axis has 14 elements, new values have 12 elements'), log('/app/plans.py:5 name | frame.columns = names', 'ValueError: Length mismatch: Expected axis has 14 elements, new values have 12 elements'), 'plans/daily'],
    [flow3('ValueError: Length mismatch: Expected axis has 15 elements, new values have 12 elements'), log('/app/plans.py:6 name | frame.columns = names', 'ValueError: Length mismatch: Expected axis has 15 elements, new values have 12 elements'), 'plans/daily'],
  ],
  'pandas: length of names, tariffs': [[flow3('ValueError: Length mismatch: Expected axis has 14 elements, new values have 12 elements'), log('/app/tariffs.py:5 name | frame.columns = names', 'ValueError: Length mismatch: Expected axis has 14 elements, new values have 12 elements'), 'tariffs9/daily']],
  'pandas: dates out of bounds': [
    [flow3('OutOfBoundsDatetime: Out of bounds nanosecond timestamp: 9999-12-31 00:00:00, at position 14'), null, 'contracts/daily'],
    [flow3('pandas._libs.tslibs.np_datetime.OutOfBoundsDatetime: Out of bounds nanosecond timestamp: 2999-01-01 00:00:00, at position 3'), null, 'contracts/daily'],
  ],
  'pandas: int of NaN in usage': [[flow3('IntCastingNaNError: Cannot convert non-finite values (NA or inf) to integer'), log('/app/usage.py:5 cast | frame["mb"].astype(int)', 'pandas.errors.IntCastingNaNError: Cannot convert non-finite values (NA or inf) to integer'), 'usage/daily'], [flow3('IntCastingNaNError: Cannot convert non-finite values (NA or inf) to integer'), log('/app/usage.py:5 cast | frame["mb"].astype(int)', 'pandas.errors.IntCastingNaNError: Cannot convert non-finite values (NA or inf) to integer'), 'usage/daily']],
  'sklearn: feature age unseen': [flow3(lines('ValueError: The feature names should match those that were passed during fit.', 'Feature names unseen at fit time:', '- age')), flow3(lines('ValueError: The feature names should match those that were passed during fit.', 'Feature names unseen at fit time:', '- age'))],
  'sklearn: NaN in churn': [[flow3(lines('ValueError: Input X contains NaN.', 'LogisticRegression does not accept missing values encoded as NaN natively.')), log('/app/churn.py:9 fit | model.fit(x, y)', 'ValueError: Input X contains NaN.'), 'churn/daily'], ['1/1 states failed.', log('/app/churn.py:9 fit | model.fit(x, y)', lines('ValueError: Input X contains NaN.', 'LogisticRegression does not accept missing values encoded as NaN natively.')), 'churn/daily']],
  'torch: shapes of weights': [flow3('RuntimeError: Error(s) in loading state_dict for Ranker: size mismatch for head.weight: copying a param with shape torch.Size([88, 512]) from checkpoint, the shape in current model is torch.Size([91, 512]).'), flow3('RuntimeError: Error(s) in loading state_dict for Ranker: size mismatch for head.weight: copying a param with shape torch.Size([88, 512]) from checkpoint, the shape in current model is torch.Size([92, 512]).')],
  'huggingface: gated model': [flow3('GatedRepoError: 403 Client Error. (Request ID: Root=1-6742e1c5-7b2e1c9a2b714d179c441d1f;7b2e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e)\n\nCannot access gated repo for url https://huggingface.co/acme/ranker/resolve/main/config.json.'), flow3('huggingface_hub.errors.GatedRepoError: 403 Client Error. (Request ID: Root=1-6742ffff-882e1c9a2b714d179c441d1f;882e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e)\n\nCannot access gated repo for url https://huggingface.co/acme/ranker/resolve/main/config.json.')],
  'llm: context too long': [flow3('BadRequestError: Error code: 400 - {\'error\': {\'message\': "This model\'s maximum context length is 128000 tokens. However, your messages resulted in 131204 tokens.", \'type\': \'invalid_request_error\', \'param\': \'messages\', \'code\': \'context_length_exceeded\'}}'), flow3('openai.BadRequestError: Error code: 400 - {\'error\': {\'message\': "This model\'s maximum context length is 128000 tokens. However, your messages resulted in 140001 tokens.", \'type\': \'invalid_request_error\', \'param\': \'messages\', \'code\': \'context_length_exceeded\'}}')],
  'llm: overloaded': [flow3('InternalServerError: Error code: 529 - {\'type\': \'error\', \'error\': {\'type\': \'overloaded_error\', \'message\': \'Overloaded\'}, \'request_id\': \'req_011CVkx3Zb2wQ9LtY7\'}'), flow3('anthropic.InternalServerError: Error code: 529 - {\'type\': \'error\', \'error\': {\'type\': \'overloaded_error\', \'message\': \'Overloaded\'}, \'request_id\': \'req_011CVaa3Zb2wQ9LtZZ\'}')],
  'pod: config map missing': [pod('busy-bee-4k2lm-x9z8w', 'failed to start: CreateContainerConfigError: configmap "etl-env" not found'), pod('lazy-cat-9d8k2-q7wz4', 'failed to start: CreateContainerConfigError: configmap "etl-env" not found')],
  'pod: other config map missing': [pod('busy-bee-4k2lm-x9z8w', 'failed to start: CreateContainerConfigError: configmap "ml-env" not found')],
  'pod: volume cannot be mounted': [pod('busy-bee-4k2lm-x9z8w', 'failed to start: MountVolume.SetUp failed for volume "lake" : rpc error: code = DeadlineExceeded desc = context deadline exceeded'), pod('lazy-cat-9d8k2-q7wz4', 'failed to start: MountVolume.SetUp failed for volume "lake" : rpc error: code = DeadlineExceeded desc = context deadline exceeded')],
  'ecs: secret of task not read': [
    'Flow run could not be submitted to infrastructure:\nTaskFailedToStart(\'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:210987654321:secret:etl/prod-AbCdEf\')',
    'Flow run could not be submitted to infrastructure:\nTaskFailedToStart(\'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 3 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:210987654321:secret:etl/prod-AbCdEf\')',
  ],
  'ecs: container cannot be pulled': ['Flow run could not be submitted to infrastructure:\nTaskFailedToStart(\'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 210987654321.dkr.ecr.eu-central-1.amazonaws.com/etl:prod: not found\')', 'Flow run could not be submitted to infrastructure:\nTaskFailedToStart(\'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref 210987654321.dkr.ecr.eu-central-1.amazonaws.com/etl:prod: not found\')'],
  'ecs: essential container exits 1 of mail': [['Flow run infrastructure exited with non-zero status code 1.', null, 'mail9/daily'], ['Essential container in task exited with status code 1', null, 'mail9/daily']],
  'exit 2 of args': [['Process exited with status code: 2', lines('usage: rate.py [-h] day', 'rate.py: error: argument day: invalid date value: \'heute\''), 'rate9/a'], ['Process exited with status code: 2', lines('usage: rate.py [-h] day', 'rate.py: error: argument day: invalid date value: \'morgen\''), 'rate9/a']],
  'exit 1: go cannot read config': [['Process exited with status code: 1', '2026/11/23 02:00:11 main.go:41: open /etc/acme/rate.toml: no such file or directory', 'go9/a'], ['Process exited with status code: 1', '2026/11/24 02:00:14 main.go:44: open /etc/acme/rate.toml: no such file or directory', 'go9/b']],
  'exit 134: aborted by assertion in rater': [['Process exited with status code: 134', null, 'rater/a'], ['Flow run process exited with non-zero status code -6.', null, 'rater/a']],
  'exit 1: java cannot reach ldap': [
    ['Process exited with status code: 1', lines('javax.naming.CommunicationException: ldap.acme.net:636 [Root exception is java.net.SocketTimeoutException: connect timed out]', '\tat java.naming/com.sun.jndi.ldap.Connection.<init>(Connection.java:251)'), 'ldap/a'],
    ['Process exited with status code: 1', lines('javax.naming.CommunicationException: ldap.acme.net:636 [Root exception is java.net.SocketTimeoutException: connect timed out]', '\tat java.naming/com.sun.jndi.ldap.Connection.<init>(Connection.java:252)'), 'ldap/b'],
  ],
  'key of a day: no column 20261123': [flow3('KeyError: \'usage_20261123\''), flow3('KeyError: \'usage_20261124\'')],
  'key: MSISDN not known': [flow3('KeyError: \'491701234567\''), flow3('KeyError: \'491709876543\'')],
  'divide by zero in arpu': [[flow3('ZeroDivisionError: float division by zero'), log('/app/arpu.py:5 arpu | total / users', 'ZeroDivisionError: float division by zero'), 'arpu/daily'], ['1/1 states failed.', log('/app/arpu.py:7 arpu | total / users', 'ZeroDivisionError: float division by zero'), 'arpu/monthly']],
  'divide by zero in nps': [[flow3('ZeroDivisionError: float division by zero'), log('/app/nps.py:5 nps | good / all', 'ZeroDivisionError: float division by zero'), 'nps/daily']],
  'index: rows empty in top': [[flow3('IndexError: single positional indexer is out-of-bounds'), log('/app/top.py:5 first | frame.iloc[0]', 'IndexError: single positional indexer is out-of-bounds'), 'top/daily'], [flow3('IndexError: single positional indexer is out-of-bounds'), log('/app/top.py:6 first | frame.iloc[0]', 'IndexError: single positional indexer is out-of-bounds'), 'top/daily']],
  'chain: zone file unread': [
    [flow3('RuntimeError: rating of batch 14 failed'), flowLog3('RuntimeError', fromCause(traceback(['/app/z.py:1 a'], 'acme.ZoneFileError: zones.bin: checksum differs'), traceback(['/app/z.py:2 b'], 'RuntimeError: rating of batch 14 failed'))), 'rating/daily'],
    [flow3('RuntimeError: rating of batch 15 failed'), flowLog3('RuntimeError', fromCause(traceback(['/app/z.py:1 a'], 'acme.ZoneFileError: zones.bin: checksum differs'), traceback(['/app/z.py:2 b'], 'RuntimeError: rating of batch 15 failed'))), 'rating/daily'],
    flow3('ZoneFileError: zones.bin: checksum differs'),
  ],
  'chain: price file unread': [[flow3('RuntimeError: rating of batch 14 failed'), flowLog3('RuntimeError', fromCause(traceback(['/app/z.py:1 a'], 'acme.PriceFileError: prices.bin: checksum differs'), traceback(['/app/z.py:2 b'], 'RuntimeError: rating of batch 14 failed'))), 'rating/daily']],
  'chain: translated by the driver': [
    [flow3('StoreError: store articles'), flowLog3('StoreError', fromCause(traceback(['/app/s.py:1 a'], 'psycopg.errors.UndefinedColumn: column "teaser" of relation "articles" does not exist'), traceback(['/app/s.py:2 b'], 'acme.StoreError: store articles'))), 'articles/daily'],
    [flow3('StoreError: store articles'), flowLog3('StoreError', fromCause(traceback(['/app/s.py:1 a'], 'psycopg.errors.UndefinedColumn: Spalte »teaser« von Relation »articles« existiert nicht'), traceback(['/app/s.py:2 b'], 'acme.StoreError: store articles'))), 'articles/daily'],
  ],
  'group: mixed, one of them told': [
    [flow3('ExceptionGroup: articles (2 sub-exceptions)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: articles (2 sub-exceptions)', [traceback(['/app/a.py:1 a'], 'asyncio.exceptions.CancelledError'), traceback(['/app/a.py:2 b'], 'acme.ImageMissing: image lead-2x of template home')])), 'articles/daily'],
    [flow3('ExceptionGroup: articles (1 sub-exception)'), flowLog3('ExceptionGroup', grouped('ExceptionGroup: articles (1 sub-exception)', [traceback(['/app/a.py:2 b'], 'acme.ImageMissing: image lead-2x of template home')])), 'articles/daily'],
  ],
  'handled: rollback of ratings failed': [
    [flow3('RollbackFailed: rollback failed'), flowLog2(whileHandling(traceback(['/app/r.py:1 a'], 'acme.PlanMissing: plan XL-2026 not priced'), traceback(['/app/r.py:2 b'], 'acme.RollbackFailed: rollback failed'))), 'ratings9/daily'],
    [flow3('PlanMissing: plan XL-2026 not priced'), null, 'ratings9/full'],
  ],
  'notes: plan without currency': [
    [flow3('NoCurrency: plan S has no currency'), log('/app/n.py:1 a', lines('acme.NoCurrency: plan S has no currency', 'account 88120, line 14')), 'cur/a'],
    ['1/1 states failed.', log('/app/n.py:1 a', lines('acme.NoCurrency: plan S has no currency', 'account 14, line 2')), 'cur/b'],
    [task('NoCurrency: plan S has no currency'), null, 'cur/c'],
  ],
  'paramiko: ftp of printer': [flow3('SSHException: Error reading SSH protocol banner'), flow3('paramiko.ssh_exception.SSHException: Error reading SSH protocol banner')],
  'prefect: automation names no work queue': [flow3('ObjectNotFound: work queue \'night\' in pool \'k8s\' not found'), [flow2('prefect.exceptions.ObjectNotFound: work queue \'night\' in pool \'k8s\' not found'), null, 'q/r']],
  'prefect: server error 500': [flow3('PrefectHTTPStatusError: Server error \'500 Internal Server Error\' for url \'http://prefect.acme.net/api/flow_runs/7b2e1c9a-2b71-4d17-9c44-1d1f2b3c4d5e/set_state\'\nResponse: {\'exception_message\': \'Internal Server Error\'}'), ['Crash detected! Execution was interrupted by an unexpected exception: PrefectHTTPStatusError: Server error \'500 Internal Server Error\' for url \'http://prefect.acme.net/api/task_runs/\'\nResponse: {\'exception_message\': \'Internal Server Error\'}', null, 'zz/a']],
})
