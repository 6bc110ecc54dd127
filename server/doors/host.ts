import type { H3Event, Middleware } from 'h3'
import { Refusal } from '../errors.ts'

const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/
const LOOPBACK_IPV4 = /^127(?:\.\d{1,3}){3}$/

/** Whether a host name or address (brackets around IPv6 or not) means this machine and nobody else can reach it. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '::1' || name === '[::1]' || LOOPBACK_IPV4.test(name)
}

/** The name in a Host header, lower case, without port; null for what is no host. */
export function readHostName(header: string): string | null {
  return HOST.exec(header)?.[1]?.toLowerCase() ?? null
}

export interface HostWall {
  listenHost: string
  allowedHosts: readonly string[]
  baseUrl: URL | null
}

/**
 * Answers only names of this machine, the one listened on and those that were allowed: a page elsewhere that points its own
 * name at us gets nothing. Listening everywhere, bare addresses are let in: a name is needed to be pointed elsewhere.
 */
export function hostWall({ listenHost, allowedHosts, baseUrl }: HostWall): Middleware {
  const names = new Set([listenHost.toLowerCase(), `[${listenHost.toLowerCase()}]`, ...allowedHosts, ...(baseUrl === null ? [] : [baseUrl.hostname])])
  const everywhere = listenHost === '0.0.0.0' || listenHost === '::'
  return (event) => {
    const name = hostNameOf(event)
    const isAllowed = name !== null && (isLoopbackName(name) || names.has(name) || (everywhere && (IPV4.test(name) || name.startsWith('['))))
    if (!isAllowed)
      throw new Refusal(421, 'This host name is not served here; FIRSTLIGHT_ALLOWED_HOSTS lists further names.')
  }
}

/** The one name a request is for. An absolute-form target, a second Host or a Host that differs from it is nobody's: null. */
export function hostNameOf(event: H3Event): string | null {
  const raw = event.runtime?.node?.req
  if (raw !== undefined) {
    const hosts = raw.rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === 'host')
    const target = raw.url ?? ''
    if (hosts.length !== 1 || !target.startsWith('/'))
      return null
  }
  const header = event.req.headers.get('host')
  if (header !== null && readHostName(header) !== readHostName(event.url.host))
    return null
  return readHostName(header ?? event.url.host)
}
