import type { H3Event } from 'h3'
import { z } from 'zod'
import type { AttemptsAnswer, TaskAttempts } from '../../shared/api/timeline.ts'
import { toMark } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import type { Reads } from '../prefect/reads.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readId, readQuery, Texts } from './query.ts'
import { getOfRun, getRun } from './run-detail.ts'

const Query = z.object({
  server: z.string().optional(),
  task: Texts,
})

type Known = Map<string, Promise<TaskAttempts | null>>

/** How often the tasks in view were tried, and the states of those tried again: each read once for all who look. */
export function attemptsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { task: ids } = readQuery(event, Query)
    const { run } = await getRun(deps, shown, readId(event, 'run'))
    const known = await getOfRun(deps, { shown, run, name: 'attempts' }, async (): Promise<Known> => await Promise.resolve(new Map()))
    readMissing(ids.filter(id => !known.has(id)), { known, reads: shown.reads })
    const tasks = await Promise.all(ids.map(async id => await known.get(id)))
    const answer: AttemptsAnswer = { tasks: tasks.filter(task => task != null) }
    return await answerJson(event, answer)
  }
}

/** Puts what will be known under its id at once, so that nobody asks twice; what fails is forgotten. */
function readMissing(ids: readonly string[], { known, reads }: { known: Known, reads: Reads }): void {
  if (ids.length === 0)
    return
  const listed = reads.listTaskRunsById(ids)
  for (const id of ids) {
    const attempts = listed.then(async (tasks) => {
      const task = tasks.find(row => row.id === id)
      return task === undefined ? null : await readAttempts(task, reads)
    })
    known.set(id, attempts)
    attempts.catch(() => known.delete(id))
  }
}

async function readAttempts(task: TaskRun, reads: Reads): Promise<TaskAttempts> {
  const { id, runCount, state } = task
  const stateName = state?.name ?? 'Unknown'
  if (runCount <= 1 && state?.type !== 'SCHEDULED')
    return { id, runCount, stateName, states: null }
  const { rows } = await reads.listTaskRunStates(id)
  return { id, runCount, stateName, states: rows.map(row => [toMark(row), row.type, row.name, toIso(row.at)]) }
}
