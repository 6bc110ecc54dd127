/** Styles are set through the CSSOM only, which this allows; nothing is inline. */
const CONTENT_SECURITY_POLICY = [
  'default-src \'self\'', 'script-src \'self\'', 'style-src \'self\'', 'font-src \'self\'', 'img-src \'self\' data:', 'connect-src \'self\'',
  'frame-ancestors \'none\'', 'base-uri \'none\'', 'form-action \'self\'', 'object-src \'none\'',
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  // With no-referrer a browser sends `Origin: null` with the login form, which says nothing about where it came from.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
}

/**
 * Puts the full set on an answer, whatever it is: page, asset, error, 304, stream. What may be kept must say so itself. A document
 * for a frame of ours brings a policy of its own, which says who may frame it.
 */
export function addSecurityHeaders({ headers }: Response, { https }: { https: boolean }): void {
  const ownPolicy = headers.get('content-security-policy')
  for (const [name, value] of Object.entries(HEADERS))
    headers.set(name, value)
  if (ownPolicy !== null) {
    headers.set('content-security-policy', ownPolicy)
    headers.set('x-frame-options', 'SAMEORIGIN')
  }
  if (https)
    headers.set('strict-transport-security', 'max-age=31536000')
  if (!headers.has('cache-control'))
    headers.set('cache-control', 'no-store')
}
