import type { H3Event } from 'h3'
import { z } from 'zod'
import { LONGEST_SUSPENSION_MS, RUN_ACTS, SHORTEST_SUSPENSION_MS, type ActBody, type ActOutcome, type AuditAnswer } from '../../shared/api/acts.ts'
import { HIDDEN } from '../../shared/run/parameter-fields.ts'
import { whyNot } from '../../shared/run/run-acts.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import { Refusal } from '../errors.ts'
import type { Shown } from '../shown.ts'
import { Name, signatureOf } from './acknowledgements.ts'
import { answerJson } from './answer.ts'
import { carryOut } from './carry-out.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readBody, readId, readQuery } from './query.ts'
import type { RunDetail } from './run-detail.ts'

const MOST_ACTS = 200
const SUSPENSION = 'milliseconds, from a minute to 30 days'

const Values = z.record(z.string(), z.unknown(), 'values by name').refine(given => !JSON.stringify(given).includes(HIDDEN), 'without values that are hidden here')
const Body: z.ZodType<ActBody> = z.object({
  act: z.enum(RUN_ACTS, `one of ${RUN_ACTS.join(', ')}`),
  parameters: Values.optional(),
  input: Values.optional(),
  lastsMs: z.number(SUSPENSION).min(SHORTEST_SUSPENSION_MS, SUSPENSION).max(LONGEST_SUSPENSION_MS, SUSPENSION).optional(),
  stateAt: z.string('an ISO 8601 instant').optional(),
  by: Name,
}, 'JSON with act and by')

export function refuseUnlessAllowed({ actions }: RouteDeps): void {
  if (!actions)
    throw new Refusal(403, 'Acting is off: FIRSTLIGHT_ACTIONS=on allows it.')
}

/** Does something to a run, as Prefect has it at that moment: what somebody saw may be over by now. */
export function actRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    refuseUnlessAllowed(deps)
    const body = await readBody(event, Body)
    const shown = shownOf(event, deps)
    const detail = await shown.reads.getFlowRun(readId(event, 'run'))
    refuseUnlessFit(body, detail, shown)
    const { run } = detail
    const edited = Object.keys(body.parameters ?? body.input ?? {})
    const outcome = await carryOut({ act: body.act, subject: { kind: 'run', id: run.id, name: run.name }, edited, signature: signatureOf(event, { by: body.by, shown }) }, shown, async id => await send({ id, ...body }, detail, shown))
    deps.once.forget(`run ${shown.key} ${run.id}`)
    return await answerJson(event, outcome)
  }
}

function refuseUnlessFit({ act, stateAt }: ActBody, { run }: RunDetail, { watcher }: Shown): void {
  const reason = whyNot(act, run, watcher.picture())
  if (reason !== null)
    throw new Refusal(409, reason)
  const { state } = run
  if (stateAt !== undefined && (state === null || toIso(state.at) !== stateAt))
    throw new Refusal(409, `It changed meanwhile: it is ${state?.name ?? 'in no state'} now.`)
}

async function send({ id, act, parameters, input, lastsMs }: ActBody & { id: string }, { run, parameters: own }: RunDetail, { acts, watcher }: Shown): Promise<ActOutcome> {
  switch (act) {
    case 'retry':
      return { ...await acts.retryRun(run.id), madeRunId: null }
    case 'cancel':
      return { ...await acts.cancelRun(run.id), madeRunId: null }
    case 'suspend':
      return { ...await acts.suspendRun(run.id, { key: id, untilAt: lastsMs === undefined ? null : watcher.now() + lastsMs }), madeRunId: null }
    case 'resume':
      return { ...await acts.resumeRun(run.id, input ?? null), madeRunId: null }
    case 'run-again': {
      const made = await acts.createRun({ deploymentId: run.deploymentId ?? '', parameters: { ...own, ...parameters }, idempotencyKey: `first-light ${id}` })
      return { status: 'accepted', reason: null, madeRunId: made.id }
    }
  }
}

const Id = z.string('an id').regex(/^[\w-]{1,64}$/, 'an id')
const AuditQuery = z.object({ run: Id.optional(), deployment: Id.optional() })

/** What was done through First Light: to one run, to one deployment, or to all. */
export function auditRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { run, deployment } = readQuery(event, AuditQuery)
    const subject = run !== undefined ? { kind: 'run', id: run } as const : deployment !== undefined ? { kind: 'deployment', id: deployment } as const : null
    const acts = shownOf(event, deps).memory.acts.list({ subject, limit: MOST_ACTS })
    const answer: AuditAnswer = {
      acts: acts.map(({ id, act, subject, edited, signature, outcome }) => ({ id, at: toIso(signature.at), act, subject, by: signature.by, as: signature.as, edited: [...edited], outcome })),
    }
    return await answerJson(event, answer)
  }
}
