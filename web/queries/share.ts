import type { ShareAnswer } from '../../shared/api/share.ts'
import { BffError, getJson } from './bff.ts'

/** What makes a link to a page (path below the base, and query) say what it is about. Throws BffError. */
export async function getShareToken(address: string): Promise<string> {
  const { token } = await getJson<ShareAnswer>('/api/share', { address })
  if (token === null)
    throw new BffError({ message: 'there is no login any more, so the plain link does.' })
  return token
}
