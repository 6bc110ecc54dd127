import type { RunState } from './run-state.ts'

/** One execution of a task inside a flow run. Instants and lengths as in FlowRun; client clocks wrote them, so order is not guaranteed. */
export interface TaskRun {
  id: string
  name: string
  /** null for a task run outside any flow. */
  flowRunId: string | null
  state: RunState | null
  startedAt: number | null
  endedAt: number | null
  /** Time in Running, without waits between attempts; null before the first start. */
  ranForMs: number | null
  /** Attempts so far. */
  runCount: number
  /** Which attempt of the flow run it belongs to; 3.x makes new task runs for each, 2.20 reuses them. */
  flowAttempt: number
  /** The child flow run this task run stands for; null for an ordinary task. */
  childFlowRunId: string | null
}
