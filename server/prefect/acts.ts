import { z } from 'zod'
import type { Client } from './client.ts'
import type { components } from './openapi-3.8.8.ts'
import { readOne } from './rows.ts'

type StateBody = components['schemas']['StateCreate']
type RunBody = components['schemas']['DeploymentFlowRunCreate']

/** Prefect answers 200 to what it refuses: only the status in the body tells. */
const ResultBody = z.object({
  status: z.enum(['ACCEPT', 'REJECT', 'ABORT', 'WAIT']),
  details: z.object({ reason: z.string().nullish() }).nullish(),
  state: z.object({ type: z.string() }).nullish(),
})

const MadeBody = z.object({ id: z.string(), name: z.string() })

/** What came of a proposed state: taken, not taken with the reason, or to be proposed again. */
export interface Proposed {
  status: 'accepted' | 'refused' | 'later'
  reason: string | null
}

const STATUS: Readonly<Record<z.infer<typeof ResultBody>['status'], Proposed['status']>> = { ACCEPT: 'accepted', REJECT: 'refused', ABORT: 'refused', WAIT: 'later' }

export type Acts = ReturnType<typeof createActs>

/** Every act on one Prefect server. None is sent twice by itself: all are `safe: false`. They throw UpstreamError. */
export function createActs(client: Client) {
  /** @param takenAs - a type of state that Prefect may put in the place of the proposed one: a refusal by its word, what was wanted all the same */
  async function propose(flowRunId: string, state: StateBody, takenAs: string | null = null): Promise<Proposed> {
    const answer = await client.send({ method: 'POST', path: `/flow_runs/${encodeURIComponent(flowRunId)}/set_state`, body: { state, force: false }, safe: false })
    const { status, details, state: taken } = readOne(answer, body => ResultBody.parse(body), 'POST /flow_runs/ID/set_state')
    if (status === 'REJECT' && takenAs !== null && taken?.type === takenAs)
      return { status: 'accepted', reason: details?.reason ?? null }
    return { status: STATUS[status], reason: details?.reason ?? null }
  }

  return {
    /** Runs a finished run anew, in the same row. Only where a deployment says how. */
    async retryRun(flowRunId: string): Promise<Proposed> {
      return await propose(flowRunId, { type: 'SCHEDULED', name: 'AwaitingRetry' })
    },

    /** Asks a run to stop; one that waits is cancelled at once. */
    async cancelRun(flowRunId: string): Promise<Proposed> {
      return await propose(flowRunId, { type: 'CANCELLING' }, 'CANCELLED')
    },

    /** Makes a further run of a deployment. Of one `idempotencyKey` only the first makes one. */
    async createRun({ deploymentId, parameters, idempotencyKey }: { deploymentId: string, parameters: Record<string, unknown>, idempotencyKey: string }): Promise<{ id: string, name: string }> {
      const body: Partial<RunBody> = { parameters, idempotency_key: idempotencyKey }
      const answer = await client.send({ method: 'POST', path: `/deployments/${encodeURIComponent(deploymentId)}/create_flow_run`, body, safe: false })
      return readOne(answer, made => MadeBody.parse(made), 'POST /deployments/ID/create_flow_run')
    },
  }
}
