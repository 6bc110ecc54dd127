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
  it('is sent once, whatever comes back', async () => {
    for (const status of [429, 503, 500]) {
      const { acts, sent } = anActing({}, status)
      await expect(acts.createRun({ deploymentId: 'd', parameters: {}, idempotencyKey: 'k' })).rejects.toMatchObject({ status })
      expect(sent).toHaveLength(1)
    }
  })
})
