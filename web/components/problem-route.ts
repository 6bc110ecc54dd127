import type { RouteLocationRaw } from 'vue-router'
import type { ProblemJob } from '../../shared/api/morning.ts'
import { deploymentRoute, flowRoute, runRoute } from '../routes.ts'

/** To the run that stands for the job in its problem; without one, to what should have run. */
export function problemJobRoute({ runId, deploymentId, flowId }: ProblemJob): RouteLocationRaw {
  if (runId !== null)
    return runRoute(runId)
  return deploymentId === null ? flowRoute(flowId) : deploymentRoute(deploymentId)
}
