import { toPlainText } from '../../../shared/logs/log-spans.ts'
import { tookMs, type TaskLane } from '../../../shared/timeline/task-lanes.ts'
import { formatDuration } from '../../format/duration.ts'

const SHORTEST_MS = 50

/** How long a task took, and never "0.0 s"; null where it is not known. */
export function tookWords(lane: TaskLane): string | null {
  const ms = tookMs(lane)
  return ms === null ? null : ms < SHORTEST_MS ? '< 0.1 s' : formatDuration(ms)
}

/** `validate-001 · 33 s · 3 tries`, as it stands beside a bar. */
export function laneWords(lane: TaskLane): string {
  const tries = lane.row.runCount !== null && lane.row.runCount > 1 ? [`${lane.row.runCount} tries`] : []
  return [toPlainText(lane.row.name), tookWords(lane) ?? placeWords(lane), ...tries].join(' · ')
}

/** Why there is no length to tell. */
function placeWords({ extent, row }: TaskLane): string {
  if (extent === 'end-unknown')
    return 'end not known'
  return row.mark === 'scheduled' ? 'not started' : row.stateName.toLowerCase()
}
