import type { FailureAnswer, UpstreamFailure } from '../../shared/api/failure.ts'
import { basePath } from '../base-path.ts'

/** An answer that is not 2xx, or none at all. `message` is for people. */
export class BffError extends Error {
  /** null: this page's own server did not answer. */
  readonly status: number | null
  readonly failure: UpstreamFailure | null
  readonly request: string | null

  constructor({ message, status, failure, request }: Partial<FailureAnswer> & { message: string }, cause?: unknown) {
    super(message, { cause })
    this.name = 'BffError'
    this.status = status ?? null
    this.failure = failure ?? null
    this.request = request ?? null
  }
}

/** Values of a query; lists repeat their key, what is undefined or null is left out. */
export type QueryValues = Readonly<Record<string, string | number | readonly string[] | null | undefined>>

/** `GET` of one of our own routes, e.g. `getJson<MorningAnswer>('/api/morning', { tz })`. Throws BffError. */
export async function getJson<T>(path: `/${string}`, values: QueryValues = {}, signal?: AbortSignal): Promise<T> {
  return await exchange<T>(path, values, signal ? { signal } : {})
}

/** `POST` with a JSON body. Throws BffError. */
export async function postJson<T>(path: `/${string}`, body: Record<string, unknown> = {}, values: QueryValues = {}): Promise<T> {
  return await exchange<T>(path, values, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

/** `GET` of a route that answers in lines of JSON, each told as it comes. Throws BffError, or the caller's abort. */
export async function readLines<T>(path: `/${string}`, values: QueryValues, { tell, signal }: { tell: (message: T) => void, signal: AbortSignal }): Promise<void> {
  const response = await ask(apiUrl(path, values), { signal })
  if (!response.ok || response.body === null)
    return await refuse(response, await response.json().catch(() => null)) // a body that is no JSON is told by its status
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let left = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (left + part.value).split('\n')
    left = lines.pop() ?? ''
    lines.forEach(line => tell(JSON.parse(line) as T))
  }
}

/** The address of one of our own routes, below the base path. */
export function apiUrl(path: `/${string}`, values: QueryValues = {}): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    for (const text of [value].flat()) {
      if (text !== undefined && text !== null)
        query.append(key, String(text))
    }
  }
  const suffix = query.size === 0 ? '' : `?${query}`
  return `${basePath().replace(/\/$/, '')}${path}${suffix}`
}

async function exchange<T>(path: `/${string}`, values: QueryValues, init: RequestInit): Promise<T> {
  const response = await ask(apiUrl(path, values), init)
  const answer: unknown = await response.json().catch(() => null) // a body that is no JSON is told by its status
  return response.ok && answer !== null ? answer as T : refuse(response, answer)
}

function refuse({ status }: Response, answer: unknown): never {
  if (status === 401)
    location.assign(apiUrl('/login', { next: `/${location.pathname.slice(basePath().length)}${location.search}${location.hash}` }))
  const told = isFailure(answer) ? answer : { message: `First Light's own server answered ${status}` }
  throw new BffError({ ...told, status })
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  }
  catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError')
      throw error
    throw new BffError({ message: 'First Light\'s own server does not answer. Is it still running?' }, error)
  }
}

function isFailure(answer: unknown): answer is FailureAnswer {
  return typeof answer === 'object' && answer !== null && 'message' in answer && typeof answer.message === 'string'
}
