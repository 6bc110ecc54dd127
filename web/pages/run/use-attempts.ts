import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { TaskAttempts, TimelineRow } from '../../../shared/api/timeline.ts'
import { getAttempts } from '../../queries/timeline.ts'
import { useServer } from '../../components/use-server.ts'

/** Scrolled past in less time, a task is not asked for. */
const SETTLED_MS = 150
/** What the server answers at once. */
const MOST_AT_ONCE = 50

/**
 * How the tasks in view were tried, by their id: of those tried again, or of which the graph does not say. Asked once a task, and
 * again with each reading of the tasks while one is unfinished. What cannot be read leaves a bar in one piece.
 */
export function useAttempts(runId: () => string, rowsInView: Ref<readonly TimelineRow[]>): Readonly<ShallowRef<ReadonlyMap<string, TaskAttempts>>> {
  const server = useServer()
  const known = shallowRef<ReadonlyMap<string, TaskAttempts>>(new Map())
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(rows: readonly TimelineRow[]): Promise<void> {
    const id = runId()
    const wanted = rows.filter(row => mayTell(row) && (row.endMs === null || !known.value.has(row.id))).map(row => row.id).slice(0, MOST_AT_ONCE)
    if (wanted.length === 0)
      return
    const { tasks } = await getAttempts(id, wanted, server.value).catch(() => ({ tasks: [] })) // the bars stay as the graph tells them
    if (tasks.length > 0 && id === runId())
      known.value = new Map([...known.value, ...tasks.map(task => [task.id, task] as const)])
  }

  watch(rowsInView, (rows) => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(rows), SETTLED_MS)
  }, { immediate: true })
  watch(runId, () => {
    known.value = new Map()
  })
  onScopeDispose(() => clearTimeout(timer))
  return known
}

function mayTell({ kind, runCount, mark }: TimelineRow): boolean {
  return kind === 'task' && (runCount === null || runCount > 1 || (runCount === 1 && mark === 'scheduled'))
}
