import type { Kind, Section } from '../../shared/verdict/kind.ts'
import { chance, pick } from '../../server/demo/chance.ts'
import { addJob, overSlots, type Fortnight, type WrittenJob } from './fortnight.ts'
import { MINUTE, nightly, type Rhythm } from './rhythm.ts'

/** What was chosen to go wrong, and how it should be told. `section` null: it is fine, and nothing may be said. */
export interface Planted {
  name: string
  jobs: readonly WrittenJob[]
  kinds: readonly Kind[]
  section: Section | null
  /** Jobs that did not run because of it: told with it. */
  consequences?: readonly WrittenJob[]
  /** How it is told by somebody who never saw the server before and finds only what is left of it; left out: no otherwise. */
  afterwards?: Partial<Pick<Planted, 'jobs' | 'kinds' | 'section'>>
}

export type Incident = (fortnight: Fortnight, key: string) => Planted | readonly Planted[]

/** A job of once a night whose last run was over well before now, and the slot of that run. */
export function nightJob(fortnight: Fortnight, key: string, rhythmOf = (own: string): Rhythm => nightly(fortnight.zone, own)): { job: WrittenJob, slot: number } {
  for (let attempt = 0; ; attempt++) {
    const job = addJob(fortnight, rhythmOf(`${key} ${attempt}`))
    const slot = overSlots(fortnight, job).at(-1)
    if (slot !== undefined && slot === job.slots.at(-1) && slot > fortnight.now - 13 * 60 * MINUTE)
      return { job, slot }
  }
}

const ERRORS = [
  'KeyError: \'customer_id\'', 'ValueError: invalid literal for int() with base 10: \'n/a\'', 'PermissionError: [Errno 13] Permission denied: \'/data/out\'',
  'ConnectionError: warehouse.internal:5432 refused', 'TimeoutError: no answer from crm.internal', 'TypeError: unsupported operand type(s) for +: \'NoneType\' and \'int\'',
  'FileNotFoundError: [Errno 2] No such file or directory: \'rates.csv\'', 'AssertionError: row count below 1000', 'RuntimeError: schema drift in orders',
  'ZeroDivisionError: division by zero', 'IndexError: list index out of range', 'UnicodeDecodeError: \'utf-8\' codec can\'t decode byte 0xff',
] as const

/** A message of its own for each incident of a night: two incidents never share a cause by accident. */
export function errorOf(key: string): string {
  return `Flow run encountered an exception: ${pick(`${key} error`, ERRORS)} in step ${toLetters(key)}`
}

function toLetters(key: string): string {
  return Array.from({ length: 6 }, (_, index) => String.fromCharCode(97 + Math.floor(chance(`${key} letter ${index}`) * 26))).join('')
}
