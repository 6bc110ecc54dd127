import { z } from 'zod'
import type { RunPause } from '../../shared/model/run-pause.ts'
import { Instant } from './instant.ts'

/** Each detail by itself: an odd one is as good as none, and the run's page stands without it. */
const DetailsBody = z.object({
  pause_timeout: Instant.nullish().catch(null),
  pause_reschedule: z.boolean().nullish().catch(null),
  run_input_keyset: z.object({ schema: z.string(), description: z.string().nullish() }).nullish().catch(null),
})
const PausedBody = z.object({ state: z.object({ type: z.literal('PAUSED'), state_details: DetailsBody.nullish().catch(null) }) })

/** null: it is not paused. */
export function toRunPause(body: unknown): RunPause | null {
  const { data } = PausedBody.safeParse(body)
  if (data === undefined)
    return null
  const { pause_timeout: untilAt, pause_reschedule: isSuspended, run_input_keyset: keys } = data.state.state_details ?? {}
  return {
    untilAt: untilAt ?? null,
    isSuspended: isSuspended ?? false,
    inputKeys: keys == null ? null : { schema: keys.schema, description: keys.description ?? null },
  }
}
