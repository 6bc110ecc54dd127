import { flow2, flow3, flowLog3, grouped, labelled, task, taskLog, traceback } from './labelled-failure.ts'

const exited = (code: number, more = ''): string => `Flow run infrastructure exited with non-zero status code ${code}.${more}`
const KILLED = ' Process was killed, likely due to an out-of-memory (OOM) condition.'

/** Exit codes, signals, timeouts, containers, images, pods, disks. */
export const INFRASTRUCTURE = labelled({
  'ledger: exit 1, reason unknown': [
    [exited(1), null, 'ledger/nightly'],
    [exited(1, ' Process exited with a general error.'), null, 'ledger/nightly'],
    ['Process exited with status code: 1. Process exited with a general error.', null, 'ledger/nightly'],
    ['Flow run process exited with non-zero status code 1.', 'Process for flow run \'amber-otter\' exited with status code: 1', 'ledger/nightly'],
  ],
  'orders: exit 1, reason unknown': [
    [exited(1), null, 'orders/hourly'],
    ['Flow run process exited with non-zero status code 1.', null, 'orders/hourly'],
    [exited(1), 'Process for flow run \'tidy-lynx\' exited with status code: 1; Process exited with a general error.', 'orders/hourly'],
  ],
  'ledger: killed, too much memory': [
    [exited(137), null, 'ledger/nightly'],
    [exited(137, KILLED), null, 'ledger/nightly'],
    ['Flow run process exited with non-zero status code -9.', 'Process for flow run \'loud-crab\' exited with status code: -9; This indicates that the process exited due to a SIGKILL signal. Typically, this is either caused by manual cancellation or high memory usage causing the operating system to terminate the process.', 'ledger/nightly'],
    ['Pod ledger-nightly-7c9f6d5b8-x2x9z was OOMKilled (limit 2Gi, used 2.1Gi)', null, 'ledger/nightly'],
    ['Pod ledger-nightly-5d8f7c6b9-qk4vw was OOMKilled (limit 512Mi, used 512Mi)', null, 'ledger/nightly'],
  ],
  'orders: killed, too much memory': [
    [exited(137, KILLED), null, 'orders/hourly'],
    [exited(137), 'Process for flow run \'misty-wren\' exited with status code: 137', 'orders/hourly'],
    ['Pod generous-otter-8kqzp-t4w9x was OOMKilled (limit 2Gi, used 2.0Gi)', null, 'orders/hourly'],
    ['Pod quiet-heron-l5vn2-zzk7d was OOMKilled (limit 2Gi, used 2.3Gi)', null, 'orders/hourly'],
  ],
  'ledger: terminated': [
    [exited(143), null, 'ledger/nightly'],
    [exited(143, ' Process received SIGTERM via the container runtime. This is the containerized equivalent of exit code -15.'), null, 'ledger/nightly'],
    ['Flow run process exited with non-zero status code -15.', 'Process for flow run \'calm-seal\' exited with status code: -15; This indicates that the process exited due to a SIGTERM signal. Typically, this is caused by manual cancellation.', 'ledger/nightly'],
  ],
  'ledger: segmentation fault': [[exited(139), null, 'ledger/nightly'], [exited(139, ' Process exited with an unexpected status code.'), null, 'ledger/nightly']],
  'images: entrypoint not found': [[exited(127), null, 'images/weekly'], [exited(127, ' Command not found.'), null, 'images/weekly']],
  'orders: terminated by signal': [
    ['Execution was aborted by a termination signal.', null, 'orders/hourly'],
    ['Execution was aborted by a termination signal.', 'Crash detected! Execution was aborted by a termination signal.', 'orders/hourly'],
  ],
  'billing: terminated by signal': [
    ['Execution was aborted by a termination signal.', null, 'billing/monthly'],
    ['Execution was aborted by a termination signal.', 'Crash detected! Execution was aborted by a termination signal.', 'billing/monthly'],
  ],
  'billing: interrupted': [['Execution was aborted by an interrupt signal.', null, 'billing/monthly']],
  'billing: sys.exit': [['Execution was aborted by Python system exit call.', null, 'billing/monthly'], ['Execution was aborted by Python system exit call.', 'Crash detected! Execution was aborted by Python system exit call.', 'billing/monthly']],
  'orders: longer than its timeout': [
    ['Flow run exceeded timeout of 600.0 second(s)', null, 'orders/hourly'],
    ['Flow run exceeded timeout of 900.0 second(s)', null, 'orders/hourly'],
    ['Flow run exceeded timeout of 600.0 seconds', 'Flow run exceeded timeout of 600.0 seconds', 'orders/hourly'],
    ['Flow run exceeded timeout of 600.0 second(s)', 'Finished in state TimedOut(\'Flow run exceeded timeout of 600.0 second(s)\', type=FAILED)', 'orders/hourly'],
  ],
  'billing: longer than its timeout': [
    ['Flow run exceeded timeout of 600.0 second(s)', null, 'billing/monthly'],
    ['Flow run exceeded timeout of 3600.0 second(s)', null, 'billing/monthly'],
  ],
  'billing: a task longer than its timeout': [['Task run exceeded timeout of 30.0 second(s)', null, 'billing/monthly'], ['Task run exceeded timeout of 60.0 second(s)', null, 'billing/monthly']],
  'reporter image cannot be pulled': [
    flow3('RuntimeError: Unable to pull image "registry.example.com/data/reporter:9f2c41d": manifest unknown'),
    flow3('RuntimeError: Unable to pull image "registry.example.com/data/reporter:71be0a4": manifest unknown'),
    ['Submission failed. RuntimeError: Unable to pull image "registry.example.com/data/reporter:c0ffee1": manifest unknown', null, 'reports/daily'],
  ],
  'scorer image cannot be pulled': [
    'Submission failed. RuntimeError: Unable to pull image "registry.example.com/data/scorer:9f2c41d": manifest unknown',
    ['Submission failed. RuntimeError: Unable to pull image "registry.example.com/data/scorer:0d41f77": manifest unknown', null, 'score/daily'],
  ],
  'docker: no such image base-etl': [
    'Submission failed. ImageNotFound: 404 Client Error for http+docker://localhost/v1.41/images/base-etl:2026.11.23/json: Not Found ("No such image: base-etl:2026.11.23")',
    'Submission failed. docker.errors.ImageNotFound: 404 Client Error for http+docker://localhost/v1.43/images/base-etl:2026.11.24/json: Not Found ("No such image: base-etl:2026.11.24")',
  ],
  'docker daemon down': [
    'Submission failed. DockerException: Error while fetching server API version: (\'Connection aborted.\', FileNotFoundError(2, \'No such file or directory\'))',
    ['Submission failed. docker.errors.DockerException: Error while fetching server API version: (\'Connection aborted.\', FileNotFoundError(2, \'Datei oder Verzeichnis nicht gefunden\'))', null, 'score/daily'],
  ],
  'docker disk full': [
    'Submission failed. APIError: 500 Server Error for http+docker://localhost/v1.41/containers/4fa1c2d9e0b7/start: Internal Server Error ("failed to create shim: no space left on device")',
    'Submission failed. APIError: 500 Server Error for http+docker://localhost/v1.41/containers/9b0e77a1c3d2/start: Internal Server Error ("failed to create shim: no space left on device")',
  ],
  'nodes lack memory': [
    'Submission failed. KubernetesError: Pod generous-otter-8kqzp-t4w9x could not be scheduled: 0/12 nodes are available: 12 Insufficient memory.',
    ['Submission failed. KubernetesError: Pod quiet-heron-l5vn2-zzk7d could not be scheduled: 0/9 nodes are available: 9 Insufficient memory.', null, 'score/daily'],
    ['Submission failed. prefect_kubernetes.exceptions.KubernetesError: Pod tidy-lynx-4mdbx could not be scheduled: 0/12 nodes are available: 12 Insufficient memory.', null, 'ledger/nightly'],
  ],
  'nodes lack cpu': [
    'Submission failed. KubernetesError: Pod generous-otter-8kqzp-t4w9x could not be scheduled: 0/12 nodes are available: 12 Insufficient cpu.',
    ['Submission failed. KubernetesError: Pod noble-mole-x7c5d-2bvkr could not be scheduled: 0/11 nodes are available: 11 Insufficient cpu.', null, 'score/daily'],
  ],
  'kubernetes forbids the worker to make jobs': [
    'Submission failed. ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'6a1d2f5c-8b1e-4d38-9d0e-0a8f6ad1c001\', \'Date\': \'Mon, 23 Nov 2026 02:00:14 GMT\'})\nHTTP response body: {"kind":"Status","apiVersion":"v1","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:data:prefect-worker\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"data\\"","reason":"Forbidden","code":403}',
    ['Submission failed. kubernetes_asyncio.client.exceptions.ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'b8c1f2aa-5a7e-4a52-9f3e-0a8f6ad1c777\', \'Date\': \'Tue, 24 Nov 2026 03:10:00 GMT\'})\nHTTP response body: {"kind":"Status","apiVersion":"v1","status":"Failure","message":"jobs.batch is forbidden: User \\"system:serviceaccount:data:prefect-worker\\" cannot create resource \\"jobs\\" in API group \\"batch\\" in the namespace \\"data\\"","reason":"Forbidden","code":403}', null, 'score/daily'],
  ],
  'kubernetes quota of pods used up': [
    'Submission failed. ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'0d6f\', \'Date\': \'Mon, 23 Nov 2026 02:00:14 GMT\'})\nHTTP response body: {"kind":"Status","status":"Failure","message":"pods \\"tidy-lynx-4mdbx\\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=50, limited: pods=50","reason":"Forbidden","code":403}',
    'Submission failed. ApiException: (403)\nReason: Forbidden\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'77aa\', \'Date\': \'Tue, 24 Nov 2026 02:00:14 GMT\'})\nHTTP response body: {"kind":"Status","status":"Failure","message":"pods \\"calm-seal-b5z9w\\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=52, limited: pods=50","reason":"Forbidden","code":403}',
  ],
  'kubernetes job already exists': [
    'Submission failed. ApiException: (409)\nReason: Conflict\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'0d6f\'})\nHTTP response body: {"kind":"Status","message":"jobs.batch \\"tidy-lynx-4mdbx\\" already exists","reason":"AlreadyExists","code":409}',
    'Submission failed. ApiException: (409)\nReason: Conflict\nHTTP response headers: HTTPHeaderDict({\'Audit-Id\': \'11c0\'})\nHTTP response body: {"kind":"Status","message":"jobs.batch \\"calm-seal-b5z9w\\" already exists","reason":"AlreadyExists","code":409}',
  ],
  'ledger: the pod went away': [
    ['Job \'ledger-nightly-x2x9z\': Pod \'ledger-nightly-x2x9z-4k7wd\' evicted: The node was low on resource: ephemeral-storage.', null, 'ledger/nightly'],
    ['Job \'ledger-nightly-b6l8q\': Pod \'ledger-nightly-b6l8q-2vnc9\' evicted: The node was low on resource: ephemeral-storage.', null, 'ledger/nightly'],
  ],
  'disk full': [
    flow3('OSError: [Errno 28] No space left on device'),
    flow2('OSError: [Errno 28] Auf dem Gerät ist kein Speicherplatz mehr verfügbar'),
    task('OSError: [Errno 28] No queda espacio en el dispositivo'),
    flow3('OSError: [Errno 28] No space left on device: \'/tmp/tmpk2j3h4/part-00017.parquet\''),
  ],
  'deployment code cannot be cloned': [
    'Flow run could not start: Failed to clone repository \'https://github.com/acme/flows.git\' with exit code 128.',
    'Flow run could not start: Failed to clone repository \'https://github.com/acme/flows.git\' with exit code 128.',
  ],
  'other code cannot be cloned': ['Flow run could not start: Failed to clone repository \'https://github.com/acme/models.git\' with exit code 128.'],
  'the working directory of the pull step is gone': [
    ['Flow run could not start: unhandled errors in a TaskGroup (1 sub-exception)', grouped('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', [traceback(['/opt/venv/lib/python3.11/site-packages/prefect/deployments/steps/pull.py:31 set_working_directory | os.chdir(directory)'], 'FileNotFoundError: [Errno 2] No such file or directory: \'/srv/flows\'')])],
    ['Flow run could not start: unhandled errors in a TaskGroup (1 sub-exception)', grouped('ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)', [traceback(['/opt/venv/lib/python3.12/site-packages/prefect/deployments/steps/pull.py:33 set_working_directory | os.chdir(directory)'], 'FileNotFoundError: [Errno 2] Datei oder Verzeichnis nicht gefunden: \'/srv/flows\'')]), 'score/daily'],
    ['Flow run could not start: [Errno 2] No such file or directory: \'/srv/flows\'', flowLog3('FileNotFoundError(2)', traceback([], 'FileNotFoundError: [Errno 2] No such file or directory: \'/srv/flows\''))],
  ],
  'score: could not start, reason not told': [
    ['Flow run could not start: unhandled errors in a TaskGroup (1 sub-exception)', null, 'score/daily'],
    ['Flow run could not start: unhandled errors in a TaskGroup (2 sub-exceptions)', null, 'score/daily'],
  ],
  'reports: could not start, reason not told': [['Flow run could not start: unhandled errors in a TaskGroup (1 sub-exception)', null, 'reports/daily']],
  'the Prefect API is not reached': [
    'Request to http://prefect-server:4200/api/task_runs/8c3b6a52-5a7e-4a52-9f3e-0a8f6ad1c001/set_state failed: ConnectError: All connection attempts failed.',
    ['Request to http://prefect-server:4200/api/flow_runs/01a20528-cc29-7418-a2ad-04412a3446e2 failed: ConnectError: All connection attempts failed.', null, 'orders/hourly'],
    ['Request to http://prefect-server:4200/api/logs/ failed: ConnectError: All connection attempts failed.', null, 'score/daily'],
  ],
  'orders: sleeping worker pinned no memory for numpy': [
    [flow3('MemoryError'), taskLog('MemoryError()', traceback(['/app/flows/orders.py:88 widen | wide = frame.pivot(index="id")'], 'MemoryError')), 'orders/hourly'],
    [flow2('MemoryError: '), taskLog('MemoryError()', traceback(['/app/flows/orders.py:91 widen | wide = frame.pivot(index="id")'], 'MemoryError')), 'orders/hourly'],
    ['1/4 states failed.', taskLog('MemoryError()', traceback(['/app/flows/orders.py:88 widen | wide = frame.pivot(index="id")'], 'MemoryError')), 'orders/hourly'],
  ],
})
