import type { LogRow } from '../api/logs.ts'

/** One row of the shown log: a line, or the first of several that say the same in a row. */
export interface FoldedLine {
  line: LogRow
  /** How many lines stand here; 1 for a line of its own. */
  count: number
  /** The last of them. */
  last: LogRow
}

/** Two lines cost less room than their count. */
const LEAST_FOLDED = 3

/**
 * Lines in the order given; those that repeat the one before (same message, level, logger, task and run) folded into one row
 * from three on. Nothing is lost: the counts add up to the lines.
 *
 * @param opened - ids of lines whose rows stay unfolded
 */
export function foldLines(lines: readonly LogRow[], opened: ReadonlySet<string>): FoldedLine[] {
  const folded: FoldedLine[] = []
  for (let start = 0; start < lines.length;) {
    const line = lines[start]
    if (line === undefined)
      break
    let end = start + 1
    for (let other = lines[end]; other !== undefined && isRepeat(line, other); other = lines[end])
      end++
    const group = lines.slice(start, end)
    if (group.length < LEAST_FOLDED || group.some(({ id }) => opened.has(id)))
      folded.push(...group.map(single => ({ line: single, count: 1, last: single })))
    else
      folded.push({ line, count: group.length, last: group.at(-1) ?? line })
    start = end
  }
  return folded
}

function isRepeat(one: LogRow, other: LogRow): boolean {
  return one.message === other.message && one.level === other.level && one.logger === other.logger && one.taskRunId === other.taskRunId && one.runId === other.runId && one.wholeLength === null && other.wholeLength === null
}
