import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { ChildRun } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'

/** Children kept at most; of a fan-out of thousands the newest. */
const MOST_CHILDREN = 2_000
/** Parents asked for in one reading; nested children need one for each level. */
const MOST_LEVELS = 6

export interface Children {
  /** Reads children that ended badly, and runs of deployments that another run started, since an instant. */
  read: (query: { sinceAt: number, roots: ReadonlySet<string>, signal: AbortSignal }) => Promise<void>
  all: () => readonly ChildRun[]
  forgetBefore: (at: number) => void
  /** false where a cap left some out. */
  isWhole: () => boolean
  changeCount: () => number
}

/** Runs that tasks of other runs started, each with the run at the top. */
export function createChildren(reads: Reads): Children {
  const children = new Map<string, FlowRun>()
  /** Task run to the flow run it belongs to; null: it is gone. */
  const flowRunOfTask = new Map<string, string | null>()
  /** A flow run that is itself a child, to the task run that started it; null: it is a root. */
  const parentTaskOf = new Map<string, string | null>()
  let isWhole = true
  let changeCount = 0

  async function findParents(signal: AbortSignal, roots: ReadonlySet<string>): Promise<void> {
    for (let level = 0; level < MOST_LEVELS; level++) {
      const tops = [...children.values()].map(run => climb(run, roots))
      const tasks = [...new Set(tops.flatMap(top => top.kind === 'task' ? [top.id] : []))]
      const runs = [...new Set(tops.flatMap(top => top.kind === 'run' ? [top.id] : []))]
      if (tasks.length + runs.length === 0)
        return
      if (tasks.length > 0) {
        const found = new Map((await reads.listTaskRunsById(tasks, { signal })).map(({ id, flowRunId }) => [id, flowRunId]))
        tasks.forEach(id => flowRunOfTask.set(id, found.get(id) ?? null))
      }
      if (runs.length > 0) {
        const found = await reads.listRunsById(runs, { signal })
        runs.forEach(id => parentTaskOf.set(id, found.rows.find(run => run.id === id)?.parentTaskRunId ?? null))
      }
    }
  }

  /** As far up as is known: the root, or what has to be asked for next. */
  function climb(run: FlowRun, roots: ReadonlySet<string>): { kind: 'root', id: string | null } | { kind: 'task' | 'run', id: string } {
    let taskId = run.parentTaskRunId
    for (let level = 0; level < MOST_LEVELS && taskId !== null; level++) {
      const runId = flowRunOfTask.get(taskId)
      if (runId === undefined)
        return { kind: 'task', id: taskId }
      if (runId === null || roots.has(runId))
        return { kind: 'root', id: runId }
      const above: string | null | undefined = children.get(runId)?.parentTaskRunId ?? parentTaskOf.get(runId)
      if (above === undefined)
        return { kind: 'run', id: runId }
      if (above === null)
        return { kind: 'root', id: runId }
      taskId = above
    }
    return { kind: 'root', id: null }
  }

  let listed: { roots: ReadonlySet<string>, rows: readonly ChildRun[] } | null = null
  let knownRoots: ReadonlySet<string> = new Set()

  return {
    async read({ sinceAt, roots, signal }) {
      try {
        const found = await reads.listChildrenEnded({ sinceAt, cap: MOST_CHILDREN, signal })
        if (found === null)
          return
        isWhole = found.complete
        for (const run of found.rows) {
          if (children.get(run.id)?.state?.id !== run.state?.id)
            changeCount += 1
          children.set(run.id, run)
        }
        knownRoots = roots
        listed = null
        await findParents(signal, roots)
      }
      catch (error) {
        if (!(error instanceof UpstreamError) || error.failure === 'unreachable' || error.failure === 'refused')
          throw error
        isWhole = false // the roots are judged all the same; only what explains them is missing
      }
    },
    all() {
      if (listed === null) {
        const rows = [...children.values()].map((run): ChildRun => {
          const top = climb(run, knownRoots)
          return { run, rootRunId: top.kind === 'root' ? top.id : null }
        })
        listed = { roots: knownRoots, rows }
      }
      return listed.rows
    },
    forgetBefore(at) {
      for (const run of children.values()) {
        if ((run.endedAt ?? run.createdAt) < at)
          children.delete(run.id)
      }
      listed = null
    },
    isWhole: () => isWhole,
    changeCount: () => changeCount,
  }
}
