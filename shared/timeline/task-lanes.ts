import type { TimelineRow } from '../api/timeline.ts'
import type { Mark } from '../model/run-state.ts'
import { taskNameOf } from './task-name.ts'
import type { FlowAttempt } from './task-segments.ts'
import type { UsualTask } from './usual-tasks.ts'

/**
 * How much of a bar is known.
 * `whole`: start and end. `open`: still going, it ends at the axis' end. `end-unknown`: over, but nobody wrote when.
 * `unplaced`: nothing of it is on the axis: not started, or a start nobody wrote.
 */
export type BarExtent = 'whole' | 'open' | 'end-unknown' | 'unplaced'

/** One row in its place. Offsets are ms since the answer's origin. */
export interface PlacedRow {
  row: TimelineRow
  extent: BarExtent
  startMs: number
  endMs: number
}

interface LanePlace {
  /** What it is called in `open`: the row's own id where it is one. */
  key: string
  /** How deep it lies, from 0. */
  depth: number
  extent: BarExtent
  startMs: number
  endMs: number
  /** Whether what is in it is shown; null: nothing is. */
  isOpen: boolean | null
}

/** A task, or a child run. */
export type RowLane = LanePlace & PlacedRow & { kind: 'row' }

/** What several rows are shown as: tasks of one name, or what belongs to an attempt of the run. */
export type FoldLane = LanePlace & {
  kind: 'group' | 'attempt'
  name: string
  /** In order of their start. */
  members: readonly PlacedRow[]
  /** The worst of its members; of an attempt its own end. */
  mark: Mark
}

/** What good runs do and this one did not come to. */
export type AbsentLane = LanePlace & {
  kind: 'absent'
  task: UsualTask
}

/** One lane of the timeline: it lies where its position in `lanes` says. */
export type TaskLane = RowLane | FoldLane | AbsentLane

/** The timeline laid out on one axis, first start first, what never started last. */
export interface TaskLanes {
  lanes: TaskLane[]
  fromMs: number
  toMs: number
}

export interface LaneChoice {
  /** Keys of lanes that are opened. */
  open?: ReadonlySet<string>
  /** Tasks of one name become one lane where there are many. */
  isGrouped?: boolean
  /** With more than one, each has a lane of its own; all but the last are shut unless opened. */
  attempts?: readonly FlowAttempt[]
  /** Usual tasks that were not reached: they stand last. */
  absent?: readonly UsualTask[]
  /** Rows of a child run, on this axis; null: not read. */
  rowsWithin?: (runId: string) => readonly TimelineRow[] | null
}

/** As many lanes are still taken in at a glance. */
const MANY = 40
/** Fewer of a name are not worth a lane that hides them. */
const SMALLEST_GROUP = 4

const UNFINISHED: ReadonlySet<Mark> = new Set<Mark>(['running', 'paused', 'late', 'scheduled'])

/**
 * Gives each row its lane and its stretch of the axis: each stands in exactly one place, whatever the order it came in.
 * Clocks of workers differ: a row may start before the run did, and the axis begins there; an end before its start is its start.
 */
export function toTaskLanes(rows: readonly TimelineRow[], axisEndMs: number, { open = new Set(), isGrouped = false, attempts = [], absent = [], rowsWithin = () => null }: LaneChoice = {}): TaskLanes {
  const shown = withChildren(rows, open, rowsWithin)
  const axis = toAxis(shown, axisEndMs)
  const place: Placing = { open, isGrouped, rowsWithin, axis, lanes: [], within: new Set() }
  if (attempts.length > 1)
    addAttempts(placeAll(rows, axis), attempts, place)
  else
    addRows(placeAll(rows, axis), 0, place)
  for (const task of absent)
    place.lanes.push({ kind: 'absent', key: `absent ${task.kind} ${task.name}`, depth: 0, extent: 'unplaced', startMs: axis.fromMs, endMs: axis.toMs, isOpen: null, task })
  return { lanes: place.lanes, ...axis }
}

interface Axis {
  fromMs: number
  toMs: number
}

interface Placing extends Required<Pick<LaneChoice, 'open' | 'isGrouped' | 'rowsWithin'>> {
  axis: Axis
  lanes: TaskLane[]
  /** Child runs that are being laid out: one that holds itself is not opened again. */
  within: Set<string>
}

/** Rows and those of every opened child run, at any depth. */
function withChildren(rows: readonly TimelineRow[], open: ReadonlySet<string>, rowsWithin: Placing['rowsWithin']): TimelineRow[] {
  const found = [...rows]
  const seen = new Set<string>()
  if (open.size === 0)
    return found
  for (const row of found) { // grows while it is read
    if (row.kind !== 'flow' || !open.has(row.id) || seen.has(row.id))
      continue
    seen.add(row.id)
    for (const child of rowsWithin(row.id) ?? [])
      found.push(child)
  }
  return found
}

function toAxis(rows: readonly TimelineRow[], axisEndMs: number): Axis {
  let fromMs = 0
  let toMs = axisEndMs
  for (const { startMs, endMs } of rows) {
    if (startMs !== null) {
      fromMs = Math.min(fromMs, startMs)
      toMs = Math.max(toMs, startMs)
    }
    if (endMs !== null)
      toMs = Math.max(toMs, endMs)
  }
  return { fromMs, toMs: toMs > fromMs ? toMs : fromMs + 1 }
}

function placeAll(rows: readonly TimelineRow[], axis: Axis): PlacedRow[] {
  const once = new Map(rows.map(row => [row.id, row]))
  return [...once.values()].map(row => placeRow(row, axis)).sort(byStart)
}

function placeRow(row: TimelineRow, { fromMs, toMs }: Axis): PlacedRow {
  const { startMs, endMs } = row
  if (startMs === null)
    return { row, extent: 'unplaced', startMs: fromMs, endMs: toMs }
  if (endMs !== null)
    return { row, extent: 'whole', startMs, endMs: Math.max(startMs, endMs) }
  return { row, extent: UNFINISHED.has(row.mark) ? 'open' : 'end-unknown', startMs, endMs: toMs }
}

function byStart(a: PlacedRow, b: PlacedRow): number {
  if ((a.extent === 'unplaced') !== (b.extent === 'unplaced'))
    return a.extent === 'unplaced' ? 1 : -1
  if (a.extent !== 'unplaced' && a.startMs !== b.startMs)
    return a.startMs - b.startMs
  return a.row.name < b.row.name ? -1 : a.row.name > b.row.name ? 1 : a.row.id < b.row.id ? -1 : 1
}

/** What has not started belongs to the last attempt; what a clock put before the first, to the first. */
function addAttempts(placed: readonly PlacedRow[], attempts: readonly FlowAttempt[], place: Placing): void {
  const membersOf = new Map<number, PlacedRow[]>(attempts.map(({ number }) => [number, []]))
  for (const member of placed) {
    const attempt = member.extent === 'unplaced' ? attempts.at(-1) : attempts.findLast(({ fromMs }) => fromMs <= member.startMs) ?? attempts[0]
    membersOf.get(attempt?.number ?? 0)?.push(member)
  }
  attempts.forEach(({ number, mark, fromMs }, index) => {
    const members = membersOf.get(number) ?? []
    const key = `attempt-${number}`
    const isLast = index === attempts.length - 1
    const isOpen = members.length === 0 ? null : place.open.has(key) !== isLast // the last is open unless it was shut
    const next = attempts[index + 1]
    const reach = reachOf(members)
    const endMs = isLast ? place.axis.toMs : Math.max(fromMs, Math.min(next?.fromMs ?? Number.POSITIVE_INFINITY, reach?.endMs ?? fromMs))
    place.lanes.push({ kind: 'attempt', key, depth: 0, name: `attempt ${number}`, members, mark, extent: mark === 'running' ? 'open' : 'whole', startMs: fromMs, endMs, isOpen })
    if (isOpen === true)
      addRows(members, 1, place, key)
  })
}

/** Rows of one level, in order: those of a name that are many folded into one lane, and below each what ran inside it. */
function addRows(placed: readonly PlacedRow[], depth: number, place: Placing, scope = ''): void {
  const { roots, inside } = nest(placed)
  addLevel(roots, depth, { ...place, inside, scope })
}

type Level = Placing & { inside: ReadonlyMap<string, readonly PlacedRow[]>, scope: string }

function addLevel(placed: readonly PlacedRow[], depth: number, level: Level): void {
  const groups = level.isGrouped && placed.length > MANY ? toGroups(placed) : null
  if (groups === null) {
    placed.forEach(one => addRow(one, depth, level))
    return
  }
  const done = new Set<string>()
  for (const one of placed) {
    const name = taskNameOf(one.row)
    const members = groups.get(name)
    if (members === undefined) {
      addRow(one, depth, level)
    }
    else if (!done.has(name)) {
      done.add(name)
      addGroup(name, members, depth, level)
    }
  }
}

function toGroups(placed: readonly PlacedRow[]): Map<string, PlacedRow[]> {
  const groups = new Map<string, PlacedRow[]>()
  for (const one of placed) {
    const name = taskNameOf(one.row)
    const members = groups.get(name)
    if (members === undefined)
      groups.set(name, [one])
    else
      members.push(one)
  }
  for (const [name, members] of groups) {
    if (members.length < SMALLEST_GROUP)
      groups.delete(name)
  }
  return groups
}

function addGroup(name: string, members: readonly PlacedRow[], depth: number, level: Level): void {
  const key = groupKey(level.scope, name)
  const isOpen = level.open.has(key)
  const reach = reachOf(members) ?? { startMs: level.axis.fromMs, endMs: level.axis.toMs }
  level.lanes.push({ kind: 'group', key, depth, name, members, mark: worstOf(members), extent: extentOf(members), ...reach, isOpen })
  if (isOpen)
    members.forEach(member => addRow(member, depth + 1, level))
}

/** The key of the lane that tasks of one name are folded into. */
function groupKey(scope: string, name: string): string {
  return `${scope === '' ? '' : `${scope}/`}${name}*`
}

function addRow(placed: PlacedRow, depth: number, level: Level): void {
  const { row } = placed
  const inner = level.inside.get(row.id)
  const canOpen = row.kind === 'flow' && !level.within.has(row.id)
  const isOpen = canOpen && level.open.has(row.id)
  level.lanes.push({ kind: 'row', key: row.id, depth, row, extent: placed.extent, startMs: placed.startMs, endMs: placed.endMs, isOpen: canOpen ? isOpen : null })
  if (inner !== undefined)
    addLevel(inner, depth + 1, { ...level, scope: row.id })
  const children = isOpen ? level.rowsWithin(row.id) : null
  if (children !== null) {
    level.within.add(row.id)
    addRows(placeAll(children, level.axis), depth + 1, level, row.id)
    level.within.delete(row.id)
  }
}

/** What ran inside what. A task that names several, or a circle of them, still stands once. */
function nest(placed: readonly PlacedRow[]): { roots: PlacedRow[], inside: Map<string, PlacedRow[]> } {
  const inside = new Map<string, PlacedRow[]>()
  if (placed.every(({ row }) => row.inside.length === 0))
    return { roots: [...placed], inside }
  const outerOf = new Map<string, string>()
  const known = new Set(placed.map(({ row }) => row.id))
  for (const { row } of placed) {
    const outer = row.inside.find(id => known.has(id) && id !== row.id)
    if (outer !== undefined && !isWithin(outer, row.id, outerOf))
      outerOf.set(row.id, outer)
  }
  const roots: PlacedRow[] = []
  for (const one of placed) {
    const outer = outerOf.get(one.row.id)
    const inner = outer === undefined ? roots : inside.get(outer)
    if (inner !== undefined)
      inner.push(one)
    else if (outer !== undefined)
      inside.set(outer, [one])
  }
  return { roots, inside }
}

function isWithin(id: string, outer: string, outerOf: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = id; at !== undefined; at = outerOf.get(at)) {
    if (at === outer)
      return true
  }
  return false
}

function reachOf(members: readonly PlacedRow[]): { startMs: number, endMs: number } | null {
  let startMs = Number.POSITIVE_INFINITY
  let endMs = Number.NEGATIVE_INFINITY
  for (const member of members) {
    if (member.extent === 'unplaced')
      continue
    startMs = Math.min(startMs, member.startMs)
    endMs = Math.max(endMs, member.endMs)
  }
  return startMs <= endMs ? { startMs, endMs } : null
}

function extentOf(members: readonly PlacedRow[]): BarExtent {
  const placed = members.filter(({ extent }) => extent !== 'unplaced')
  return placed.length === 0 ? 'unplaced' : placed.some(({ extent }) => extent === 'open') ? 'open' : 'whole'
}

/** What needs a person first. */
const MARK_ORDER: readonly Mark[] = ['failed', 'crashed', 'unknown', 'late', 'missing', 'paused', 'running', 'scheduled', 'cancelled', 'completed']

function worstOf(members: readonly PlacedRow[]): Mark {
  const marks = new Set(members.map(({ row }) => row.mark))
  return MARK_ORDER.find(mark => marks.has(mark)) ?? 'unknown'
}

/** How long a row took or has been going, in ms; null where a start or an end is not known. */
export function tookMs({ extent, startMs, endMs }: Pick<PlacedRow, 'extent' | 'startMs' | 'endMs'>): number | null {
  return extent === 'whole' || extent === 'open' ? endMs - startMs : null
}

/** The lane to show first: the first that failed, or holds one that did, for that is what people come for; null where all is well. */
export function firstFailedLane(lanes: readonly TaskLane[]): number | null {
  const index = lanes.findIndex(lane => isBad(markOf(lane)) && !(lane.kind === 'attempt' && lane.isOpen === true))
  return index === -1 ? null : index
}

/** How a lane is marked. */
export function markOf(lane: TaskLane): Mark {
  return lane.kind === 'row' ? lane.row.mark : lane.kind === 'absent' ? 'missing' : lane.mark
}

const isBad = (mark: Mark): boolean => mark === 'failed' || mark === 'crashed'

/** The lane a row is in: its own, else the folded one that holds it; null where neither is shown. */
export function laneOf(rowId: string, lanes: readonly TaskLane[]): number | null {
  const own = lanes.findIndex(lane => lane.kind === 'row' && lane.row.id === rowId)
  const index = own === -1 ? lanes.findLastIndex(lane => isFold(lane) && lane.members.some(({ row }) => row.id === rowId)) : own
  return index === -1 ? null : index
}

/** Whether a lane stands for several rows. */
export function isFold(lane: TaskLane): lane is FoldLane {
  return lane.kind === 'group' || lane.kind === 'attempt'
}

/** How many rows have each mark, what needs a person first. */
export function countMarks(rows: readonly Pick<TimelineRow, 'mark'>[]): { mark: Mark, count: number }[] {
  const counts = new Map<Mark, number>()
  for (const { mark } of rows)
    counts.set(mark, (counts.get(mark) ?? 0) + 1)
  return MARK_ORDER.flatMap((mark) => {
    const count = counts.get(mark)
    return count === undefined ? [] : [{ mark, count }]
  })
}

/** The lanes that a stretch of a scrolled list shows, whole or in part: `first` to `last`, both inclusive, empty where last < first. */
export function lanesInView({ count, laneHeight, scrollTop, height }: { count: number, laneHeight: number, scrollTop: number, height: number }): { first: number, last: number } {
  return {
    first: Math.max(0, Math.floor(scrollTop / laneHeight)),
    last: Math.min(count - 1, Math.ceil((scrollTop + height) / laneHeight) - 1),
  }
}
