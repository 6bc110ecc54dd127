import type { FlowRun } from '../../shared/model/flow-run.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'
import { inLanes } from './lanes.ts'
import type { RunBook } from './run-book.ts'

/** Runs looked up one by one in a round; the others wait for the next. */
const MOST_LOOKUPS = 50
const LANES = 4

/** Asks for runs by id that no list holds any more: changed, or deleted by somebody. */
export async function lookUp(runs: readonly FlowRun[], { reads, book, onVanished, signal }: { reads: Reads, book: RunBook, onVanished: (run: FlowRun) => void, signal: AbortSignal }): Promise<void> {
  if (runs.length === 0)
    return
  const there = await reads.listRunsById(runs.map(({ id }) => id), { signal })
  book.put(there.rows)
  const found = new Set(there.rows.map(({ id }) => id))
  await inLanes(runs.filter(({ id }) => !found.has(id)).slice(0, MOST_LOOKUPS), LANES, async (run) => {
    try {
      book.put([(await reads.getFlowRun(run.id, { signal })).run])
    }
    catch (error) {
      if (!(error instanceof UpstreamError) || (error.failure !== 'absent' && error.failure !== 'unreadable'))
        throw error
      // One that became unreadable stays as last seen: the lists count it as set aside.
      if (error.failure === 'absent') {
        book.remove(run.id)
        onVanished(run)
      }
    }
  })
}
