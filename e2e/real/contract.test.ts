import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogLine } from '../../shared/model/log-line.ts'
import { isTerminal } from '../../shared/model/run-state.ts'
import { toFields } from '../../shared/run/parameter-fields.ts'
import { createActs } from '../../server/prefect/acts.ts'
import { createClient, type Client } from '../../server/prefect/client.ts'
import type { LogQuery } from '../../server/prefect/log-page.ts'
import { writeTextQuery } from '../../server/prefect/log-search.ts'
import { createReads, type Reads } from '../../server/prefect/reads.ts'
import { EVERY_RUN, type RunQuery } from '../../server/prefect/run-page.ts'
import { createDemo } from '../../server/demo/demo.ts'
import { describeReal } from './describe-real.ts'
import { readExitCode } from '../../shared/causes/exit-code.ts'
import { findCause } from '../../shared/run/cause-in-run.ts'
import { runFlows, type FlowsManifest } from './flows.ts'
import { showsRuns } from './run-pages.ts'
import { startServer, type RealServer } from './servers.ts'

const DAY_MS = 86_400_000
const MICROSECOND_MS = 0.001
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000'

/** What the facts below are asked of. */
interface Subject {
  reads: Reads
  version: string
  /** Read up to here. */
  now: number
  /** A run with logs and tasks. */
  detailedRunId: string
  /** A run that left artifacts. */
  artifactsRunId: string
  /** A run that waits for input. */
  pausedRunId: string
}

describe('the embedded demo', () => {
  let subject: Subject
  beforeAll(async () => {
    const now = Date.parse('2026-11-23T08:55:00Z')
    const clock = { at: now - 60_000 }
    const demo = createDemo({ now: () => clock.at, zone: 'UTC' })
    const client = createClient({ apiUrl: 'http://demo.invalid/api', fetch: demo.fetch, now: () => clock.at })
    const reads = createReads(client)
    const { rows } = await reads.listRunsEnded({ sinceAt: now - DAY_MS, types: ['FAILED'] })
    const { rows: deployments } = await reads.listDeployments()
    const deploymentOf = (name: string): string => deployments.find(deployment => deployment.name === name)!.id
    const [report] = await reads.listGoodRunsBefore({ deploymentId: deploymentOf('board'), beforeAt: now, limit: 1 })
    const { rows: flows } = await reads.listFlows()
    const asking = deployments.find(({ flowId }) => flows.find(({ id }) => id === flowId)?.name === 'archive-raw-events')!
    const { id: pausedRunId } = await createActs(client).createRun({ deploymentId: asking.id, parameters: { ask_first: true }, idempotencyKey: 'asks' })
    clock.at = now
    subject = { reads, version: '3.8.8', now, detailedRunId: rows[0]!.id, artifactsRunId: report!.id, pausedRunId }
  })
  keepsTheContract(() => subject)
})

await describeRealSubject('3.8.8', {})
// A limit below the adapter's page size: it has to learn it from the refusal.
await describeRealSubject('2.20.26', { PREFECT_API_DEFAULT_LIMIT: '50' })

async function describeRealSubject(version: '3.8.8' | '2.20.26', settings: Record<string, string>): Promise<void> {
  await describeReal(version, `a real ${version}`, () => {
    let server: RealServer
    let client: Client
    let manifest: FlowsManifest
    let subject: Subject

    beforeAll(async () => {
      const started = await startServer({ version, services: { scheduler: true, lateRuns: true }, settings })
      if ('unavailable' in started)
        throw new Error(started.unavailable)
      server = started
      manifest = await runFlows(server)
      client = createClient({ apiUrl: server.apiUrl })
      subject = { reads: createReads(client), version, now: Date.now(), detailedRunId: manifest.runs.mapped, artifactsRunId: manifest.runs.artifacts, pausedRunId: manifest.runs.waiting }
    })
    afterAll(async () => {
      await client?.close()
      await server?.stop()
    })

    keepsTheContract(() => subject)
    readsWhatTheFlowsLeft(() => ({ ...subject, manifest }))
    describe('the run page, in a browser', () => showsRuns(() => ({ prefect: server, runs: manifest.runs, deployments: manifest.deployments })))
  })
}

/** Facts that hold on any server with some history. */
function keepsTheContract(subject: () => Subject): void {
  it('tells its version and what it can do', async () => {
    const { reads, version } = subject()
    const is3 = version.startsWith('3')
    expect(await reads.getCapabilities()).toEqual({ version, cloud: false, endTimeFilter: is3, tagsAny: is3 })
  })

  it('lists flows, deployments and pools whole, deployments with readable schedules of known flows', async () => {
    const { reads } = subject()
    const [flows, deployments, pools] = [await reads.listFlows(), await reads.listDeployments(), await reads.listWorkPools()]
    for (const { rows, complete, setAsideCount } of [flows, deployments, pools])
      expect([rows.length > 0, complete, setAsideCount]).toEqual([true, true, 0])
    const flowIds = new Set(flows.rows.map(({ id }) => id))
    expect(deployments.rows.filter(({ flowId }) => !flowIds.has(flowId))).toEqual([])
    expect(deployments.rows.flatMap(({ schedules }) => schedules).filter(({ rule }) => rule.kind === 'unreadable')).toEqual([])
  })

  it('lists the queues of all pools, and the workers of each', async () => {
    const { reads } = subject()
    const [pools, queues] = [await reads.listWorkPools(), await reads.listWorkQueues()]
    expect([queues.complete, queues.setAsideCount]).toEqual([true, 0])
    const names = pools.rows.map(({ name }) => name)
    expect(queues.rows.filter(({ workPool }) => workPool !== null && !names.includes(workPool))).toEqual([])
    for (const name of names) {
      const workers = await reads.listWorkers(name)
      expect([workers.complete, workers.setAsideCount, workers.rows.filter(({ workPool }) => workPool !== name)]).toEqual([true, 0, []])
    }
  })

  it('lists limits and automations whole, automations from 3.x on', async () => {
    const { reads, version } = subject()
    const [limits, tagLimits, automations] = [await reads.listConcurrencyLimits(), await reads.listTagLimits(), await reads.listAutomations()]
    for (const list of [limits, tagLimits])
      expect([list?.complete, list?.setAsideCount]).toEqual([true, 0])
    expect(automations === null).toBe(!version.startsWith('3'))
    expect([automations?.complete ?? true, automations?.setAsideCount ?? 0]).toEqual([true, 0])
    const names = limits!.rows.map(({ name }) => name)
    expect(tagLimits!.rows.filter(({ tag }) => version.startsWith('3') && !names.includes(`tag:${tag}`))).toEqual([])
  })

  it('lists runs that somebody scheduled ahead, and none that a schedule made, from 3.x on', async () => {
    const { reads, now, version } = subject()
    const ahead = await reads.listRunsScheduledByHand({ fromAt: now, toAt: now + DAY_MS })
    expect(ahead === null).toBe(!version.startsWith('3'))
    expect([ahead?.complete ?? true, ahead?.setAsideCount ?? 0]).toEqual([true, 0])
    expect(ahead?.rows.filter(run => run.autoScheduled || run.maker !== null || run.state?.type !== 'SCHEDULED' || run.expectedStartAt! < now) ?? []).toEqual([])
  })

  it('counts each run of a pool in one hour, child runs among them', async () => {
    const { reads, now } = subject()
    for (const { name } of (await reads.listWorkPools()).rows) {
      const fromAt = Math.floor(now / 60_000) * 60_000 - DAY_MS
      const hours = await reads.countPoolRunsByHour({ workPool: name, fromAt, hourCount: 24 })
      const counted = hours.flatMap(counts => [...counts.values()]).reduce((sum, count) => sum + count, 0)
      expect([hours.length, counted]).toEqual([24, await reads.countRuns({ ...EVERY_RUN, workPools: [name], fromAt, toAt: fromAt + DAY_MS - MICROSECOND_MS })])
    }
  })

  it('lists children that ended badly or have a deployment, each with the run it belongs to', async () => {
    const { reads, now, version } = subject()
    const children = await reads.listChildrenEnded({ sinceAt: now - 14 * DAY_MS })
    if (!version.startsWith('3')) {
      expect(children).toBeNull()
      return
    }
    const tasks = [...new Set(children!.rows.map(({ parentTaskRunId }) => parentTaskRunId!))]
    expect([children!.complete, children!.setAsideCount, tasks.includes(null as unknown as string)]).toEqual([true, 0, false])
    expect(children!.rows.filter(({ deploymentId, state }) => deploymentId === null && state?.type !== 'FAILED' && state?.type !== 'CRASHED')).toEqual([])
    const parents = (await reads.listTaskRunsById(tasks)).filter(({ flowRunId }) => flowRunId !== null)
    expect(parents.map(({ id }) => id).toSorted()).toEqual(tasks.toSorted())
  })

  it('lists due root runs once each, within the bounds, latest first', async () => {
    const { reads, now } = subject()
    const [fromAt, toAt] = [now - 14 * DAY_MS, now]
    const { rows, complete, setAsideCount } = await reads.listRunsDue({ fromAt, toAt })
    expect([rows.length > 5, complete, setAsideCount]).toEqual([true, true, 0])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(rows.filter(({ parentTaskRunId }) => parentTaskRunId !== null)).toEqual([])
    const dues = rows.map(({ expectedStartAt }) => expectedStartAt!)
    expect(dues.filter(at => at < fromAt || at > toAt)).toEqual([])
    expect(dues).toEqual(dues.toSorted((a, b) => b - a))
  })

  it('takes both bounds inclusively, to the microsecond', async () => {
    const { reads, now } = subject()
    const { rows } = await reads.listRunsDue({ fromAt: now - 14 * DAY_MS, toAt: now, cap: 50 })
    const { id, expectedStartAt } = rows[0]!
    const at = expectedStartAt!
    const idsBetween = async (fromAt: number, toAt: number): Promise<string[]> => (await reads.listRunsDue({ fromAt, toAt })).rows.map(run => run.id)
    expect(await idsBetween(at, at)).toContain(id)
    expect(await idsBetween(at + MICROSECOND_MS, at + 1)).not.toContain(id)
    expect(await idsBetween(at - 1, at - MICROSECOND_MS)).not.toContain(id)
  })

  it('lists the last good runs of a deployment before an instant', async () => {
    const { reads, now } = subject()
    const { deploymentId } = (await reads.listRunsEnded({ sinceAt: now - DAY_MS })).rows.find(run => run.deploymentId !== null)!
    const due = (await reads.listRunsDue({ fromAt: 0, toAt: now, of: { deploymentIds: [deploymentId!] } })).rows.filter(({ state }) => state?.type === 'COMPLETED').map(({ id }) => id)
    expect((await reads.listGoodRunsBefore({ deploymentId: deploymentId!, beforeAt: now, limit: 3 })).map(({ id }) => id)).toEqual(due.slice(0, 3))
  })

  it('says that a cut list is not whole', async () => {
    const { reads, now } = subject()
    const asked = { fromAt: now - DAY_MS, toAt: now }
    const [whole, cut] = [await reads.listRunsDue(asked), await reads.listRunsDue({ ...asked, cap: 2 })]
    expect(cut.complete).toBe(cut.rows.length === whole.rows.length)
    expect(cut.rows.map(({ id }) => id)).toEqual(whole.rows.slice(0, cut.rows.length).map(({ id }) => id))
  })

  it('lists the ended since an instant, and the unfinished with late ones', async () => {
    const { reads, now } = subject()
    const sinceAt = now - DAY_MS
    const ended = await reads.listRunsEnded({ sinceAt })
    expect(ended.rows.length).toBeGreaterThan(0)
    expect(ended.rows.filter(({ state, endedAt }) => !isTerminal(state!.type) || (endedAt !== null && endedAt < sinceAt))).toEqual([])
    const unfinished = await reads.listRunsUnfinished({ dueBeforeAt: now })
    expect(unfinished.rows.filter(({ state }) => isTerminal(state!.type))).toEqual([])
    const late = unfinished.rows.filter(({ state }) => state?.name === 'Late')
    expect(late.length).toBeGreaterThan(0)
    expect(late.filter(run => run.startedAt !== null || run.ranForMs !== null || run.runCount !== 0 || run.expectedStartAt! > now)).toEqual([])
  })

  it('lists the good runs of flows that no deployment holds', async () => {
    const { reads, now } = subject()
    const fromAt = now - 14 * DAY_MS
    const good = (await reads.listRunsDue({ of: 'no-deployment', fromAt, toAt: now })).rows.filter(({ state }) => state?.type === 'COMPLETED')
    const [flowId = UNKNOWN_ID] = good.map(run => run.flowId)
    const own = await reads.listGoodRunsOfFlows({ flowIds: [flowId, UNKNOWN_ID], fromAt, toAt: now, cap: 1_000 })
    expect(own.rows.map(({ id }) => id).sort()).toEqual(good.filter(run => run.flowId === flowId).map(({ id }) => id).sort())
    expect(own.complete).toBe(true)
  })

  it('counts by state what it lists', async () => {
    const { reads, now } = subject()
    const [fromAt, toAt] = [Math.floor(now / 1_000) * 1_000 - DAY_MS, Math.floor(now / 1_000) * 1_000 - 60_000]
    const listed = (await reads.listRunsDue({ fromAt, toAt })).rows.filter(run => run.expectedStartAt! < toAt)
    const own = new Map<string, number>()
    listed.forEach(({ state }) => own.set(state!.type, (own.get(state!.type) ?? 0) + 1))
    const counted = await reads.countRunsByState({ fromAt, toAt })
    expect([...counted].sort()).toEqual([...own].sort())
    const [deploymentId] = listed.map(run => run.deploymentId).filter(id => id !== null)
    if (deploymentId !== undefined) {
      const ofOne = await reads.countRunsByState({ of: { deploymentIds: [deploymentId] }, fromAt, toAt })
      expect([...ofOne.values()].reduce((sum, count) => sum + count, 0)).toBe(listed.filter(run => run.deploymentId === deploymentId).length)
    }
  })

  it('lists flows and deployments in parts, and by id', async () => {
    const { reads } = subject()
    for (const [whole, part, byId] of [[await reads.listFlows(), reads.listFlows, reads.listFlowsById], [await reads.listDeployments(), reads.listDeployments, reads.listDeploymentsById]] as const) {
      const first = await part({ stretch: { limit: 1, offset: 0 } })
      expect([first.rows, first.complete]).toEqual([whole.rows.slice(0, 1), false])
      const ids = whole.rows.slice(0, 2).map(({ id }) => id)
      expect((await byId([...ids, UNKNOWN_ID])).rows.map(({ id }) => id).sort()).toEqual([...ids].sort())
    }
  })

  it('gives a run with its states, oldest first, the last being its own', async () => {
    const { reads, detailedRunId } = subject()
    const { run } = await reads.getFlowRun(detailedRunId)
    const { rows } = await reads.listFlowRunStates(detailedRunId)
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(rows.at(-1)).toEqual(run.state)
    expect((await reads.listRunsById([detailedRunId, UNKNOWN_ID])).rows).toEqual([run])
  })

  it('lists what a run left for people, latest first, and the versions of one key', async () => {
    const { reads, artifactsRunId } = subject()
    const { rows, complete, setAsideCount } = await reads.listArtifactsOfRun(artifactsRunId)
    expect([rows.length, complete, setAsideCount]).toEqual([3, true, 0])
    expect(rows.map(({ type }) => type).toSorted()).toEqual(['markdown', 'markdown', 'table'])
    expect(rows.filter(({ key, flowRunId, content }) => key === '' || flowRunId !== artifactsRunId || content === null)).toEqual([])
    const made = rows.map(({ createdAt }) => createdAt)
    expect(made).toEqual(made.toSorted((a, b) => b - a))
    const { key } = rows[0]!
    const versions = await reads.listArtifactVersions(key, { limit: 2 })
    expect(versions.rows.map(artifact => [artifact.key, artifact.id === rows[0]!.id])).toEqual([[key, true], [key, false]])
    expect((await reads.listArtifactVersions(key, { limit: 1 })).rows).toEqual(versions.rows.slice(0, 1))
    expect((await reads.listArtifactsOfRun(UNKNOWN_ID)).rows).toEqual([])
    expect((await reads.listArtifactVersions('no-such-key', { limit: 5 })).rows).toEqual([])
  })

  it('lists events of a run, latest first, up to an instant; one a state, with its id', async () => {
    const { reads, version, now, detailedRunId } = subject()
    const asked = { flowRunId: detailedRunId, sinceAt: now - 14 * DAY_MS, untilAt: now + DAY_MS }
    const page = await reads.listRunEvents(asked)
    if (!version.startsWith('3')) {
      expect(page).toBeNull()
      return
    }
    const { events, totalCount, setAsideCount } = page!
    expect([totalCount, setAsideCount]).toEqual([events.length, 0])
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => b - a))
    expect(events.filter(({ name }) => name.startsWith('prefect.task-run.'))).toEqual([])
    const states = (await reads.listFlowRunStates(detailedRunId)).rows
    expect(states.map(({ id }) => events.find(event => event.id === id)?.name)).toEqual(states.map(({ name }) => `prefect.flow-run.${name}`))
    const second = events[1]!
    expect((await reads.listRunEvents({ ...asked, untilAt: second.at }))!.events.map(({ id }) => id)).toEqual(events.filter(({ at }) => at <= second.at).map(({ id }) => id))
    expect((await reads.listRunEvents({ ...asked, flowRunId: UNKNOWN_ID }))!.events).toEqual([])
  })

  it('tells what a paused run waits for, and until when', async () => {
    const { reads, now, pausedRunId, detailedRunId } = subject()
    const { run, pause } = await reads.getFlowRun(pausedRunId)
    expect([run.state?.type, run.endedAt, run.runCount, pause?.isSuspended]).toEqual(['PAUSED', null, 1, false])
    expect(pause!.untilAt! - run.state!.at).toBeGreaterThan(3_500_000)
    expect(Math.abs(run.state!.at - now)).toBeLessThan(DAY_MS)
    const { schema, description } = await reads.getRunInput(pausedRunId, pause!.inputKeys!)
    expect(toFields(schema, {}).map(({ name, kind, isRequired, text }) => [name, kind, isRequired, text])).toEqual([['approved', 'boolean', true, ''], ['keep_days', 'integer', false, '7'], ['note', 'text', false, '']])
    expect(description).toMatch(/\?$/)
    expect(await reads.getRunInput(pausedRunId, { schema: 'no-such-key', description: null })).toEqual({ schema: null, description: null })
    expect((await reads.getFlowRun(detailedRunId)).pause).toBeNull()
  })

  it.each([UNKNOWN_ID, 'no-id', '..', 'a/b?c'])('is absent: the run %s', async (id) => {
    const { reads } = subject()
    await expect(reads.getFlowRun(id)).rejects.toMatchObject({ failure: 'absent' })
    await expect(reads.getGraph(id)).rejects.toMatchObject({ failure: 'absent' })
  })

  it('has no states, logs or tasks of an unknown run', async () => {
    const { reads } = subject()
    expect((await reads.listFlowRunStates(UNKNOWN_ID)).rows).toEqual([])
    expect((await reads.listTaskRuns({ flowRunId: UNKNOWN_ID })).rows).toEqual([])
    expect((await reads.listLogs({ flowRunId: UNKNOWN_ID, order: 'oldest-first' })).lines).toEqual([])
  })

  it('searches text in logs where it says that it can', async () => {
    const { reads, detailedRunId } = subject()
    const find = async (textQuery: string | null) => (await reads.listLogs({ flowRunId: detailedRunId, order: 'oldest-first', textQuery })).lines
    if (!await reads.canSearchLogs())
      return // SQLite before 3.44, or Prefect before 3.4.20: every line is read instead
    const [line] = await find(null)
    expect(await find(writeTextQuery(line!.message.toUpperCase()))).toContainEqual(line)
    expect(await find('"nothing says this"')).toEqual([])
  })

  it('lists lines of several runs, and of all, within a time', async () => {
    const { reads, now, detailedRunId } = subject()
    const { rows } = await reads.listRunsEnded({ sinceAt: now - DAY_MS, types: ['FAILED'] })
    const failed = rows.filter(({ startedAt, state }) => startedAt !== null && state?.name === 'Failed').slice(0, 3)
    const [fromAt, toAt] = [Math.min(...failed.map(({ startedAt }) => startedAt!)) - 1_000, Math.max(...failed.map(({ endedAt }) => endedAt!)) + 1_000]
    const read = async (query: Partial<LogQuery>): Promise<LogLine[]> => await allLines(reads, { flowRunId: null, order: 'newest-first', minLevel: 40, fromAt, toAt, ...query })
    const all = await read({})
    expect(all.filter(({ at, level }) => at < fromAt || at > toAt || level < 40)).toEqual([])
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const [first, ...others] = [...new Set([...failed.map(({ id }) => id), detailedRunId])]
    const some = await read({ flowRunId: first!, moreRunIds: others })
    expect(some.map(({ id }) => id)).toEqual(all.filter(({ flowRunId }) => flowRunId === first || others.includes(flowRunId ?? '')).map(({ id }) => id))
    const together = await read({ flowRunId: first!, moreRunIds: others, minLevel: null, fromAt: now - DAY_MS, toAt: null })
    expect(new Set(together.map(({ flowRunId }) => flowRunId))).toEqual(new Set([first, ...others]))
    const textQuery = await reads.canSearchLogs() ? writeTextQuery(some[0]!.message.split('\n')[0]!) : null
    expect((await read({ textQuery })).map(({ id }) => id)).toContain(some[0]!.id)
  })

  it('counts log lines, and knows when they were written', async () => {
    const { reads, detailedRunId } = subject()
    const { lines } = await reads.listLogs({ flowRunId: detailedRunId, order: 'oldest-first' })
    const { count, ats } = await reads.getLogSpread({ flowRunId: detailedRunId })
    expect(count).toBeGreaterThanOrEqual(lines.length)
    expect(ats[0]).toBe(lines[0]!.at)
    expect(ats).toEqual([...ats].sort((a, b) => a - b))
    expect((await reads.getLogSpread({ flowRunId: UNKNOWN_ID })).count).toBe(0)
  })

  it('bounds logs by instants, both included', async () => {
    const { reads, detailedRunId } = subject()
    const { lines } = await reads.listLogs({ flowRunId: detailedRunId, order: 'oldest-first' })
    const [fromAt, toAt] = [lines[1]!.at, lines.at(-2)!.at]
    for (const order of ['oldest-first', 'newest-first'] as const) {
      const bounded = (await reads.listLogs({ flowRunId: detailedRunId, order, fromAt, toAt })).lines.map(({ id }) => id)
      expect((order === 'oldest-first' ? bounded : bounded.toReversed())).toEqual(lines.filter(({ at }) => at >= fromAt && at <= toAt).map(({ id }) => id))
    }
  })

  it('knows the states of a task and the runs below a run', async () => {
    const { reads, detailedRunId } = subject()
    const [task] = (await reads.listTaskRuns({ flowRunId: detailedRunId })).rows
    expect((await reads.listTaskRunStates(task!.id)).rows.at(-1)?.type).toBe(task!.state?.type)
    expect((await reads.listTaskRunStates(UNKNOWN_ID)).rows).toEqual([])
    expect(await reads.listRunsBelow(UNKNOWN_ID)).toEqual({ runs: [], complete: true })
  })

  it('pages logs without loss or repeat, the same both ways', async () => {
    const { reads, detailedRunId } = subject()
    const forwards = await allLogIds(reads, detailedRunId, 'oldest-first', 3)
    expect(forwards.length).toBeGreaterThan(3)
    expect(new Set(forwards).size).toBe(forwards.length)
    expect((await allLogIds(reads, detailedRunId, 'newest-first', 4)).toReversed()).toEqual(forwards)
  })

  it('finds the errors of a failed run among those of all, and the last lines of each', async () => {
    const { reads, now, detailedRunId } = subject()
    const failed = (await reads.listRunsEnded({ sinceAt: now - DAY_MS, types: ['FAILED'] })).rows.find(({ startedAt, state }) => startedAt !== null && state?.name === 'Failed')!
    const { rows } = await reads.listLoggedErrors({ of: { fromAt: failed.startedAt! - 1, toAt: failed.endedAt! + 1_000 } })
    expect(rows.filter(({ level, at }) => level < 40 || at < failed.startedAt! - 1)).toEqual([])
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((a, b) => b - a))
    const own = rows.filter(({ flowRunId }) => flowRunId === failed.id)
    expect(own.length).toBeGreaterThan(0)
    expect((await reads.listLoggedErrors({ of: { flowRunIds: [failed.id, UNKNOWN_ID] } })).rows).toEqual(own)
    const last = await reads.listLastLogs({ flowRunIds: [detailedRunId, failed.id, UNKNOWN_ID], sinceAt: now - DAY_MS, limit: 5 })
    expect([last.length, last.filter(({ flowRunId }) => flowRunId !== detailedRunId && flowRunId !== failed.id)]).toEqual([5, []])
  })

  it('counts the heartbeats of a run, and knows until when', async () => {
    const { reads, now, detailedRunId, version } = subject()
    const found = await reads.getHeartbeats({ flowRunIds: [detailedRunId, UNKNOWN_ID], sinceAt: now - DAY_MS })
    if (!version.startsWith('3')) {
      expect(found).toBeNull()
      return
    }
    const beat = found!.byRun.get(detailedRunId)!
    expect([...found!.byRun.keys()]).toEqual([detailedRunId])
    expect([beat.count > 0, beat.firstAt <= beat.lastAt, beat.lastAt <= found!.knownUntilAt!, found!.knownUntilAt! <= Date.now() + DAY_MS]).toEqual([true, true, true, true])
  })

  it('draws tasks and their order: each node is a task run or a child run, each parent a node', async () => {
    const { reads, detailedRunId } = subject()
    const graph = await reads.getGraph(detailedRunId)
    if (graph.kind !== 'graph')
      throw new Error('too large')
    const known = new Set([...(await reads.listTaskRuns({ flowRunId: detailedRunId })).rows, ...(await reads.listChildRuns(detailedRunId)).rows].map(({ id }) => id))
    expect(graph.nodes.length).toBeGreaterThan(0)
    expect(graph.nodes.filter(({ id }) => !known.has(id))).toEqual([])
    const nodeIds = new Set(graph.nodes.map(({ id }) => id))
    expect(graph.nodes.flatMap(({ parentIds }) => parentIds).filter(id => !nodeIds.has(id))).toEqual([])
  })

  it('gives task runs by id and in parts, and each its states, oldest first', async () => {
    const { reads, detailedRunId } = subject()
    const { rows } = await reads.listTaskRuns({ flowRunId: detailedRunId })
    const ended = rows.find(({ state, runCount }) => runCount > 0 && state !== null && isTerminal(state.type))!
    expect(await reads.listTaskRunsById([ended.id, UNKNOWN_ID])).toEqual([ended])
    const states = await reads.listTaskRunStates(ended.id)
    expect(states.rows.map(({ at }) => at)).toEqual(states.rows.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(states.rows.at(-1)).toEqual(ended.state)
    expect(await reads.listTaskRunStates(UNKNOWN_ID)).toEqual({ rows: [], complete: true, setAsideCount: 0 })
    const part = await reads.listTaskRunPart({ flowRunId: detailedRunId, offset: 1, count: 1_000 })
    expect([part.rows.length, part.complete]).toEqual([rows.length - 1, true])
  })

  it('draws a run\'s states, oldest first, the last being its own', async () => {
    const { reads, detailedRunId } = subject()
    const graph = await reads.getGraph(detailedRunId)
    const { run } = await reads.getFlowRun(detailedRunId)
    expect(graph.kind === 'graph' && graph.states.at(-1)).toMatchObject({ type: run.state!.type, name: run.state!.name })
  })

  it('pages all runs without repeat, latest due first', async () => {
    const { reads, now } = subject()
    const seen: string[] = []
    let cursor: string | null = null
    for (let page = 0; page < 3; page += 1) {
      const answer = await reads.listRuns({ ...EVERY_RUN, fromAt: now - 14 * DAY_MS, toAt: now }, { cursor, limit: 6 })
      seen.push(...answer.runs.map(({ id }) => id))
      cursor = answer.cursor
    }
    expect(seen.length).toBeGreaterThan(12)
    expect(new Set(seen).size).toBe(seen.length)
  })
}

/** Facts about what `flows.py` left, the same on both versions but where told. */
function readsWhatTheFlowsLeft(subject: () => Subject & { manifest: FlowsManifest }): void {
  it('lists every run of one instant, more than a page of them, and none a microsecond away', async () => {
    const { reads, manifest: { runs, tied, sameInstant } } = subject()
    const at = Date.parse(sameInstant) + 0.456
    const idsBetween = async (fromAt: number, toAt: number): Promise<string[]> => (await reads.listRunsDue({ fromAt, toAt })).rows.map(({ id }) => id)
    expect((await idsBetween(at, at)).toSorted()).toEqual(tied.toSorted())
    const around = await idsBetween(at - MICROSECOND_MS, at + MICROSECOND_MS)
    expect(around).toHaveLength(tied.length + 2)
    expect([around[0], around.at(-1)]).toEqual([runs.justAfter, runs.justBefore])
  })

  it('keeps microseconds as the fraction', async () => {
    const { reads, manifest: { runs, sameInstant } } = subject()
    const { run } = await reads.getFlowRun(runs.justBefore)
    expect(run.expectedStartAt! - Date.parse(sameInstant)).toBeCloseTo(0.455, 3)
  })

  it('tells each attempt of a task by its states', async () => {
    const { reads, manifest: { runs } } = subject()
    const [task] = (await reads.listTaskRuns({ flowRunId: runs.taskRetried })).rows
    const states = (await reads.listTaskRunStates(task!.id)).rows
    expect(states.filter(({ type }) => type === 'RUNNING')).toHaveLength(3)
    expect(states.filter(({ name }) => name === 'AwaitingRetry')).toHaveLength(2)
  })

  it('tells what ran inside which task, at any depth, but for 2.20', async () => {
    const { reads, version, manifest: { runs } } = subject()
    const graph = await reads.getGraph(runs.nested)
    const nodes = graph.kind === 'graph' ? graph.nodes : []
    const outerOf = (label: string): string[] => nodes.find(node => node.label.startsWith(label))?.insideIds.map(id => nodes.find(node => node.id === id)?.label.replace(/-.*/, '') ?? 'gone') ?? ['absent']
    expect(['outer', 'inner', 'double'].map(outerOf)).toEqual(version.startsWith('3') ? [[], ['outer'], ['inner']] : expect.anything())
  })

  it('has a child run as one node, whose own graph has the next', async () => {
    const { reads, manifest: { runs } } = subject()
    const labels: string[] = []
    for (let id: string | undefined = runs.threeLevels; id !== undefined;) {
      const graph = await reads.getGraph(id)
      const nodes = graph.kind === 'graph' ? graph.nodes : []
      labels.push(nodes[0]?.label.replace(/(?: \/ |-(?=[\da-f]{1,3}$)).*/, '') ?? 'none')
      id = nodes.find(({ kind }) => kind === 'flow')?.id
    }
    expect(labels).toEqual(['real-second-level', 'real-third-level', 'double'])
  })

  it('draws 200 mapped tasks and what waited for them all', async () => {
    const { reads, manifest: { runs } } = subject()
    const graph = await reads.getGraph(runs.mappedMany)
    const nodes = graph.kind === 'graph' ? graph.nodes : []
    expect(nodes).toHaveLength(201)
    expect(nodes.find(({ label }) => label.startsWith('total'))?.parentIds).toHaveLength(200)
  })

  it('leaves the start of a retried run where it was', async () => {
    const { reads, manifest: { runs } } = subject()
    for (const id of [runs.retriedByHand, runs.flowRetried]) {
      const { run } = await reads.getFlowRun(id)
      const running = (await reads.listFlowRunStates(id)).rows.filter(({ type }) => type === 'RUNNING')
      expect([run.runCount, run.state?.type, running.length]).toEqual([2, 'COMPLETED', 2])
      expect(Math.abs(run.startedAt! - running[0]!.at)).toBeLessThan(5)
    }
  })

  it('has no start for a run that was cancelled before it', async () => {
    const { reads, manifest: { runs } } = subject()
    const { run } = await reads.getFlowRun(runs.cancelledUnstarted)
    expect([run.state?.type, run.state?.message, run.runCount, run.startedAt, run.ranForMs]).toEqual(['CANCELLED', 'by hand', 0, null, null])
    expect(run.endedAt).toBe(run.state?.at)
  })

  it('does not find a deleted run', async () => {
    const { reads, manifest: { runs } } = subject()
    await expect(reads.getFlowRun(runs.deleted)).rejects.toMatchObject({ failure: 'absent' })
    expect((await reads.listRunsById([runs.deleted, runs.late])).rows.map(({ id }) => id)).toEqual([runs.late])
  })

  it('leaves subflows out of the due, and finds them as children', async () => {
    const { reads, now, manifest: { runs } } = subject()
    const due = (await reads.listRunsDue({ fromAt: now - DAY_MS, toAt: now })).rows.map(({ id }) => id)
    expect([due.includes(runs.parent), due.includes(runs.subflow)]).toEqual([true, false])
    expect((await reads.listChildRuns(runs.parent)).rows.map(({ id }) => id)).toEqual([runs.subflow])
    const dummies = (await reads.listTaskRuns({ flowRunId: runs.parent })).rows.filter(({ childFlowRunId }) => childFlowRunId !== null)
    expect(dummies.map(({ childFlowRunId }) => childFlowRunId)).toEqual([runs.subflow])
  })

  it.each([
    ['failed', 'FAILED', 'Failed', /ZeroDivisionError/],
    ['timedOut', 'FAILED', 'TimedOut', /exceeded timeout/],
    ['crashed', 'CRASHED', 'Crashed', /system exit/],
    ['cancelled', 'CANCELLED', 'Cancelled', null],
    ['customState', 'COMPLETED', 'Partial <b>', /^3 of 4$/],
    ['running', 'RUNNING', 'Running', null],
    ['late', 'SCHEDULED', 'Late', null],
  ] as const)('reads the state of the run %s', async (role, type, name, message) => {
    const { reads, manifest: { runs } } = subject()
    const { run: { state, endedAt } } = await reads.getFlowRun(runs[role])
    expect([state?.type, state?.name]).toEqual([type, name])
    if (message !== null)
      expect(state?.message).toMatch(message)
    expect(endedAt !== null).toBe(isTerminal(type))
  })

  it('knows a run ended by a signal where it could say so, and none where it could not', async () => {
    const { reads, version, manifest: { runs } } = subject()
    const { run: { state } } = await reads.getFlowRun(runs.terminated)
    expect([state?.type, readExitCode(state?.message ?? '')]).toEqual(['CRASHED', 143])
    if (version.startsWith('3')) {
      const cause = findCause({ run: (await reads.getFlowRun(runs.terminated)).run, states: (await reads.listFlowRunStates(runs.terminated)).rows, failed: (await reads.listTaskRunsIn({ flowRunId: runs.terminated, types: ['FAILED', 'CRASHED'], cap: 10 })).rows, open: [], loggedError: null })
      expect([cause?.kind, cause?.atWork.length, cause?.survived]).toEqual(['crash', 1, []])
    }
    const { run: killed } = await reads.getFlowRun(runs.killed)
    expect([killed.state?.type, killed.endedAt]).toEqual(['RUNNING', null])
  })

  it('tells a task whose result was there already', async () => {
    const { reads, manifest: { runs } } = subject()
    const { rows } = await reads.listTaskRuns({ flowRunId: runs.cached })
    expect(rows.map(({ state }) => state?.name).toSorted()).toEqual(['Cached', 'Completed'])
    const cached = rows.find(({ state }) => state?.name === 'Cached')!
    expect([cached.state?.type, cached.endedAt !== null]).toEqual(['COMPLETED', true])
  })

  it('has the traceback in the error lines of a failed run', async () => {
    const { reads, manifest: { runs } } = subject()
    const { lines } = await reads.listLogs({ flowRunId: runs.failed, minLevel: 40, order: 'newest-first' })
    expect(lines.filter(({ level }) => level < 40)).toEqual([])
    expect(lines.some(({ message }) => message.includes('Traceback') && message.includes('ZeroDivisionError'))).toBe(true)
  })

  it('counts the attempts of a task', async () => {
    const { reads, manifest: { runs } } = subject()
    const { rows } = await reads.listTaskRuns({ flowRunId: runs.taskRetried })
    expect(rows.map(({ runCount, state }) => [runCount, state?.type])).toEqual([[3, 'COMPLETED']])
  })

  it('draws what waited for twelve mapped tasks', async () => {
    const { reads, manifest: { runs } } = subject()
    const graph = await reads.getGraph(runs.mapped)
    expect(graph.kind === 'graph' && graph.nodes.map(({ parentIds }) => parentIds.length).toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 12 }, () => 0), 12])
  })

  it('keeps log lines as the flow wrote them', async () => {
    const { reads, version, manifest: { runs, hostileLines } } = subject()
    const { lines } = await reads.listLogs({ flowRunId: runs.hostileLogs, order: 'oldest-first' })
    const written = lines.filter(({ level }) => level === 30).map(({ message }) => message)
    // 3.x takes NUL out on the way, for PostgreSQL's sake.
    expect(written).toEqual(version.startsWith('3') ? hostileLines.map(line => line.replaceAll('\0', '')) : hostileLines)
  })

  it('pages over more lines of one instant than two pages, first and last in their places', async () => {
    const { reads, manifest: { runs, tiedLogLines } } = subject()
    for (const order of ['oldest-first', 'newest-first'] as const) {
      const { lines, ids } = await allLogs(reads, runs.retriedByHand, order, 100)
      expect([lines.length, new Set(ids).size]).toEqual([tiedLogLines, tiedLogLines])
      expect([lines[0], lines.at(-1)]).toEqual(order === 'oldest-first' ? ['line 0', `line ${tiedLogLines - 1}`] : [`line ${tiedLogLines - 1}`, 'line 0'])
    }
  })

  it('reads schedules of every kind, and which deployment is paused', async () => {
    const { reads, manifest: { deployments } } = subject()
    const { rows } = await reads.listDeployments()
    const ruleOf = (role: keyof FlowsManifest['deployments']): unknown => rows.find(({ id }) => id === deployments[role])?.schedules[0]?.rule
    expect(ruleOf('cron')).toEqual({ kind: 'cron', cron: '15 3 * * 1-5', timeZone: 'Europe/Berlin', dayOr: true })
    expect(ruleOf('interval')).toEqual({ kind: 'interval', intervalMs: 5_400_000, anchorAt: Date.parse('2026-01-01T00:07:30.250Z'), timeZone: 'UTC' })
    expect(ruleOf('rrule')).toEqual({ kind: 'rrule', rrule: 'DTSTART:20260101T040000\nRRULE:FREQ=MONTHLY;BYDAY=2TU', timeZone: 'America/New_York' })
    expect(ruleOf('manual')).toBeUndefined()
    expect(rows.filter(({ paused }) => paused).map(({ id }) => id)).toEqual([deployments.paused])
  })

  it('filters runs by deployment, tag, state and name', async () => {
    const { reads, manifest: { runs, deployments, tied } } = subject()
    const idsOf = async (query: Partial<RunQuery>): Promise<string[]> => {
      const ids: string[] = []
      let cursor: string | null = null
      do {
        const page = await reads.listRuns({ ...EVERY_RUN, ...query }, { cursor, limit: 40 })
        ids.push(...page.runs.map(({ id }) => id))
        cursor = page.cursor
      } while (cursor !== null)
      return ids
    }
    expect(await idsOf({ stateNames: ['Late'] })).toEqual([runs.late])
    expect(await idsOf({ name: 'RETRIED-by' })).toEqual([runs.retriedByHand])
    expect(await idsOf({ deploymentIds: [deployments.manual], stateTypes: ['CANCELLED'] })).toEqual([runs.cancelled, runs.cancelledUnstarted])
    expect((await idsOf({ tags: ['tied', 'no such tag'] })).toSorted()).toEqual(tied.toSorted())
    expect((await idsOf({ allTags: ['tied'] })).toSorted()).toEqual(tied.toSorted())
    const begun = await idsOf({ by: 'started', fromAt: 0 }) // 2.20 bounds by the start alone, and finds none that never began
    expect(begun).toContain(runs.cancelled)
    expect((await idsOf({ by: 'started', fromAt: 0, order: 'oldest-first' })).toSorted()).toEqual(begun.toSorted())
    expect(await idsOf({ flowIds: [] })).toEqual([])
    const all = await idsOf({})
    expect([...await idsOf({ subflows: 'out' }), ...await idsOf({ subflows: 'only' })].toSorted()).toEqual(all.toSorted())
    expect((await idsOf({ order: 'oldest-first' })).toSorted()).toEqual(all.toSorted())
    const { rows: flows } = await reads.listFlows()
    for (const name of ['real-deployed', 'real-child', 'real-parent']) {
      const flowIds = flows.filter(flow => flow.name === name).map(({ id }) => id)
      const everyDeploymentId = (await reads.listDeployments()).rows.filter(({ flowId }) => flowIds.includes(flowId)).map(({ id }) => id)
      expect(await reads.countDeployments({ flowIds })).toBe(everyDeploymentId.length)
      expect((await idsOf({ flowIds, everyDeploymentId })).toSorted()).toEqual((await idsOf({ flowIds })).toSorted())
    }
    expect(await reads.countRuns({ ...EVERY_RUN, subflows: 'out' })).toBe((await idsOf({ subflows: 'out' })).length)
    expect(await idsOf({ workPools: ['no such pool'] })).toEqual([])
  })
}

async function allLogIds(reads: Reads, flowRunId: string, order: 'oldest-first' | 'newest-first', limit: number): Promise<string[]> {
  return (await allLogs(reads, flowRunId, order, limit)).ids
}

async function allLogs(reads: Reads, flowRunId: string, order: 'oldest-first' | 'newest-first', limit: number): Promise<{ ids: string[], lines: string[] }> {
  const lines = await allLines(reads, { flowRunId, order, limit })
  return { ids: lines.map(({ id }) => id), lines: lines.map(({ message }) => message) }
}

async function allLines(reads: Reads, query: LogQuery): Promise<LogLine[]> {
  const lines: LogLine[] = []
  let cursor: string | null = null
  do {
    const page = await reads.listLogs({ ...query, cursor })
    lines.push(...page.lines)
    cursor = page.cursor
  } while (cursor !== null)
  return lines
}
