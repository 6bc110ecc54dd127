import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, fetch as undiciFetch } from 'undici'
import { toStatusError, UpstreamError } from './error.ts'

/** One operation of the orchestration API. `safe`: it changes nothing, so it may be tried again; Prefect's reads are POST. */
export interface Operation {
  method: 'GET' | 'POST'
  /** Below the API's address, with a leading slash; ids in it are encoded. */
  path: string
  body?: Record<string, unknown>
  safe: boolean
}

export interface ClientSettings {
  /** Ends in `/api` on one's own server; kept as it is but for a trailing slash. */
  apiUrl: string
  apiKey?: string | null
  /** `user:password`; wins over the key, as in Prefect's own client. */
  authString?: string | null
  headers?: Readonly<Record<string, string>>
  /** PEM text of a further certificate authority. */
  ca?: string | null
  insecure?: boolean
  timeoutMs?: number
  /** Answers requests in this process instead of the network: the embedded demo. */
  answer?: (request: Request) => Promise<Response>
  /** This machine's clock, epoch ms. */
  now?: () => number
}

export interface Client {
  /** Sends one operation and gives its JSON. Throws UpstreamError. */
  send: (operation: Operation, options?: { signal?: AbortSignal | undefined }) => Promise<unknown>
  /** The upstream's clock, epoch ms, to a second; this machine's until an answer told. */
  serverNow: () => number
  /** Requests sent so far, repeats included. */
  requestCount: () => number
  close: () => Promise<void>
}

const AT_ONCE = 8
const TRIES = 3
/** Prefect closes idle sockets after 5 s; ours go first. */
const KEEP_ALIVE_MS = 4_000
const MAX_BODY_BYTES = 64 * 1024 * 1024
/** A server that wants a longer pause than this is told of instead of waited for. */
const LONGEST_PAUSE_MS = 10_000
const AGAIN = new Set([429, 502, 503])

/** One way to Prefect for everything: credentials, limits, retries and clocks end here. */
export function createClient(settings: ClientSettings): Client {
  const { timeoutMs = 15_000, now = Date.now } = settings
  const root = settings.apiUrl.replace(/\/+$/, '')
  const agent = settings.answer !== undefined
    ? null
    : new Agent({
        keepAliveTimeout: KEEP_ALIVE_MS,
        keepAliveMaxTimeout: KEEP_ALIVE_MS,
        connections: AT_ONCE,
        connect: { timeout: 5_000, ...(settings.ca && { ca: settings.ca }), ...(settings.insecure === true && { rejectUnauthorized: false }) },
      })
  const gate = createGate(AT_ONCE)
  const csrfClient = randomUUID()
  let csrfToken: string | null = null
  let skewMs = 0
  let requestCount = 0

  function headersOf(): Record<string, string> {
    const authorization = settings.authString
      ? `Basic ${Buffer.from(settings.authString).toString('base64')}`
      : settings.apiKey ? `Bearer ${settings.apiKey}` : null
    return {
      'accept': 'application/json',
      'content-type': 'application/json',
      ...(authorization !== null && { authorization }),
      ...(csrfToken !== null && { 'prefect-csrf-token': csrfToken, 'prefect-csrf-client': csrfClient }),
      ...settings.headers,
    }
  }

  async function exchange({ method, path, body }: Operation, signal: AbortSignal | undefined): Promise<{ status: number, headers: Headers, text: string }> {
    const request = `${method} ${path.split('?')[0] ?? path}`
    const deadline = AbortSignal.timeout(timeoutMs)
    const either = signal === undefined ? deadline : AbortSignal.any([deadline, signal])
    const init = { method, headers: headersOf(), signal: either, redirect: 'error' as const, ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }) }
    requestCount += 1
    try {
      const response = settings.answer !== undefined
        ? await settings.answer(new Request(root + path, init))
        : await undiciFetch(root + path, { ...init, ...(agent !== null && { dispatcher: agent }) }) as unknown as Response
      noteClock(response.headers.get('date'))
      return { status: response.status, headers: response.headers, text: await readText(response, request) }
    }
    catch (error) {
      if (error instanceof UpstreamError || signal?.aborted === true)
        throw error
      if (deadline.aborted)
        throw new UpstreamError(`Prefect did not answer within ${timeoutMs / 1_000} s`, { failure: 'timed-out', request, cause: error })
      throw new UpstreamError('Prefect cannot be reached: is the server up, and PREFECT_API_URL right?', { failure: 'unreachable', request, cause: error })
    }
  }

  function noteClock(date: string | null): void {
    const at = date === null ? Number.NaN : Date.parse(date)
    const apartMs = at - now()
    // The header counts whole seconds: under two nothing is known to be wrong.
    if (!Number.isNaN(apartMs))
      skewMs = Math.abs(apartMs) < 2_000 ? 0 : apartMs
  }

  async function refreshCsrfToken(signal: AbortSignal | undefined): Promise<void> {
    const { status, text } = await exchange({ method: 'GET', path: `/csrf-token?client=${csrfClient}`, safe: true }, signal)
    const answer: unknown = status === 200 ? JSON.parse(text) : null
    csrfToken = typeof answer === 'object' && answer !== null && 'token' in answer && typeof answer.token === 'string' ? answer.token : null
  }

  async function send(operation: Operation, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<unknown> {
    const request = `${operation.method} ${operation.path.split('?')[0] ?? operation.path}`
    return await gate(async () => {
      for (let attempt = 1; ; attempt++) {
        const isLast = attempt === TRIES || !operation.safe
        try {
          const { status, headers, text } = await exchange(operation, signal)
          if (status >= 200 && status < 300)
            return parse(text, { request, status })
          if (status === 403 && text.includes('CSRF') && attempt === 1) {
            await refreshCsrfToken(signal)
            continue
          }
          const retryAfterMs = readRetryAfter(headers.get('retry-after'), now())
          if (!AGAIN.has(status) || isLast || (retryAfterMs ?? 0) > LONGEST_PAUSE_MS)
            throw toStatusError(status, { request, detail: text.slice(0, 2_000), retryAfterMs })
          await wait(retryAfterMs ?? 250 * 2 ** attempt, undefined, signal && { signal })
        }
        catch (error) {
          // A socket the server closed between two requests looks unreachable once; the next try opens a new one.
          if (!(error instanceof UpstreamError) || error.failure !== 'unreachable' || isLast || attempt > 1)
            throw error
        }
      }
    })
  }

  return { send, serverNow: () => now() + skewMs, requestCount: () => requestCount, close: async () => await agent?.close() }
}

async function readText(response: Response, request: string): Promise<string> {
  if (response.body === null)
    return ''
  const chunks: Uint8Array[] = []
  let byteCount = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    byteCount += chunk.byteLength
    if (byteCount > MAX_BODY_BYTES)
      throw new UpstreamError(`Prefect's answer to ${request} is larger than 64 MB and was not read`, { failure: 'unreadable', request })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string, { request, status }: { request: string, status: number }): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  }
  catch (error) {
    const isPage = /^\s*</.test(text)
    const message = isPage
      ? 'A web page came back instead of the API: is PREFECT_API_URL the address that ends in /api?'
      : `Prefect's answer to ${request} is cut off or no JSON`
    throw new UpstreamError(message, { failure: 'unreadable', request, status, cause: error })
  }
}

/** Seconds or an HTTP date, as ms from `now`; null where it is neither. */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null)
    return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

/** Lets `width` tasks through at once, the others wait in order. */
function createGate(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= width)
      await new Promise<void>(resolve => waiting.push(resolve))
    else
      running += 1
    try {
      return await task()
    }
    finally {
      const next = waiting.shift()
      if (next === undefined)
        running -= 1
      else
        next()
    }
  }
}
