import type { IsoInstant } from './morning.ts'
import type { RunRow } from './runs.ts'

/** What can be done to a run, where acting is allowed. */
export const RUN_ACTS = ['retry', 'resume', 'cancel', 'suspend', 'run-again'] as const
export type RunAct = typeof RUN_ACTS[number]

/** What can be done to a deployment, where acting is allowed. */
export const DEPLOYMENT_ACTS = ['pause-deployment', 'resume-deployment'] as const
export type DeploymentAct = typeof DEPLOYMENT_ACTS[number]

/** More are not acted on, or looked at beforehand, at once. */
export const MOST_RUNS_AT_ONCE = 200
/** A suspension that ends by itself ends within these. */
export const SHORTEST_SUSPENSION_MS = 60_000
export const LONGEST_SUSPENSION_MS = 30 * 86_400_000

/** `POST /api/runs/ID/acts`. */
export interface ActBody {
  act: RunAct
  /** Of `run-again`: values that replace the run's own, by name; the others stay as they were given to it. */
  parameters?: Record<string, unknown> | undefined
  /** Of `resume`: what it waits for, by name; left out where it waits for nothing. */
  input?: Record<string, unknown> | undefined
  /** Of `suspend`: it fails when nobody resumed it for so long; left out: it waits for as long as it takes. */
  lastsMs?: number | undefined
  /** Since when the run was in the state it was seen in; in another one by now, nothing is done. Left out: whatever it is in. */
  stateAt?: IsoInstant | undefined
  /** As whoever acts names themselves; empty: no name. */
  by: string
}

/** `POST /api/deployments/ID/acts`. */
export interface DeploymentActBody {
  act: DeploymentAct
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

/** What an act was done to, by the name it had then. */
export interface ActSubject {
  kind: 'run' | 'deployment'
  id: string
  name: string
}

/** An act as it was written down before it was sent, and what came of it. */
export interface AuditRow {
  id: string
  at: IsoInstant
  act: RunAct | DeploymentAct
  subject: ActSubject
  /** null: nobody gave a name. */
  by: string | null
  /** As the doors knew them. */
  as: string
  /** Names of the parameters that were replaced, or of the input that was given. */
  edited: string[]
  /** null: none was written down, because First Light ended meanwhile: it may have been done. */
  outcome: ActOutcome | null
}

/** `GET /api/audit?run=ID` or `?deployment=ID`: latest first, 200 at most. */
export interface AuditAnswer {
  acts: AuditRow[]
}

/** `GET /api/deployments/ID/parameters`: what its runs can be given. */
export interface ParametersAnswer {
  /** JSON Schema as the deployment holds it; null: it holds none. */
  schema: Record<string, unknown> | null
}

/** `GET /api/runs/ID/input`: what a paused run asks for. 404 where it asks for nothing. */
export interface InputAnswer {
  /** JSON Schema as the run left it; null: none that can be read, so that only JSON can be written. */
  schema: Record<string, unknown> | null
  /** What the flow says about it; null: nothing. */
  description: string | null
}

/** `POST /api/acts/preview`, with the ids of at most 200 runs: each as it is now, in the order asked for. */
export interface PreviewBody {
  runIds: string[]
}

export interface PreviewAnswer {
  runs: RunPreview[]
  /** Prefect does not know them any more. */
  goneCount: number
}

export interface RunPreview {
  run: RunRow
  /** Why an act cannot be done to it, in a sentence; of acts that are not here it can. */
  refusals: Partial<Record<RunAct, string>>
}

/** `GET /api/deployments/ID/acts`: what can be done to a deployment, and what that does. */
export interface DeploymentActsAnswer {
  act: DeploymentAct
  /** Runs that a pause deletes: made by its schedules and not begun. */
  removed: {
    count: number
    /** Of them, those that are due already. */
    lateCount: number
    /** false: there are more. */
    isWhole: boolean
  }
}
