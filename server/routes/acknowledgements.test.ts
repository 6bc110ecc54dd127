import { describe, expect, it } from 'vitest'
import type { AcknowledgedRow, AcknowledgementsAnswer } from '../../shared/api/acknowledgements.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { anApp, aScript, aShown, NOW } from '../build.ts'
import { createMemory } from '../memory/memory.ts'
import { createStandards } from '../standards.ts'

const LOCAL = 'http://127.0.0.1:4280'

function aRun(given: Partial<FlowRun> & { message?: string, ok?: boolean, agoMs?: number } = {}): FlowRun {
  const { message = 'KeyError: customer', ok = false, agoMs = HOUR_MS, ...rest } = given
  const at = NOW - agoMs
  return aFlowRun({ createdAt: at, expectedStartAt: at, startedAt: at + 5_000, endedAt: at + 60_000, ranForMs: 55_000, runCount: 1, state: aRunState(ok ? { type: 'COMPLETED', at: at + 60_000 } : { type: 'FAILED', at: at + 60_000, message }), ...rest })
}

/** An app beside a server on which ledger/nightly failed; what people say is kept in memory. */
async function aServed({ acknowledged = [] as Parameters<typeof createStandards>[0]['acknowledged'] } = {}) {
  const script = aScript({ flows: [aFlow(), aFlow({ id: 'flow-2', name: 'crm' })], deployments: [aDeployment(), aDeployment({ id: 'deployment-2', name: 'prod', flowId: 'flow-2', schedules: [] })], runs: [aRun()] })
  const clock = { now: NOW }
  const memory = createMemory({ folder: null }).of({ name: 'default', apiUrl: null })
  const standards = createStandards({ expectations: [], acknowledged }, { server: 'default', memory, startedAt: NOW - HOUR_MS })
  const served = anApp({ script, clock, shown: aShown(script, clock, { memory, standards }) })
  await served.shown.watcher.readOnce()
  const request = (path: string): Promise<Response> => Promise.resolve(served.app.request(LOCAL + path))
  const post = (path: string, body: unknown): Promise<Response> => Promise.resolve(served.app.request(LOCAL + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) }))
  const problem = async (): Promise<MorningAnswer['problems'][number]> => {
    const found = (await (await request('/api/morning')).json() as MorningAnswer).problems.find(({ jobs }) => jobs.some(({ flow }) => flow === 'ledger'))
    if (found === undefined)
      throw new Error('the morning lists no problem of ledger')
    return found
  }
  return {
    ...served,
    post,
    problem,
    /** Half an hour later, after these runs. */
    later: async (...runs: FlowRun[]) => {
      script.runs.push(...runs)
      clock.now += HOUR_MS / 2
      await served.shown.watcher.readOnce()
    },
    list: async () => await (await request('/api/acknowledgements')).json() as AcknowledgementsAnswer,
    say: async (given: Record<string, unknown> = {}) => await post('/api/acknowledgements', { subject: { kind: 'problem', problemId: (await problem()).id }, until: { kind: 'good-again' }, note: 'ticket 7', by: 'Ann', ...given }),
  }
}

const JOB = { kind: 'job', flow: 'ledger', deployment: 'nightly' }

describe('POST /api/acknowledgements', () => {
  it('puts a problem among the known, and tells whoever looks', async () => {
    const { say, problem, shown, list } = await aServed()
    const revision = shown.watcher.revision()
    expect((await problem()).section).toBe('needs-you')
    const response = await say()
    expect([response.status, await response.json()]).toMatchObject([200, { until: 'until it is good again', note: 'ticket 7', by: 'Ann', source: 'page', ended: null, madeAt: '2026-11-23T08:55:00.000Z' }])
    expect(shown.watcher.revision()).toBeGreaterThan(revision)
    expect(await problem()).toMatchObject({ section: 'known', acknowledgement: { by: 'Ann', note: 'ticket 7' } })
    expect(await list()).toMatchObject({ active: [{ by: 'Ann' }], ended: [] })
  })

  it('never hides another job of the cause, nor another cause of the job', async () => {
    const other = await aServed()
    await other.say({ until: { kind: 'cause-changes' } })
    await other.later(aRun({ id: 'crm', flowId: 'flow-2', deploymentId: 'deployment-2', agoMs: -HOUR_MS / 4 }))
    expect(await other.problem()).toMatchObject({ section: 'needs-you', jobs: [{ flow: 'ledger' }, { flow: 'crm' }] })
    const again = await aServed()
    await again.say({ until: { kind: 'cause-changes' } })
    await again.later(aRun({ id: 'again', message: 'ValueError: no such column', agoMs: -HOUR_MS / 4 }))
    expect((await again.problem()).section).toBe('needs-you')
  })

  it('holds until its date, then the problem is told again', async () => {
    const { say, problem, clock, shown, list } = await aServed()
    await say({ until: { kind: 'date', at: new Date(NOW + HOUR_MS).toISOString() } })
    expect((await problem()).section).toBe('known')
    clock.now = NOW + HOUR_MS
    await shown.watcher.readOnce()
    expect((await problem()).section).toBe('needs-you')
    expect(await list()).toMatchObject({ active: [], ended: [{ ended: null }] })
  })

  it('takes a job, whatever happens to it', async () => {
    const { say, problem } = await aServed()
    expect(await (await say({ subject: JOB, until: { kind: 'cause-changes' } })).json()).toMatchObject({ about: 'ledger/nightly' })
    expect((await problem()).section).toBe('known')
  })

  it('lets the newest of a problem hold', async () => {
    const { say, list, problem } = await aServed()
    await say()
    await say({ note: 'ticket 8', by: '' })
    expect(await list()).toMatchObject({ active: [{ note: 'ticket 8', by: null }], ended: [{ note: 'ticket 7', by: 'Ann', ended: { by: null } }] })
    expect((await problem()).acknowledgement?.note).toBe('ticket 8')
  })

  it.each<[string, Record<string, unknown> | string, number, string]>([
    ['no JSON', 'subject=1', 400, 'The body must be JSON with subject, until, note and by.'],
    ['another subject', { subject: { kind: 'night' } }, 400, 'subject.kind must be a problem or a job.'],
    ['a date that is past', { until: { kind: 'date', at: '2026-11-23T08:55:00Z' } }, 400, 'until.at must be an instant to come.'],
    ['a date without its zone', { until: { kind: 'date', at: '2026-12-01' } }, 400, 'until.at must be an ISO 8601 instant with its zone'],
    ['until always', { until: { kind: 'always' } }, 400, 'until.kind must be a date, cause-changes or good-again.'],
    ['a long note', { note: 'x'.repeat(501) }, 400, 'note must be text of at most 500 characters'],
    ['a long name', { by: 'x'.repeat(81) }, 400, 'by must be text of at most 80 characters'],
    ['a name that turns its line around', { by: '\u202Enna' }, 400, 'by must be text of at most 80 characters without control characters.'],
    ['no name field', { by: undefined }, 400, 'by must be text'],
    ['a problem that is not there', { subject: { kind: 'problem', problemId: '0123456789abcdef' } }, 404, 'This problem is no longer on the list.'],
    ['a job that is not there', { subject: { ...JOB, deployment: 'other' } }, 404, 'There is no job with this flow and deployment.'],
    ['the cause of a job that has none', { subject: { kind: 'job', flow: 'crm', deployment: 'prod' }, until: { kind: 'cause-changes' } }, 409, 'Nothing is wrong with this job now'],
  ])('refuses %s', async (_, given, status, sentence) => {
    const { say, post, list } = await aServed()
    const response = typeof given === 'string' ? await post('/api/acknowledgements', given) : await say(given)
    expect(response.status).toBe(status)
    expect((await response.json() as { message: string }).message).toContain(sentence)
    expect(await list()).toEqual({ active: [], ended: [] })
  })

  it('refuses a problem that was put right', async () => {
    const { say, later } = await aServed()
    await later(aRun({ id: 'good', ok: true, agoMs: -HOUR_MS / 4 }))
    expect((await say()).status).toBe(409)
  })
})

describe('POST /api/acknowledgements/ID/end', () => {
  it('tells the problem again, and keeps who took it back', async () => {
    const { say, post, problem, list } = await aServed()
    const { id } = await (await say()).json() as AcknowledgedRow
    expect(await (await post(`/api/acknowledgements/${id}/end`, { by: 'Bob' })).json()).toMatchObject({ id, by: 'Ann', ended: { at: '2026-11-23T08:55:00.000Z', by: 'Bob' } })
    expect(await problem()).toMatchObject({ section: 'needs-you', acknowledgement: null })
    expect(await list()).toMatchObject({ active: [], ended: [{ id }] })
  })

  it('knows no other id', async () => {
    const { post } = await aServed()
    expect((await post('/api/acknowledgements/none/end', { by: '' })).status).toBe(404)
  })

  it('leaves what the settings file says to the settings file', async () => {
    const { post, problem, list } = await aServed({ acknowledged: [{ id: 'settings-line-3', line: 3, server: null, subject: { kind: 'flow', flow: 'ledger' }, until: { kind: 'always' }, note: '', by: null, source: 'settings', ended: null }] })
    expect((await problem()).section).toBe('known')
    expect((await list()).active).toMatchObject([{ about: 'every job of ledger', source: 'settings', until: 'until it is taken back' }])
    const response = await post('/api/acknowledgements/settings-line-3/end', { by: '' })
    expect([response.status, await response.json()]).toMatchObject([409, { message: 'The settings file says so, on line 3: take it out there.' }])
  })
})
