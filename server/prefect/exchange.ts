import { Buffer } from 'node:buffer'
import { UpstreamError } from './error.ts'

/** Sends one HTTP request: over the network, or to an API inside this process. */
export type Fetch = (url: string, init: Sent & { signal: AbortSignal, redirect: 'manual' }) => Promise<Response>

/** What is sent; no body with GET. */
export interface Sent {
  method: string
  headers: Headers
  body?: string
}

/** What came back, read whole. */
export interface Exchanged {
  status: number
  headers: Headers
  text: string
}

export interface ExchangeOptions {
  fetch: Fetch
  /** Method and path, for errors. */
  request: string
  timeoutMs: number
  maxBodyBytes: number
  signal: AbortSignal | undefined
}

/**
 * One request and its whole body. Any status is an answer here; redirects are not followed.
 *
 * @throws UpstreamError when there is no answer (unreachable, timed-out) or not all of it (unreadable); the caller's own abort
 *   is thrown on as it is
 */
export async function exchange(url: string, init: Sent, { fetch, request, timeoutMs, maxBodyBytes, signal }: ExchangeOptions): Promise<Exchanged> {
  signal?.throwIfAborted()
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(TIMED_OUT), timeoutMs)
  const pass = (): void => stop.abort(signal?.reason)
  signal?.addEventListener('abort', pass, { once: true })
  let answered = false
  try {
    const response = await orAborted(fetch(url, { ...init, signal: stop.signal, redirect: 'manual' }), stop.signal)
    answered = true
    const text = await orAborted(readText(response, { request, maxBodyBytes }), stop.signal)
    return { status: response.status, headers: response.headers, text }
  }
  catch (error) {
    if (error instanceof UpstreamError)
      throw error
    if (stop.signal.reason === TIMED_OUT)
      throw new UpstreamError(`Prefect did not answer ${request} within ${timeoutMs / 1_000} s.`, { failure: 'timed-out', request, cause: error })
    if (signal?.aborted === true)
      throw signal.reason
    if (answered)
      throw new UpstreamError(`Prefect's answer to ${request} was cut off.`, { failure: 'unreadable', request, cause: error })
    throw new UpstreamError(unreachableSentence(codeOf(error)), { failure: 'unreachable', request, cause: error })
  }
  finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', pass)
  }
}

const TIMED_OUT = new Error('no answer in time')

/** Rejects at once when the signal aborts, also where the work does not listen to it. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  }
  finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Counts what the body is after decompression, so that a small answer cannot unfold into all memory. */
async function readText(response: Response, { request, maxBodyBytes }: Pick<ExchangeOptions, 'request' | 'maxBodyBytes'>): Promise<string> {
  if (response.body === null)
    return ''
  const chunks: Uint8Array[] = []
  let byteCount = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    byteCount += chunk.byteLength
    if (byteCount > maxBodyBytes)
      throw new UpstreamError(`Prefect's answer to ${request} is larger than ${Math.round(maxBodyBytes / 1_048_576)} MB and was not read.`, { failure: 'unreadable', request, status: response.status })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const DROPPED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

/** Whether the socket went away under the request, as a kept-alive one does when the server closes it at the same moment. */
export function isDroppedSocket(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure === 'unreachable' && DROPPED.has(codeOf(error.cause) ?? '')
}

/** The system's or the HTTP client's code of what went wrong; fetch wraps it as a cause. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error))
    return null
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause)
}

function unreachableSentence(code: string | null): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'The name in PREFECT_API_URL is not known to this machine: is it spelled right?'
  if (code !== null && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|TLS/.test(code))
    return 'The certificate of the Prefect server is not trusted: set PREFECT_API_SSL_CERT_FILE to its authority.'
  return 'Prefect cannot be reached: is the server up, and PREFECT_API_URL right?'
}
