import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import type { Capabilities } from './capabilities.ts'
import type { Client } from './client.ts'
import { toFlowRun } from './flow-run.ts'
import { writeInstant } from './instant.ts'
import { readRows } from './rows.ts'
import { readStretch } from './stretch.ts'

/** What the Runs page asks for; an empty list asks nothing. Subflows and runs started by others are in. */
export interface RunQuery {
  flowIds: readonly string[]
  deploymentIds: readonly string[]
  tags: readonly string[]
  stateTypes: readonly StateType[]
  stateNames: readonly string[]
  /** Part of the run's name. */
  name: string
  fromAt: number
  toAt: number
  cursor: string | null
  limit: number
}

export interface RunPage {
  /** Latest due first. */
  runs: FlowRun[]
  cursor: string | null
  setAsideCount: number
}

/** One page of runs by due time. 2.20 knows no "any of these tags": there several tags are left to the caller's own check. */
export async function listRunPage(client: Client, query: RunQuery, { capabilities, signal }: { capabilities: Capabilities, signal: AbortSignal | undefined }): Promise<RunPage> {
  const { flowIds, deploymentIds, tags, stateTypes, stateNames, name, fromAt, toAt } = query
  const state = {
    ...(stateTypes.length > 0 && { type: { any_: stateTypes } }),
    ...(stateNames.length > 0 && { name: { any_: stateNames } }),
  }
  const tagFilter = capabilities.tagsAny ? { any_: tags } : tags.length === 1 ? { all_: tags } : null
  const { bodies, cursor } = await readStretch(client, {
    path: '/flow_runs/filter',
    field: 'expected_start_time',
    cursor: query.cursor,
    limit: query.limit,
    signal,
    bodyFrom: timestamp => ({
      sort: 'EXPECTED_START_TIME_DESC',
      ...(flowIds.length > 0 && { flows: { id: { any_: flowIds } } }),
      flow_runs: {
        expected_start_time: { after_: writeInstant(fromAt), before_: timestamp ?? writeInstant(toAt) },
        ...(deploymentIds.length > 0 && { deployment_id: { any_: deploymentIds } }),
        ...(Object.keys(state).length > 0 && { state }),
        ...(tags.length > 0 && tagFilter !== null && { tags: tagFilter }),
        ...(name !== '' && { name: { like_: name } }),
      },
    }),
  })
  const { rows, setAsideCount } = readRows(bodies, toFlowRun, 'POST /flow_runs/filter')
  return { runs: rows, cursor, setAsideCount }
}
