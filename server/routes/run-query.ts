import { STATE_GROUPS, toStateGroup, toStateName } from '../../shared/filter/state-groups.ts'
import type { Clause, RunFilter } from '../../shared/filter/run-filter.ts'
import { isLike } from '../../shared/filter/run-matches.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import type { Reads } from '../prefect/reads.ts'
import type { RunQuery } from '../prefect/run-page.ts'

/** What of a filter is asked of Prefect, and whether that is all of it. */
export interface AskedOfPrefect {
  query: Omit<RunQuery, 'by' | 'order' | 'fromAt' | 'toAt'>
  /** false: rows that come have to be looked at one by one. */
  isAll: boolean
}

/** Names become ids; a name nobody has asks for no run at all. What Prefect cannot be asked is left to whoever looks at the rows. */
export function toRunQuery({ clauses, took, late, subflows }: RunFilter, picture: Pick<Picture, 'flows' | 'deployments'>): AskedOfPrefect {
  const left = new Set(clauses)
  /** The first clause of a kind that Prefect understands, which then is asked there. */
  const take = (field: Clause['field'], isAsked: (clause: Clause) => boolean): readonly string[] | null => {
    const clause = [...left].find(one => one.field === field && isAsked(one))
    return clause === undefined || !left.delete(clause) ? null : clause.values
  }
  const takeIds = (field: 'flow' | 'deployment', ids: readonly string[] | null): readonly string[] | null => {
    if (ids === null || ids.length > MOST_IDS)
      return null
    clauses.filter(clause => clause.field === field).forEach(clause => left.delete(clause))
    return ids
  }
  const flowIds = takeIds('flow', idsOfFlows(clauses, picture))
  const deploymentIds = takeIds('deployment', idsOfDeployments(clauses, picture))
  const states = take('state', ({ not, values }) => !not && values.every(value => toStateGroup(value) !== null || toStateName(value) !== null)) ?? []
  const groups = states.map(toStateGroup).filter(group => group !== null)
  const stateNames = states.map(toStateName).filter(name => name !== null)
  const tags = take('tag', ({ not, values }) => !not && values.every(isExact) && values.length > 1)
  const allTags: string[] = []
  for (let values = take('tag', isOneTag); values !== null; values = take('tag', isOneTag))
    allTags.push(...values)
  const name = take('name', ({ not, values }) => !not && values.length === 1 && values.every(isExact))
  return {
    query: {
      flowIds,
      deploymentIds,
      workPools: take('pool', ({ not, values }) => !not && values.every(isExact)),
      tags,
      allTags,
      stateTypes: states.length === 0 ? null : [...new Set([...groups.flatMap((group): readonly StateType[] => STATE_GROUPS[group]), ...stateNames.map(({ type }) => type)])],
      stateNames: groups.join() === 'late' && stateNames.length === 0 ? ['Late'] : groups.length === 0 && stateNames.length > 0 ? stateNames.map(({ name: own }) => own) : null,
      name: name?.[0] ?? null,
      subflows,
    },
    // Prefect tells neither Late from Scheduled beside other states, nor names of states from types, nor a wildcard of a name from the character.
    isAll: left.size === 0 && stateNames.length === 0 && name === null && (groups.join() === 'late' || !groups.some(group => group === 'late' || group === 'scheduled'))
      && [took, late].every(({ overMs, underMs }) => overMs === null && underMs === null),
  }
}

/** The same runs, asked for by the deployments of their flows as well, where Prefect has no others than are known. */
export async function findFaster<Query extends Pick<RunQuery, 'flowIds' | 'deploymentIds'>>(query: Query, { reads, picture, signal }: { reads: Pick<Reads, 'countDeployments'>, picture: Pick<Picture, 'deployments'>, signal?: AbortSignal | undefined }): Promise<Query & Pick<RunQuery, 'everyDeploymentId'>> {
  const { flowIds, deploymentIds } = query
  if (flowIds === null || flowIds.length === 0 || deploymentIds !== null)
    return query
  const everyDeploymentId = [...picture.deployments.values()].filter(({ flowId }) => flowIds.includes(flowId)).map(({ id }) => id)
  const isEvery = everyDeploymentId.length <= MOST_IDS && await reads.countDeployments({ flowIds, signal }) === everyDeploymentId.length
  return isEvery ? { ...query, everyDeploymentId } : query
}

/** More ids than this make a condition slower than looking at the rows. */
const MOST_IDS = 300

function isExact(value: string): boolean {
  return !value.includes('*')
}

function isOneTag({ not, values }: Clause): boolean {
  return !not && values.length === 1 && values.every(isExact)
}

/** Every flow is known, so that patterns and exclusions too become ids; null: none is asked for. */
function idsOfFlows(clauses: readonly Clause[], { flows }: Pick<Picture, 'flows'>): string[] | null {
  const own = clauses.filter(({ field }) => field === 'flow')
  return own.length === 0 ? null : [...flows.values()].filter(({ name }) => own.every(({ not, values }) => values.some(value => isLike(name, value)) !== not)).map(({ id }) => id)
}

/** null also where deployments are only left out: runs without one are not. */
function idsOfDeployments(clauses: readonly Clause[], { flows, deployments }: Pick<Picture, 'flows' | 'deployments'>): string[] | null {
  const own = clauses.filter(({ field }) => field === 'deployment')
  return own.every(({ not }) => not) ? null : [...deployments.values()].filter(({ name, flowId }) => own.every(({ not, values }) => values.some(value => isLike(name, value) || isLike(`${flows.get(flowId)?.name ?? ''}/${name}`, value)) !== not)).map(({ id }) => id)
}
