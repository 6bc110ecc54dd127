import type { RunState } from './run-state.ts'

/**
 * One execution of a flow, as the rest of the code knows it.
 * Instants are UTC epoch ms (microseconds as the fraction) and end in `At`; lengths of time are ms and end in `Ms`.
 * `null` means "has not happened" or "does not apply", never "zero".
 */
export interface FlowRun {
  id: string
  name: string
  flowId: string
  /** null for a run without a deployment: made by hand from a script, or a subflow. */
  deploymentId: string | null
  /** null when the server has recorded no state yet. */
  state: RunState | null
  createdAt: number
  /** When it was due: the scheduled time, or for a run started by hand the moment it was made. */
  expectedStartAt: number | null
  /** When it is to begin or go on, while it is scheduled: a retry's end of waiting among others. null else, and where it is not said. */
  nextStartAt: number | null
  /** First entry into Running; retries do not move it. null when it never ran. */
  startedAt: number | null
  /** When it reached a terminal state; null again once a terminal run is re-opened. */
  endedAt: number | null
  /** Time in Running, summed over retries, live while it runs. null before the first start. */
  ranForMs: number | null
  /** How often it entered Running: 0 before the first start, 2 after one retry. */
  runCount: number
  /** Made by a schedule, not by a person or a program. */
  autoScheduled: boolean
  /** The schedule that made it; null where the server does not say (2.20) or no schedule did. */
  scheduleId: string | null
  /** Who made it, where the server says: 3.x names schedules and automations; null for a person, a program, and all of 2.20. */
  maker: { kind: 'schedule' | 'automation' | 'other', name: string | null } | null
  /** Scalar parameters as text, for telling partitions apart: at most 12, of up to 80 characters; longer and nested ones are left out. */
  parameters: Readonly<Record<string, string>>
  /** Set on subflows, and on runs that a task of another run started; such runs are never jobs. */
  parentTaskRunId: string | null
  tags: readonly string[]
  workPool: string | null
  workQueue: string | null
  deploymentVersion: string | null
  flowVersion: string | null
}
