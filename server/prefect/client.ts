import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, fetch as undiciFetch } from 'undici'
import { createAllowance } from './allowance.ts'
import { toRequestName, toStatusError, UpstreamError } from './error.ts'
import { exchange, isDroppedSocket, type Exchanged, type Fetch } from './exchange.ts'
import { createGate } from './gate.ts'

/** One operation of the orchestration API. */
export interface Operation {
  method: 'GET' | 'POST'
  /** Below the API's address, with a leading slash; ids in it are encoded. */
  path: string
  /** Of a POST; left out: the empty object. */
  body?: object
  /** It changes nothing, so it may be tried again. Prefect's reads are POST: the method does not tell. */
  safe: boolean
}

export interface ClientSettings {
  /** Ends in `/api` on one's own server; a workspace's address on Cloud. Kept as it is but for trailing slashes. */
  apiUrl: string
  /** `authString` (`user:password`) wins over `apiKey`, as in Prefect's own client. */
  auth?: { apiKey?: string | null, authString?: string | null } | undefined
  /** Sent with every request; may replace `Authorization`, not what makes the request ours. */
  headers?: Readonly<Record<string, string>> | undefined
  /** `ca`: PEM text of further authorities. `insecure`: any certificate is taken. */
  tls?: { ca?: string | null, insecure?: boolean } | undefined
  /** Answers in this process instead of the network: the embedded demo. */
  fetch?: ((request: Request) => Promise<Response> | Response) | undefined
  /** This machine's clock, epoch ms. */
  now?: (() => number) | undefined
  timeoutMs?: number | undefined
  /** First pause before another try; doubled each time. */
  pauseMs?: number | undefined
  maxBodyBytes?: number | undefined
  /** Requests in any minute, repeats included; null or left out: as many as are needed. */
  requestsPerMinute?: number | null | undefined
}

interface SendOptions {
  signal?: AbortSignal | undefined
}

export interface Client {
  /** Sends one operation and gives its JSON; null for an empty answer. Throws UpstreamError. */
  send: (operation: Operation, options?: SendOptions) => Promise<unknown>
  /** How far the upstream's clock is ahead of this machine's, by its `Date` headers: to a second or two, 0 within that. */
  clockSkewMs: () => number
  /** The upstream's clock, epoch ms, as far as known. */
  serverNow: () => number
  /** Requests sent so far, repeats included. */
  readonly requestCount: number
  /** Whether the address is a workspace of Prefect Cloud. */
  readonly isCloud: boolean
  /** The same way to the same server, for what nobody waits for: where requests are few, those that somebody waits for go before. */
  inBackground: () => Client
  /** Lets go of the sockets; what is under way fails as unreachable. */
  close: () => Promise<void>
}

const AT_ONCE = 8
const TRIES = 3
/** Prefect closes idle sockets after 5 s; ours go first. */
const KEEP_ALIVE_MS = 4_000
const CONNECT_MS = 5_000
/** A server that wants a longer pause than this is told of instead of waited for. */
const LONGEST_PAUSE_MS = 10_000
/** 503 is also what a Prefect on SQLite says while its file is locked. */
const THROTTLED = 429
const AGAIN: ReadonlySet<number> = new Set([THROTTLED, 502, 503])
/** The `Date` header counts whole seconds, and a busy server repeats the last one: a smaller difference is none. */
const DATE_SLACK_MS = 1_000

/** One way to one Prefect server for everything: credentials, limits, retries and clocks end here. */
export function createClient(settings: ClientSettings): Client {
  const { timeoutMs = 15_000, pauseMs = 500, maxBodyBytes = 64 * 1_048_576, now = Date.now } = settings
  const root = settings.apiUrl.replace(/\/+$/, '')
  const { fetch, close } = settings.fetch === undefined ? createNetwork(settings.tls) : createInProcess(settings.fetch)
  const through = createGate(AT_ONCE)
  const allowance = createAllowance(settings.requestsPerMinute ?? null, now)
  const csrf = { client: randomUUID(), token: null as string | null, renewal: null as Promise<void> | null }
  let skewMs = 0
  let requestCount = 0

  async function sendOnce({ method, path, body }: Omit<Operation, 'safe'>, { isAwaited, signal }: SendOptions & { isAwaited: boolean }): Promise<Exchanged> {
    await allowance.take({ isAwaited, signal })
    requestCount += 1
    const sentAt = now()
    const init = { method, headers: writeHeaders(settings, csrf), ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }) }
    const exchanged = await exchange(root + path, init, { fetch, request: toRequestName({ method, path }), timeoutMs, maxBodyBytes, signal })
    noteClock(Date.parse(exchanged.headers.get('date') ?? ''), { sentAt, receivedAt: now() })
    return exchanged
  }

  /** The header was written between sending and receiving, somewhere in its second; a skew that fits is kept, so that time does not jump. */
  function noteClock(headerAt: number, { sentAt, receivedAt }: { sentAt: number, receivedAt: number }): void {
    const [least, most] = [headerAt - receivedAt, headerAt + 1_000 - sentAt]
    const fits = (ms: number): boolean => ms >= least - DATE_SLACK_MS && ms <= most + DATE_SLACK_MS
    if (!Number.isNaN(headerAt) && !fits(skewMs))
      skewMs = fits(0) ? 0 : Math.round((least + most) / 2)
  }

  /** A server that guards against forged requests wants a token even for reads; asked for once, however many were refused. */
  async function renewCsrfToken(): Promise<void> {
    const operation = { method: 'GET' as const, path: `/csrf-token?client=${csrf.client}` }
    csrf.renewal ??= sendOnce(operation, { isAwaited: true }).then((exchanged) => {
      // Without one the server refuses the next try, and that is what is told.
      csrf.token = exchanged.status === 200 ? readToken(parse(exchanged, toRequestName(operation))) : null
    }).finally(() => csrf.renewal = null)
    await csrf.renewal
  }

  async function send(operation: Operation, { isAwaited, signal }: SendOptions & { isAwaited: boolean }): Promise<unknown> {
    const request = toRequestName(operation)
    return await through(async () => {
      let renewed = false
      for (let attempt = 1; ; attempt++) {
        const mayRepeat = operation.safe && attempt < TRIES
        const pause = pauseMs * 2 ** (attempt - 1)
        try {
          const exchanged = await sendOnce(operation, { isAwaited, signal })
          if (exchanged.status >= 200 && exchanged.status < 300)
            return parse(exchanged, request)
          if (isCsrfRefusal(exchanged) && !renewed) {
            renewed = true
            await renewCsrfToken()
            continue
          }
          const retryAfterMs = AGAIN.has(exchanged.status) ? readRetryAfter(exchanged.headers.get('retry-after'), now()) : null
          if (exchanged.status === THROTTLED)
            allowance.holdUntil(now() + Math.min(retryAfterMs ?? pause, LONGEST_PAUSE_MS))
          if (!AGAIN.has(exchanged.status) || !mayRepeat || (retryAfterMs ?? 0) > LONGEST_PAUSE_MS)
            throw toStatusError(exchanged, request, retryAfterMs)
          await wait(retryAfterMs ?? pause, undefined, { signal })
        }
        catch (error) {
          if (!isDroppedSocket(error) || !mayRepeat)
            throw error
          await wait(pause, undefined, { signal })
        }
      }
    }, signal)
  }

  const toClient = ({ isAwaited }: { isAwaited: boolean }): Client => ({
    send: async (operation, options) => await send(operation, { ...options, isAwaited }),
    clockSkewMs: () => skewMs,
    serverNow: () => now() + skewMs,
    get requestCount() {
      return requestCount
    },
    isCloud: /\/accounts\/[^/]{36}\/workspaces\/[^/]{36}$/.test(root),
    inBackground: () => toClient({ isAwaited: false }),
    close,
  })
  return toClient({ isAwaited: true })
}

function createNetwork(tls: ClientSettings['tls']): { fetch: Fetch, close: () => Promise<void> } {
  const dispatcher = new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    connections: AT_ONCE,
    connect: { timeout: CONNECT_MS, ...(tls?.ca != null && { ca: tls.ca }), ...(tls?.insecure === true && { rejectUnauthorized: false }) },
  })
  return {
    // The package's own fetch goes with its Agent, Node's is of another version; what they give back differs in type name only.
    fetch: async (url, { headers, ...init }) => await undiciFetch(url, { ...init, headers: Object.fromEntries(headers), dispatcher }) as unknown as Response,
    close: async () => await dispatcher.destroy(),
  }
}

function createInProcess(answer: NonNullable<ClientSettings['fetch']>): { fetch: Fetch, close: () => Promise<void> } {
  return { fetch: async (url, init) => await answer(new Request(url, init)), close: async () => {} }
}

/** A body sent as anything but JSON is silently taken as "no filter" by Prefect, so our own headers come last. */
function writeHeaders({ auth, headers: custom }: ClientSettings, csrf: { client: string, token: string | null }): Headers {
  const headers = new Headers()
  if (auth?.authString)
    headers.set('authorization', `Basic ${Buffer.from(auth.authString).toString('base64')}`)
  else if (auth?.apiKey)
    headers.set('authorization', `Bearer ${auth.apiKey}`)
  for (const [name, value] of Object.entries(custom ?? {}))
    headers.set(name, value)
  headers.set('accept', 'application/json')
  headers.set('content-type', 'application/json')
  headers.set('user-agent', 'first-light')
  if (csrf.token !== null) {
    headers.set('prefect-csrf-token', csrf.token)
    headers.set('prefect-csrf-client', csrf.client)
  }
  return headers
}

function isCsrfRefusal({ status, text }: Exchanged): boolean {
  return status === 403 && text.includes('CSRF')
}

function readToken(answer: unknown): string | null {
  return typeof answer === 'object' && answer !== null && 'token' in answer && typeof answer.token === 'string' ? answer.token : null
}

function parse({ status, headers, text }: Exchanged, request: string): unknown {
  const isPage = headers.get('content-type')?.includes('html') === true || /^\s*</.test(text)
  if (isPage)
    throw new UpstreamError('PREFECT_API_URL answered a web page, not the API: is it the address that ends in /api?', { failure: 'unreadable', request, status })
  try {
    return text === '' ? null : JSON.parse(text)
  }
  catch (error) {
    throw new UpstreamError(`Prefect's answer to ${request} is cut off or no JSON.`, { failure: 'unreadable', request, status, detail: text.slice(0, 200), cause: error })
  }
}

/** Seconds or an HTTP date, as ms from `now`; null where it is neither. */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null)
    return null
  const ms = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}
