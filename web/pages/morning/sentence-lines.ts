import type { CountName, SentencePart } from '../../../shared/api/morning.ts'

/** What the sentence says beside its answer. */
const ASIDE: ReadonlySet<CountName> = new Set(['worthALook', 'recovered', 'known', 'unknown'])

export interface SentenceLines {
  /** The answer: what needs somebody, and how much went as expected. */
  answer: SentencePart[]
  /** What joins both; read aloud, not shown. */
  joint: SentencePart | null
  aside: SentencePart[]
}

/**
 * Breaks the sentence where its answer ends, so that the answer can be the largest text. Nothing is added or left out.
 * A sentence that begins with an aside stays whole.
 */
export function toLines(parts: readonly SentencePart[]): SentenceLines {
  const first = parts.findIndex(({ count }) => count !== undefined && ASIDE.has(count))
  const joint = parts[first - 1]
  if (first < 2 || joint === undefined || joint.count !== undefined)
    return { answer: [...parts], joint: null, aside: [] }
  return { answer: parts.slice(0, first - 1), joint, aside: parts.slice(first) }
}
