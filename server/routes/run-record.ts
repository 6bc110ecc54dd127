import type { H3Event } from 'h3'
import { z } from 'zod'
import type { ArtifactRow, ArtifactsAnswer, ChildrenAnswer, EventsAnswer, StatesAnswer } from '../../shared/api/run-record.ts'
import type { Artifact } from '../../shared/model/artifact.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { RunEvent } from '../../shared/model/run-event.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import { ARTIFACT_POLICY, rowsOf, toArtifactPage } from '../artifacts/artifact-page.ts'
import { Refusal } from '../errors.ts'
import { writeInstant } from '../prefect/instant.ts'
import type { Listed } from '../prefect/rows.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { Instant, readId, readQuery } from './query.ts'
import { getOfRun, getRun, isLive } from './run-detail.ts'
import { toRunRow } from './run-row.ts'

/** Versions of one artifact that are told; nobody goes further back by clicking. */
const MOST_VERSIONS = 20
const MOST_CHILDREN = 500
const DAY_MS = 86_400_000
/** Events before a run was made are none of it, but clocks differ. */
const BEFORE_MADE_MS = 60_000

interface OfRun {
  event: H3Event
  shown: Shown
  run: FlowRun
  live: boolean
}

async function readRun(event: H3Event, deps: RouteDeps): Promise<OfRun> {
  const shown = shownOf(event, deps)
  const { run } = await getRun(deps, shown, readId(event, 'run'))
  return { event, shown, run, live: isLive(run, shown.watcher.now()) }
}

/** Every state a run was in. */
export function statesRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { shown, run, live } = await readRun(event, deps)
    const { rows } = await getOfRun(deps, { shown, run, name: 'states' }, async () => await shown.reads.listFlowRunStates(run.id))
    const states = rows.map(({ id, type, name, at, message }, index) => {
      const next = rows[index + 1]
      return { id, type, name, at: toIso(at), message, lastedMs: next === undefined ? null : Math.max(0, next.at - at) }
    })
    return await answerJson(event, { states, madeBy: toMaker(run), live } satisfies StatesAnswer)
  }
}

function toMaker({ maker, autoScheduled, parentTaskRunId }: FlowRun): string {
  if (maker !== null)
    return `${maker.kind === 'schedule' ? 'its schedule' : maker.kind === 'automation' ? 'an automation' : 'somebody'}${maker.name === null ? '' : ` (${maker.name})`}`
  if (autoScheduled)
    return 'its schedule'
  return parentTaskRunId === null ? 'a person or a program: Prefect notes no name' : 'the run above it'
}

/** Runs that tasks of a run started. */
export function childrenRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { shown, run, live } = await readRun(event, deps)
    const { rows, complete } = await getOfRun(deps, { shown, run, name: 'children' }, async () => await shown.reads.listChildRuns(run.id))
    const sorted = [...rows].sort((a, b) => dueAt(a) - dueAt(b))
    const picture = shown.watcher.picture()
    const answer: ChildrenAnswer = { runs: sorted.slice(0, MOST_CHILDREN).map(child => toRunRow(child, picture, shown.watcher.now())), complete: complete && sorted.length <= MOST_CHILDREN, live }
    return await answerJson(event, answer)
  }
}

/** What a run left for people; the content of each is asked for by its frame. */
export function artifactsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const ofRun = await readRun(event, deps)
    const { rows, complete } = await listArtifacts(ofRun, deps)
    return await answerJson(event, { artifacts: rows.map(toArtifactRow), complete, live: ofRun.live } satisfies ArtifactsAnswer)
  }
}

/** Earlier and later artifacts of the same key. */
export function artifactVersionsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const ofRun = await readRun(event, deps)
    const { shown, run, live } = ofRun
    const { key } = await findArtifact(ofRun, deps)
    const { rows, complete } = await getOfRun(deps, { shown, run, name: `versions ${key}` }, async () => await shown.reads.listArtifactVersions(key, { limit: MOST_VERSIONS }))
    return await answerJson(event, { artifacts: rows.map(toArtifactRow), complete, live } satisfies ArtifactsAnswer)
  }
}

const FrameQuery = z.object({ theme: z.enum(['light', 'dark'], 'light or dark').optional() })

/** One artifact as a document of its own, for a sandboxed frame. */
export function artifactFrameRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { theme = 'light' } = readQuery(event, FrameQuery)
    const artifact = await findArtifact(await readRun(event, deps), deps)
    return new Response(toArtifactPage(artifact, { theme }), { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': ARTIFACT_POLICY } })
  }
}

async function listArtifacts({ shown, run }: OfRun, deps: RouteDeps): Promise<Listed<Artifact>> {
  return await getOfRun(deps, { shown, run, name: 'artifacts' }, async () => await shown.reads.listArtifactsOfRun(run.id))
}

async function findArtifact(ofRun: OfRun, deps: RouteDeps): Promise<Artifact> {
  const id = readId(ofRun.event, 'artifact', 'artifact')
  const artifact = (await listArtifacts(ofRun, deps)).rows.find(row => row.id === id)
  if (artifact === undefined)
    throw new Refusal(404, 'This run left no artifact with this id.')
  return artifact
}

function toArtifactRow(artifact: Artifact): ArtifactRow {
  const { id, key, type, description, createdAt, flowRunId, taskRunId } = artifact
  return { id, key, type, description, rowCount: rowsOf(artifact), at: toIso(createdAt), runId: flowRunId, taskRunId }
}

const EventsQuery = z.object({ until: Instant.optional() })

/** What Prefect noted of a run, a page at a time. */
export function eventsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { until } = readQuery(event, EventsQuery)
    const { shown, run, live } = await readRun(event, deps)
    const untilAt = until ?? shown.watcher.now() + DAY_MS
    const page = await getOfRun(deps, { shown, run, name: `events ${until ?? ''}` }, async () => await shown.reads.listRunEvents({ flowRunId: run.id, sinceAt: run.createdAt - BEFORE_MADE_MS, untilAt }))
    const last = page?.events.at(-1)
    const hasMore = page !== null && last !== undefined && page.totalCount > page.events.length + page.setAsideCount && last.at < untilAt
    const answer: EventsAnswer = { isKept: page !== null, events: page?.events.map(toEventRow) ?? [], older: hasMore ? writeInstant(last.at) : null, totalCount: page?.totalCount ?? 0, live }
    return await answerJson(event, answer)
  }
}

/** Tags, flow and queue of a run are told elsewhere. */
const TELLING_ROLES = new Set(['worker', 'automation', 'actor', 'triggered-by', 'schedule'])

function toEventRow({ id, at, name, resource, related, message }: RunEvent): EventsAnswer['events'][number] {
  return { id, at: writeInstant(at), name, resource, by: related.filter(({ role }) => TELLING_ROLES.has(role)), message }
}
