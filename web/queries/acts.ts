import { queryOptions } from '@tanstack/vue-query'
import type { ActBody, ActOutcome, AuditAnswer, ParametersAnswer } from '../../shared/api/acts.ts'
import { getJson, postJson } from './bff.ts'

/** Does something to a run; what Prefect said, refusals too. */
export async function actOnRun(runId: string, body: ActBody): Promise<ActOutcome> {
  return await postJson<ActOutcome>(`/api/runs/${encodeURIComponent(runId)}/acts`, { ...body })
}

/** What was done to a run through First Light; read anew after each act. */
export const auditQuery = (runId: string) => queryOptions({
  queryKey: ['audit', { runId }],
  queryFn: async ({ signal }) => await getJson<AuditAnswer>('/api/audit', { run: runId }, signal),
})

export const parametersQuery = (deploymentId: string) => queryOptions({
  queryKey: ['parameters', { deploymentId }],
  queryFn: async ({ signal }) => await getJson<ParametersAnswer>(`/api/deployments/${encodeURIComponent(deploymentId)}/parameters`, {}, signal),
})
