import { RUN_SORTS, type RunSort } from '../../../shared/api/runs.ts'
import { readFilterAddress, writeFilterAddress, type AddressQuery } from '../../../shared/filter/filter-address.ts'
import { readGrouping, type Grouping } from '../../../shared/filter/group-runs.ts'
import type { RunFilter } from '../../../shared/filter/run-filter.ts'

/** What the address says of the Runs page. */
export interface RunsView {
  filter: RunFilter
  sort: RunSort
  /** null: a plain list. */
  group: Grouping | null
}

/** `?q=flow:orders+-tag:heartbeat&sort=longest&group=day`. What cannot be read becomes its default. */
export function readRunsView(query: AddressQuery): RunsView {
  const one = (name: string): string | null => [query[name]].flat()[0] ?? null
  return { filter: readFilterAddress(query).filter, sort: RUN_SORTS.find(sort => sort === one('sort')) ?? 'newest', group: readGrouping(one('group')) }
}

/** Defaults are left out: the plain address is the plain page. */
export function writeRunsView({ filter, sort, group }: RunsView): Record<string, string> {
  return { ...writeFilterAddress(filter), ...(sort !== 'newest' && { sort }), ...(group !== null && { group }) }
}
