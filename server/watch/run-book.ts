import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal } from '../../shared/model/run-state.ts'

/** The runs that are known, by id. */
export interface RunBook {
  /** Takes the newest form of each. */
  put: (runs: readonly FlowRun[]) => void
  remove: (id: string) => void
  clear: () => void
  has: (id: string) => boolean
  all: () => readonly FlowRun[]
  unfinished: () => FlowRun[]
  /** Leaves out what ended, or was due and never ran, before an instant. */
  forgetBefore: (at: number) => void
  /** Grows when a run came, went or changed in more than its running time. */
  changeCount: () => number
}

export function createRunBook(first: readonly FlowRun[] = []): RunBook {
  const runs = new Map<string, FlowRun>(first.map(run => [run.id, run]))
  let listed: readonly FlowRun[] | null = null
  let changeCount = 0

  return {
    put(fresh) {
      for (const run of fresh) {
        const known = runs.get(run.id)
        if (known === undefined || !isSameRun(known, run))
          changeCount += 1
        runs.set(run.id, run)
      }
      listed = null
    },
    remove(id) {
      if (runs.delete(id))
        changeCount += 1
      listed = null
    },
    clear() {
      runs.clear()
      listed = null
    },
    has: id => runs.has(id),
    all: () => listed ??= [...runs.values()],
    // One that is not understood stays so until all is read again: asking for it by name each time would tell nothing new.
    unfinished: () => [...runs.values()].filter(run => isUnfinished(run) && run.state?.type !== 'UNKNOWN'),
    forgetBefore(at) {
      for (const run of runs.values()) {
        if (!isUnfinished(run) && (run.endedAt ?? run.expectedStartAt ?? run.createdAt) < at)
          runs.delete(run.id)
      }
      listed = null
    },
    changeCount: () => changeCount,
  }
}

export function isUnfinished({ state }: FlowRun): boolean {
  return state === null || !isTerminal(state.type)
}

/** `ranForMs` grows with every answer while a run goes on; that is no change. */
function isSameRun(a: FlowRun, b: FlowRun): boolean {
  return a.state?.id === b.state?.id && a.state?.name === b.state?.name && a.endedAt === b.endedAt && a.startedAt === b.startedAt
    && a.runCount === b.runCount && a.expectedStartAt === b.expectedStartAt && a.nextStartAt === b.nextStartAt && a.name === b.name && a.tags.join() === b.tags.join()
}
