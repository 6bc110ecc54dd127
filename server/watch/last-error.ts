import type { LogLine } from '../../shared/model/log-line.ts'
import type { LoggedError } from '../../shared/verdict/picture.ts'

/** The newest line with a traceback, else the newest that says more than that the run is over. Lines come newest first. */
export function lastError(lines: readonly LogLine[]): LoggedError | null {
  const line = lines.find(({ message }) => message.includes('Traceback (most recent call last)'))
    ?? lines.find(({ message }) => !message.startsWith('Finished in state '))
  return line === undefined ? null : { text: line.message, at: line.at }
}
