import type { Evidence } from '../../shared/api/morning.ts'

/** Where a fact was read, in words that follow it. */
export const SOURCE_WORDS: Readonly<Record<Evidence['source'], string>> = {
  'state': 'run state',
  'log': 'log',
  'schedule': 'schedule',
  'deployment': 'deployment',
  'work-pool': 'work pool',
  'baseline': 'earlier runs',
  'declared': 'declared',
}
