import type { RouteLocationRaw } from 'vue-router'
import type { ProblemAnswer, ProblemJob } from '../../shared/api/morning.ts'
import { deploymentRoute, flowRoute, runRoute } from '../routes.ts'

/** To the run that stands for a job of a problem; without one, to what should have run. */
export function problemJobRoute({ runId, deploymentId, flowId }: ProblemJob, { server }: Pick<ProblemAnswer, 'server'>): RouteLocationRaw {
  if (runId !== null)
    return runRoute(runId, { server })
  return deploymentId === null ? flowRoute(flowId, { server }) : deploymentRoute(deploymentId, { server })
}
