import { describe, expect, it } from 'vitest'
import { CODE_AND_FILES } from './recorded/code-and-files.ts'
import { comparePairs } from './recorded/compare-pairs.ts'
import { DATABASES } from './recorded/databases.ts'
import { HELD_OUT_EIGHTH } from './recorded/held-out-eighth.ts'
import { HELD_OUT_ELEVENTH } from './recorded/held-out-eleventh.ts'
import { HELD_OUT_FIFTH } from './recorded/held-out-fifth.ts'
import { HELD_OUT_FOURTH } from './recorded/held-out-fourth.ts'
import { HELD_OUT_NINTH } from './recorded/held-out-ninth.ts'
import { HELD_OUT_SECOND } from './recorded/held-out-second.ts'
import { HELD_OUT_SEVENTH } from './recorded/held-out-seventh.ts'
import { HELD_OUT_SIXTH } from './recorded/held-out-sixth.ts'
import { HELD_OUT_TENTH } from './recorded/held-out-tenth.ts'
import { HELD_OUT_THIRD } from './recorded/held-out-third.ts'
import { HELD_OUT_THIRTEENTH } from './recorded/held-out-thirteenth.ts'
import { HELD_OUT_TWELFTH } from './recorded/held-out-twelfth.ts'
import { HELD_OUT } from './recorded/held-out.ts'
import { INFRASTRUCTURE } from './recorded/infrastructure.ts'
import { SERVICES } from './recorded/services.ts'

/** Each a world of its own: hosts, tables and jobs of one mean nothing in another. */
const WORLDS = {
  'infrastructure': INFRASTRUCTURE,
  'databases': DATABASES,
  'services': SERVICES,
  'code and files': CODE_AND_FILES,
  'held out, first': HELD_OUT,
  'held out, second': HELD_OUT_SECOND,
  'held out, third': HELD_OUT_THIRD,
  'held out, fourth': HELD_OUT_FOURTH,
  'held out, fifth': HELD_OUT_FIFTH,
  'held out, sixth': HELD_OUT_SIXTH,
  'held out, seventh': HELD_OUT_SEVENTH,
  'held out, eighth': HELD_OUT_EIGHTH,
  'held out, ninth': HELD_OUT_NINTH,
  'held out, tenth': HELD_OUT_TENTH,
  'held out, eleventh': HELD_OUT_ELEVENTH,
  'held out, twelfth': HELD_OUT_TWELFTH,
  'held out, thirteenth': HELD_OUT_THIRTEENTH,
}
const FAILURES = Object.values(WORLDS).flat()

describe('causes of labelled failures', () => {
  it('are many', () => {
    expect(FAILURES.length).toBeGreaterThanOrEqual(1_400)
    expect(new Set(FAILURES.map(({ label }) => label)).size).toBeGreaterThanOrEqual(800)
  })

  it.each([...Object.entries(WORLDS), ['all together', FAILURES] as const])('are merged where one act puts both right, and only there: %s', (_, failures) => {
    const { precisionRatio, recallRatio, misses } = comparePairs(failures)
    expect(precisionRatio, misses.join('\n')).toBeGreaterThanOrEqual(0.99)
    expect(recallRatio, misses.join('\n')).toBeGreaterThanOrEqual(0.95)
  })
})
