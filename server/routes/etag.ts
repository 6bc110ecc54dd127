import { createHash } from 'node:crypto'

/** A weak tag of what an answer depends on. */
export function toETag(...parts: readonly (string | number)[]): string {
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`
}

/** Whether `If-None-Match` names the tag; weak and strong are alike here. */
export function matchesETag(header: string | null, etag: string): boolean {
  const bare = (tag: string): string => tag.trim().replace(/^W\//, '')
  return header !== null && (header.trim() === '*' || header.split(',').map(bare).includes(bare(etag)))
}
