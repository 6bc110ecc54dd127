/** What of a trace of Chromium is read. */
interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** Microseconds. */
  ts: number
  /** Microseconds by the clock, and of the processor. */
  dur?: number
  tdur?: number
}

export interface FrameWork {
  /** By the clock. */
  ms: number
  /** Of the processor: what others do on the machine is not in it. */
  cpuMs: number
}

/** How long the page's main thread was at work for each frame: the task that drew it, and those since the frame before. */
export function toFrameWork(events: readonly TraceEvent[]): FrameWork[] {
  const frames = events.filter(({ name }) => name === 'FireAnimationFrame')
  const thread = frames[0]
  if (thread === undefined)
    return []
  const isMain = ({ pid, tid }: TraceEvent): boolean => pid === thread.pid && tid === thread.tid
  const tasks = events.filter(event => event.name === 'RunTask' && event.ph === 'X' && isMain(event)).sort((a, b) => a.ts - b.ts)
  const drawnAt = frames.filter(isMain).map(({ ts }) => ts).sort((a, b) => a - b)
  const work: FrameWork[] = []
  let sum: FrameWork = { ms: 0, cpuMs: 0 }
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    sum = { ms: sum.ms + dur / 1_000, cpuMs: sum.cpuMs + tdur / 1_000 }
    if (drawnAt.some(at => at >= ts && at <= ts + dur)) {
      work.push(sum)
      sum = { ms: 0, cpuMs: 0 }
    }
  }
  return work
}

/** The value that 95 of a hundred do not exceed; NaN of none. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN
}
