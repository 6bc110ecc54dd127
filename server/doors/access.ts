import type { H3Event } from 'h3'

/** What a route asks of the doors. The default is the strictest; no route is known by the shape of its path. */
export interface Access {
  /** Answered without a login. */
  open: boolean
  /** Opened in the address bar or by a link, also one on another site. */
  page: boolean
  /** Whoever has a share link of it is told what it is about, and no more. */
  shared: boolean
  /** Its POST comes from a plain HTML form. */
  form: boolean
}

const STRICT: Access = { open: false, page: false, shared: false, form: false }

/** The access of the route a request was matched to; the strictest where there is none. */
export function accessOf(event: H3Event): Access {
  return { ...STRICT, ...event.context.matchedRoute?.meta?.['access'] as Partial<Access> | undefined }
}
