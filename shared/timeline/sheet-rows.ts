import type { NightSheet, NightSheetAnswer, SheetBar, SheetBarRow } from '../api/night-sheet.ts'

/** The sheet as it is sent; `ids` as in the query. */
export function toNightSheetAnswer(sheet: NightSheet, { ids }: { ids: 'all' | 'problems' }): NightSheetAnswer {
  return { ...sheet, bars: sheet.bars.map(bar => toRow(ids === 'all' || needsId(bar) ? bar : { ...bar, runId: null })) }
}

/** The sheet as it was before it was sent, but for the ids that were left out. */
export function fromNightSheetAnswer(answer: NightSheetAnswer): NightSheet {
  return { ...answer, bars: answer.bars.map(fromRow) }
}

const needsId = ({ mark, problemId }: SheetBar): boolean => mark !== 'completed' || problemId !== null

function toRow({ job, mark, dueMs, startMs, endMs, runId, problemId }: SheetBar): SheetBarRow {
  return [job, mark, dueMs, dueMs === null ? startMs : startMs - dueMs, endMs === null ? null : endMs - startMs, runId, problemId]
}

function fromRow([job, mark, dueMs, waitMs, lengthMs, runId, problemId]: SheetBarRow): SheetBar {
  const startMs = dueMs === null ? waitMs : dueMs + waitMs
  return { runId, job, mark, startMs, endMs: lengthMs === null ? null : startMs + lengthMs, dueMs, problemId }
}

/** The bar that is the same run on a sheet that was read later, which may begin at another instant; null where it is gone. */
export function sameBar(bar: Pick<SheetBar, 'job' | 'startMs'>, from: Pick<NightSheet, 'jobs' | 'window'>, later: NightSheet): SheetBar | null {
  const job = from.jobs[bar.job]
  const movedMs = Date.parse(later.window.from) - Date.parse(from.window.from)
  return later.bars.find((other) => {
    const its = later.jobs[other.job]
    return its?.server === job?.server && its?.flow === job?.flow && its?.deployment === job?.deployment && Math.abs(other.startMs + movedMs - bar.startMs) <= 1 // rounded after the window's own fraction
  }) ?? null
}
