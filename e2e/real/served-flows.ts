import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { RealServer } from './servers.ts'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const SERVED_WITHIN_MS = 60_000
const CHANGED_WITHIN_MS = 60_000

const FLOWS = ['ledger', 'ticker', 'consent', 'killed'] as const
export type ServedFlow = typeof FLOWS[number]

/** A process that starts what is due of `served_flows.py`, each run in a process of its own. */
export interface ServedFlows {
  deployments: Readonly<Record<ServedFlow, string>>
  /** Makes a run that is due now; gives its id. */
  start: (flow: ServedFlow, parameters: Record<string, unknown>, name?: string) => Promise<string>
  /** Throws where the run is not in a state of this name within a minute. */
  until: (runId: string, stateName: string) => Promise<void>
  /** Ends it and what it started. */
  stop: () => void
}

export async function serveFlows(server: RealServer): Promise<ServedFlows> {
  const child = spawn(server.environment.python, ['served_flows.py'], {
    cwd: FOLDER, // where its runs find their flow again
    detached: true, // its own process group: the runs are its children
    env: { ...server.env, PYTHONDONTWRITEBYTECODE: '1', PREFECT_RUNNER_POLL_FREQUENCY: '1' },
    stdio: 'ignore',
  })
  const stop = (): void => {
    process.off('exit', stop)
    try {
      if (child.pid !== undefined)
        process.kill(-child.pid, 'SIGKILL')
    }
    catch {
      // It is gone already.
    }
  }
  process.once('exit', stop)
  const made: { id: string, entrypoint: string }[] = []
  for (const endAt = Date.now() + SERVED_WITHIN_MS; made.length < FLOWS.length; await sleep(200)) {
    if (Date.now() > endAt) {
      stop()
      throw new Error('the flows are not served within a minute')
    }
    made.splice(0, made.length, ...await server.post('/deployments/filter', {}) as typeof made)
  }
  const idOf = (flow: ServedFlow): string => made.find(({ entrypoint }) => entrypoint.endsWith(`:${flow}`))?.id ?? ''
  const deployments = { ledger: idOf('ledger'), ticker: idOf('ticker'), consent: idOf('consent'), killed: idOf('killed') }
  return {
    deployments,
    stop,
    start: async (flow, parameters, name) => (await server.post(`/deployments/${deployments[flow]}/create_flow_run`, { parameters, ...(name !== undefined && { name }) }) as { id: string }).id,
    async until(runId, stateName) {
      for (const endAt = Date.now() + CHANGED_WITHIN_MS; ; await sleep(200)) {
        const { state } = await (await fetch(`${server.apiUrl}/flow_runs/${runId}`)).json() as { state: { name: string } }
        if (state.name === stateName)
          return
        if (Date.now() > endAt)
          throw new Error(`the run is ${state.name}, not ${stateName}`)
      }
    },
  }
}
