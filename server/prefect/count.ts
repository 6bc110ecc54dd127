import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import type { components } from './openapi-3.8.8.ts'

type Bodies = components['schemas']

/** The request bodies of Prefect's counts. */
interface CountBodies {
  '/flow_runs/count': Bodies['Body_count_flow_runs_flow_runs_count_post']
  '/task_runs/count': Bodies['Body_count_task_runs_task_runs_count_post']
  '/deployments/count': Bodies['Body_count_deployments_deployments_count_post']
}

/** How many there are, as Prefect counts them. Throws UpstreamError; so does an answer that is no number. */
export async function getCount<Path extends keyof CountBodies>(client: Client, { path, body, signal }: { path: Path, body: CountBodies[Path], signal: AbortSignal | undefined }): Promise<number> {
  const count = await client.send({ method: 'POST', path, body, safe: true }, { signal })
  if (typeof count !== 'number')
    throw new UpstreamError(`Prefect's answer to POST ${path} is not the number it should be.`, { failure: 'unreadable', request: `POST ${path}` })
  return count
}
