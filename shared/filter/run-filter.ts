import type { RunRow } from '../api/runs.ts'
import type { StateType } from '../model/run-state.ts'

/** The groups a person filters by, in the order they are offered, each with the state types it stands for. */
export const STATE_GROUPS = {
  failed: ['FAILED'],
  crashed: ['CRASHED'],
  late: ['SCHEDULED'],
  scheduled: ['SCHEDULED'],
  pending: ['PENDING'],
  running: ['RUNNING'],
  completed: ['COMPLETED'],
  cancelled: ['CANCELLED', 'CANCELLING'],
  paused: ['PAUSED'],
} as const satisfies Record<string, readonly StateType[]>

export type StateGroup = keyof typeof STATE_GROUPS

const GROUP_NAMES = Object.keys(STATE_GROUPS) as StateGroup[]

/** Which runs: within a field any value does, between fields all must hold; an empty field asks nothing. */
export interface RunFilter {
  /** Flow names. */
  flows: readonly string[]
  /** `flow/deployment`: neither name can hold a slash. */
  deployments: readonly string[]
  tags: readonly string[]
  states: readonly StateGroup[]
  /** Part of the run's name, any case; empty: any. */
  name: string
  /** Bounds of the due time, inclusive, as epoch ms; null: the default of the page. */
  fromAt: number | null
  toAt: number | null
}

export const ANY_RUN: RunFilter = { flows: [], deployments: [], tags: [], states: [], name: '', fromAt: null, toAt: null }

/** What an address query is made of: vue-router's and URLSearchParams' common ground. */
export type AddressQuery = Readonly<Record<string, string | null | readonly (string | null)[] | undefined>>

/** Reads an address. What cannot be read becomes "any", so that an old or mistyped link still opens. */
export function readRunFilter(query: AddressQuery): RunFilter {
  return {
    flows: readTexts(query['flow']),
    deployments: readTexts(query['deployment']).filter(name => name.includes('/')),
    tags: readTexts(query['tag']),
    states: readTexts(query['state']).filter((name): name is StateGroup => (GROUP_NAMES as string[]).includes(name)),
    name: readTexts(query['name'])[0]?.slice(0, 200) ?? '',
    fromAt: readAt(query['from']),
    toAt: readAt(query['to']),
  }
}

/** Writes an address; what asks nothing is left out, so that the plain address is the plain page. */
export function writeRunFilter(filter: RunFilter): Record<string, string | string[]> {
  return {
    ...(filter.flows.length > 0 && { flow: [...filter.flows] }),
    ...(filter.deployments.length > 0 && { deployment: [...filter.deployments] }),
    ...(filter.tags.length > 0 && { tag: [...filter.tags] }),
    ...(filter.states.length > 0 && { state: [...filter.states] }),
    ...(filter.name !== '' && { name: filter.name }),
    ...(filter.fromAt !== null && { from: new Date(filter.fromAt).toISOString() }),
    ...(filter.toAt !== null && { to: new Date(filter.toAt).toISOString() }),
  }
}

/** Whether the filter asks anything but time, so that an empty list can say why it is empty. */
export function asksAnything(filter: RunFilter): boolean {
  return filter.flows.length + filter.deployments.length + filter.tags.length + filter.states.length > 0 || filter.name !== ''
}

/** Whether a row already read belongs to the filter: the same meaning as the upstream query made from it. */
export function matchesRunFilter(row: RunRow, filter: RunFilter): boolean {
  const { flows, deployments, tags, states, name, fromAt, toAt } = filter
  const dueAt = row.expectedAt === null ? null : Date.parse(row.expectedAt)
  return (flows.length === 0 || (row.flow.name !== null && flows.includes(row.flow.name)))
    && (deployments.length === 0 || deployments.includes(`${row.flow.name ?? ''}/${row.deployment?.name ?? ''}`))
    && (tags.length === 0 || row.tags.some(tag => tags.includes(tag)))
    && (states.length === 0 || states.some(group => isInGroup(row, group)))
    && row.name.toLowerCase().includes(name.toLowerCase())
    && (fromAt === null || (dueAt !== null && dueAt >= fromAt))
    && (toAt === null || (dueAt !== null && dueAt <= toAt))
}

/** `late` and `scheduled` share a type: Late is a name Prefect gives 15 s after the due time. */
function isInGroup({ state }: RunRow, group: StateGroup): boolean {
  if (state === null)
    return false
  if (group === 'late' || group === 'scheduled')
    return state.type === 'SCHEDULED' && (state.name === 'Late') === (group === 'late')
  return (STATE_GROUPS[group] as readonly StateType[]).includes(state.type)
}

function readTexts(value: AddressQuery[string]): string[] {
  const texts = [value].flat().filter((text): text is string => typeof text === 'string' && text !== '')
  return [...new Set(texts)].slice(0, 50)
}

function readAt(value: AddressQuery[string]): number | null {
  const text = readTexts(value)[0]
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? null : at
}
