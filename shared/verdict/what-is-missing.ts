import type { Picture, Unread } from './picture.ts'

/** Whether a page that rests on these is whole, and what it lacks, in words. What the picture lacks besides is no affair of it, unless nothing was read at all. */
export function missingOf({ asOf, unread }: Pick<Picture, 'asOf' | 'unread'>, needed: readonly Unread['what'][]): { complete: boolean, incomplete: string[] } {
  const own = unread.filter(({ what }) => asOf === null || needed.includes(what))
  return { complete: asOf !== null && own.every(({ weighs }) => weighs === 'detail'), incomplete: own.map(({ reason }) => reason) }
}
