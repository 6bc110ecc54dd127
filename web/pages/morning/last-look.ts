/** What a reader saw of the morning: when last, and which problems needed somebody then. */
export interface Look {
  at: number
  ids: readonly string[]
}

/** null: there was none. */
export interface Looks {
  /** The last look of the visit before. */
  before: Look | null
  /** The last look of this visit. */
  now: Look | null
}

export const NO_LOOKS: Looks = { before: null, now: null }

/** Away for longer than a coffee, one comes back for another look. */
const VISIT_APART_MS = 30 * 60_000

/**
 * The looks after one more.
 *
 * @param look - what is seen at that instant, by this browser's clock
 * @param options - not everything was read (`isPart`): what was seen a moment ago is not forgotten over it
 */
export function addLook({ before, now }: Looks, look: Look, { isPart }: { isPart: boolean }): Looks {
  const isOther = now !== null && look.at - now.at > VISIT_APART_MS
  const known = isPart && now !== null ? now.ids : []
  return { before: isOther ? now : before, now: { at: look.at, ids: [...new Set([...known, ...look.ids])] } }
}

/** What was stored by another version, or by hand, and cannot be read was no look. */
export function readLooks(text: string | null): Looks {
  try {
    const stored: unknown = JSON.parse(text ?? 'null')
    if (typeof stored !== 'object' || stored === null)
      return NO_LOOKS
    return { before: 'before' in stored ? toLook(stored.before) : null, now: 'now' in stored ? toLook(stored.now) : null }
  }
  catch {
    return NO_LOOKS // no JSON: nothing of ours
  }
}

function toLook(value: unknown): Look | null {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('ids' in value))
    return null
  const { at, ids } = value
  return typeof at === 'number' && Array.isArray(ids) ? { at, ids: ids.filter(id => typeof id === 'string') } : null
}
