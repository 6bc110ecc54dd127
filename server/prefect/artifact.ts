import { z } from 'zod'
import type { Artifact } from '../../shared/model/artifact.ts'
import { Instant } from './instant.ts'

/** What we read of `Artifact`; the same in 3.8.8 and 2.20. */
const ArtifactBody = z.object({
  id: z.string(),
  key: z.string(),
  type: z.string().nullish(),
  description: z.string().nullish(),
  data: z.unknown(),
  created: Instant,
  flow_run_id: z.string().nullish(),
  task_run_id: z.string().nullish(),
})

export function toArtifact(body: unknown): Artifact {
  const artifact = ArtifactBody.parse(body)
  return {
    id: artifact.id,
    key: artifact.key,
    type: artifact.type ?? 'unknown',
    description: artifact.description == null || artifact.description.trim() === '' ? null : artifact.description,
    content: artifact.data,
    createdAt: artifact.created,
    flowRunId: artifact.flow_run_id ?? null,
    taskRunId: artifact.task_run_id ?? null,
  }
}
