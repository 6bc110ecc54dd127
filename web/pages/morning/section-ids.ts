import type { CountName } from '../../../shared/api/morning.ts'

/** Where a number of the sentence leads: the section of the page with its rows, also as the address's hash. */
export const SECTION_IDS: Readonly<Record<CountName, string>> = { jobs: 'as-expected', asExpected: 'as-expected', needsYou: 'needs-you', worthALook: 'worth-a-look', recovered: 'recovered', known: 'known', unknown: 'unknown' }
