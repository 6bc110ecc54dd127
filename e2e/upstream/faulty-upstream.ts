import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Reply } from './faults.ts'

/** An orchestration API on loopback that fails as it is told to. */
export interface FaultyUpstream {
  /** Ends in `/api`; stays the same while it is down. */
  apiUrl: string
  /** What is wrong from now on; none: all is well. */
  suffer: (...faults: readonly Fault[]) => void
  /** Nothing listens any more, and open connections are cut. */
  goDown: () => Promise<void>
  comeBack: () => Promise<void>
  /** What was asked so far, as `POST /flow_runs/filter`. */
  asked: () => readonly string[]
  close: () => Promise<void>
}

/** Forwards to the API at `behind` (ends in `/api`), but for what it is told to do wrong. */
export async function createFaultyUpstream({ behind, isDown = false }: { behind: string, isDown?: boolean }): Promise<FaultyUpstream> {
  let faults: readonly Fault[] = []
  const asked: string[] = []
  const ending = new AbortController()
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy())) // as a proxy does whose server went away
  const listen = async (port: number): Promise<void> => await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const goDown = async (): Promise<void> => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/^\/api(?=\/)/, '')
    const name = `${request.method} ${path.split('?')[0]}`
    asked.push(name)
    const mine = faults.filter(({ of }) => of?.test(name) ?? true)
    const body = await readBody(request)
    await sleep(mine.reduce((sum, { delayMs = 0 }) => sum + delayMs, 0), undefined, { signal: ending.signal })
    const reply = mine.find(({ instead }) => instead !== undefined)?.instead ?? await forward(request, { address: behind + path, body, path: path.split('?')[0] ?? path, faults: mine })
    const bytes = Buffer.from(reply.body)
    response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length })
    const cut = mine.find(({ cutAfterRatio }) => cutAfterRatio !== undefined)?.cutAfterRatio
    if (cut === undefined) {
      response.end(bytes)
      return
    }
    response.write(bytes.subarray(0, Math.floor(bytes.length * cut)), () => response.destroy())
  }

  await listen(0)
  const { port } = server.address() as AddressInfo
  if (isDown)
    await goDown()
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    suffer(...now) {
      faults = now
    },
    goDown,
    comeBack: async () => await listen(port),
    asked: () => asked,
    async close() {
      ending.abort()
      if (server.listening)
        await goDown()
    },
  }
}

interface Forwarded {
  address: string
  body: string
  path: string
  faults: readonly Fault[]
}

async function forward({ method = 'GET' }: IncomingMessage, { address, body, path, faults }: Forwarded): Promise<Reply> {
  const asks = method === 'POST' ? faults.flatMap(({ ask }) => ask ?? []) : []
  const asked = asks.length === 0 ? body : JSON.stringify(asks.reduce((filters, ask) => ask(filters, path), JSON.parse(body) as Record<string, unknown>))
  const response = await fetch(address, { method, headers: { 'content-type': 'application/json' }, ...(method === 'POST' && { body: asked }) })
  const text = await response.text()
  const changes = response.ok ? faults.flatMap(({ change }) => change ?? []) : []
  const headers = { 'content-type': response.headers.get('content-type') ?? 'application/json', 'date': response.headers.get('date') ?? new Date().toUTCString() }
  return { status: response.status, headers, body: changes.length === 0 ? text : JSON.stringify(changes.reduce((answer, change) => change(answer, path), JSON.parse(text) as unknown)) }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request)
    chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
