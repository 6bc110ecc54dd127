import { queryOptions } from '@tanstack/vue-query'
import type { ActBody, ActOutcome, AuditAnswer, ParametersAnswer } from '../../shared/api/acts.ts'
import { getJson, postJson } from './bff.ts'

/** Does something to a run; what Prefect said, refusals too. */
export async function actOnRun(runId: string, server: string | null, body: ActBody): Promise<ActOutcome> {
  return await postJson<ActOutcome>(`/api/runs/${encodeURIComponent(runId)}/acts`, { ...body }, { server })
}

/** What was done to a run through First Light; read anew after each act. */
export const auditQuery = (runId: string, server: string | null) => queryOptions({
  queryKey: ['audit', { runId, server }],
  queryFn: async ({ signal }) => await getJson<AuditAnswer>('/api/audit', { server, run: runId }, signal),
})

export const parametersQuery = (deploymentId: string, server: string | null) => queryOptions({
  queryKey: ['parameters', { deploymentId, server }],
  queryFn: async ({ signal }) => await getJson<ParametersAnswer>(`/api/deployments/${encodeURIComponent(deploymentId)}/parameters`, { server }, signal),
})
