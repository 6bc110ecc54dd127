import { queryOptions } from '@tanstack/vue-query'
import type { ActBody, ActOutcome, ActSubject, AuditAnswer, DeploymentActBody, DeploymentActsAnswer, InputAnswer, ParametersAnswer, PreviewAnswer } from '../../shared/api/acts.ts'
import { getJson, postJson } from './bff.ts'

/** Does something to a run; what Prefect said, refusals too. */
export async function actOnRun(runId: string, body: ActBody, server: string | null): Promise<ActOutcome> {
  return await postJson<ActOutcome>(`/api/runs/${encodeURIComponent(runId)}/acts`, { ...body }, { server })
}

/** Pauses or resumes a deployment. */
export async function actOnDeployment(deploymentId: string, body: DeploymentActBody, server: string | null): Promise<ActOutcome> {
  return await postJson<ActOutcome>(`/api/deployments/${encodeURIComponent(deploymentId)}/acts`, { ...body }, { server })
}

/** Runs as they are now, and what can be done to each. */
export async function previewActs(runIds: readonly string[], server: string | null): Promise<PreviewAnswer> {
  return await postJson<PreviewAnswer>('/api/acts/preview', { runIds }, { server })
}

/** What was done through First Light; read anew after each act. */
export const auditQuery = ({ kind, id }: Pick<ActSubject, 'kind' | 'id'>, server: string | null) => queryOptions({
  queryKey: ['audit', { kind, id, server }],
  queryFn: async ({ signal }) => await getJson<AuditAnswer>('/api/audit', { [kind]: id, server }, signal),
})

export const parametersQuery = (deploymentId: string, server: string | null) => queryOptions({
  queryKey: ['parameters', { deploymentId, server }],
  queryFn: async ({ signal }) => await getJson<ParametersAnswer>(`/api/deployments/${encodeURIComponent(deploymentId)}/parameters`, { server }, signal),
})

/** What a paused run asks for. `stateAt`: when it was paused, since it can ask for something else the next time. */
export const inputQuery = (runId: string, stateAt: string, server: string | null) => queryOptions({
  queryKey: ['run-input', { runId, stateAt, server }],
  queryFn: async ({ signal }) => await getJson<InputAnswer>(`/api/runs/${encodeURIComponent(runId)}/input`, { server }, signal),
})

/** What can be done to a deployment, and what that does: as it is when somebody asks. */
export const deploymentActsQuery = (deploymentId: string, server: string | null) => queryOptions({
  queryKey: ['deployment-acts', { deploymentId, server }],
  queryFn: async ({ signal }) => await getJson<DeploymentActsAnswer>(`/api/deployments/${encodeURIComponent(deploymentId)}/acts`, { server }, signal),
})
