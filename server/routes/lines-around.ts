import type { LogLine } from '../../shared/model/log-line.ts'
import type { Reads } from '../prefect/reads.ts'
import { cursorAt } from '../prefect/stretch.ts'

/** Lines of a run that stand just before and after one of them, oldest first, of any level. Of one instant Prefect has no order. */
export async function readLinesAround({ reads, flowRunId, line, count, signal }: {
  reads: Reads
  flowRunId: string
  line: LogLine
  /** On each side. */
  count: number
  signal?: AbortSignal | undefined
}): Promise<{ before: LogLine[], after: LogLine[] }> {
  const limit = 4 * count // some share the instant
  const [before, from] = await Promise.all([
    reads.listLogs({ flowRunId, order: 'newest-first', cursor: cursorAt(line.at), limit, signal }),
    reads.listLogs({ flowRunId, order: 'oldest-first', cursor: cursorAt(line.at), limit, signal }),
  ])
  const lines = [...new Map([...before.lines.toReversed(), ...from.lines].map(one => [one.id, one])).values()]
  const at = lines.findIndex(({ id }) => id === line.id)
  return { before: lines.slice(Math.max(0, at - count), Math.max(0, at)), after: lines.slice(at + 1, at + 1 + count) }
}
