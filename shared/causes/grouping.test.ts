import { describe, expect, it } from 'vitest'
import { CODE_AND_FILES } from './recorded/code-and-files.ts'
import { comparePairs } from './recorded/compare-pairs.ts'
import { DATABASES } from './recorded/databases.ts'
import { INFRASTRUCTURE } from './recorded/infrastructure.ts'
import { SERVICES } from './recorded/services.ts'

const FAILURES = [...INFRASTRUCTURE, ...DATABASES, ...SERVICES, ...CODE_AND_FILES]

describe('causes of labelled failures', () => {
  it('are compared pair by pair', () => {
    const { precisionRatio, recallRatio, misses } = comparePairs(FAILURES)
    const told = [`${FAILURES.length} failures of ${new Set(FAILURES.map(({ label }) => label)).size} causes`, ...misses].join('\n')
    expect(precisionRatio, told).toBeGreaterThanOrEqual(0.99)
    expect(recallRatio, told).toBeGreaterThanOrEqual(0.95)
  })
})
