import type { H3Event } from 'h3'
import { z } from 'zod'
import { DEPLOYMENT_ACTS, type ActOutcome, type DeploymentAct, type DeploymentActBody, type DeploymentActsAnswer } from '../../shared/api/acts.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import { Refusal } from '../errors.ts'
import type { Shown } from '../shown.ts'
import { Name, signatureOf } from './acknowledgements.ts'
import { refuseUnlessAllowed } from './acts.ts'
import { answerJson } from './answer.ts'
import { carryOut } from './carry-out.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readBody, readId } from './query.ts'

/** Prefect makes at most a hundred runs ahead for a schedule; more that wait are told as more. */
const MOST_SCHEDULED = 400

const Body: z.ZodType<DeploymentActBody> = z.object({ act: z.enum(DEPLOYMENT_ACTS, `one of ${DEPLOYMENT_ACTS.join(', ')}`), by: Name }, 'JSON with act and by')

/** What can be done to a deployment as Prefect has it now, and what it does. */
export function deploymentActsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    refuseUnlessAllowed(deps)
    const shown = shownOf(event, deps)
    const deployment = await getDeployment(readId(event, 'deployment'), shown)
    const { rows, complete } = await shown.reads.listScheduledRuns(deployment.id, { cap: MOST_SCHEDULED })
    const removed = rows.filter(isRemoved)
    const answer: DeploymentActsAnswer = {
      act: actOn(deployment),
      removed: { count: removed.length, lateCount: removed.filter(run => dueAt(run) < shown.watcher.now()).length, isWhole: complete },
    }
    return await answerJson(event, answer)
  }
}

/** Pauses or resumes a deployment, unless somebody else did already. */
export function deploymentActRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    refuseUnlessAllowed(deps)
    const { act, by } = await readBody(event, Body)
    const shown = shownOf(event, deps)
    const deployment = await getDeployment(readId(event, 'deployment'), shown)
    if (actOn(deployment) !== act)
      throw new Refusal(409, deployment.paused ? 'It is paused already.' : 'It is not paused.')
    const outcome = await carryOut({ act, subject: { kind: 'deployment', id: deployment.id, name: nameOf(deployment, shown) }, edited: [], signature: signatureOf(event, { by, shown }) }, shown, async () => await send(act, deployment, shown))
    return await answerJson(event, outcome)
  }
}

const actOn = ({ paused }: Deployment): DeploymentAct => paused ? 'resume-deployment' : 'pause-deployment'

/** As Prefect's own `_delete_scheduled_runs` picks them on a pause; a run that waits for a free place keeps it. */
const isRemoved = ({ autoScheduled, runCount, state }: FlowRun): boolean => autoScheduled && runCount === 0 && state?.name !== 'AwaitingConcurrencySlot'

async function send(act: DeploymentAct, { id }: Deployment, { acts }: Shown): Promise<ActOutcome> {
  await (act === 'pause-deployment' ? acts.pauseDeployment(id) : acts.resumeDeployment(id))
  return { status: 'accepted', reason: null, madeRunId: null }
}

async function getDeployment(id: string, { reads }: Shown): Promise<Deployment> {
  const [deployment] = (await reads.listDeploymentsById([id])).rows
  if (deployment === undefined)
    throw new Refusal(404, 'Prefect knows no deployment with this id: it was deleted, or never was.')
  return deployment
}

function nameOf({ flowId, name }: Deployment, { watcher }: Shown): string {
  return `${watcher.picture().flows.get(flowId)?.name ?? 'deleted flow'}/${name}`
}
