import type { Mark } from '../../shared/model/run-state.ts'
import type { Kind } from '../../shared/verdict/kind.ts'

/** How each kind of problem is drawn: red only where work broke, amber where it is owed or odd. */
export const KIND_MARKS: Readonly<Record<Kind, Mark>> = {
  'failed': 'failed',
  'crashed': 'crashed',
  'timed-out': 'failed',
  'late': 'late',
  'missing': 'missing',
  'running-long': 'running',
  'stuck': 'running',
  'slow': 'late',
  'fast': 'late',
  'started-late': 'late',
  'cancelled': 'cancelled',
  'paused': 'paused',
  'retrying': 'running',
  'twice': 'late',
  'errors-logged': 'late',
  'flaky': 'late',
  'pool': 'late',
  'server-gap': 'unknown',
  'deadline': 'late',
}
