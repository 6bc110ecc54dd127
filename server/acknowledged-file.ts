import { z } from 'zod'
import type { Acknowledgement } from '../shared/model/acknowledgement.ts'
import { readList, readMoment, type Place } from './settings-list.ts'

/** What the settings file says is known; it does not say since when. `server` is null where every server's jobs are meant. */
export type DeclaredAcknowledgement = Omit<Acknowledgement, 'madeAt'> & { server: string | null, line: number }

const UNTIL = 'always, a date, or an instant such as 2026-12-24T22:00:00+01:00'

const Until = z.string(`must be ${UNTIL}`).transform((text, context) => {
  const at = readMoment(text, { isEnd: true })
  if (text === 'always')
    return { kind: 'always' as const }
  if (at !== null)
    return { kind: 'date' as const, at }
  context.addIssue({ code: 'custom', message: `must be ${UNTIL}` })
  return z.NEVER
})

const AcknowledgedBody = z.strictObject({
  server: z.string().optional(),
  deployment: z.string().regex(/.\/./, 'must be FLOW/DEPLOYMENT, as in warehouse-sync/orders').optional(),
  flow: z.string().min(1, 'must be the name of a flow').optional(),
  tag: z.string().min(1, 'must be a tag').optional(),
  until: Until,
  note: z.string().max(500, 'must be at most 500 characters').optional(),
}).refine(({ deployment, flow, tag }) => [deployment, flow, tag].filter(name => name !== undefined).length === 1, 'needs one of deployment, flow or tag: what it is about')

/** Reads the list `acknowledged` of the settings file. */
export function readAcknowledged(value: unknown, place: Place): DeclaredAcknowledgement[] {
  return readList(value, AcknowledgedBody, { list: 'acknowledged', one: 'this one' }, place).map(({ body, line }) => ({
    id: `settings-line-${line}`,
    server: body.server ?? null,
    line,
    subject: subjectOf(body),
    until: body.until,
    note: body.note ?? '',
    by: null,
    source: 'settings',
    ended: null,
  }))
}

function subjectOf({ deployment, flow, tag }: z.output<typeof AcknowledgedBody>): Acknowledgement['subject'] {
  if (deployment !== undefined)
    return { kind: 'job', jobKey: deployment }
  return flow !== undefined ? { kind: 'flow', flow } : { kind: 'tag', tag: tag ?? '' }
}
