import { toComparable, toShared } from '../causes/varying.ts'
import type { LogLine } from '../model/log-line.ts'
import type { TaskRun } from '../model/task-run.ts'

/** One name under which two runs hold different values. undefined: the run has none. */
export interface ValueDifference {
  name: string
  own: unknown
  other: unknown
}

/** Names whose values differ, by name; and how many agree. */
export function compareValues(own: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): { different: ValueDifference[], sameCount: number } {
  const names = [...new Set([...Object.keys(own), ...Object.keys(other)])].sort()
  const valueOf = (values: Readonly<Record<string, unknown>>, name: string): unknown => Object.hasOwn(values, name) ? values[name] : undefined
  const different = names.map(name => ({ name, own: valueOf(own, name), other: valueOf(other, name) })).filter(one => toStable(one.own) !== toStable(one.other))
  return { different, sameCount: names.length - different.length }
}

/** The same text for the same value, whatever the order of its keys. */
function toStable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1)) : part) ?? 'undefined'
}

/** What one run did under a name: one task, or all that were made of the same code. */
export interface TaskShare {
  count: number
  /** Time in Running, of all together; null where none ran. */
  ranForMs: number | null
  failedCount: number
}

/** null: that run has no such task. */
export interface TaskPair {
  name: string
  own: TaskShare | null
  other: TaskShare | null
}

/** Tasks of two runs side by side, in the order in which they began: of the run in question, then those it lacks. */
export function compareTasks(own: readonly TaskRun[], other: readonly TaskRun[]): TaskPair[] {
  const [ownShares, otherShares] = [toShares(own), toShares(other)]
  return [...new Set([...ownShares.keys(), ...otherShares.keys()])].map(name => ({ name, own: ownShares.get(name) ?? null, other: otherShares.get(name) ?? null }))
}

function toShares(tasks: readonly TaskRun[]): Map<string, TaskShare> {
  const shares = new Map<string, TaskShare>()
  for (const { name, ranForMs, state } of [...tasks].sort((a, b) => (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) || 0)) {
    const key = toTaskName(name)
    const share = shares.get(key) ?? { count: 0, ranForMs: null, failedCount: 0 }
    const isFailed = state?.type === 'FAILED' || state?.type === 'CRASHED'
    shares.set(key, { count: share.count + 1, ranForMs: ranForMs === null ? share.ranForMs : (share.ranForMs ?? 0) + ranForMs, failedCount: share.failedCount + (isFailed ? 1 : 0) })
  }
  return shares
}

/** Prefect 3 ends names with three hexadecimal digits, Prefect 2 with a number; authors put dates and ids into theirs. */
export function toTaskName(name: string): string {
  return toComparable(toShared(name.replace(/-(?:[0-9a-f]{3}|\d+)$/, '')))
}

/** A log as far as it was read, oldest line first, and the run's name, which its lines repeat. */
export interface ReadLog {
  lines: readonly LogLine[]
  isWhole: boolean
  runName: string
}

/** The first line of each that the other does not have; null: none, as far as both were read. */
export interface LogDifference {
  own: LogLine | null
  other: LogLine | null
}

/** Of a longer line its beginning tells it from others. */
const COMPARED_CHARACTERS = 400

/**
 * Where two logs part. Numbers, ids, times and addresses do not count, nor does the order of lines: tasks at work together write
 * as they come. A line counts as missing only within what was read of both; the last tenth of a cut one is not held against it.
 */
export function compareLogs(own: ReadLog, other: ReadLog): LogDifference {
  return { own: firstMissing(own, other), other: firstMissing(other, own) }
}

function firstMissing(log: ReadLog, within: ReadLog): LogLine | null {
  const counts = new Map<string, number>()
  for (const line of within.lines) {
    const key = toLineKey(line, within)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const most = within.isWhole ? log.lines.length : Math.floor(within.lines.length * 0.9)
  for (const line of log.lines.slice(0, most)) {
    const key = toLineKey(line, log)
    const left = counts.get(key) ?? 0
    if (left === 0)
      return line
    counts.set(key, left - 1)
  }
  return null
}

/** A line without what differs from run to run. */
export function toLineKey({ level, message }: Pick<LogLine, 'level' | 'message'>, { runName }: Pick<ReadLog, 'runName'>): string {
  const named = message.slice(0, COMPARED_CHARACTERS).replaceAll(runName, '‹run›').replace(/(?<=')([\w-]+)-(?:[0-9a-f]{3}|\d+)(?=')/g, '$1')
  return `${level} ${toComparable(toShared(named))}`
}
