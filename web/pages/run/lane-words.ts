import { toPlainText } from '../../../shared/logs/log-spans.ts'
import { countMarks, tookMs, type AbsentLane, type FoldLane, type PlacedRow, type RowLane, type TaskLane } from '../../../shared/timeline/task-lanes.ts'
import { formatCount } from '../../format/count.ts'
import { formatDuration } from '../../format/duration.ts'

const SHORTEST_MS = 50

/** A length in words, and never "0.0 s". */
export function lengthWords(ms: number): string {
  return ms < SHORTEST_MS ? '< 0.1 s' : formatDuration(ms)
}

/** How long a task took; null where it is not known. */
export function tookWords(placed: Pick<PlacedRow, 'extent' | 'startMs' | 'endMs'>): string | null {
  const ms = tookMs(placed)
  return ms === null ? null : lengthWords(ms)
}

/** `validate-001`, `transform × 200`, `attempt 2`. */
export function laneName(lane: TaskLane): string {
  switch (lane.kind) {
    case 'row':
      return toPlainText(lane.row.name)
    case 'group':
      return `${toPlainText(lane.name)} × ${lane.members.length.toLocaleString('en-GB')}`
    case 'attempt':
      return lane.name
    case 'absent':
      return toPlainText(lane.task.name)
  }
}

/** What stands beside its bar: `33 s · 3 tries`, `4 m 10 s · 3 failed`. `runCount`: tries, where the row itself does not say. */
export function laneNote(lane: TaskLane, { runCount = null, isLive = false }: { runCount?: number | null, isLive?: boolean } = {}): string {
  switch (lane.kind) {
    case 'row':
      return rowNote(lane, lane.row.runCount ?? runCount)
    case 'group':
    case 'attempt':
      return foldNote(lane)
    case 'absent':
      return absentNote(lane, isLive ? 'not reached yet' : 'not reached')
  }
}

/** A lane as it is read out. */
export function laneWords(lane: TaskLane, known: Parameters<typeof laneNote>[1] = {}): string {
  const fold = lane.isOpen === null ? [] : [lane.isOpen ? 'open' : 'folded']
  return [laneName(lane), laneNote(lane, known), ...fold].join(' · ')
}

function rowNote(lane: RowLane, runCount: number | null): string {
  const tries = runCount !== null && runCount > 1 ? [`${runCount} tries`] : []
  const state = lane.row.stateName === 'Cached' && lane.extent !== 'unplaced' ? ['cached'] : []
  return [tookWords(lane) ?? placeWords(lane), ...state, ...tries].join(' · ')
}

function foldNote(lane: FoldLane): string {
  const others = countMarks(lane.members.map(({ row }) => row)).filter(({ mark }) => mark !== 'completed').map(({ mark, count }) => `${count.toLocaleString('en-GB')} ${mark}`)
  const marks = lane.kind === 'attempt' ? [formatCount(lane.members.length, 'task'), lane.mark] : others
  const length = tookWords(lane)
  return [...length === null ? [] : [length], ...marks].join(' · ') || 'not started'
}

function absentNote({ task }: AbsentLane, word: string): string {
  const usual = task.medianMs === null ? '' : `, usually ${lengthWords(task.medianMs)}`
  const count = task.count > 1 ? `, usually ${task.count.toLocaleString('en-GB')} of it` : ''
  return `${word}${count}${usual}`
}

/** Why there is no length to tell. */
function placeWords({ extent, row }: RowLane): string {
  if (extent === 'end-unknown')
    return 'end not known'
  return row.mark === 'scheduled' ? 'not started' : row.stateName.toLowerCase()
}
