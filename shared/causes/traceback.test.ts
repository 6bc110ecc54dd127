import { describe, expect, it } from 'vitest'
import { foldFrames, isLibraryFile, isTracebackOf, readTraceback } from './traceback.ts'

const ENGINE = `  File "/opt/venv/lib/python3.11/site-packages/prefect/task_engine.py", line 1044, in call_task_fn
    result = call_with_parameters(self.task.fn, parameters)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`

const PLAIN = `Task run failed with exception: ValueError('x')
Traceback (most recent call last):
${ENGINE}
  File "/opt/flows/ledger.py", line 6, in bad
    def bad(): raise ValueError("x")
               ^^^^^^^^^^^^^^^^^^^^^
ValueError: x`

describe('readTraceback', () => {
  it('tells our frames from a library\'s', () => {
    const read = readTraceback(PLAIN)
    expect(read?.lead).toBe('Task run failed with exception: ValueError(\'x\')')
    expect(read?.chain).toEqual([{
      by: null,
      headline: 'ValueError: x',
      frames: [
        { file: '/opt/venv/lib/python3.11/site-packages/prefect/task_engine.py', line: 1044, name: 'call_task_fn', code: 'result = call_with_parameters(self.task.fn, parameters)', own: false },
        { file: '/opt/flows/ledger.py', line: 6, name: 'bad', code: 'def bad(): raise ValueError("x")', own: true },
      ],
    }])
  })

  it.each([
    ['The above exception was the direct cause of the following exception:', 'cause'],
    ['During handling of the above exception, another exception occurred:', 'context'],
  ])('keeps the chain: %s', (words, by) => {
    const read = readTraceback(`Traceback (most recent call last):\n${ENGINE}\nKeyError: 'tier'\n\n${words}\n\nTraceback (most recent call last):\n${ENGINE}\nRuntimeError: no tier`)
    expect(read?.chain.map(raised => [raised.by, raised.headline, raised.frames.length])).toEqual([[null, 'KeyError: \'tier\'', 1], [by, 'RuntimeError: no tier', 1]])
  })

  it('keeps a message of several lines, indented ones too', () => {
    const read = readTraceback('Traceback (most recent call last):\n  File "/opt/a.py", line 1, in f\n    g()\nValidationError: 2 errors\namount\n    field required')
    expect(read?.chain[0]?.headline).toBe('ValidationError: 2 errors\namount\n    field required')
  })

  it('keeps source of several lines', () => {
    const read = readTraceback('Traceback (most recent call last):\n  File "/opt/a.py", line 1, in f\n    post(\n    ~~~~^\n        entry)\n        ^^^^^^\nTypeError: no')
    expect(read?.chain[0]?.frames[0]?.code).toBe('post(\n    entry)')
    expect(read?.chain[0]?.headline).toBe('TypeError: no')
  })

  it('reads frames whose source was not to be had', () => {
    const read = readTraceback('Traceback (most recent call last):\n  File "<frozen runpy>", line 198, in _run\n  File "/opt/a.py", line 3, in <module>\nValueError')
    expect(read?.chain[0]?.frames.map(frame => [frame.name, frame.code, frame.own])).toEqual([['_run', null, false], ['<module>', null, true]])
  })

  it('reads the place of a syntax error', () => {
    const read = readTraceback('Traceback (most recent call last):\n  File "/opt/a.py", line 3\n    x = = 1\n        ^\nSyntaxError: invalid syntax')
    expect(read?.chain[0]).toEqual({ by: null, headline: 'SyntaxError: invalid syntax', frames: [{ file: '/opt/a.py', line: 3, name: null, code: 'x = = 1', own: true }] })
  })

  it('reads the members of an exception group', () => {
    const read = readTraceback([
      '  + Exception Group Traceback (most recent call last):',
      '  |   File "/opt/a.py", line 9, in main',
      '  |     raise ExceptionGroup("two", [one, two])',
      '  | ExceptionGroup: two (2 sub-exceptions)',
      '  +-+---------------- 1 ----------------',
      '    | Traceback (most recent call last):',
      '    |   File "/opt/a.py", line 4, in one',
      '    |     raise ValueError(1)',
      '    | ValueError: 1',
      '    +---------------- 2 ----------------',
      '    | TypeError: 2',
      '    +------------------------------------',
    ].join('\n'))
    expect(read?.chain.map(raised => [raised.by, raised.headline])).toEqual([[null, 'ExceptionGroup: two (2 sub-exceptions)'], ['group', 'ValueError: 1'], ['group', 'TypeError: 2']])
    expect(read?.chain.map(raised => raised.frames.map(frame => frame.name))).toEqual([['main'], ['one'], []])
  })

  it('says that a cut traceback has no exception line', () => {
    expect(readTraceback('Traceback (most recent call last):\n  File "/opt/a.py", line 1, in f')?.chain[0]?.headline).toBeNull()
  })

  it('is null for a text without one', () => {
    expect(readTraceback('Flow run encountered an exception: ValueError: x')).toBeNull()
    expect(readTraceback('')).toBeNull()
  })

  it('leaves a text of megabytes alone', () => {
    expect(readTraceback(`Traceback (most recent call last):\n${'x'.repeat(300_000)}`)).toBeNull()
  })
})

describe('isTracebackOf', () => {
  const logged = (headline: string): string => `Encountered exception\nTraceback (most recent call last):\n${headline}`
  it.each([
    ['KeyError: \'x\'', 'Flow run encountered an exception: KeyError: \'x\'', true],
    ['sqlalchemy.exc.OperationalError: no such table\n[SQL: …]', 'Flow run encountered an exception: OperationalError: no such table', true],
    ['TimeoutError: first try', 'Flow run encountered an exception: KeyError: \'x\'', false],
    ['KeyError: \'x\'', null, false],
  ])('%s of a state saying %s: %s', (headline, message, is) => {
    expect(isTracebackOf(logged(headline), message)).toBe(is)
  })
  it('is not so for a log without a traceback', () => {
    expect(isTracebackOf('KeyError', 'KeyError')).toBe(false)
  })
})

describe('isLibraryFile', () => {
  it.each([
    ['/opt/venv/lib/python3.11/site-packages/prefect/flow_engine.py', true],
    ['/home/p/.pyenv/versions/3.11.7/lib/python3.11/contextlib.py', true],
    ['/usr/lib/python3/dist-packages/yaml/__init__.py', true],
    [String.raw`C:\Python312\Lib\contextlib.py`, true],
    ['<frozen importlib._bootstrap>', true],
    ['/srv/prefect/more.py', false],
    ['flows/warehouse_sync_a.py', false],
    ['/opt/flows/lib/engine.py', false],
  ])('%s: %s', (file, expected) => {
    expect(isLibraryFile(file)).toBe(expected)
  })
})

describe('foldFrames', () => {
  it('keeps neighbours of one kind together', () => {
    const frame = (line: number, own: boolean) => ({ file: 'a.py', line, name: 'f', code: null, own })
    const folds = foldFrames([frame(1, false), frame(2, false), frame(3, true), frame(4, false)])
    expect(folds.map(fold => [fold.own, fold.frames.map(({ line }) => line)])).toEqual([[false, [1, 2]], [true, [3]], [false, [4]]])
  })
})
