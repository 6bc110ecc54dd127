import type { H3Event } from 'h3'
import { z } from 'zod'
import type { SearchAnswer, ServerFinds } from '../../shared/api/search.ts'
import { DAY_MS } from '../../shared/expectations/thresholds.ts'
import { isId, readPrefectAddress } from '../../shared/links/prefect-address.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { UpstreamError } from '../prefect/error.ts'
import { EVERY_RUN } from '../prefect/run-page.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { askedServer, toAddress, type RouteDeps } from './deps.ts'
import { readQuery } from './query.ts'
import { getRun } from './run-detail.ts'
import { toRunRow } from './run-row.ts'

const MOST = 8
/** Fewer letters are in too many names to be asked of Prefect. */
const LEAST_OF_A_RUN = 3
const BACK_MS = 14 * DAY_MS
const FRESH_MS = 10_000

const SearchQuery = z.object({ q: z.string('text').max(2_000, 'shorter').optional() })

/** What people look for by name, id or address: flows and deployments from the picture, runs from Prefect. */
export function searchRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const text = (readQuery(event, SearchQuery).q ?? '').trim()
    const asked = askedServer(event, deps)
    const servers = await Promise.all((asked === null ? deps.servers() : [asked]).map(async shown => await findOn(shown, text, deps)))
    return await answerJson(event, { servers } satisfies SearchAnswer)
  }
}

async function findOn(shown: Shown, text: string, deps: RouteDeps): Promise<ServerFinds> {
  const { flows, deployments } = shown.watcher.picture()
  const named = toNamed(text)
  const words = text.toLowerCase().split(/\s+/).filter(word => word !== '')
  const holds = (name: string): boolean => named === null && text.length >= 2 && words.every(word => name.toLowerCase().includes(word))
  const best = <T>(all: readonly T[], nameOf: (one: T) => string): T[] => all.filter(one => holds(nameOf(one))).sort((a, b) => nameOf(a).length - nameOf(b).length).slice(0, MOST)
  const flowName = (id: string): string => flows.get(id)?.name ?? id
  const byId = <T extends { id: string }>(all: ReadonlyMap<string, T>): T[] => [all.get(named ?? '')].filter(one => one !== undefined)
  const { runs, incomplete } = await findRuns(text, { deps, shown, named })
  return {
    server: toAddress(shown, deps),
    flows: (named === null ? best([...flows.values()], ({ name }) => name) : byId(flows)).map(({ id, name }) => ({ id, name })),
    deployments: (named === null ? best([...deployments.values()], ({ name, flowId }) => `${flowName(flowId)}/${name}`) : byId(deployments)).map(({ id, name, flowId }) => ({ id, name, flow: flowName(flowId) })),
    runs: runs.map(run => toRunRow(run, shown.watcher.picture(), shown.watcher.now())),
    incomplete,
  }
}

/** The id that a text is, or that an address names; null: it is a name. */
function toNamed(text: string): string | null {
  return isId(text) ? text.toLowerCase() : readPrefectAddress(text)?.id ?? null
}

interface Looking {
  deps: RouteDeps
  shown: Shown
  named: string | null
}

async function findRuns(text: string, { deps, shown, named }: Looking): Promise<{ runs: readonly FlowRun[], incomplete: string | null }> {
  if (named === null && text.length < LEAST_OF_A_RUN)
    return { runs: [], incomplete: null }
  try {
    return { runs: await deps.once.get(`search ${shown.key} ${named ?? text.toLowerCase()}`, async () => named === null ? await byName(text, shown) : await byId(named, { deps, shown }), () => FRESH_MS), incomplete: null }
  }
  catch (error) {
    if (!(error instanceof UpstreamError))
      throw error
    return { runs: [], incomplete: error.message }
  }
}

async function byName(name: string, { reads, watcher }: Shown): Promise<FlowRun[]> {
  const now = watcher.now()
  return (await reads.listRuns({ ...EVERY_RUN, name, fromAt: now - BACK_MS, toAt: now }, { limit: MOST })).runs.slice(0, MOST)
}

/** A run, or the run a task run belongs to; an id of neither finds nothing. */
async function byId(id: string, { deps, shown }: Omit<Looking, 'named'>): Promise<FlowRun[]> {
  for (const find of [async () => id, async () => (await shown.reads.getTaskRun(id)).flowRunId]) {
    try {
      const runId = await find()
      return runId === null ? [] : [(await getRun(deps, shown, runId)).run]
    }
    catch (error) {
      if (!(error instanceof UpstreamError) || error.failure !== 'absent')
        throw error
    }
  }
  return []
}
