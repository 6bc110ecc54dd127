import type { H3Event } from 'h3'
import type { StartsAnswer } from '../../shared/api/starts.ts'
import { MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import { learnTriggers } from '../../shared/expectations/triggers.ts'
import { holdersOf } from '../../shared/verdict/limit-rows.ts'
import { Refusal } from '../errors.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { WHOLE_VIEW } from './judged.ts'
import { readId } from './query.ts'

/** Automations are made by hand, and one list answers for all deployments. */
const FRESH_MS = MINUTE_MS

/** What starts a deployment beside its schedule, and which limit its runs are under. */
export function startsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const id = readId(event, 'deployment')
    const automations = await deps.once.get(`automations ${shown.key}`, async () => await shown.reads.listAutomations(), () => FRESH_MS)
    const mine = automations?.rows.filter(({ runsDeploymentIds, runsInferred }) => runsInferred || runsDeploymentIds.includes(id)) ?? null
    const answer: StartsAnswer = {
      automations: mine?.map(({ name, enabled, events, onAbsence, runsDeploymentIds }) => ({ name, enabled, events: [...events], onAbsence, isNamed: runsDeploymentIds.includes(id) })) ?? null,
      complete: automations === null || (automations.complete && automations.setAsideCount === 0),
      ...await fromPicture(id, shown, deps),
    }
    return await answerJson(event, answer)
  }
}

async function fromPicture(id: string, shown: Shown, deps: RouteDeps): Promise<Pick<StartsAnswer, 'trigger' | 'limit'>> {
  const { picture, morning, now, etag } = deps.judge(shown, WHOLE_VIEW)
  const deployment = picture.deployments.get(id)
  if (deployment === undefined)
    throw new Refusal(404, 'Prefect knows no deployment with this id: it was deleted, or never was.')
  const jobs = morning.judgements.map(({ job }) => job)
  const own = jobs.find(({ deploymentId }) => deploymentId === id)
  // Learning looks at all jobs: once for whoever looks at one of them.
  const triggers = await deps.once.get(`triggers ${etag}`, async () => learnTriggers(jobs, picture.children, morning.at ?? now), () => FRESH_MS)
  const trigger = own === undefined ? undefined : triggers.get(own.key)
  const { concurrencyLimit, collision } = deployment
  return {
    trigger: trigger === undefined ? null : { by: trigger.by, jobs: [trigger.upstream, ...trigger.rivals].map(({ flow, deployment, flowId, deploymentId }) => ({ flow, deployment, flowId, deploymentId })) },
    limit: concurrencyLimit === null ? null : { limit: concurrencyLimit, collision: collision ?? 'enqueue', holders: holdersOf(id, picture) },
  }
}
