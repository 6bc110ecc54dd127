import { describe, expect, it } from 'vitest'
import type { ArtifactsAnswer, ChildrenAnswer, EventsAnswer, StatesAnswer } from '../../shared/api/run-record.ts'
import type { RunAnswer } from '../../shared/api/run.ts'
import type { Artifact } from '../../shared/model/artifact.ts'
import { aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import { anApp, aScript, NOW, type Script } from '../build.ts'

const LOCAL = 'http://127.0.0.1:4280/api/runs/run-1'
const DONE = aFlowRun({ createdAt: NOW - 100_000, startedAt: NOW - 90_000, endedAt: NOW - 50_000, runCount: 1, state: aRunState({ type: 'COMPLETED', at: NOW - 50_000 }) })

function anArtifact(given: Partial<Artifact> = {}): Artifact {
  return { id: 'artifact-1', key: 'report', type: 'markdown', description: null, content: '# Rows <script>alert(1)</script>', createdAt: NOW - 60_000, flowRunId: 'run-1', taskRunId: null, ...given }
}

async function aServed(given: Partial<Script> = {}) {
  const { app, shown, script } = anApp({ script: aScript({ flows: [aFlow()], runs: [DONE], ...given }) })
  await shown.watcher.readOnce()
  const get = async (path: string): Promise<Response> => await app.request(LOCAL + path)
  return { get, script, json: async <T>(path: string): Promise<T> => await (await get(path)).json() as T }
}

describe('GET /api/runs/ID/states', () => {
  it('says how long each lasted, and who made the run', async () => {
    const states = [aRunState({ type: 'RUNNING', at: NOW - 90_000 }), aRunState({ type: 'COMPLETED', at: NOW - 50_000 })]
    const { json } = await aServed({ states: new Map([['run-1', states]]) })
    expect(await json<StatesAnswer>('/states')).toMatchObject({ states: [{ type: 'RUNNING', lastedMs: 40_000 }, { type: 'COMPLETED', lastedMs: null }], madeBy: 'its schedule' })
  })
})

describe('GET /api/runs/ID/artifacts', () => {
  it('lists what the run left, without its content', async () => {
    const { get } = await aServed({ artifacts: [anArtifact(), anArtifact({ id: 'other', flowRunId: 'run-2' })] })
    const answer = await get('/artifacts')
    const text = await answer.text()
    expect((JSON.parse(text) as ArtifactsAnswer).artifacts.map(({ id }) => id)).toEqual(['artifact-1'])
    expect(text).not.toContain('alert')
  })
  it('gives the content as a document that can do nothing, for our own frame', async () => {
    const { get } = await aServed({ artifacts: [anArtifact()] })
    const answer = await get('/artifacts/artifact-1/frame?theme=dark')
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-frame-options'), answer.headers.get('x-content-type-options')]).toEqual([200, 'text/html; charset=utf-8', 'SAMEORIGIN', 'nosniff'])
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'self';.*sandbox allow-popups/)
    const page = await answer.text()
    expect(page).toContain('data-theme="dark"')
    expect(page).not.toContain('<script')
  })
  it('keeps the page\'s own policy everywhere else', async () => {
    const { get } = await aServed()
    const answer = await get('/artifacts')
    expect([answer.headers.get('x-frame-options'), answer.headers.get('content-security-policy')]).toEqual(['DENY', expect.stringContaining('script-src \'self\'')])
  })
  it('is 404 for an artifact of another run', async () => {
    const { get } = await aServed({ artifacts: [anArtifact({ id: 'other', flowRunId: 'run-2' })] })
    expect((await get('/artifacts/other/frame')).status).toBe(404)
    expect((await get('/artifacts/a%2fb/frame')).status).toBe(404)
  })
  it('lists the versions of a key', async () => {
    const { json } = await aServed({ artifacts: [anArtifact(), anArtifact({ id: 'other', flowRunId: 'run-2' }), anArtifact({ id: 'odd', key: 'odd' })] })
    expect((await json<ArtifactsAnswer>('/artifacts/artifact-1/versions')).artifacts.map(({ id }) => id)).toEqual(['artifact-1', 'other'])
  })
})

describe('GET /api/runs/ID/events', () => {
  const anEvent = (index: number) => ({ id: `e${index}`, at: NOW - index, name: 'prefect.flow-run.Running', resource: 'quiet-owl', related: [{ role: 'worker', name: 'w1' }, { role: 'tag', name: 'x' }], message: null })

  it('gives them fifty at a time, and who did it', async () => {
    const { json } = await aServed({ events: Array.from({ length: 60 }, (_, index) => anEvent(index)) })
    const first = await json<EventsAnswer>('/events')
    expect([first.events.length, first.totalCount, first.events[0]?.by]).toEqual([50, 60, [{ role: 'worker', name: 'w1' }]])
    const second = await json<EventsAnswer>(`/events?until=${encodeURIComponent(first.older!)}`)
    expect([second.events[0]?.id, second.events.length, second.older]).toEqual(['e49', 11, null])
  })
  it('says that a server keeps none', async () => {
    const { json } = await aServed({ events: null })
    expect(await json<EventsAnswer>('/events')).toMatchObject({ isKept: false, events: [] })
  })
  it('refuses an until that is no instant', async () => {
    const { get } = await aServed()
    expect((await get('/events?until=soon')).status).toBe(400)
  })
})

describe('the rest of a run', () => {
  it('has its child runs, by when they were due', async () => {
    const child = aFlowRun({ id: 'child', parentTaskRunId: 'task-1', deploymentId: null, expectedStartAt: NOW - 80_000 })
    const { json } = await aServed({ children: new Map([['run-1', [child, { ...child, id: 'earlier', expectedStartAt: NOW - 85_000 }]]]) })
    const { runs, complete } = await json<ChildrenAnswer>('/children')
    expect([runs.map(({ id }) => id), complete]).toEqual([['earlier', 'child'], true])
  })
  it('hides secrets of the job variables', async () => {
    const { json } = await aServed()
    expect((await json<RunAnswer>('')).setup.jobVariables).toEqual({ image: 'flows:7', env: { API_TOKEN: '•••' } })
  })
})
