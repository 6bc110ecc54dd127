import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { FlowsAnswer, SubjectAnswer } from '../../shared/api/flows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { LogsAnswer } from '../../shared/api/logs.ts'
import type { RunAnswer } from '../../shared/api/run.ts'
import type { AttemptsAnswer, TimelineAnswer, UsualAnswer } from '../../shared/api/timeline.ts'
import type { NightSheetAnswer } from '../../shared/api/night-sheet.ts'
import type { TrustAnswer } from '../../shared/api/trust.ts'
import type { RunsAnswer } from '../../shared/api/runs.ts'
import { fromNightSheetAnswer } from '../../shared/timeline/sheet-rows.ts'
import { fromTimelineAnswer } from '../../shared/timeline/task-columns.ts'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { aFailure, anApp, aScript, NOW, type Script } from '../build.ts'

const LOCAL = 'http://127.0.0.1:4280'

function aFailedRun(id = 'failed', agoMs = HOUR_MS): FlowRun {
  const at = NOW - agoMs
  return aFlowRun({ id, createdAt: at, expectedStartAt: at, startedAt: at + 5_000, endedAt: at + 60_000, ranForMs: 55_000, runCount: 1, workPool: 'pool-a', state: aRunState({ type: 'FAILED', at: at + 60_000, message: 'KeyError: customer' }) })
}

/** An app whose picture is read; `asked` holds what was asked upstream since. */
async function aServed(given: Partial<Script> = {}) {
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment()], runs: [aFailedRun()], ...given })
  const served = anApp({ script })
  await served.shown.watcher.readOnce()
  script.asked.length = 0
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> => await served.app.request(LOCAL + path, { headers })
  return { ...served, get, json: async <T>(path: string): Promise<T> => await (await get(path)).json() as T }
}

describe('answers from the picture', () => {
  const paths = ['/api/morning', '/api/night-sheet', '/api/flows', '/api/flows/flow-1', '/api/deployments/deployment-1', '/api/server', '/readyz', '/healthz']

  it('cost Prefect nothing, for any number of viewers', async () => {
    const { get, script } = await aServed()
    for (const path of [...paths, ...paths])
      expect([path, (await get(path)).status]).toEqual([path, 200])
    expect(script.asked).toEqual([])
  })

  it.each(['/api/morning', '/api/night-sheet', '/api/flows', '/api/flows/flow-1'])('are told unchanged to who has them: %s', async (path) => {
    const { get, shown } = await aServed()
    const etag = (await get(path)).headers.get('etag') ?? ''
    const again = await get(path, { 'if-none-match': `"other", ${etag}` })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('content-security-policy')).not.toBeNull()
    expect((await get(`${path}?tz=Asia/Tokyo`, { 'if-none-match': etag })).status).toBe(200)
    shown.watcher.renew()
    expect((await get(path, { 'if-none-match': etag })).status).toBe(200)
  })

  it.each([['br', brotliDecompressSync], ['gzip', gunzipSync]] as const)('are compressed with %s from 1 kB', async (encoding, open) => {
    const runs = Array.from({ length: 30 }, (_, index) => aFailedRun(`failed-${index}`, (index + 1) * HOUR_MS))
    const { get } = await aServed({ runs })
    const response = await get('/api/night-sheet', { 'accept-encoding': `${encoding}, *;q=0` })
    expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([encoding, 'accept-encoding'])
    expect(JSON.parse(open(Buffer.from(await response.arrayBuffer())).toString())).toHaveProperty('bars')
    expect((await get('/healthz', { 'accept-encoding': encoding })).headers.get('content-encoding')).toBeNull()
    expect((await get('/api/night-sheet', { 'accept-encoding': 'br;q=0, gzip;q=0' })).headers.get('content-encoding')).toBeNull()
  })
})

describe('GET /api/night-sheet', () => {
  it('holds the ids of good runs only for who asks for them', async () => {
    const at = NOW - HOUR_MS
    const good = aFlowRun({ id: 'good', createdAt: at, expectedStartAt: at, startedAt: at + 5_000, endedAt: at + 60_000, ranForMs: 55_000, runCount: 1, state: aRunState({ type: 'COMPLETED', at: at + 60_000 }) })
    const { json, get } = await aServed({ runs: [good, aFailedRun('failed', 2 * HOUR_MS)] })
    const idsOf = async (path: string): Promise<(string | null)[]> => fromNightSheetAnswer(await json<NightSheetAnswer>(path)).bars.map(({ runId }) => runId).sort()
    expect(await idsOf('/api/night-sheet')).toEqual(['failed', null])
    expect(await idsOf('/api/night-sheet?ids=all')).toEqual(['failed', 'good'])
    expect((await get('/api/night-sheet?ids=some')).status).toBe(400)
  })

  it('costs at most 14 bytes for a good run on the wire', async () => {
    const count = 400
    const runs = Array.from({ length: count }, (_, index) => {
      const digits = createHash('sha256').update(`${index}`).digest('hex') // ids and jitter that do not compress, as real ones
      const at = NOW - HOUR_MS * 14 + index * 100_000
      const startedAt = at + Number.parseInt(digits.slice(0, 3), 16)
      return aFlowRun({ id: digits.slice(0, 32), createdAt: at, expectedStartAt: at, startedAt, endedAt: startedAt + Number.parseInt(digits.slice(3, 8), 16), runCount: 1, state: aRunState({ type: 'COMPLETED', at: startedAt }) })
    })
    const { get, json } = await aServed({ runs })
    const response = await get('/api/night-sheet', { 'accept-encoding': 'br' })
    expect((await json<NightSheetAnswer>('/api/night-sheet')).bars).toHaveLength(count)
    expect((await response.arrayBuffer()).byteLength / count).toBeLessThan(14)
  })
})

describe('GET /api/morning', () => {
  it('names what failed', async () => {
    const { json } = await aServed()
    const { verdict, problems, demo, asOf } = await json<MorningAnswer>('/api/morning')
    expect([verdict.status, demo, asOf]).toEqual(['attention', false, '2026-11-23T08:55:00.000Z'])
    expect(problems).toMatchObject([{ kind: 'failed', jobs: [{ runId: 'failed' }] }])
  })

  it('is unknown before anything was read', async () => {
    const { app } = anApp()
    const { asOf, verdict, complete } = await (await app.request(`${LOCAL}/api/morning`)).json() as MorningAnswer
    expect([asOf, verdict.status, complete]).toEqual([null, 'unknown', false])
  })

  it('is of the window asked for', async () => {
    const { json } = await aServed()
    const { window } = await json<MorningAnswer>('/api/morning?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00%2B01:00&tz=Europe/Berlin')
    expect(window).toEqual({ from: '2026-11-20T00:00:00.000Z', to: '2026-11-20T23:00:00.000Z', tz: 'Europe/Berlin' })
  })

  it.each([
    ['from=yesterday', 'from must be an ISO 8601 instant with its zone'],
    ['to=2026-11-23', 'to must be an ISO 8601 instant'],
    ['from=2026-11-22T00:00:00Z&from=2026-11-21T00:00:00Z', 'from may be given only once.'],
    ['tz=Mars/Base', 'tz must be an IANA time zone'],
    ['from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z', 'from must be an instant before to.'],
    ['from=2026-11-01T00:00:00Z', 'from must not lead back beyond 9 Nov 08:55: the picture reaches 14 days back.'],
    ['to=2026-10-01T00:00:00Z', 'to must not lead back beyond'],
  ])('refuses ?%s with a sentence', async (query, sentence) => {
    const { get } = await aServed()
    const response = await get(`/api/morning?${query}`)
    expect(response.status).toBe(400)
    expect((await response.json() as { message: string }).message).toContain(sentence)
  })

  it('refuses a server that is not configured', async () => {
    const { get } = await aServed()
    expect((await get('/api/morning?server=other')).status).toBe(404)
    expect((await get('/api/morning?server=default')).status).toBe(200)
  })
})

describe('GET /api/runs', () => {
  it('is asked once for viewers within 5 s', async () => {
    const { json, script, clock } = await aServed()
    const { runs } = await json<RunsAnswer>('/api/runs?state=failed')
    expect(runs).toMatchObject([{ id: 'failed', flow: { name: 'ledger' }, deployment: { name: 'nightly' }, lateByMs: 5_000 }])
    await json('/api/runs?state=failed')
    expect(script.asked).toEqual(['listRuns'])
    clock.now += 5_001
    await json('/api/runs?state=failed')
    expect(script.asked).toEqual(['listRuns', 'listRuns'])
  })

  it('is asked once for viewers at the same time', async () => {
    const { json, script } = await aServed()
    await Promise.all(Array.from({ length: 10 }, async () => await json('/api/runs')))
    expect(script.asked).toEqual(['listRuns'])
  })

  it('keeps to the filter, which upstream cannot always', async () => {
    const late = aFlowRun({ id: 'late', expectedStartAt: NOW - 60_000, state: aRunState({ type: 'SCHEDULED', name: 'Late' }) })
    const waits = aFlowRun({ id: 'waits', expectedStartAt: NOW - 60_000, state: aRunState({ type: 'SCHEDULED' }) })
    const { json } = await aServed({ runs: [late, waits, aFailedRun()] })
    expect((await json<RunsAnswer>('/api/runs?state=late&state=failed')).runs.map(({ id }) => id)).toEqual(['late', 'failed'])
  })

  it('does not keep a failure', async () => {
    const { get, script } = await aServed()
    script.failure = aFailure('unreachable')
    expect((await get('/api/runs')).status).toBe(502)
    script.failure = null
    expect((await get('/api/runs')).status).toBe(200)
  })

  it('refuses a cursor it did not give', async () => {
    const { get } = await aServed()
    expect(await (await get('/api/runs?cursor=abc')).json()).toEqual({ status: 400, message: 'cursor must be a cursor of an earlier page.' })
  })

  it('reads nonsense in the filter as no filter', async () => {
    const { json } = await aServed()
    expect((await json<RunsAnswer>('/api/runs?state=nonsense&flow=&deployment=x')).runs).toHaveLength(1)
  })
})

describe('GET /api/runs/ID', () => {
  it('says what it belongs to and what came after', async () => {
    const next = { ...aFailedRun('next', HOUR_MS / 2), endedAt: null, state: aRunState({ type: 'RUNNING', at: NOW }) }
    const { json } = await aServed({ runs: [aFailedRun(), next] })
    const answer = await json<RunAnswer>('/api/runs/failed')
    expect(answer).toMatchObject({
      run: { id: 'failed', state: { type: 'FAILED' } },
      after: { text: 'The next run is still going.', run: { id: 'next' } },
      workPool: 'pool-a',
      prefectUrl: 'http://127.0.0.1:4300/runs/flow-run/failed',
      live: false,
    })
  })

  it('hides secrets of the parameters', async () => {
    const { json } = await aServed()
    expect((await json<RunAnswer>('/api/runs/failed')).parameters).toEqual({ day: 1, db_password: '•••' })
  })

  it('is 404 for an id Prefect does not know, and for what is no id', async () => {
    const { get } = await aServed()
    const unknown = await get('/api/runs/00000000-0000-0000-0000-000000000000')
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { failure: 'absent', request: 'POST /flow_runs/filter' }])
    for (const id of ['%2e%2e', 'a%2fb', 'x'.repeat(65), '<b>', '%00'])
      expect((await get(`/api/runs/${id}`)).status).toBe(404)
  })

  it('is read once for viewers at about the same time', async () => {
    const { get, script } = await aServed()
    await Promise.all([get('/api/runs/failed'), get('/api/runs/failed'), get('/api/runs/failed/timeline')])
    expect(script.asked.filter(name => name === 'getFlowRun')).toHaveLength(1)
  })
})

const NO_NODES: Extract<Script['graph'], { kind: 'graph' }> = { kind: 'graph', nodes: [], states: [], artifacts: [], setAsideCount: 0 }

describe('GET /api/runs/ID/timeline', () => {
  const node = { kind: 'task' as const, label: 'load', parentIds: [], insideIds: [] }
  const aTask = (id: string, given: Partial<TaskRun> = {}): TaskRun => ({ id, name: `load-${id}`, flowRunId: 'failed', state: aRunState({ type: 'COMPLETED' }), startedAt: NOW, endedAt: NOW, ranForMs: 0, runCount: 1, flowAttempt: 1, childFlowRunId: null, ...given })

  it('places tasks from the run\'s start, and does not believe in tasks that outlive it', async () => {
    const { startedAt } = aFailedRun()
    const graph: Script['graph'] = { ...NO_NODES, nodes: [
      { ...node, id: 'a', type: 'COMPLETED', startedAt: (startedAt ?? 0) + 1_000, endedAt: (startedAt ?? 0) + 3_000 },
      { ...node, id: 'b', type: 'RUNNING', startedAt: (startedAt ?? 0) + 3_000, endedAt: null, parentIds: ['a'] },
    ] }
    const { json } = await aServed({ graph })
    const { rows, endMs, complete, live } = fromTimelineAnswer(await json<TimelineAnswer>('/api/runs/failed/timeline'))
    expect(rows).toMatchObject([{ startMs: 1_000, endMs: 3_000, mark: 'completed' }, { startMs: 3_000, endMs: null, mark: 'unknown', stateName: 'End not reported', parents: ['a'] }])
    expect([endMs, complete, live]).toEqual([55_000, true, false])
  })

  it('falls back to the list of tasks, and says what is missing', async () => {
    const { json } = await aServed({ graph: { kind: 'too-large' }, tasks: [{ id: 't', name: 'load-1', flowRunId: 'failed', state: aRunState({ type: 'COMPLETED' }), startedAt: NOW, endedAt: NOW, ranForMs: 0, runCount: 2, flowAttempt: 1, childFlowRunId: null }] })
    const { rows, complete, incomplete } = fromTimelineAnswer(await json<TimelineAnswer>('/api/runs/failed/timeline'))
    expect(rows).toMatchObject([{ name: 'load-1', runCount: 2 }])
    expect([complete, incomplete]).toEqual([false, 'Prefect gives no graph of a run with so many tasks: what waited for what is left out.'])
  })

  it('tells the run\'s states and what was left for people', async () => {
    const startedAt = aFailedRun().startedAt ?? 0
    const graph: Script['graph'] = { ...NO_NODES, nodes: [{ ...node, id: 'a', type: 'COMPLETED', startedAt, endedAt: startedAt + 1, insideIds: ['b'] }], states: [{ type: 'RUNNING', name: 'Running', at: startedAt }], artifacts: [{ id: 'x', key: 'report', type: 'markdown', createdAt: startedAt + 5, nodeId: 'a' }] }
    const { json } = await aServed({ graph })
    expect(fromTimelineAnswer(await json<TimelineAnswer>('/api/runs/failed/timeline'))).toMatchObject({
      rows: [{ id: 'a', inside: ['b'] }],
      states: [{ mark: 'running', name: 'Running', type: 'RUNNING', atMs: 0 }],
      artifacts: [{ id: 'x', key: 'report', type: 'markdown', atMs: 5, rowId: 'a' }],
    })
  })

  it('gives very many tasks in parts, each naming the next', async () => {
    const { json, script, get } = await aServed({ graph: { kind: 'too-large' }, tasks: Array.from({ length: 2_300 }, (_, index) => aTask(String(index))) })
    const sizes: number[] = []
    let next: number | null = 0
    while (next !== null) {
      const part: TimelineAnswer = await json<TimelineAnswer>(`/api/runs/failed/timeline?offset=${next}`)
      sizes.push(part.columns.id.length)
      next = part.next
    }
    expect(sizes).toEqual([1_000, 1_000, 300])
    expect(script.asked.filter(name => name === 'getGraph')).toHaveLength(1)
    expect((await get('/api/runs/failed/timeline?offset=-1')).status).toBe(400)
  })

  it('takes at most 70 bytes for a task on the wire', async () => {
    const count = 2_000
    const startedAt = aFailedRun().startedAt ?? 0
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
    const graph: Script['graph'] = { ...NO_NODES, nodes: Array.from({ length: count }, (_, index) => {
      const digits = hash(`${index}`)
      const at = startedAt + index * 7 + Number.parseInt(digits.slice(0, 3), 16) / 1_000
      return { ...node, id: `01a20538-${digits.slice(0, 4)}-7${digits.slice(4, 7)}-9${digits.slice(7, 10)}-${digits.slice(10, 22)}`, label: `transform-${digits.slice(0, 3)}`, type: 'COMPLETED' as const, startedAt: at, endedAt: at + Number.parseInt(digits.slice(3, 7), 16) / 100, parentIds: ['list'] }
    }) }
    const { get } = await aServed({ graph })
    const response = await get('/api/runs/failed/timeline', { 'accept-encoding': 'br' })
    expect((await response.arrayBuffer()).byteLength / count).toBeLessThan(70)
  })

  it('is read once and kept when the run is long over', async () => {
    const { get, script, clock } = await aServed()
    await get('/api/runs/failed/timeline')
    clock.now += 10_000
    await get('/api/runs/failed/timeline')
    expect(script.asked.filter(name => name === 'getGraph')).toHaveLength(1)
  })

  it('is read again while the run goes on', async () => {
    const running = { ...aFailedRun('going'), endedAt: null, state: aRunState({ type: 'RUNNING', at: NOW }) }
    const { get, script, clock } = await aServed({ runs: [running] })
    await get('/api/runs/going/timeline')
    clock.now += 3_000
    await get('/api/runs/going/timeline')
    expect(script.asked.filter(name => name === 'getGraph')).toHaveLength(2)
  })
})

describe('GET /api/runs/ID/attempts', () => {
  const aTask = (id: string, given: Partial<TaskRun> = {}): TaskRun => ({ id, name: `load-${id}`, flowRunId: 'failed', state: aRunState({ type: 'COMPLETED' }), startedAt: NOW, endedAt: NOW, ranForMs: 0, runCount: 1, flowAttempt: 1, childFlowRunId: null, ...given })

  it('reads the states of tasks tried again, and of no other', async () => {
    const states = new Map([['b', [aRunState({ type: 'RUNNING', name: 'Running', at: NOW - 9 }), aRunState({ type: 'COMPLETED', name: 'Completed', at: NOW })]]])
    const { json, script } = await aServed({ tasks: [aTask('a'), aTask('b', { runCount: 2 })], states })
    const { tasks } = await json<AttemptsAnswer>('/api/runs/failed/attempts?task=a&task=b&task=gone')
    expect(tasks).toMatchObject([{ id: 'a', runCount: 1, states: null }, { id: 'b', runCount: 2, states: [['running', 'RUNNING', 'Running', '2026-11-23T08:54:59.991Z'], ['completed', 'COMPLETED', 'Completed', '2026-11-23T08:55:00.000Z']] }])
    expect(script.asked).toEqual(['getFlowRun', 'listTaskRunsById', 'listTaskRunStates'])
  })

  it('reads each task once for all who look', async () => {
    const { get, script } = await aServed({ tasks: [aTask('a', { runCount: 2 }), aTask('b', { runCount: 2 })] })
    await Promise.all([get('/api/runs/failed/attempts?task=a'), get('/api/runs/failed/attempts?task=a&task=b')])
    await get('/api/runs/failed/attempts?task=b&task=a')
    expect(script.asked.filter(name => name === 'listTaskRunStates')).toHaveLength(2)
  })

  it('is asked again after a failure', async () => {
    const { get, script } = await aServed({ tasks: [aTask('a')], failureOf: { listTaskRunsById: aFailure('timed-out') } })
    expect((await get('/api/runs/failed/attempts?task=a')).status).toBe(504)
    script.failureOf = {}
    expect((await get('/api/runs/failed/attempts?task=a')).status).toBe(200)
  })

  it('says which parameter is missing', async () => {
    const { get } = await aServed()
    expect((await get('/api/runs/failed/attempts')).status).toBe(400)
  })
})

describe('GET /api/runs/ID/usual', () => {
  const good = (id: string, agoMs: number): FlowRun => ({ ...aFailedRun(id, agoMs), state: aRunState({ type: 'COMPLETED', at: NOW - agoMs + 60_000 }) })
  const startedAt = aFailedRun().startedAt ?? 0
  const graph: Script['graph'] = { ...NO_NODES, nodes: [{ kind: 'task', id: 'a', label: 'load-abc', type: 'COMPLETED', parentIds: [], insideIds: [], startedAt, endedAt: startedAt + 7_000 }] }

  it('learns from at most five good runs before it', async () => {
    const runs = [aFailedRun(), ...Array.from({ length: 8 }, (_, day) => good(`good-${day}`, (day + 2) * HOUR_MS)), good('later', HOUR_MS / 2)]
    const { json, script } = await aServed({ runs, graph })
    expect(await json<UsualAnswer>('/api/runs/failed/usual')).toMatchObject({ runs: [{ id: 'good-0' }, { id: 'good-1' }, { id: 'good-2' }, { id: 'good-3' }, { id: 'good-4' }], tasks: [{ name: 'load', medianMs: 7_000, count: 1, runCount: 5 }], note: null })
    await json('/api/runs/failed/usual')
    expect(script.asked.filter(name => name === 'getGraph')).toHaveLength(5)
  })

  it('asks for good runs that lie further back than is read', async () => {
    const { json } = await aServed({ runs: [aFailedRun(), good('old', 40 * 24 * HOUR_MS), good('older', 41 * 24 * HOUR_MS)], graph })
    expect(await json<UsualAnswer>('/api/runs/failed/usual')).toMatchObject({ runs: [{ id: 'old' }, { id: 'older' }], tasks: [{ name: 'load', runCount: 2 }] })
  })

  it('says so where there is none, or they are too large', async () => {
    expect(await (await aServed()).json('/api/runs/failed/usual')).toMatchObject({ runs: [], note: 'No earlier good run is known, so usual durations are not.' })
    const { json } = await aServed({ runs: [aFailedRun(), good('good', 2 * HOUR_MS)], graph: { kind: 'too-large' } })
    expect(await json('/api/runs/failed/usual')).toMatchObject({ runs: [], tasks: [], note: 'Usual durations are only reckoned for runs of up to 1,000 tasks.' })
  })
})

describe('GET /api/runs/ID/logs', () => {
  const line = (id: string, level: number, at = 0) => ({ id, at, level, logger: 'x', message: id, flowRunId: 'failed', taskRunId: null })

  it('gives lines oldest first with microseconds, and the first error', async () => {
    const { json } = await aServed({ logs: new Map([['failed', [line('a', 20, 0.001), line('b', 40, 1), line('c', 40, 2)]]]) })
    const { lines, firstErrorId, live } = await json<LogsAnswer>('/api/runs/failed/logs')
    expect(lines.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(lines[0]?.at).toBe('1970-01-01T00:00:00.000001Z')
    expect([firstErrorId, live]).toEqual(['b', false])
  })

  it('has no first error in a log without one', async () => {
    const { json } = await aServed({ logs: new Map([['failed', [line('a', 20)]]]) })
    expect(await json<LogsAnswer>('/api/runs/failed/logs?start=first-error')).toMatchObject({ firstErrorId: null, lines: [{ id: 'a' }] })
  })

  it.each([
    ['level=high', 'level must be a number from 0 to 100.'],
    ['start=middle', 'start must be first, last, first-error or line.'],
    ['cursor=x', 'cursor must be a cursor of an earlier page.'],
    ['cursor=n.abc', 'cursor must be a cursor of an earlier page.'],
    ['task=a/b', 'task must be the id of a task run.'],
  ])('refuses ?%s', async (query, message) => {
    const { get } = await aServed()
    expect(await (await get(`/api/runs/failed/logs?${query}`)).json()).toEqual({ status: 400, message })
  })
})

describe('GET /api/flows', () => {
  it('lists a flow without runs, and one whose deployment fails first', async () => {
    const { json } = await aServed({ flows: [aFlow({ id: 'quiet', name: 'a-quiet' }), aFlow()] })
    const { flows } = await json<FlowsAnswer>('/api/flows')
    expect(flows.map(({ name, health }) => [name, health.endedCount, health.successRatio])).toEqual([['ledger', 1, 0], ['a-quiet', 0, null]])
  })

  it('opens a flow and a deployment by id', async () => {
    const { json, get } = await aServed()
    expect(await json<SubjectAnswer>('/api/flows/flow-1')).toMatchObject({ flow: { name: 'ledger' }, deployment: null, runs: [{ id: 'failed' }], problems: [{ kind: 'failed' }], prefectUrl: 'http://127.0.0.1:4300/flows/flow/flow-1' })
    const subject = await json<SubjectAnswer>('/api/deployments/deployment-1')
    expect(subject).toMatchObject({ deployment: { name: 'nightly' }, durations: [{ runId: 'failed', ranForMs: 55_000 }] })
    expect(subject.nextSlots[0]).toBe('2026-11-24T03:00:00.000Z')
    expect((await get('/api/flows/none')).status).toBe(404)
  })

  it('cannot say that a flow is not there before it has read', async () => {
    const { app } = anApp()
    expect((await app.request(`${LOCAL}/api/flows/flow-1`)).status).toBe(503)
  })
})

describe('a failure of Prefect', () => {
  it.each([
    ['absent', 404], ['throttled', 503], ['timed-out', 504], ['unreachable', 502], ['refused', 502], ['rejected', 502], ['unreadable', 502],
  ] as const)('%s is answered as %i, with its reason', async (failure, status) => {
    const { get, script } = await aServed()
    script.failure = aFailure(failure, { retryAfterMs: 7_500 })
    const response = await get('/api/runs')
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ status, failure, request: 'POST /flow_runs/filter', message: `Prefect: ${failure}.` })
    expect(response.headers.get('retry-after')).toBe(failure === 'throttled' ? '8' : null)
  })

  it('is told by /api/server, with the server that is down', async () => {
    const { json, script, shown } = await aServed()
    script.failure = aFailure('refused', { status: 401 })
    await shown.watcher.readOnce()
    expect(await json('/api/server')).toMatchObject({ state: 'down', trouble: { failure: 'refused' }, host: '127.0.0.1:4300', uiUrl: 'http://127.0.0.1:4300' })
    expect(await json('/readyz')).toEqual({ ready: true, upstream: 'down' })
  })
})

describe('a bug of ours', () => {
  it('is a 500 without its text', async () => {
    const { app } = anApp({ localServerFound: () => {
      throw new TypeError('secret detail')
    } })
    const response = await app.request(`${LOCAL}/api/server`)
    expect([response.status, await response.json()]).toEqual([500, { status: 500, message: 'First Light failed at this; its log says more.' }])
  })
})

describe('GET /api/trust', () => {
  it('says when each kind was read, and what has no expectation', async () => {
    const { json } = await aServed()
    const trust = await json<TrustAnswer>('/api/trust')
    expect(trust.reads.map(({ at }) => at)).toEqual([new Date(NOW).toISOString(), new Date(NOW).toISOString(), new Date(NOW).toISOString(), new Date(NOW).toISOString()])
    expect(trust).toMatchObject({ setAsideCount: 0, clockSkewMs: 0, gaps: [], memoryTrouble: null })
  })
})
