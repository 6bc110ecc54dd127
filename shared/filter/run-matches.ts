import type { FlowRun } from '../model/flow-run.ts'
import { isTerminal } from '../model/run-state.ts'
import type { Clause, LengthBounds, Moment, RunFilter, TimeField } from './run-filter.ts'
import { isInGroup, toStateGroup } from './state-groups.ts'

/** What a run is called by, past its ids; null: not known, or it has none. */
export interface RunNames {
  flow: string | null
  deployment: string | null
}

/** Whether a run read belongs to the filter: what upstream cannot tell is told here, and what it can, the same. `now` is its clock. */
export function matchesRun(run: FlowRun, names: RunNames, { filter, now }: { filter: RunFilter, now: number }): boolean {
  const { clauses, time, took, late, subflows } = filter
  const isChild = run.parentTaskRunId !== null
  return (subflows === 'in' || isChild === (subflows === 'only'))
    && isWithin(run.ranForMs, took)
    && isWithin(lateByMs(run, now), late)
    && (time === null || isBetween(instantOf(run, time.of), toBounds(time, now)))
    && clauses.every(clause => holds(clause, run, names))
}

/**
 * Wait between due and start, ms: so far, for a run that waits. Never negative; null where lateness does not apply: nothing was
 * due, it is not due yet, or the run ended without starting.
 */
export function lateByMs({ expectedStartAt, startedAt, state }: FlowRun, now: number): number | null {
  if (expectedStartAt === null || (startedAt === null && (expectedStartAt > now || (state !== null && isTerminal(state.type)))))
    return null
  return Math.max(0, (startedAt ?? now) - expectedStartAt)
}

/** The instant that a time bounds. A run that never began has its due time where Prefect looks for a start. */
export function instantOf({ expectedStartAt, startedAt, endedAt }: FlowRun, of: TimeField): number | null {
  return { due: expectedStartAt, started: startedAt ?? expectedStartAt, ended: endedAt }[of]
}

/** As instants, epoch ms. */
export function toBounds({ from, to }: { from: Moment | null, to: Moment | null }, now: number): { fromAt: number | null, toAt: number | null } {
  return { fromAt: toAt(from, now), toAt: toAt(to, now) }
}

function toAt(moment: Moment | null, now: number): number | null {
  return moment === null ? null : moment.kind === 'at' ? moment.at : now - moment.ms
}

function isBetween(at: number | null, { fromAt, toAt }: { fromAt: number | null, toAt: number | null }): boolean {
  return at !== null && (fromAt === null || at >= fromAt) && (toAt === null || at <= toAt)
}

function isWithin(ms: number | null, { overMs, underMs }: LengthBounds): boolean {
  return (overMs === null || (ms !== null && ms > overMs)) && (underMs === null || (ms !== null && ms < underMs))
}

function holds({ field, parameter, not, values }: Clause, run: FlowRun, { flow, deployment }: RunNames): boolean {
  const isAny = (text: string | null | undefined): boolean => text != null && values.some(value => isLike(text, value))
  const held = {
    flow: () => isAny(flow),
    deployment: () => isAny(deployment) || (deployment !== null && isAny(`${flow ?? ''}/${deployment}`)),
    tag: () => run.tags.some(isAny),
    state: () => run.state !== null && values.some(value => isState(run.state ?? { type: 'UNKNOWN', name: '' }, value)),
    pool: () => isAny(run.workPool),
    name: () => values.some(value => isLike(run.name, `*${value}*`)),
    parameter: () => isAny(run.parameters[parameter ?? '']),
  }[field]()
  return held !== not
}

function isState(state: NonNullable<FlowRun['state']> | { type: 'UNKNOWN', name: string }, value: string): boolean {
  const group = toStateGroup(value)
  return group === null ? isLike(state.name, value) : isInGroup(state, group)
}

/** Equal but for case, `*` standing for any characters. */
export function isLike(text: string, pattern: string): boolean {
  const whole = text.toLowerCase()
  const parts = pattern.toLowerCase().split('*')
  const [first = '', ...rest] = parts
  if (rest.length === 0)
    return whole === first
  const last = rest.pop() ?? ''
  if (!whole.startsWith(first))
    return false
  let at = first.length
  for (const part of rest) {
    const found = whole.indexOf(part, at)
    if (found === -1)
      return false
    at = found + part.length
  }
  return whole.length - at >= last.length && whole.endsWith(last)
}
