import type { RunState } from '../model/run-state.ts'

/** One try of a run or task, as bounds of the lines written during it. */
export interface Attempt {
  /** From 1 on. */
  number: number
  /** Epoch ms; null: everything before the next attempt is of the first. */
  fromAt: number | null
  /** Exclusive; null: it is the last one. */
  toAt: number | null
}

/**
 * The attempts behind states in their order: each time it began to run. What goes on after a pause is the same attempt, and the
 * lines between two attempts are of the earlier one.
 */
export function toAttempts(states: readonly RunState[]): Attempt[] {
  const starts = states.filter((state, index) => state.type === 'RUNNING' && !['PAUSED', 'RUNNING'].includes(states[index - 1]?.type ?? '')).map(({ at }) => at)
  return starts.map((at, index) => ({ number: index + 1, fromAt: index === 0 ? null : at, toAt: starts[index + 1] ?? null }))
}
