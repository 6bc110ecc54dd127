import type { Artifact } from '../../shared/model/artifact.ts'
import type { RunEvent } from '../../shared/model/run-event.ts'
import type { InputKeys, RunInput } from '../../shared/model/run-pause.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { toArtifact } from './artifact.ts'
import type { Client } from './client.ts'
import { getCount } from './count.ts'
import { UpstreamError } from './error.ts'
import { writeInstant } from './instant.ts'
import type { components } from './openapi-3.8.8.ts'
import { listByOffset, type FilterBodies, type Pager } from './paging.ts'
import { EventPageBody, toRunEvent } from './run-event.ts'
import { readOne, readRows, type Listed } from './rows.ts'
import { toTaskRun } from './task-run.ts'

type KnownType = Exclude<StateType, 'UNKNOWN'>
type TaskFilter = NonNullable<FilterBodies['/task_runs/filter']['task_runs']>
type ArtifactFilter = NonNullable<FilterBodies['/artifacts/filter']['artifacts']>
type EventsBody = components['schemas']['Body_read_events_events_filter_post']

export interface DetailOptions {
  signal?: AbortSignal | undefined
}

/** More are not given in one answer. */
const MOST_EVENTS = 50
/** Of one run or one key; a table can be a megabyte. */
const MOST_ARTIFACTS = 200

/** A page of events, latest first. */
export interface EventPage {
  events: RunEvent[]
  /** All there are at or before the instant asked for. */
  totalCount: number
  setAsideCount: number
}

/** Reads of what one run left behind, each bounded. */
export function createRunDetailReads(client: Client, pager: Pager) {
  const inStates = (flowRunId: string, types: readonly KnownType[]): TaskFilter => ({ flow_run_id: { any_: [flowRunId] }, state: { type: { any_: [...types] } } })

  async function listArtifacts(artifacts: ArtifactFilter, limit: number, { signal }: DetailOptions): Promise<Listed<Artifact>> {
    const page = await pager.read({ path: '/artifacts/filter', body: { sort: 'CREATED_DESC', artifacts }, limit, offset: 0, signal })
    return { ...readRows(page.bodies, toArtifact), complete: page.isLast }
  }

  /** A value that a run left or was given under a key; null: there is none, or none that is JSON. */
  async function getInputValue(flowRunId: string, key: string, { signal }: DetailOptions): Promise<unknown> {
    try {
      return await client.send({ method: 'GET', path: `/flow_runs/${encodeURIComponent(flowRunId)}/input/${encodeURIComponent(key)}`, safe: true }, { signal })
    }
    catch (error) {
      if (error instanceof UpstreamError && (error.failure === 'absent' || error.failure === 'unreadable'))
        return null
      throw error
    }
  }

  return {
    /** What a paused run asks for, from where its state says that it left it. */
    async getRunInput(flowRunId: string, keys: InputKeys, options: DetailOptions = {}): Promise<RunInput> {
      const [schema, description] = await Promise.all([
        getInputValue(flowRunId, keys.schema, options),
        keys.description === null ? null : getInputValue(flowRunId, keys.description, options),
      ])
      return {
        schema: typeof schema === 'object' && !Array.isArray(schema) ? schema as Record<string, unknown> | null : null,
        description: typeof description === 'string' ? description : null,
      }
    },

    /** Task runs of a run in these states, by when they were due, earliest first; cut at `cap`. */
    async listTaskRunsIn({ flowRunId, types, cap, signal }: DetailOptions & { flowRunId: string, types: readonly KnownType[], cap: number }): Promise<Listed<TaskRun>> {
      return await listByOffset(pager, { path: '/task_runs/filter', body: { sort: 'EXPECTED_START_TIME_ASC', task_runs: inStates(flowRunId, types) }, toRow: toTaskRun, cap, signal })
    },

    /** How many task runs of a run are in these states. */
    async countTaskRunsIn({ flowRunId, types, signal }: DetailOptions & { flowRunId: string, types: readonly KnownType[] }): Promise<number> {
      return await getCount(client, { path: '/task_runs/count', body: { task_runs: inStates(flowRunId, types) }, signal })
    },

    /** What a run left for people, latest first. Results that Prefect keeps in the same list have no key and are left out. */
    async listArtifactsOfRun(flowRunId: string, options: DetailOptions = {}): Promise<Listed<Artifact>> {
      return await listArtifacts({ flow_run_id: { any_: [flowRunId] }, key: { exists_: true } }, MOST_ARTIFACTS, options)
    },

    /** The versions of one key, latest first. */
    async listArtifactVersions(key: string, { limit, ...options }: DetailOptions & { limit: number }): Promise<Listed<Artifact>> {
      return await listArtifacts({ key: { any_: [key] } }, limit, options)
    },

    /**
     * Events that name a run, at or before an instant, latest first; those of its single tasks are left out.
     * null: the server keeps none (2.20, unless told to).
     */
    async listRunEvents({ flowRunId, untilAt, sinceAt, signal }: DetailOptions & { flowRunId: string, untilAt: number, sinceAt: number }): Promise<EventPage | null> {
      const body: EventsBody = {
        limit: MOST_EVENTS,
        filter: {
          any_resource: { id: [`prefect.flow-run.${flowRunId}`] },
          event: { exclude_prefix: ['prefect.task-run.'] },
          occurred: { since: writeInstant(sinceAt), until: writeInstant(untilAt) },
          order: 'DESC',
        },
      }
      const path = '/events/filter'
      try {
        const page = readOne(await client.send({ method: 'POST', path, body, safe: true }, { signal }), answer => EventPageBody.parse(answer), `POST ${path}`)
        const { rows, setAsideCount } = readRows(page.events, toRunEvent)
        return { events: rows, totalCount: page.total, setAsideCount }
      }
      catch (error) {
        if (error instanceof UpstreamError && error.failure === 'absent')
          return null
        throw error
      }
    },
  }
}
