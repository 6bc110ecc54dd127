import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import { writeFilterAddress } from '../shared/filter/filter-address.ts'
import { writeLogSearch, type LogSearch } from '../shared/filter/log-search-address.ts'
import type { RunFilter } from '../shared/filter/run-filter.ts'
import { writeLogPlace, type LogPlace } from '../shared/logs/log-place.ts'

/** Screen addresses, for ever. No path stands anywhere else. */
export const morningRoute = (query: Record<string, string | string[]> = {}): RouteLocationRaw => ({ name: 'morning', query })
export const runsRoute = (filter: Partial<RunFilter> = {}): RouteLocationRaw => ({ name: 'runs', query: writeFilterAddress(filter) })
export const runRoute = (id: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: 'run', params: { id }, query })
/** A line of a run's log, with what was looked for, and the zone in which its time is told. */
export const logLineRoute = (id: string, { line, q, tz }: { line: LogPlace, q: string, tz: string }): RouteLocationRaw => runRoute(id, { q, line: writeLogPlace(line), tz })
export const logsRoute = (search: Partial<LogSearch> = {}): RouteLocationRaw => ({ name: 'logs', query: writeLogSearch(search) })
/** Beside the last good run, or beside another one. */
export const compareRoute = (id: string, other: string | null = null): RouteLocationRaw => ({ name: 'compare', params: { id }, query: other === null ? {} : { with: other } })
export const flowsRoute = (query: Record<string, string | string[]> = {}): RouteLocationRaw => ({ name: 'flows', query })
export const flowRoute = (id: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: 'flow', params: { id }, query })
export const deploymentRoute = (id: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: 'deployment', params: { id }, query })
export const poolsRoute = (): RouteLocationRaw => ({ name: 'pools' })
export const poolRoute = (name: string): RouteLocationRaw => ({ name: 'pool', params: { name } })
/** What is due next, of the jobs that a filter leaves. */
export const upcomingRoute = (query: Record<string, string[]> = {}): RouteLocationRaw => ({ name: 'upcoming', query })
