import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A reverse proxy on loopback, as people put one before us: it passes on what is below one path and knows nothing else. */
export interface Proxy {
  /** Without a trailing slash or the path. */
  origin: string
  /** From then on what is below `path` goes to the server of this port, under the same path. */
  passTo: (port: number, path: string) => void
  close: () => Promise<void>
}

export async function startProxy(): Promise<Proxy> {
  let target: { port: number, path: string } | null = null
  const server = createServer((request, response) => {
    if (target === null || !`${request.url}/`.startsWith(`${target.path}/`)) {
      response.writeHead(404).end('nothing is here')
      return
    }
    const headers = { ...request.headers, 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'http', 'x-forwarded-host': request.headers.host }
    const passed = ask({ host: '127.0.0.1', port: target.port, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    response.on('close', () => passed.destroy())
    request.pipe(passed)
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passTo: (port, path) => target = { port, path },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
