import type { Timeline, TimelineAnswer, TimelineColumns, TimelineRow } from '../api/timeline.ts'
import type { Mark } from '../model/run-state.ts'

export function toTimelineAnswer({ rows, ...timeline }: Timeline): TimelineAnswer {
  return { ...timeline, columns: toColumns(rows) }
}

export function fromTimelineAnswer({ columns, ...timeline }: TimelineAnswer): Timeline {
  return { ...timeline, rows: fromColumns(columns) }
}

/** Lossless but for fractions of a millisecond. */
export function toColumns(rows: readonly TimelineRow[]): TimelineColumns {
  const positions = new Map(rows.map(({ id }, index) => [id, index]))
  const positionOf = (id: string): number | string => positions.get(id) ?? id
  const states = new Map<string, number>()
  const meanings: [Mark, string][] = []
  const stateOf = ({ mark, stateName }: TimelineRow): number => {
    const key = `${mark} ${stateName}`
    const known = states.get(key)
    if (known !== undefined)
      return known
    states.set(key, meanings.length)
    return meanings.push([mark, stateName]) - 1
  }
  return {
    id: rows.map(({ id }) => id),
    name: rows.map(({ name }) => name),
    state: rows.map(stateOf),
    states: meanings,
    startMs: rows.map(({ startMs }) => startMs === null ? null : Math.round(startMs)),
    tookMs: rows.map(({ startMs, endMs }) => endMs === null ? null : Math.round(endMs) - Math.round(startMs ?? 0)),
    runCount: rows.some(({ runCount }) => runCount !== null) ? rows.map(({ runCount }) => runCount) : null,
    parents: rows.map(({ parents }) => parents.length === 1 ? positionOf(parents[0] ?? '') : parents.map(positionOf)),
    inside: rows.flatMap(({ inside }, index) => inside.length === 0 ? [] : [[index, ...inside.map(positionOf)] as const]),
    flows: rows.flatMap(({ kind }, index) => kind === 'flow' ? [index] : []),
  }
}

export function fromColumns({ id, name, state, states, startMs, tookMs, runCount, parents, inside, flows }: TimelineColumns): TimelineRow[] {
  const idOf = (parent: number | string): string => typeof parent === 'string' ? parent : id[parent] ?? ''
  const rows = id.map((own, index): TimelineRow => {
    const [mark, stateName] = states[state[index] ?? -1] ?? ['unknown', 'Unknown']
    const start = startMs[index] ?? null
    const took = tookMs[index] ?? null
    const from = parents[index] ?? []
    return {
      id: own,
      kind: 'task',
      name: name[index] ?? '',
      mark,
      stateName,
      startMs: start,
      endMs: took === null ? null : (start ?? 0) + took,
      runCount: runCount?.[index] ?? null,
      parents: typeof from === 'object' ? from.map(idOf) : [idOf(from)],
      inside: [],
    }
  })
  for (const [index, ...within] of inside) {
    const row = rows[index]
    if (row !== undefined)
      row.inside = within.map(idOf)
  }
  for (const index of flows) {
    const row = rows[index]
    if (row !== undefined)
      row.kind = 'flow'
  }
  return rows
}
