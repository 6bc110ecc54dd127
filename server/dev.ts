import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { isRunnableDevEnvironment, type Plugin } from 'vite'

/** What `dev-entry.ts` exports, made anew after each edit of server/ or shared/. */
interface Entry {
  answer: (request: IncomingMessage, response: ServerResponse) => unknown
}

/** Addresses the server answers itself; everything else is the screen, served by Vite. */
const OWN = /^\/(?:api\/|healthz$|readyz$|login|logout$)/

/** Serves the server's routes inside Vite's dev server: one process, and edits of server/ and shared/ are live. */
export function oneProcess(): Plugin {
  return {
    name: 'one-process',
    apply: 'serve',
    config: () => ({
      server: { host: process.env['HOST'] || '127.0.0.1', port: Number(process.env['PORT'] || 4280), strictPort: true },
    }),
    configEnvironment(name, { resolve }) {
      // The build puts every package into one file; here Node loads them itself, CommonJS ones too.
      if (name === 'ssr' && resolve !== undefined)
        resolve.noExternal = []
    },
    configureServer({ environments, middlewares }) {
      const environment = environments['ssr']
      if (!isRunnableDevEnvironment(environment))
        throw new Error('one-process needs a runnable environment')
      const entry = fileURLToPath(new URL('./dev-entry.ts', import.meta.url))
      const load = async (): Promise<Entry> => await environment.runner.import<Entry>(entry)
      middlewares.use((request, response, next) => {
        if (!OWN.test((request.url ?? '').split('?')[0] ?? ''))
          return next()
        load().then(({ answer }) => answer(request, response)).catch(next)
      })
      // Vitest makes a dev server, too, for tests that are not about this one.
      if (process.env['VITEST'] === undefined)
        void load().catch(() => {}) // what is broken is told on the page by the first request
    },
  }
}
