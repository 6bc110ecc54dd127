/** How a process ended that could not say so itself, in the words of Prefect's workers and runners and of its shell blocks. */
const ENDED = /(?:exited with|returned)(?: an?)?(?: non-zero)? (?:status|exit)(?: code)?:? (-?\d{1,10})\b|\bPID \d+ failed with return code (-?\d{1,10})\b/i

/** The same told without a code. The kernel, Kubernetes, ECS and Docker say that memory was the reason; Prefect's engine names the signal. */
const ENDED_IN_WORDS: readonly (readonly [RegExp, number])[] = [
  [/\bOOM ?Killed\b|\bcontainer killed due to memory usage\b|\bMemory cgroup out of memory\b/i, 137],
  [/^Execution was aborted by a termination signal\b/, 143],
  [/^Execution was aborted by an interrupt signal\b/, 130],
]

/** POSIX signals by number; Prefect and Python write -9, shells and containers 128 + 9. */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'hung up (SIGHUP)',
  2: 'interrupted (SIGINT)',
  3: 'quit (SIGQUIT)',
  4: 'illegal instruction (SIGILL)',
  6: 'aborted (SIGABRT)',
  7: 'bus error (SIGBUS)',
  8: 'arithmetic error (SIGFPE)',
  9: 'killed, most often out of memory',
  11: 'segmentation fault',
  13: 'broken pipe (SIGPIPE)',
  15: 'terminated (SIGTERM)',
}

/** Codes of shells, containers and Windows; others are the program's own. */
const CODES: Readonly<Record<number, string>> = {
  0: 'ended well',
  1: 'general error',
  2: 'wrong usage or general error',
  125: 'container could not be run',
  126: 'command found but not executable',
  127: 'command not found',
  128: 'invalid exit code',
  247: 'killed, most often out of memory',
  3221225477: 'access violation (Windows)',
  3221225495: 'out of memory (Windows)',
  3221225786: 'interrupted (Windows Ctrl+C)',
}

/** The code a process ended with, as a shell tells it: a signal n is 128 + n however it was written. null where none is named. */
export function readExitCode(line: string): number | null {
  const ended = ENDED.exec(line)
  const told = ended?.[1] ?? ended?.[2]
  if (told === undefined)
    return ENDED_IN_WORDS.find(([words]) => words.test(line))?.[1] ?? null
  const code = Number(told)
  return isSignal(-code) ? 128 - code : code
}

/** Whether the line tells the end in better words than the code's. */
export function isToldInWords(line: string): boolean {
  return ENDED_IN_WORDS.some(([words]) => words.test(line))
}

/** What an exit code means; null where only the program knows. */
export function describeExitCode(code: number): string | null {
  return CODES[code] ?? SIGNALS[code < 0 ? -code : code - 128] ?? null
}

/** Whether the line tells that the process was ended from outside or by a fault below Python: then nothing it logged before is why. */
export function tellsSignal(line: string): boolean {
  const code = readExitCode(line)
  return code !== null && isSignalCode(code)
}

export function isSignalCode(code: number): boolean {
  return code === 247 || isSignal(code < 0 ? -code : code - 128)
}

function isSignal(number: number): boolean {
  return number > 0 && number < 65
}
