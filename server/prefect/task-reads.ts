import type { RunState } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import type { Client } from './client.ts'
import { listByOffset, toList, type Pager } from './paging.ts'
import type { ReadOptions } from './reads.ts'
import { readRows, type Listed } from './rows.ts'
import { toRunState } from './run-state.ts'
import { toTaskRun } from './task-run.ts'

/** Reads of single task runs and of parts of long lists of them. */
export function createTaskReads(client: Client, pager: Pager) {
  return {
    /** Part of a run's task runs, from an offset on. `complete`: none come behind it. */
    async listTaskRunPart({ flowRunId, offset, count, signal }: ReadOptions & { flowRunId: string, offset: number, count: number }): Promise<Listed<TaskRun>> {
      const body = { sort: 'ID_DESC' as const, task_runs: { flow_run_id: { any_: [flowRunId] } } }
      return await listByOffset(pager, { path: '/task_runs/filter', body, toRow: toTaskRun, from: offset, cap: count, signal })
    },

    /** Every state a task run was in, oldest first; none for an unknown one. */
    async listTaskRunStates(id: string, { signal }: ReadOptions = {}): Promise<Listed<RunState>> {
      const answer = await client.send({ method: 'GET', path: `/task_run_states/?task_run_id=${encodeURIComponent(id)}`, safe: true }, { signal })
      const { rows, setAsideCount } = readRows(toList(answer, 'GET /task_run_states/'), toRunState)
      return { rows: rows.sort((a, b) => a.at - b.at), complete: true, setAsideCount }
    },
  }
}
