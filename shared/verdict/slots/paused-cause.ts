import type { Cause } from '../../causes/fingerprint.ts'

/** Begins the key of the cause of a job that does not run because its deployment is paused; the job follows. */
export const PAUSED = 'paused'

export function isPaused(cause: Pick<Cause, 'key'> | null): boolean {
  return cause?.key.startsWith(`${PAUSED} `) === true
}
