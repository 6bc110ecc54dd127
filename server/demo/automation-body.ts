import { uuidOf } from './chance.ts'
import { DAY, writeInstant } from './instant.ts'
import type { RunBook } from './run-book.ts'

/** Automations by name: one tells people, one runs a deployment when an event comes that never came yet. */
export function toAutomationBodies({ jobs, night }: RunBook): Record<string, unknown>[] {
  const restore = jobs.find(({ spec }) => spec.flow === 'restore-table')
  const madeAt = writeInstant(night.startAt - 120 * DAY)
  const toBody = (name: string, { description, trigger, actions }: { description: string, trigger: Record<string, unknown>, actions: Record<string, unknown>[] }): Record<string, unknown> =>
    ({ id: uuidOf(`automation ${name}`), created: madeAt, updated: madeAt, name, description, enabled: true, tags: [], trigger, actions, actions_on_trigger: [], actions_on_resolve: [] })
  return [
    toBody('page whoever is on call', {
      description: 'Tier 1 only',
      trigger: toTrigger('page', { expect: ['prefect.flow-run.Crashed', 'prefect.flow-run.Failed'], match: { 'prefect.resource.id': 'prefect.flow-run.*' }, related: { 'prefect.resource.id': 'prefect.tag.tier-1' } }),
      actions: [{ type: 'send-notification', block_document_id: uuidOf('block pager'), subject: 'A tier 1 job failed', body: '{{ flow.name }}' }],
    }),
    toBody('restore a table that arrived broken', {
      description: 'Sent by the loader when a checksum is wrong',
      trigger: toTrigger('restore', { expect: ['warehouse.table.broken'], match: {}, related: {} }),
      actions: [{ type: 'run-deployment', source: 'selected', deployment_id: restore?.deploymentId, parameters: null, job_variables: null, schedule_after: 0 }],
    }),
  ]
}

function toTrigger(key: string, { expect, match, related }: { expect: readonly string[], match: Record<string, string>, related: Record<string, string> }): Record<string, unknown> {
  return { type: 'event', id: uuidOf(`trigger ${key}`), match, match_related: related, after: [], expect, for_each: ['prefect.resource.id'], posture: 'Reactive', threshold: 1, within: 0 }
}
