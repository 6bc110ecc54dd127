import type { IsoInstant } from './morning.ts'

/** What can be done to a run, where acting is allowed. */
export const RUN_ACTS = ['retry', 'cancel', 'run-again'] as const
export type RunAct = typeof RUN_ACTS[number]

/** `POST /api/runs/ID/acts`. */
export interface ActBody {
  act: RunAct
  /** Of `run-again`: values that replace the run's own, by name; the others stay as they were given to it. */
  parameters?: Record<string, unknown> | undefined
  /** As whoever acts names themselves; empty: no name. */
  by: string
}

/**
 * What Prefect said. `refused`: it did nothing, and says why · `later`: it asks to try again · `unknown`: no answer came, so that
 * it may have been done.
 */
export type ActStatus = 'accepted' | 'refused' | 'later' | 'unknown'

export interface ActOutcome {
  status: ActStatus
  reason: string | null
  /** The run that was made by `run-again`; null: none was. */
  madeRunId: string | null
}

/** An act as it was written down before it was sent, and what came of it. */
export interface AuditRow {
  id: string
  at: IsoInstant
  act: RunAct
  runId: string
  runName: string
  /** null: nobody gave a name. */
  by: string | null
  /** As the doors knew them. */
  as: string
  /** Names of the parameters that were replaced. */
  edited: string[]
  /** null: none was written down, because First Light ended meanwhile: it may have been done. */
  outcome: ActOutcome | null
}

/** `GET /api/audit?run=ID`: latest first, 200 at most. */
export interface AuditAnswer {
  acts: AuditRow[]
}

/** `GET /api/deployments/ID/parameters`: what its runs can be given. */
export interface ParametersAnswer {
  /** JSON Schema as the deployment holds it; null: it holds none. */
  schema: Record<string, unknown> | null
}
