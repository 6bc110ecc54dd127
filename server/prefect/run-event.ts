import { z } from 'zod'
import type { RunEvent } from '../../shared/model/run-event.ts'
import { Instant } from './instant.ts'

const Resource = z.record(z.string(), z.string())

/** What we read of `ReceivedEvent`; resources are flat maps of labels. */
const EventBody = z.object({ id: z.string(), occurred: Instant, event: z.string(), resource: Resource, related: z.array(Resource).nullish() })

export const EventPageBody = z.object({ events: z.array(z.unknown()), total: z.number().int() })

export function toRunEvent(body: unknown): RunEvent {
  const { id, occurred, event, resource, related } = EventBody.parse(body)
  const message = resource['prefect.state-message']
  return {
    id,
    at: occurred,
    name: event,
    resource: nameOf(resource),
    related: (related ?? []).flatMap(one => one['prefect.resource.role'] === undefined ? [] : [{ role: one['prefect.resource.role'], name: nameOf(one) }]),
    message: message === undefined || message.trim() === '' ? null : message,
  }
}

function nameOf(resource: Readonly<Record<string, string>>): string {
  return resource['prefect.resource.name'] ?? resource['prefect.resource.id'] ?? 'unnamed'
}
