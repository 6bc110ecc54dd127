import { z } from 'zod'
import type { RunSetup } from '../../shared/model/run-setup.ts'
import { toMs } from './instant.ts'

const Named = z.record(z.string(), z.unknown()).nullish().catch(null)

/** What we read of `FlowRunResponse` besides the run itself. An odd field is as good as none: the run's page stands without it. */
const SetupBody = z.object({
  job_variables: Named,
  labels: Named,
  infrastructure_pid: z.string().nullish().catch(null),
  idempotency_key: z.string().nullish().catch(null),
  empirical_policy: z.object({ retries: z.number().nullish(), retry_delay: z.union([z.number(), z.array(z.number())]).nullish() }).nullish().catch(null),
})

export function toRunSetup(body: unknown): RunSetup {
  const { job_variables: jobVariables, labels, infrastructure_pid: pid, idempotency_key: key, empirical_policy: policy } = SetupBody.parse(body)
  const worker = labels?.['prefect.worker.name']
  return {
    jobVariables: jobVariables ?? {},
    infrastructureId: pid ?? null,
    worker: typeof worker === 'string' ? worker : null,
    idempotencyKey: key ?? null,
    retries: policy?.retries == null ? null : { count: policy.retries, delayMs: toMs([policy.retry_delay ?? 0].flat()[0] ?? 0) },
  }
}
