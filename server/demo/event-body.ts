import { asObject, type Json } from './conditions.ts'
import { deploymentIdOf, poolIdOf, stateIdOf, tagsOf } from './flow-run-body.ts'
import { readInstant, writeInstant } from './instant.ts'
import { Refusal, untaught } from './refusal.ts'
import { countStarts, type RunNow } from './run-now.ts'

/** Upstream's fixed limit of this list. */
const MOST = 50

type Resource = Record<string, string>

/** One event a state, as upstream notes them; the id of both is one. */
function toEventBodies(run: RunNow): Json[] {
  const { plan } = run
  const { job } = plan
  const deploymentId = deploymentIdOf(plan)
  const pool = plan.parent === null ? job.spec.pool : null
  const related: Resource[] = [
    { 'prefect.resource.id': `prefect.flow.${plan.flow.id}`, 'prefect.resource.role': 'flow', 'prefect.resource.name': plan.flow.name },
    ...(deploymentId === null ? [] : [{ 'prefect.resource.id': `prefect.deployment.${deploymentId}`, 'prefect.resource.role': 'deployment', 'prefect.resource.name': job.spec.deployment ?? '' }]),
    ...(pool === null ? [] : [{ 'prefect.resource.id': `prefect.work-pool.${poolIdOf(pool)}`, 'prefect.resource.role': 'work-pool', 'prefect.resource.name': pool }]),
    ...tagsOf(plan).map(tag => ({ 'prefect.resource.id': `prefect.tag.${tag}`, 'prefect.resource.role': 'tag' })),
  ]
  return run.steps.map((step, index) => {
    const before = run.steps[index - 1]
    return {
      occurred: writeInstant(step.at),
      event: `prefect.flow-run.${step.name}`,
      resource: {
        'prefect.resource.id': `prefect.flow-run.${plan.id}`,
        'prefect.resource.name': plan.name,
        'prefect.run-count': String(countStarts(run.steps.slice(0, index + 1))),
        'prefect.state-message': step.message ?? '',
        'prefect.state-name': step.name,
        'prefect.state-timestamp': writeInstant(step.at),
        'prefect.state-type': step.type,
      },
      related,
      payload: { intended: { from: before?.type ?? null, to: step.type }, initial_state: before === undefined ? null : { type: before.type, name: before.name }, validated_state: { type: step.type, name: step.name } },
      id: stateIdOf(plan.id, step),
      follows: before === undefined ? null : stateIdOf(plan.id, before),
      received: writeInstant(step.at + 80),
    }
  })
}

/** `POST /events/filter` for one run, latest first: no other way of asking was taught. */
export function listEvents(body: Json, findRun: (id: string) => RunNow | null): Json {
  const { limit = MOST, filter = {} } = body
  const { any_resource: anyResource, event = {}, occurred = {}, order = 'DESC', ...others } = asObject(filter, 'filter')
  const unknown = Object.keys(others)[0] ?? Object.keys(asObject(event, 'event')).find(word => word !== 'exclude_prefix')
  const ids = asObject(anyResource ?? {}, 'any_resource')['id']
  const [, runId] = Array.isArray(ids) && ids.length === 1 ? /^prefect\.flow-run\.(.+)$/.exec(String(ids[0])) ?? [] : []
  if (unknown !== undefined || runId === undefined || order !== 'DESC')
    throw untaught(`events asked for so${unknown === undefined ? '' : `, with ${unknown}`}`)
  if (Number(limit) > MOST)
    throw new Refusal(422, `Invalid limit: must be less than or equal to ${MOST}.`)
  const { since, until } = asObject(occurred, 'occurred')
  const from = readInstant(String(since ?? '')) ?? Number.NEGATIVE_INFINITY
  const to = readInstant(String(until ?? '')) ?? Number.POSITIVE_INFINITY
  const run = findRun(runId)
  const within = (run === null ? [] : toEventBodies(run)).reverse().filter(({ occurred: at }) => {
    const instant = readInstant(String(at)) ?? 0
    return instant >= from && instant <= to
  })
  return { events: within.slice(0, Number(limit)), total: within.length, next_page: null }
}
