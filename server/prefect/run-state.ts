import { z } from 'zod'
import { STATE_TYPES, type RunState, type StateType } from '../../shared/model/run-state.ts'
import { Instant } from './instant.ts'

/** A state type as upstream sends it; a tenth one is kept as unknown. */
export const StateTypeBody = z.string().transform(text => STATE_TYPES.find(type => type === text) ?? 'UNKNOWN')

/** A state, alone in `flow_run_states` or inside a run. */
export const StateBody = z.object({
  id: z.string(),
  type: StateTypeBody,
  name: z.string().nullish(),
  timestamp: Instant,
  message: z.string().nullish(),
})

export function toRunState(body: unknown): RunState {
  return fromStateBody(StateBody.parse(body))
}

const StateCountsBody = z.object({ states: z.array(z.object({ state_type: StateTypeBody, count_runs: z.number().int() })) })

/** An interval of a history names each state by type and name; here a type's names are one. */
export function toStateCounts(body: unknown): ReadonlyMap<StateType, number> {
  const counts = new Map<StateType, number>()
  for (const { state_type: type, count_runs: count } of StateCountsBody.parse(body).states)
    counts.set(type, (counts.get(type) ?? 0) + count)
  return counts
}

/** Prefect writes an empty message where it has none; a state without a name is called by its type. */
export function fromStateBody({ id, type, name, timestamp, message }: z.infer<typeof StateBody>): RunState {
  return { id, type, name: name ?? type, at: timestamp, message: message == null || message.trim() === '' ? null : message }
}
