import { setTimeout as sleep } from 'node:timers/promises'
import type { ScaleManifest } from '../../real/scale.ts'

export interface RunWriter {
  /** Runs that were let run to their end so far. */
  endedCount: () => number
  stop: () => Promise<void>
}

const LANES = 2

/** Lets the rows that stand ready run when they are due, as a worker would: each goes through Pending and Running to Completed. */
export function startRunWriter({ apiUrl }: { apiUrl: string }, { ahead }: Pick<ScaleManifest, 'ahead'>): RunWriter {
  const waiting = [...ahead].sort((a, b) => Date.parse(a.due) - Date.parse(b.due)).map(run => ({ ...run, dueAt: Date.parse(run.due), next: 'PENDING' as 'PENDING' | 'COMPLETED' }))
  let isStopped = false
  let endedCount = 0

  async function lane(): Promise<void> {
    while (!isStopped) {
      const index = waiting.findIndex(({ dueAt }) => dueAt <= Date.now())
      const [run] = index === -1 ? [] : waiting.splice(index, 1)
      if (run === undefined) {
        await sleep(250)
        continue
      }
      if (run.next === 'PENDING') {
        await setState(apiUrl, run.run, 'PENDING')
        await setState(apiUrl, run.run, 'RUNNING')
        waiting.push({ ...run, next: 'COMPLETED', dueAt: Date.now() + Math.min(run.seconds, 90) * 1_000 })
      }
      else {
        await setState(apiUrl, run.run, 'COMPLETED')
        endedCount += 1
      }
    }
  }

  const lanes = Promise.all(Array.from({ length: LANES }, lane))
  return {
    endedCount: () => endedCount,
    async stop() {
      isStopped = true
      await lanes
    },
  }
}

/** Sets a state as a client does, by force: no rule of Prefect's stands in its way. */
export async function setState(apiUrl: string, run: string, type: string, message?: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${apiUrl}/flow_runs/${run}/set_state`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ state: { type, ...(message !== undefined && { message }) }, force: true }) }).catch(() => null)
    await response?.arrayBuffer()
    if (response?.ok === true)
      return
    if (attempt === 20)
      throw new Error(`POST set_state ${type}: ${response?.status ?? 'no answer'}`)
    await sleep(300) // SQLite is locked, or a socket was closed
  }
}
