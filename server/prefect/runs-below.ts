import { toFlowRun } from './flow-run.ts'
import { listByOffset, type Pager } from './paging.ts'

/** The runs that tasks of a run started, and those of theirs. */
export interface RunsBelow {
  runs: { id: string, name: string }[]
  /** false when a cap ended the reading. */
  complete: boolean
}

/** One request names them all, and a longer one is refused by databases. */
const MOST_RUNS = 400
const DEEPEST = 12
const PARENTS_AT_ONCE = 100

/** Generation by generation, nearest first. */
export async function listRunsBelow(pager: Pager, flowRunId: string, signal: AbortSignal | undefined): Promise<RunsBelow> {
  const runs = new Map<string, string>()
  let parents = [flowRunId]
  for (let depth = 0; parents.length > 0; depth++) {
    if (depth === DEEPEST || runs.size > MOST_RUNS)
      return { runs: toRows(runs), complete: false }
    const children: string[] = []
    for (let start = 0; start < parents.length; start += PARENTS_AT_ONCE) {
      const filter = { parent_flow_run_id: { any_: parents.slice(start, start + PARENTS_AT_ONCE) } }
      const { rows } = await listByOffset(pager, { path: '/flow_runs/filter', body: { sort: 'ID_DESC', flow_runs: filter }, toRow: toFlowRun, cap: MOST_RUNS + 1, signal })
      for (const { id, name } of rows) {
        if (!runs.has(id) && id !== flowRunId)
          children.push(id)
        runs.set(id, name)
      }
    }
    parents = children
  }
  return { runs: toRows(runs), complete: runs.size <= MOST_RUNS }
}

function toRows(runs: ReadonlyMap<string, string>): RunsBelow['runs'] {
  return [...runs].slice(0, MOST_RUNS).map(([id, name]) => ({ id, name }))
}
