import { test as base } from '@playwright/test'
import { startNode } from './child.ts'
import { startOwnServer, type OwnServer, type OwnServerOptions } from './own-server.ts'
import { createFaultyUpstream, type FaultyUpstream } from './upstream/faulty-upstream.ts'

interface OwnWorld {
  /** An orchestration API of this story alone, which holds the demo's night and fails as it is told to. */
  upstream: FaultyUpstream
  /** Starts a First Light of this story alone that shows `upstream`; ended with the story. */
  startFirstLight: (options?: Partial<OwnServerOptions>) => Promise<OwnServer>
}

/** Stories that need a server of their own. */
export const test = base.extend<OwnWorld, { demoApiUrl: string }>({
  demoApiUrl: [async ({ browserName: _ }, use) => {
    const demo = await startNode(['e2e/run/ts.mjs', 'e2e/upstream/demo-process.ts'], { says: /^demo: (\S+)$/m })
    await use(demo.said[1] ?? '')
    await demo.stop()
  }, { scope: 'worker' }],

  upstream: async ({ demoApiUrl }, use) => {
    const upstream = await createFaultyUpstream({ behind: demoApiUrl })
    await use(upstream)
    await upstream.close()
  },

  startFirstLight: async ({ upstream }, use) => {
    const started: OwnServer[] = []
    await use(async ({ env, ...options } = {}) => {
      const server = await startOwnServer({ ...options, env: { PREFECT_API_URL: upstream.apiUrl, FIRSTLIGHT_LOG: 'silent', ...env } })
      started.push(server)
      return server
    })
    await Promise.all(started.map(async server => await server.stop()))
  },
})

export { expect } from '@playwright/test'
