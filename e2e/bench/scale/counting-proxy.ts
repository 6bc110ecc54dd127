import { once } from 'node:events'
import { Agent, createServer, request as send } from 'node:http'
import { freePort } from './free-port.ts'

/** One request that passed, and how long the server took for it. */
export interface Passed {
  at: number
  /** Method and path. */
  name: string
  ms: number
  status: number
  body: string
}

export interface CountingProxy {
  apiUrl: string
  /** All that passed so far, in the order in which they came. */
  passed: readonly Passed[]
  /** Refuses what is beyond so many requests in any minute, and each of so many besides, as Prefect Cloud does. */
  limit: (limits: { perMinute: number, refuseEach: number } | null) => void
  stop: () => Promise<void>
}

const MINUTE_MS = 60_000
const RETRY_AFTER_S = 2

/** Stands between First Light and a Prefect server on loopback. */
export async function startCountingProxy(apiUrl: string): Promise<CountingProxy> {
  const upstream = new URL(apiUrl)
  const agent = new Agent({ keepAlive: true, maxSockets: 16, timeout: 4_000 })
  const passed: Passed[] = []
  let limits: { perMinute: number, refuseEach: number } | null = null
  let count = 0

  const isRefused = (at: number): boolean => {
    count += 1
    return limits !== null && (count % limits.refuseEach === 0 || passed.filter(one => one.at > at - MINUTE_MS).length >= limits.perMinute)
  }

  const server = createServer((incoming, answer) => {
    const at = Date.now()
    const entry: Passed = { at, name: `${incoming.method} ${(incoming.url ?? '').split('?')[0]?.replace('/api', '')}`, ms: 0, status: 0, body: '' }
    const refused = isRefused(at)
    passed.push(entry)
    if (refused) {
      entry.status = 429
      incoming.resume()
      answer.writeHead(429, { 'retry-after': String(RETRY_AFTER_S), 'content-type': 'application/json' }).end('{}')
      return
    }
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      entry.body = body.toString('utf8')
      const began = performance.now()
      const passOn = send({ host: upstream.hostname, port: upstream.port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host: upstream.host, 'content-length': String(body.length) }, agent }, (outgoing) => {
        entry.status = outgoing.statusCode ?? 0
        answer.writeHead(entry.status, outgoing.headers)
        outgoing.pipe(answer)
        outgoing.on('end', () => entry.ms = performance.now() - began)
      })
      passOn.on('error', () => answer.destroy())
      passOn.end(body)
    })
  })
  const port = await freePort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    apiUrl: `http://127.0.0.1:${port}${upstream.pathname}`,
    passed,
    limit: given => limits = given,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      agent.destroy()
    },
  }
}
