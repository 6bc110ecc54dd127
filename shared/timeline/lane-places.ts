import type { PathStep } from './critical-path.ts'
import { isFold, type TaskLane } from './task-lanes.ts'
import type { TimelineRow } from '../api/timeline.ts'

/** A line from one lane to another, by position; offsets in ms. */
export interface LaneLink {
  fromLane: number
  toLane: number
  fromMs: number
  toMs: number
}

/** The lane of every row: its own, else the shut one that holds it. */
export function toLanePlaces(lanes: readonly TaskLane[]): Map<string, number> {
  const places = new Map<string, number>()
  lanes.forEach((lane, index) => {
    if (isFold(lane) && lane.isOpen === false)
      lane.members.forEach(({ row }) => places.set(row.id, index))
  })
  lanes.forEach((lane, index) => {
    if (lane.kind === 'row')
      places.set(lane.row.id, index)
  })
  return places
}

/** Lines from what a row waited for to it, and from it to what waited for it; one for rows that share a lane. */
export function toDependencyLinks(row: TimelineRow, { up, down, places }: { up: readonly TimelineRow[], down: readonly TimelineRow[], places: ReadonlyMap<string, number> }): LaneLink[] {
  const links = new Map<string, LaneLink>()
  const add = (from: TimelineRow, to: TimelineRow): void => {
    const fromLane = places.get(from.id)
    const toLane = places.get(to.id)
    const fromMs = from.endMs ?? from.startMs
    if (fromLane === undefined || toLane === undefined || fromLane === toLane || fromMs === null || to.startMs === null)
      return
    const key = `${fromLane} ${toLane}`
    const known = links.get(key)
    links.set(key, { fromLane, toLane, fromMs: Math.max(fromMs, known?.fromMs ?? fromMs), toMs: Math.min(to.startMs, known?.toMs ?? to.startMs) })
  }
  up.forEach(other => add(other, row))
  down.forEach(other => add(row, other))
  return [...links.values()]
}

/** The lanes of the critical path, by key, and the lines between them. */
export function toPathPlaces(steps: readonly PathStep[], lanes: readonly TaskLane[], places: ReadonlyMap<string, number>): { keys: Set<string>, links: LaneLink[] } {
  const keys = new Set<string>()
  const links: LaneLink[] = []
  let before: { lane: number, toMs: number } | null = null
  for (const step of steps) {
    if (step.kind === 'wait')
      continue
    const lane = places.get(step.row.id)
    const key = lanes[lane ?? -1]?.key
    if (lane === undefined || key === undefined)
      continue
    keys.add(key)
    if (before !== null && before.lane !== lane)
      links.push({ fromLane: before.lane, toLane: lane, fromMs: before.toMs, toMs: step.fromMs })
    before = { lane, toMs: step.toMs }
  }
  return { keys, links }
}
