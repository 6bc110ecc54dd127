import type { TimelineRow } from '../api/timeline.ts'

/** What Prefect puts behind a task's name to tell its runs apart: three hexadecimal digits in 3.x, a number in 2.20. */
const ORDINAL = /-(?:\d+|[\da-f]{3})$/

/** The task a task run is of, or the flow a child run is of, as far as its name tells: `transform` of `transform-3fa`. */
export function taskNameOf({ name, kind }: Pick<TimelineRow, 'name' | 'kind'>): string {
  const [flow = name] = kind === 'flow' ? name.split(' / ') : []
  const task = kind === 'flow' ? flow : name.replace(ORDINAL, '')
  return task === '' ? name : task
}
