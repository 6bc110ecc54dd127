import type { TimelineState } from '../api/timeline.ts'
import { isTerminal, type Mark } from '../model/run-state.ts'

/** A stretch in the life of a task, or of the run: at work, or waiting. Offsets as in the timeline. */
export type Segment = Stretch & ({
  kind: 'attempt'
  /** From 1. */
  number: number
  /** How it ended; `running` while it has not. */
  mark: Mark
} | {
  kind: 'wait'
  /** The state it waited in. */
  name: string
  /** It was over, and somebody began it again: it waited for nothing. */
  isOver: boolean
})

interface Stretch {
  fromMs: number
  /** null: not over. */
  toMs: number | null
}

/**
 * Attempts and the waits between them, from the states something was in, oldest first. They follow each other without a gap or an
 * overlap. Going on after a pause is the same attempt.
 */
export function toSegments(states: readonly TimelineState[]): Segment[] {
  const segments: Segment[] = []
  let number = 0
  let isPaused = false
  let fromMs = Number.NEGATIVE_INFINITY
  states.forEach((state, index) => {
    const next = states[index + 1]
    fromMs = Math.max(fromMs, state.atMs) // clocks of client and server differ
    const toMs = next === undefined ? null : Math.max(fromMs, next.atMs)
    if (state.type === 'RUNNING') {
      number += isPaused ? 0 : 1
      isPaused = false
      segments.push({ kind: 'attempt', number: Math.max(1, number), mark: toEnd(next), fromMs, toMs })
    }
    else if (next !== undefined || !isTerminal(state.type)) {
      isPaused = state.type === 'PAUSED' || (isPaused && !isTerminal(state.type) && state.name !== 'AwaitingRetry')
      segments.push({ kind: 'wait', name: state.name, isOver: isTerminal(state.type), fromMs, toMs })
    }
  })
  return segments
}

/** What comes after RUNNING tells how the attempt went: one that waits for another try has failed. */
function toEnd(next: TimelineState | undefined): Mark {
  if (next === undefined)
    return 'running'
  return next.name === 'AwaitingRetry' || next.name === 'Retrying' ? 'failed' : next.type === 'SCHEDULED' || next.type === 'PENDING' ? 'unknown' : next.mark
}

/** An entry of the run into work, to the next one. */
export interface FlowAttempt {
  number: number
  mark: Mark
  fromMs: number
}

/** The attempts of the run itself, oldest first; a pause divides none. */
export function toFlowAttempts(states: readonly TimelineState[]): FlowAttempt[] {
  const attempts = new Map<number, FlowAttempt>()
  for (const segment of toSegments(states)) {
    if (segment.kind === 'attempt')
      attempts.set(segment.number, { number: segment.number, mark: segment.mark, fromMs: attempts.get(segment.number)?.fromMs ?? segment.fromMs })
  }
  return [...attempts.values()]
}
