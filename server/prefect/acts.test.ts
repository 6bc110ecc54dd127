import { describe, expect, it } from 'vitest'
import { createActs } from './acts.ts'
import { createClient } from './client.ts'

/** Acts on a server that gives one answer; `sent` holds what it was asked. */
function anActing(answer: object, status = 200) {
  const sent: { path: string, body: unknown }[] = []
  const client = createClient({ apiUrl: 'http://prefect.test/api', pauseMs: 1, fetch: async (request) => {
    sent.push({ path: new URL(request.url).pathname, body: await request.json() })
    return Response.json(answer, { status })
  } })
  return { acts: createActs(client), sent }
}

describe('createActs', () => {
  it.each([
    [{ status: 'ACCEPT', details: { type: 'accept_details' } }, 'accepted', null],
    [{ status: 'REJECT', details: { reason: 'no' } }, 'refused', 'no'],
    [{ status: 'ABORT', details: { reason: 'no' } }, 'refused', 'no'],
    [{ status: 'WAIT', details: { delay_seconds: 5 } }, 'later', null],
  ] as const)('reads %j, which comes with 200', async (answer, status, reason) => {
    const { acts, sent } = anActing({ state: { type: 'FAILED' }, ...answer })
    expect(await acts.retryRun('a')).toEqual({ status, reason })
    expect(sent).toEqual([{ path: '/api/flow_runs/a/set_state', body: { state: { type: 'SCHEDULED', name: 'AwaitingRetry' }, force: false } }])
  })
  it('takes a run that waited and is cancelled for cancelled, though Prefect calls it a refusal', async () => {
    const answer = { state: { type: 'CANCELLED' }, status: 'REJECT', details: { reason: 'Scheduled flow run has no infrastructure to terminate.' } }
    expect(await anActing(answer).acts.cancelRun('a')).toMatchObject({ status: 'accepted' })
    expect(await anActing({ ...answer, status: 'ABORT' }).acts.cancelRun('a')).toMatchObject({ status: 'refused' })
  })
  it('suspends a run as Prefect\'s own client does', async () => {
    const { acts, sent } = anActing({ status: 'ACCEPT' })
    await acts.suspendRun('a', { key: 'k', untilAt: Date.parse('2026-11-24T10:00:00Z') })
    await acts.suspendRun('a', { key: 'l', untilAt: null })
    const proposed = (key: string, until: string | null): object => ({ state: { type: 'PAUSED', name: 'Suspended', state_details: { pause_reschedule: true, pause_key: key, pause_timeout: until } }, force: false })
    expect(sent.map(({ body }) => body)).toEqual([proposed('k', '2026-11-24T10:00:00.000000Z'), proposed('l', null)])
  })
  it('resumes with what is given, and tells what Prefect finds wrong with it', async () => {
    const { acts, sent } = anActing({ status: 'REJECT', details: { reason: 'Reason: Validation failed. Failure reason: 5 is not of type \'string\'' } })
    expect(await acts.resumeRun('a', { note: 5 })).toEqual({ status: 'refused', reason: '5 is not of type \'string\'' })
    expect(sent).toEqual([{ path: '/api/flow_runs/a/resume', body: { run_input: { note: 5 } } }])
  })
  it('is sent once, whatever comes back', async () => {
    for (const status of [429, 503, 500]) {
      const { acts, sent } = anActing({}, status)
      await expect(acts.createRun({ deploymentId: 'd', parameters: {}, idempotencyKey: 'k' })).rejects.toMatchObject({ status })
      expect(sent).toHaveLength(1)
    }
  })
})
