import { serve } from 'h3'
import type { Bff } from './bff.ts'
import type { Settings } from './settings.ts'

export interface Listening {
  port: number
  /** Ends streams, then sockets, then the reading of the server. */
  close: () => Promise<void>
}

/** Binds the app to its address. Throws when the port is taken. */
export async function listen(bff: Pick<Bff, 'app' | 'close'>, { host, port }: Pick<Settings, 'host' | 'port'>): Promise<Listening> {
  const server = serve(bff.app, { hostname: host, port, silent: true, gracefulShutdown: false, node: { headersTimeout: 10_000, requestTimeout: 20_000, maxHeaderSize: 16_384 } })
  await server.ready()
  const address = server.node?.server?.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      await bff.close()
      // Answers under way get a moment; idle keep-alive connections would hold us for as long as they like.
      setTimeout(() => void server.close(true), 100).unref()
      await server.close()
    },
  }
}
