import { readPrefectAddress } from '../../shared/links/prefect-address.ts'

/** The addresses of our screens, for ever. */
export const SCREEN_PATHS = ['/', '/runs', '/runs/:id', '/runs/:id/compare', '/logs', '/flows', '/flows/:id', '/deployments/:id', '/pools', '/pools/:name', '/upcoming'] as const

/** Carries a token of share-links.ts. */
export const SHARE_PARAMETER = 'share'

const PATTERNS = SCREEN_PATHS.map(path => new RegExp(`^${path.replace(/:\w+/, '[^/]+')}$`))

/**
 * An address to go to after the login: one of our own screens, below the base path, with its query, or one of Prefect's interfaces,
 * which the screen understands. Anything else is the first page.
 */
export function readScreenAddress(text: string | null): string {
  const base = 'http://own.invalid'
  if (text === null || !URL.canParse(text, base))
    return '/'
  const { origin, pathname, search } = new URL(text, base)
  const isScreen = PATTERNS.some(pattern => pattern.test(pathname)) || (/^\/(?!\/|api\/)/.test(pathname) && readPrefectAddress(pathname) !== null)
  return origin === base && isScreen ? pathname + withoutToken(search) : '/'
}

/** A share token is of no use behind the login, and is not handed on. */
function withoutToken(search: string): string {
  const kept = search.slice(1).split('&').filter(part => part.split('=')[0] !== SHARE_PARAMETER).join('&')
  return kept === '' ? '' : `?${kept}`
}
