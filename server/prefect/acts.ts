import { z } from 'zod'
import type { Client } from './client.ts'
import { writeInstant } from './instant.ts'
import type { components } from './openapi-3.8.8.ts'
import { readOne } from './rows.ts'

type StateBody = components['schemas']['StateCreate']
type ResumeBody = components['schemas']['Body_resume_flow_run_flow_runs__id__resume_post']
type RunBody = components['schemas']['DeploymentFlowRunCreate']

/** Prefect answers 200 to what it refuses: only the status in the body tells. */
const ResultBody = z.object({
  status: z.enum(['ACCEPT', 'REJECT', 'ABORT', 'WAIT']),
  details: z.object({ reason: z.string().nullish() }).nullish(),
  state: z.object({ type: z.string() }).nullish(),
})

const MadeBody = z.object({ id: z.string(), name: z.string() })

/** Around what is wrong with an input; the screen says so itself. */
const OWN_WORDS = /^Reason: (?:Validation failed\. Failure reason: )?/

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
    return await ask(flowRunId, 'set_state', { body: { state, force: false }, takenAs })
  }

  async function ask(flowRunId: string, what: 'set_state' | 'resume', { body, takenAs = null }: { body: object, takenAs?: string | null }): Promise<Proposed> {
    const answer = await client.send({ method: 'POST', path: `/flow_runs/${encodeURIComponent(flowRunId)}/${what}`, body, safe: false })
    const { status, details, state: taken } = readOne(answer, result => ResultBody.parse(result), `POST /flow_runs/ID/${what}`)
    const reason = details?.reason?.replace(OWN_WORDS, '') ?? null
    if (status === 'REJECT' && takenAs !== null && taken?.type === takenAs)
      return { status: 'accepted', reason }
    return { status: STATUS[status], reason }
  }

  /** Answered without a word. */
  async function tellDeployment(deploymentId: string, what: 'pause_deployment' | 'resume_deployment'): Promise<void> {
    await client.send({ method: 'POST', path: `/deployments/${encodeURIComponent(deploymentId)}/${what}`, safe: false })
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

    /**
     * Asks a run to end before its next task, and to begin anew when it is resumed. Only where a deployment says how.
     *
     * @param key - its own for each suspension: Prefect suspends no run twice under one
     * @param untilAt - when it fails unless it was resumed; null: never
     */
    async suspendRun(flowRunId: string, { key, untilAt }: { key: string, untilAt: number | null }): Promise<Proposed> {
      const details = { pause_reschedule: true, pause_key: key, pause_timeout: untilAt === null ? null : writeInstant(untilAt) }
      return await propose(flowRunId, { type: 'PAUSED', name: 'Suspended', state_details: details })
    },

    /** Lets a paused run go on, with what it waits for; null: it waits for nothing. Prefect checks it against the run's schema. */
    async resumeRun(flowRunId: string, input: Record<string, unknown> | null): Promise<Proposed> {
      const body: ResumeBody = { run_input: input }
      return await ask(flowRunId, 'resume', { body })
    },

    /** Makes no more runs, and deletes those that its schedules made and that have not begun, late ones too. */
    async pauseDeployment(deploymentId: string): Promise<void> {
      await tellDeployment(deploymentId, 'pause_deployment')
    },

    /** Makes runs again, from now on. */
    async resumeDeployment(deploymentId: string): Promise<void> {
      await tellDeployment(deploymentId, 'resume_deployment')
    },

    /** Makes a further run of a deployment. Of one `idempotencyKey` only the first makes one. */
    async createRun({ deploymentId, parameters, idempotencyKey }: { deploymentId: string, parameters: Record<string, unknown>, idempotencyKey: string }): Promise<{ id: string, name: string }> {
      const body: Partial<RunBody> = { parameters, idempotency_key: idempotencyKey }
      const answer = await client.send({ method: 'POST', path: `/deployments/${encodeURIComponent(deploymentId)}/create_flow_run`, body, safe: false })
      return readOne(answer, made => MadeBody.parse(made), 'POST /deployments/ID/create_flow_run')
    },
  }
}
