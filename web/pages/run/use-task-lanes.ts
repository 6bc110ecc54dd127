import { useQueries, useQuery } from '@tanstack/vue-query'
import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Timeline, TimelineRow, UsualAnswer } from '../../../shared/api/timeline.ts'
import { isTerminal } from '../../../shared/model/run-state.ts'
import { toCriticalPath, type PathStep } from '../../../shared/timeline/critical-path.ts'
import { toCover, type Cover } from '../../../shared/timeline/fold-cover.ts'
import { rowsFrom } from '../../../shared/timeline/joined-timeline.ts'
import { toDependencyLinks, toLanePlaces, toPathPlaces } from '../../../shared/timeline/lane-places.ts'
import { toDependencies, type Dependencies } from '../../../shared/timeline/task-dependencies.ts'
import { toTaskLanes, type FoldLane, type TaskLane, type TaskLanes } from '../../../shared/timeline/task-lanes.ts'
import { taskNameOf } from '../../../shared/timeline/task-name.ts'
import { toFlowAttempts, toSegments, type Segment } from '../../../shared/timeline/task-segments.ts'
import { toNotReached } from '../../../shared/timeline/usual-tasks.ts'
import { childTimelineQuery, usualQuery } from '../../queries/timeline.ts'
import { laneName, laneNote } from './lane-words.ts'
import type { TaskView } from './task-view.ts'
import type { TimelineDecor } from './timeline-scene.ts'
import { useAttempts } from './use-attempts.ts'
import { useServer } from '../../components/use-server.ts'

/** Durations of more tasks are not compared with usual ones. */
const MOST_COMPARED = 1_000
/** One run could be a chance. */
const FEWEST_GOOD_RUNS = 2

export interface TaskLanesView {
  /** Rows of the run that pass the filter. */
  shown: ComputedRef<readonly TimelineRow[]>
  layout: ComputedRef<TaskLanes>
  decor: ComputedRef<TimelineDecor>
  /** The chosen row, of this run or of an opened child; null: none. */
  chosen: ComputedRef<TimelineRow | null>
  dependencies: ComputedRef<Dependencies | null>
  /** Empty unless asked for. */
  path: ComputedRef<readonly PathStep[]>
  segmentsOf: (rowId: string) => readonly Segment[] | null
  /** What the lane itself does not say, for its words. */
  knownOf: (lane: TaskLane) => { runCount: number | null, isLive: boolean }
  usualMsOf: (row: TimelineRow) => number | null
  /** What could not be shown whole, in words. */
  notes: ComputedRef<readonly string[]>
  see: (rows: TimelineRow[]) => void
}

/** The tasks of a run laid out, with all that is read besides: opened child runs, attempts of what is in view, what is usual. */
export function useTaskLanes({ runId, answer, view }: { runId: () => string, answer: () => Timeline, view: () => TaskView }): TaskLanesView {
  const originAt = computed(() => Date.parse(answer().origin))
  const open = computed(() => new Set(view().open))
  const children = useChildren(open, answer)
  const childRows = computed(() => new Map([...children.value].map(([id, child]) => [id, rowsFrom(child, originAt.value)])))
  const inView = shallowRef<TimelineRow[]>([])
  const attempts = useAttempts(runId, inView)
  const usual = useUsual(runId, () => answer().rows.length)

  const rowOf = computed(() => new Map([...answer().rows, ...[...childRows.value.values()].flat()].map(row => [row.id, row])))
  const shown = computed(() => filterRows(answer().rows, view()))
  const isFiltered = computed(() => shown.value.length < answer().rows.length)
  const isGoing = computed(() => {
    const last = answer().states.at(-1)
    return last !== undefined && !isTerminal(last.type)
  })
  const flowAttempts = computed(() => toFlowAttempts(answer().states))
  const absent = computed(() => isFiltered.value || (usual.value?.runs.length ?? 0) < FEWEST_GOOD_RUNS ? [] : toNotReached(answer().rows, usual.value?.tasks ?? [], usual.value?.runs.length ?? 0))
  const layout = computed(() => toTaskLanes(shown.value, answer().endMs, {
    open: open.value,
    isGrouped: view().isGrouped,
    attempts: flowAttempts.value,
    absent: absent.value,
    rowsWithin: id => childRows.value.get(id) ?? null,
  }))
  const places = computed(() => toLanePlaces(layout.value.lanes))

  const chosen = computed(() => rowOf.value.get(view().task ?? '') ?? null)
  const dependencies = computed(() => {
    const row = chosen.value
    if (row === null)
      return null
    const home = answer().rows.includes(row) ? answer().rows : [...childRows.value.values()].find(rows => rows.includes(row)) ?? []
    return toDependencies(home, row.id)
  })
  const path = computed(() => view().showsPath ? toCriticalPath(answer().rows, answer().endMs) : [])

  const segments = computed(() => new Map([...attempts.value.values()].flatMap(({ id, states }) => states === null
    ? []
    : [[id, toSegments(states.map(([mark, type, name, at]) => ({ mark, type, name, atMs: Date.parse(at) - originAt.value })))] as const])))
  const segmentsOf = (rowId: string): readonly Segment[] | null => segments.value.get(rowId) ?? null
  const runCountOf = (row: TimelineRow): number | null => row.runCount ?? attempts.value.get(row.id)?.runCount ?? null

  const knownOf = (lane: TaskLane): { runCount: number | null, isLive: boolean } => ({ runCount: lane.kind === 'row' ? runCountOf(lane.row) : null, isLive: isGoing.value })

  const ownIds = computed(() => new Set(answer().rows.map(({ id }) => id)))
  const usualMs = computed(() => new Map(usual.value?.tasks.map(task => [`${task.kind} ${task.name}`, task.medianMs])))
  const usualMsOf = (row: TimelineRow): number | null => ownIds.value.has(row.id) ? usualMs.value.get(`${row.kind} ${taskNameOf(row)}`) ?? null : null

  const artifactsMs = computed(() => {
    const byRow = new Map<string | null, number[]>()
    for (const { rowId, atMs } of answer().artifacts)
      byRow.set(rowId, [...byRow.get(rowId) ?? [], atMs])
    return byRow
  })
  const covers = new WeakMap<FoldLane, Cover[]>()
  const coverOf = (lane: FoldLane): Cover[] => {
    const cover = covers.get(lane) ?? toCover(lane.members)
    covers.set(lane, cover)
    return cover
  }

  const decor = computed((): TimelineDecor => {
    // Drawing is no reading of these: what it calls must not change without the decor doing so.
    void [segments.value, attempts.value, usualMs.value, artifactsMs.value]
    const runSegments = toSegments(answer().states).filter(({ toMs }) => toMs === null || toMs > layout.value.fromMs)
    const runArtifacts = artifactsMs.value.get(null) ?? []
    const isTelling = runSegments.length > 1 || runArtifacts.length > 0
    return {
      run: isTelling ? { segments: runSegments, artifactsMs: runArtifacts } : null,
      nowMs: isGoing.value ? answer().endMs : null,
      nameOf: laneName,
      noteOf: lane => laneNote(lane, knownOf(lane)),
      segmentsOf,
      coverOf,
      usualMsOf: lane => lane.kind === 'row' ? usualMsOf(lane.row) : null,
      artifactsMsOf: rowId => artifactsMs.value.get(rowId) ?? [],
      links: chosen.value === null || dependencies.value === null ? [] : toDependencyLinks(chosen.value, { ...dependencies.value, places: places.value }),
      path: view().showsPath ? toPathPlaces(path.value, layout.value.lanes, places.value) : null,
    }
  })

  const notes = computed(() => [
    answer().incomplete,
    answer().rows.length > MOST_COMPARED ? 'Usual durations are only reckoned for runs of up to 1,000 tasks.' : usual.value?.note ?? null,
    [...children.value.values()].some(({ next }) => next !== null) ? 'An opened child run has more tasks than its first 1,000, which are shown; its own page has all.' : null,
  ].filter(note => note !== null))

  return { shown, layout, decor, chosen, dependencies, path, segmentsOf, knownOf, usualMsOf, notes, see: rows => inView.value = rows }
}

function filterRows(rows: readonly TimelineRow[], { taskMark, taskName }: TaskView): readonly TimelineRow[] {
  const wanted = taskName.trim().toLowerCase()
  return taskMark === null && wanted === '' ? rows : rows.filter(({ mark, name }) => (taskMark === null || mark === taskMark) && name.toLowerCase().includes(wanted))
}

/** What the opened child runs hold, as far as it is read. An address may name one that is not there: only those shown are asked for. */
function useChildren(open: Ref<ReadonlySet<string>>, answer: () => Timeline): Ref<ReadonlyMap<string, Timeline>> {
  const server = useServer()
  const read = shallowRef<ReadonlyMap<string, Timeline>>(new Map())
  const wanted = computed(() => new Set([...answer().rows, ...[...read.value.values()].flatMap(({ rows }) => rows)].flatMap(({ kind, id }) => kind === 'flow' && open.value.has(id) ? [id] : [])))
  const results = useQueries({ queries: computed(() => [...wanted.value].map(id => childTimelineQuery(id, server.value))), shallow: true })
  watch(results, (found) => {
    const next = new Map(found.flatMap(({ data }) => data === undefined ? [] : [[data.runId, data] as const]))
    if (next.size !== read.value.size || [...next].some(([id, child]) => read.value.get(id) !== child)) // else reading would ask, and asking read, for ever
      read.value = next
  }, { immediate: true })
  return read
}

function useUsual(runId: () => string, taskCount: () => number): ComputedRef<UsualAnswer | null> {
  const server = useServer()
  const { data } = useQuery(() => ({ ...usualQuery(runId(), server.value), enabled: taskCount() <= MOST_COMPARED }))
  return computed(() => data.value ?? null)
}

