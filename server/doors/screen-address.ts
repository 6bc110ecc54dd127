/** The addresses of our screens, for ever. */
export const SCREEN_PATHS = ['/', '/runs', '/runs/:id', '/runs/:id/compare', '/flows', '/flows/:id', '/deployments/:id', '/pools', '/pools/:name', '/upcoming'] as const

const PATTERNS = SCREEN_PATHS.map(path => new RegExp(`^${path.replace(/:\w+/, '[^/]+')}$`))

/** An address to go to after the login: one of our own screens, below the base path, with its query. Anything else is the first page. */
export function readScreenAddress(text: string | null): string {
  const base = 'http://own.invalid'
  if (text === null || !URL.canParse(text, base))
    return '/'
  const { origin, pathname, search } = new URL(text, base)
  return origin === base && PATTERNS.some(pattern => pattern.test(pathname)) ? pathname + search : '/'
}
