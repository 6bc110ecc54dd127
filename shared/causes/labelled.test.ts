import { describe, expect, it } from 'vitest'
import { CODE_AND_FILES } from './recorded/code-and-files.ts'
import { comparePairs } from './recorded/compare-pairs.ts'
import { DATABASES } from './recorded/databases.ts'
import { HELD_OUT_EIGHTH } from './recorded/held-out-eighth.ts'
import { HELD_OUT_FIFTH } from './recorded/held-out-fifth.ts'
import { HELD_OUT_FOURTH } from './recorded/held-out-fourth.ts'
import { HELD_OUT_NINTH } from './recorded/held-out-ninth.ts'
import { HELD_OUT_SECOND } from './recorded/held-out-second.ts'
import { HELD_OUT_SEVENTH } from './recorded/held-out-seventh.ts'
import { HELD_OUT_SIXTH } from './recorded/held-out-sixth.ts'
import { HELD_OUT_THIRD } from './recorded/held-out-third.ts'
import { HELD_OUT } from './recorded/held-out.ts'
import { INFRASTRUCTURE } from './recorded/infrastructure.ts'
import { SERVICES } from './recorded/services.ts'

const FAILURES = [...INFRASTRUCTURE, ...DATABASES, ...SERVICES, ...CODE_AND_FILES, ...HELD_OUT, ...HELD_OUT_SECOND, ...HELD_OUT_THIRD, ...HELD_OUT_FOURTH, ...HELD_OUT_FIFTH, ...HELD_OUT_SIXTH, ...HELD_OUT_SEVENTH, ...HELD_OUT_EIGHTH, ...HELD_OUT_NINTH]

describe('causes of labelled failures', () => {
  it('are many', () => {
    expect(FAILURES.length).toBeGreaterThanOrEqual(890)
    expect(new Set(FAILURES.map(({ label }) => label)).size).toBeGreaterThanOrEqual(470)
  })

  it('are merged where one act puts both right, and only there', () => {
    const { precisionRatio, recallRatio, misses } = comparePairs(FAILURES)
    expect(precisionRatio, misses.join('\n')).toBeGreaterThanOrEqual(0.99)
    expect(recallRatio, misses.join('\n')).toBeGreaterThanOrEqual(0.95)
  })
})
