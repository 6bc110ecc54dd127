import { z } from 'zod'
import type { Automation } from '../../shared/model/automation.ts'

/** A trigger of one kind of event has `expect`; one made of several has `triggers`, each of which may be so made itself. */
const TriggerBody = z.object({ posture: z.string().nullish(), expect: z.array(z.string()).nullish(), triggers: z.array(z.unknown()).nullish() })

const ActionBody = z.object({ type: z.string(), source: z.string().nullish(), deployment_id: z.string().nullish() })

/** What we read of `Automation` (3.8.8). */
const AutomationBody = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  trigger: z.unknown(),
  actions: z.array(ActionBody),
  actions_on_trigger: z.array(ActionBody).nullish(),
  actions_on_resolve: z.array(ActionBody).nullish(),
})

export function toAutomation(body: unknown): Automation {
  const { id, name, enabled, trigger, ...acts } = AutomationBody.parse(body)
  const runs = [acts.actions, acts.actions_on_trigger, acts.actions_on_resolve].flatMap(actions => actions ?? []).filter(({ type }) => type === 'run-deployment')
  const triggers = toEach(trigger)
  return {
    id,
    name,
    enabled,
    events: [...new Set(triggers.flatMap(({ expect }) => expect ?? []))],
    onAbsence: triggers.some(({ posture }) => posture === 'Proactive'),
    runsDeploymentIds: [...new Set(runs.map(action => action.deployment_id).filter(id => typeof id === 'string'))],
    runsInferred: runs.some(({ source }) => source === 'inferred'),
  }
}

/** A trigger and those it is made of. */
function toEach(body: unknown): z.infer<typeof TriggerBody>[] {
  const trigger = TriggerBody.parse(body)
  return [trigger, ...(trigger.triggers ?? []).flatMap(toEach)]
}
