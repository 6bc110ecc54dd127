import type { RunRow } from '../api/runs.ts'
import { toCause } from '../causes/fingerprint.ts'
import { dateOf } from '../declared/calendar.ts'
import { toMark, type Mark } from '../model/run-state.ts'

/** What runs can be put together by; `tag:KEY` stands for the values of tags like `team:data`. */
export const GROUP_FIELDS = ['flow', 'deployment', 'state', 'day', 'cause'] as const

export type Grouping = typeof GROUP_FIELDS[number] | `tag:${string}`

export interface RunGroup {
  /** What its runs have in common; null: nothing of the kind. */
  value: string | null
  runs: readonly RunRow[]
  /** Most first. */
  marks: readonly { mark: Mark, count: number }[]
}

/** What cannot be read is no grouping. */
export function readGrouping(text: string | null): Grouping | null {
  if (text === null)
    return null
  return GROUP_FIELDS.find(field => field === text) ?? (/^tag:[^:\s]{1,80}$/.test(text) ? text as Grouping : null)
}

/** Runs by what they have in common, largest groups first, days newest first, and last those without any of it. A run with several tags of a key stands in each. */
export function groupRuns(runs: readonly RunRow[], by: Grouping, { timeZone }: { timeZone: string }): RunGroup[] {
  const groups = new Map<string | null, RunRow[]>()
  for (const run of runs) {
    for (const value of valuesOf(run, by, timeZone)) {
      const group = groups.get(value)
      if (group === undefined)
        groups.set(value, [run])
      else
        group.push(run)
    }
  }
  const all = [...groups].map(([value, own]): RunGroup => ({ value, runs: own, marks: countMarks(own) }))
  const byValue = (a: RunGroup, b: RunGroup): number => (a.value ?? '') < (b.value ?? '') ? -1 : 1
  return all.sort((a, b) => Number(a.value === null) - Number(b.value === null) || (by === 'day' ? byValue(b, a) : b.runs.length - a.runs.length || byValue(a, b)))
}

function valuesOf(run: RunRow, by: Grouping, timeZone: string): (string | null)[] {
  switch (by) {
    case 'flow':
      return [run.flow.name]
    case 'deployment':
      return [run.deployment?.name == null ? null : `${run.flow.name ?? ''}/${run.deployment.name}`]
    case 'state':
      return [run.state?.name ?? null]
    case 'day':
      return [run.expectedAt === null ? null : dateOf(Date.parse(run.expectedAt), timeZone)]
    case 'cause':
      return [causeOf(run)]
    default: {
      const values = run.tags.filter(tag => tag.startsWith(`${by.slice('tag:'.length)}:`)).map(tag => tag.slice(by.length - 'tag:'.length + 1))
      return values.length === 0 ? [null] : values
    }
  }
}

/** Of runs that ended badly; null: it says nothing of its own, or is well. */
function causeOf({ state, flow, deployment }: RunRow): string | null {
  return state?.type === 'FAILED' || state?.type === 'CRASHED' ? toCause(state.message, null, `${flow.name ?? ''}/${deployment?.name ?? ''}`)?.text ?? null : null
}

export function countMarks(runs: readonly RunRow[]): { mark: Mark, count: number }[] {
  const counts = new Map<Mark, number>()
  for (const { state } of runs)
    counts.set(toMark(state), (counts.get(toMark(state)) ?? 0) + 1)
  return [...counts].map(([mark, count]) => ({ mark, count })).sort((a, b) => b.count - a.count)
}

/** A value of a field and how many runs have it. */
export interface Facet {
  value: string
  count: number
}

/** How often each value occurs among runs, most first: of states, flows, tags, and of tags like `team:data` under their key. */
export function countFacets(runs: readonly RunRow[]): { states: Facet[], flows: Facet[], tags: Facet[], byKey: { key: string, tags: Facet[] }[] } {
  const tags = count(runs.flatMap(run => run.tags))
  const keys = new Map<string, Facet[]>()
  for (const facet of tags) {
    const [, key] = /^([^:\s]+):./.exec(facet.value) ?? []
    if (key !== undefined)
      keys.set(key, [...keys.get(key) ?? [], facet])
  }
  return {
    states: count(runs.map(({ state }) => state === null ? 'unknown' : toMark(state))),
    flows: count(runs.map(({ flow }) => flow.name).filter(name => name !== null)),
    tags: tags.filter(({ value }) => !/^[^:\s]+:./.test(value)),
    byKey: [...keys].map(([key, own]) => ({ key, tags: own })).sort((a, b) => a.key < b.key ? -1 : 1),
  }
}

function count(values: readonly string[]): Facet[] {
  const counts = new Map<string, number>()
  for (const value of values)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, times]) => ({ value, count: times })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
