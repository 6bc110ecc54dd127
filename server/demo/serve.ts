import { serve } from 'srvx'
import { createDemo } from './demo.ts'

/** The demo on loopback, for tests that need a real socket. Port 0 takes a free one. */
export async function serveDemo({ port, now, zone }: { port: number, now: () => number, zone?: string }): Promise<{ apiUrl: string, close: () => Promise<void> }> {
  const demo = createDemo({ now, ...(zone !== undefined && { zone }) })
  const server = serve({ fetch: async request => await demo.fetch(request), port, hostname: '127.0.0.1', silent: true, gracefulShutdown: false })
  await server.ready()
  return { apiUrl: `${(server.url ?? '').replace(/\/$/, '')}/api`, close: async () => await server.close(true) }
}
