import type { AxisView } from '../../../shared/timeline/axis-view.ts'
import type { Cover } from '../../../shared/timeline/fold-cover.ts'
import type { LaneLink } from '../../../shared/timeline/lane-places.ts'
import type { FoldLane, TaskLane } from '../../../shared/timeline/task-lanes.ts'
import type { Segment } from '../../../shared/timeline/task-segments.ts'
import type { TimelineColors } from './draw-bar.ts'

export const LANE_HEIGHT = 26
/** Below the lanes: the clock. */
export const AXIS_HEIGHT = 30
/** Above them: the run itself, where it has something to tell. */
export const RUN_HEIGHT = 26
export const SIDE = 14
export const INDENT = 14
export const CARET_WIDTH = 14

/** What is drawn of the run itself. */
export interface RunStrip {
  segments: readonly Segment[]
  /** Offsets of what the run left for people. */
  artifactsMs: readonly number[]
}

/** What is drawn with the lanes. */
export interface TimelineDecor {
  /** null: nothing to tell. */
  run: RunStrip | null
  /** Offset of now; null: the run is over. */
  nowMs: number | null
  nameOf: (lane: TaskLane) => string
  /** What stands beside a bar. */
  noteOf: (lane: TaskLane) => string
  /** Attempts and waits of a row; null: not known, or none worth telling apart. */
  segmentsOf: (rowId: string) => readonly Segment[] | null
  coverOf: (lane: FoldLane) => readonly Cover[]
  /** How long such a task usually takes; null: not known. */
  usualMsOf: (lane: TaskLane) => number | null
  artifactsMsOf: (rowId: string) => readonly number[]
  links: readonly LaneLink[]
  /** Lanes of the critical path, by key, and the lines between them; null: not shown. */
  path: { keys: ReadonlySet<string>, links: readonly LaneLink[] } | null
}

export interface TimelineScene extends TimelineDecor {
  lanes: readonly TaskLane[]
  view: AxisView
  width: number
  height: number
  scrollTop: number
  /** Lanes, by position; null: none. */
  hovered: number | null
  selected: number | null
  active: number | null
  ticks: readonly { offsetMs: number, label: string }[]
  colors: TimelineColors
  /** 0 to 1, moves the edge of running bars; null where nothing may move. */
  phase: number | null
}

/** How much of the width names take: a third where it is narrow. */
export function nameWidth(width: number): number {
  return Math.round(Math.min(280, width * (width < 600 ? 0.34 : 0.24)))
}

/** Where an offset lies on a canvas of this width, in CSS px. */
export function toX(offsetMs: number, { fromMs, toMs }: AxisView, width: number): number {
  const left = nameWidth(width) + SIDE
  return left + (offsetMs - fromMs) / (toMs - fromMs) * (width - left - SIDE)
}

/** The offset that lies at an x. */
export function fromX(x: number, { fromMs, toMs }: AxisView, width: number): number {
  const left = nameWidth(width) + SIDE
  return fromMs + (x - left) / (width - left - SIDE) * (toMs - fromMs)
}

/** Whether an x lies on what opens and shuts a lane. */
export function isOnCaret(x: number, lane: TaskLane): boolean {
  return lane.isOpen !== null && x < SIDE / 2 + lane.depth * INDENT + CARET_WIDTH + 4
}

export function topOf({ run }: Pick<TimelineScene, 'run'>): number {
  return run === null ? 0 : RUN_HEIGHT
}
