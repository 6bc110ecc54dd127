import type { Declared } from '../../declared/resolved.ts'
import type { FlowRun } from '../../model/flow-run.ts'

/** Whether a run ended as its job should: completed, or in an end that was declared good. */
export function isGood({ state }: Pick<FlowRun, 'state'>, { goodEnds }: Pick<Declared, 'goodEnds'>): boolean {
  return state?.type === 'COMPLETED' || (state !== null && goodEnds?.includes(state.name) === true)
}
