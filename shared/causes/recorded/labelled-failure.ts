/** One failure as a person meets it, with the true cause: failures of one label are put right by one act. */
export interface LabelledFailure {
  label: string
  message: string | null
  logged: string | null
  jobKey: string
}

/** The state's message; the run's last error log, where it was read; the job, where it matters. */
export type Told = string | readonly [message: string | null, logged?: string | null, jobKey?: string]

export function labelled(causes: Readonly<Record<string, readonly Told[]>>): LabelledFailure[] {
  return Object.entries(causes).flatMap(([label, failures]) => failures.map((told): LabelledFailure => {
    const [message, logged = null, jobKey = 'etl/nightly'] = typeof told === 'string' ? [told] : told
    return { label, message, logged, jobKey }
  }))
}

/** Wrappers: the flow's of Prefect 3, of 2.20, and a task's of both. */
export const flow3 = (text: string): string => `Flow run encountered an exception: ${text}`
export const flow2 = (text: string): string => `Flow run encountered an exception. ${text}`
export const task = (text: string): string => `Task run encountered an exception ${text}`

const ENGINE = `  File "/opt/venv/lib/python3.11/site-packages/prefect/flow_engine.py", line 1640, in run_flow_sync
    engine.call_flow_fn()
  File "/opt/venv/lib/python3.11/site-packages/prefect/utilities/callables.py", line 210, in call_with_parameters
    return fn(*args, **kwargs)
           ^^^^^^^^^^^^^^^^^^^`

/** `Traceback …` with the engine's frames before the given ones, each `file:line function | source`. */
export function traceback(frames: readonly string[], headline: string): string {
  const told = frames.map((frame) => {
    const [, file, line, name, code] = /^(.+):(\d+) (\S+)(?: \| (.+))?$/.exec(frame) ?? []
    return `  File "${file}", line ${line}, in ${name}${code === undefined ? '' : `\n    ${code}`}`
  })
  return ['Traceback (most recent call last):', ENGINE, ...told, headline].join('\n')
}

export const fromCause = (first: string, second: string): string =>
  `${first}\n\nThe above exception was the direct cause of the following exception:\n\n${second}`

export const whileHandling = (first: string, second: string): string =>
  `${first}\n\nDuring handling of the above exception, another exception occurred:\n\n${second}`

/** An exception group as Python prints it, its members in their gutters. */
export function grouped(headline: string, members: readonly string[]): string {
  const told = members.flatMap((member, index) => [
    `${index === 0 ? '  +-+' : '    +'}---------------- ${index + 1} ----------------`,
    ...member.split('\n').map(line => `    | ${line}`),
  ])
  return ['  + Exception Group Traceback (most recent call last):', ...ENGINE.split('\n').map(line => `  | ${line}`), `  | ${headline}`, ...told, '    +------------------------------------'].join('\n')
}

/** The log lines tracebacks come in: the flow's of 3.x with the exception's repr, of 2.20 without, the task's of 3.x. */
export const flowLog3 = (repr: string, told: string): string => `Encountered exception during execution: ${repr}\n${told}`
export const flowLog2 = (told: string): string => `Encountered exception during execution:\n${told}`
export const taskLog = (repr: string, told: string): string => `Task run failed with exception: ${repr} - Retries are exhausted\n${told}`
