import type { H3Event } from 'h3'
import { z } from 'zod'
import { RUN_ACTS, type ActBody, type ActOutcome, type AuditAnswer, type ParametersAnswer, type RunAct } from '../../shared/api/acts.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal } from '../../shared/model/run-state.ts'
import { HIDDEN } from '../../shared/run/parameter-fields.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { Refusal } from '../errors.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Shown } from '../shown.ts'
import { Name } from './acknowledgements.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readBody, readId, readQuery } from './query.ts'
import { getRun, type RunDetail } from './run-detail.ts'

const MOST_ACTS = 200
/** A schema changes with a deploy. */
const SCHEMA_KEPT_MS = 10_000

const Body: z.ZodType<ActBody> = z.object({
  act: z.enum(RUN_ACTS, `one of ${RUN_ACTS.join(', ')}`),
  parameters: z.record(z.string(), z.unknown(), 'values by name').refine(given => !JSON.stringify(given).includes(HIDDEN), 'without values that are hidden here').optional(),
  by: Name,
}, 'JSON with act and by')

/** What can be done to a run in its state. A run without a deployment cannot be run again: nothing says how. */
export function actsOn({ state, deploymentId }: FlowRun, { deployments }: Pick<Picture, 'deployments'>): RunAct[] {
  const isOver = state !== null && isTerminal(state.type)
  const hasDeployment = deploymentId !== null && deployments.has(deploymentId)
  return [
    ...(isOver && hasDeployment ? ['retry' as const] : []),
    ...(!isOver && state?.type !== 'CANCELLING' ? ['cancel' as const] : []),
    ...(hasDeployment ? ['run-again' as const] : []),
  ]
}

/** Does something to a run: written down first, then sent once, then its outcome written down and told. */
export function actRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    if (!deps.actions)
      throw new Refusal(403, 'Acting on runs is off: FIRSTLIGHT_ACTIONS=on allows it.')
    const { act, parameters = {}, by } = await readBody(event, Body)
    const shown = shownOf(event, deps)
    const detail = await getRun(deps, shown, readId(event, 'run'))
    const { run } = detail
    if (!actsOn(run, shown.watcher.picture()).includes(act))
      throw new Refusal(409, `It cannot be done to a run that is ${run.state?.name ?? 'in no state yet'}.`)
    const { acts } = shown.memory
    const id = acts.begin({ act, runId: run.id, runName: run.name, edited: Object.keys(parameters), signature: { by: by === '' ? null : by, as: event.context.actor ?? 'unknown', at: shown.watcher.now() } })
    const outcome = await send({ id, act, parameters }, detail, shown)
    acts.finish(id, outcome, shown.watcher.now())
    deps.once.forget(`run ${shown.key} ${run.id}`)
    return await answerJson(event, outcome)
  }
}

/** Failures that say that nothing was done; after any other nobody knows. */
const NOT_DONE = new Set(['refused', 'absent', 'throttled'])

async function send({ id, act, parameters }: { id: string, act: RunAct, parameters: Record<string, unknown> }, { run, parameters: own }: RunDetail, { acts }: Shown): Promise<ActOutcome> {
  try {
    switch (act) {
      case 'retry':
        return { ...await acts.retryRun(run.id), madeRunId: null }
      case 'cancel':
        return { ...await acts.cancelRun(run.id), madeRunId: null }
      case 'run-again': {
        const made = await acts.createRun({ deploymentId: run.deploymentId ?? '', parameters: { ...own, ...parameters }, idempotencyKey: `first-light ${id}` })
        return { status: 'accepted', reason: null, madeRunId: made.id }
      }
    }
  }
  catch (error) {
    if (!(error instanceof UpstreamError))
      throw error
    const isRefused = NOT_DONE.has(error.failure) || (error.failure === 'rejected' && error.status !== null && error.status < 500)
    return { status: isRefused ? 'refused' : 'unknown', reason: wordsOf(error), madeRunId: null }
  }
}

/** Of what Prefect finds wrong with parameters its own words are all there is. */
function wordsOf({ status, detail, message }: UpstreamError): string {
  const told = /"(?:detail|exception_message)": ?"((?:[^"\\]|\\.){1,500})"/.exec(detail ?? '')?.[1]
  return (status === 409 || status === 422) && told !== undefined ? told.replace(/\\(.)/g, '$1') : message
}

const AuditQuery = z.object({ run: z.string('the id of a run').regex(/^[\w-]{1,64}$/, 'the id of a run').optional() })

/** What was done through First Light: to one run, or to all. */
export function auditRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { run = null } = readQuery(event, AuditQuery)
    const answer: AuditAnswer = {
      acts: shownOf(event, deps).memory.acts.list({ runId: run, limit: MOST_ACTS }).map(({ id, act, runId, runName, edited, signature, outcome }) => ({ id, at: toIso(signature.at), act, runId, runName, by: signature.by, as: signature.as, edited: [...edited], outcome })),
    }
    return await answerJson(event, answer)
  }
}

/** What runs of a deployment can be given. */
export function parametersRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const id = readId(event, 'deployment')
    const schema = await deps.once.get(`parameters ${shown.key} ${id}`, async () => await shown.reads.getParameterSchema(id), () => SCHEMA_KEPT_MS)
    return await answerJson(event, { schema } satisfies ParametersAnswer)
  }
}
