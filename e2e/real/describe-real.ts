import { describe, expect, it } from 'vitest'
import type { PrefectVersion } from './environments.ts'
import { ensureEnvironment } from './environments.ts'

/**
 * `describe` for facts about a real Prefect server. Where none can be had (no Python, no package index) its tests are
 * skipped and the reason is printed; with `CI=true` that is one failed test, so that a run there never proves less unseen.
 */
export async function describeReal(version: PrefectVersion, name: string, body: () => void): Promise<void> {
  const environment = await ensureEnvironment(version)
  if (!('unavailable' in environment)) {
    describe(name, body)
    return
  }
  const sentence = `NOT TESTED on a real Prefect ${version}: ${environment.unavailable}`
  console.warn(`\n${'!'.repeat(20)} ${sentence}\n`)
  if (process.env['CI'] !== 'true') {
    describe.skip(name, body)
    return
  }
  describe(name, () => {
    it('runs on a real server', () => expect.fail(sentence))
  })
}
