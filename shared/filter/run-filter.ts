/** Fields of a run that hold a text; `parameter` has a name of its own in each clause. */
export const TEXT_FIELDS = ['flow', 'deployment', 'tag', 'state', 'pool', 'name', 'parameter'] as const

export type TextField = typeof TEXT_FIELDS[number]

/** One condition: the field has any of the values, or with `not` none of them. `*` in a value stands for any characters. */
export interface Clause {
  field: TextField
  /** Which parameter; null for the other fields. */
  parameter: string | null
  not: boolean
  /** Each once, at least one. */
  values: readonly string[]
}

/** Which instant of a run is bounded. */
export const TIME_FIELDS = ['due', 'started', 'ended'] as const

export type TimeField = typeof TIME_FIELDS[number]

/** An instant as epoch ms, or a length of time before now, which moves on with it. */
export type Moment = { kind: 'at', at: number } | { kind: 'ago', ms: number }

export interface TimeBounds {
  of: TimeField
  /** Both inclusive; null: no bound of its own. */
  from: Moment | null
  to: Moment | null
}

/** Bounds of a length of time, ms, both exclusive; null: none. */
export interface LengthBounds {
  overMs: number | null
  underMs: number | null
}

/** Which runs: all of it must hold. */
export interface RunFilter {
  clauses: readonly Clause[]
  /** null: the default time of the page. */
  time: TimeBounds | null
  /** Time in Running. */
  took: LengthBounds
  /** Wait between due and start. */
  late: LengthBounds
  /** Runs that other runs started. */
  subflows: 'in' | 'out' | 'only'
}

export const NO_LENGTH: LengthBounds = { overMs: null, underMs: null }

export const ANY_RUN: RunFilter = { clauses: [], time: null, took: NO_LENGTH, late: NO_LENGTH, subflows: 'in' }

/** `flow` is any of the values: the clause most links are made of. */
export function anyOf(field: Exclude<TextField, 'parameter'>, ...values: readonly string[]): Clause {
  return { field, parameter: null, not: false, values }
}

/** Whether the filter asks anything but time, so that an empty list can say why it is empty. */
export function asksAnything({ clauses, took, late, subflows }: RunFilter): boolean {
  return clauses.length > 0 || subflows !== 'in' || [took, late].some(({ overMs, underMs }) => overMs !== null || underMs !== null)
}

/** The filter with a value added to the field's first clause of its sense, or taken out of the one that holds it. */
export function toggleValue(filter: RunFilter, { field, not }: Pick<Clause, 'field' | 'not'>, value: string): RunFilter {
  const isOwn = (clause: Clause): boolean => clause.field === field && clause.not === not
  const holder = filter.clauses.findIndex(clause => isOwn(clause) && clause.values.includes(value))
  const first = filter.clauses.findIndex(isOwn)
  const change = (index: number, to: (values: readonly string[]) => string[]): RunFilter =>
    ({ ...filter, clauses: filter.clauses.map((clause, place) => place === index ? { ...clause, values: to(clause.values) } : clause).filter(({ values }) => values.length > 0) })
  if (holder !== -1)
    return change(holder, values => values.filter(other => other !== value))
  return first === -1 ? { ...filter, clauses: [...filter.clauses, { field, parameter: null, not, values: [value] }] } : change(first, values => [...values, value])
}

/** The values of a field's clauses of one sense, each once. */
export function valuesOf({ clauses }: RunFilter, { field, not }: Pick<Clause, 'field' | 'not'>): string[] {
  return [...new Set(clauses.flatMap(clause => clause.field === field && clause.not === not ? clause.values : []))]
}
