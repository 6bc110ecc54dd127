import { toCause } from '../fingerprint.ts'
import type { LabelledFailure } from './labelled-failure.ts'

export interface PairScore {
  precisionRatio: number
  recallRatio: number
  /** Pairs that were told wrong, in words. */
  misses: string[]
}

/** Every pair of `failures`: does the key say "same cause" where the labels do? A failure without a cause is like no other. */
export function comparePairs(failures: readonly LabelledFailure[]): PairScore {
  const keys = failures.map(({ message, logged, jobKey }, at) => toCause(message, logged, jobKey)?.key ?? `nothing said, ${at}`)
  const misses: string[] = []
  let mergedRightly = 0
  let merged = 0
  let same = 0
  for (const [at, one] of failures.entries()) {
    for (const [offset, other] of failures.slice(at + 1).entries()) {
      const isMerged = keys[at] === keys[at + 1 + offset]
      const isSame = one.label === other.label
      merged += isMerged ? 1 : 0
      same += isSame ? 1 : 0
      mergedRightly += isMerged && isSame ? 1 : 0
      if (isMerged && !isSame)
        misses.push(`merged: "${one.label}" and "${other.label}" as ${keys[at]}`)
      else if (isSame && !isMerged)
        misses.push(`split: "${one.label}" into\n    ${keys[at]}\n    ${keys[at + 1 + offset]}`)
    }
  }
  return { precisionRatio: mergedRightly / merged, recallRatio: mergedRightly / same, misses }
}
