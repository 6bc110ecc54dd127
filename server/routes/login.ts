import { createHash, timingSafeEqual } from 'node:crypto'
import { getQuery, setCookie, deleteCookie, getCookie, type H3Event } from 'h3'
import type { Attempts } from '../doors/attempts.ts'
import { LOGIN_STYLE, loginPage } from '../doors/login-page.ts'
import { readScreenAddress } from '../doors/screen-address.ts'
import type { Sessions } from '../doors/sessions.ts'
import { answerJson } from './answer.ts'

export interface LoginDeps {
  /** null: there is no login. */
  secret: string | null
  sessions: Sessions
  attempts: Attempts
  cookieName: string
  basePath: string
  https: boolean
  /** Called after a logout, so that its streams end at once. */
  onLogout: () => void
}

const COOKIE = { httpOnly: true, sameSite: 'strict', path: '/' } as const

export function loginPageRoute({ secret, basePath }: LoginDeps) {
  return (event: H3Event): Response => {
    const asked = getQuery(event)['next']
    const next = readScreenAddress(typeof asked === 'string' ? asked : null)
    return secret === null ? goTo(basePath, next) : loginPage({ basePath, next, trouble: null, status: 200 })
  }
}

/** A right secret begins a session; a wrong one is counted. */
export function loginRoute({ secret, sessions, attempts, cookieName, basePath, https }: LoginDeps) {
  return async (event: H3Event): Promise<Response> => {
    const form = new URLSearchParams(await event.req.text())
    const next = readScreenAddress(form.get('next'))
    if (secret === null)
      return goTo(basePath, next)
    const address = event.req.ip ?? 'unknown'
    const waitMs = attempts.take(address)
    if (waitMs !== null)
      return loginPage({ basePath, next, status: 429, trouble: `Too many wrong secrets: try again in ${Math.ceil(waitMs / 60_000)} min.`, headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) } })
    if (!isSame(form.get('secret') ?? '', secret))
      return loginPage({ basePath, next, status: 401, trouble: 'This is not the secret.' })
    attempts.forgive(address)
    setCookie(event, cookieName, sessions.begin(), { ...COOKIE, secure: https })
    return goTo(basePath, next)
  }
}

export function logoutRoute({ sessions, cookieName, https, onLogout }: LoginDeps) {
  return async (event: H3Event): Promise<Response> => {
    sessions.end(getCookie(event, cookieName) ?? null)
    onLogout()
    deleteCookie(event, cookieName, { ...COOKIE, secure: https })
    return await answerJson(event, { loggedOut: true })
  }
}

export function loginStyleRoute() {
  return (): Response => new Response(LOGIN_STYLE, { headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' } })
}

/** Compares digests, so that neither length nor content shows in the time it takes. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

function goTo(basePath: string, next: string): Response {
  return new Response(null, { status: 303, headers: { location: basePath.slice(0, -1) + next } })
}
