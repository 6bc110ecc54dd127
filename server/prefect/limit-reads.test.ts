import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { createReads, type Reads } from './reads.ts'

/** An upstream that has these lists; any other path is not there, as on a server that is too old. */
function readsOf(lists: Record<string, unknown>, { status = 404 } = {}): { reads: Reads, asked: [string, unknown][] } {
  const asked: [string, unknown][] = []
  const client = createClient({ apiUrl: 'http://upstream.invalid/api', pauseMs: 1, fetch: async (request) => {
    const path = new URL(request.url).pathname.slice('/api'.length)
    asked.push([path, await request.json()])
    return path in lists ? Response.json(lists[path]) : Response.json({ detail: 'no' }, { status })
  } })
  return { reads: createReads(client), asked }
}

/** As a 3.8.8 sends them, without what is not read. */
const LIMIT = { id: 'l-1', active: true, name: 'api', limit: 2, active_slots: 1, slot_decay_per_second: 0 }
const TAG_LIMIT = { id: 'l-2', tag: 'db', concurrency_limit: 1, active_slots: ['t-1'] }
const TRIGGER = { type: 'event', match: {}, match_related: {}, after: [], expect: ['table.broken'], for_each: [], posture: 'Reactive', threshold: 1, within: 0 }
const AUTOMATION = { id: 'a-1', name: 'restore', enabled: true, trigger: TRIGGER, actions: [{ type: 'run-deployment', source: 'selected', deployment_id: 'd-1', parameters: null }, { type: 'send-notification', block_document_id: 'b-1' }], actions_on_trigger: [], actions_on_resolve: [] }

describe('limits', () => {
  it('are read page after page, odd ones set aside', async () => {
    const { reads, asked } = readsOf({ '/v2/concurrency_limits/filter': [LIMIT, { ...LIMIT, id: 'l-3', limit: 'many' }], '/concurrency_limits/filter': [TAG_LIMIT] })
    expect(await reads.listConcurrencyLimits()).toEqual({ rows: [{ name: 'api', active: true, limit: 2, usedCount: 1, freedPerSecond: 0 }], complete: true, setAsideCount: 1 })
    expect((await reads.listTagLimits())?.rows).toEqual([{ tag: 'db', limit: 1, taskRunIds: ['t-1'] }])
    expect(asked).toEqual([['/v2/concurrency_limits/filter', { limit: 200, offset: 0 }], ['/concurrency_limits/filter', { limit: 200, offset: 0 }]])
  })

  it('are set aside, and not called free, where the server says nothing of what is taken', async () => {
    const { reads } = readsOf({ '/v2/concurrency_limits/filter': [{ name: 'api', limit: 1, active_slots: 0 }], '/concurrency_limits/filter': [{ tag: 'db', concurrency_limit: 1, active_slots: null }] })
    expect(await reads.listConcurrencyLimits()).toMatchObject({ rows: [], setAsideCount: 1 })
    expect(await reads.listTagLimits()).toMatchObject({ rows: [], setAsideCount: 1 })
  })

  it.each([404, 403, 405])('are null where the list is not there or kept from us: %d', async (status) => {
    const { reads } = readsOf({}, { status })
    expect([await reads.listConcurrencyLimits(), await reads.listTagLimits(), await reads.listAutomations()]).toEqual([null, null, null])
  })

  it('fail where the server fails', async () => {
    await expect(readsOf({}, { status: 401 }).reads.listConcurrencyLimits()).rejects.toMatchObject({ failure: 'refused' })
  })
})

describe('automations', () => {
  it('tell which deployments they run and on which events', async () => {
    const { reads, asked } = readsOf({ '/automations/filter': [AUTOMATION] })
    expect((await reads.listAutomations())?.rows).toEqual([{ id: 'a-1', name: 'restore', enabled: true, events: ['table.broken'], onAbsence: false, runsDeploymentIds: ['d-1'], runsInferred: false }])
    expect(asked).toEqual([['/automations/filter', { sort: 'NAME_ASC', limit: 200, offset: 0 }]])
  })

  it('have the events of every trigger they are made of, and the actions of every turn', async () => {
    const inner = { type: 'sequence', triggers: [TRIGGER, { ...TRIGGER, expect: ['other'], posture: 'Proactive' }] }
    const { reads } = readsOf({ '/automations/filter': [{ ...AUTOMATION, trigger: { type: 'compound', triggers: [inner] }, actions: [], actions_on_resolve: [{ type: 'run-deployment', source: 'inferred', deployment_id: null }] }] })
    expect((await reads.listAutomations())?.rows).toMatchObject([{ events: ['table.broken', 'other'], onAbsence: true, runsDeploymentIds: [], runsInferred: true }])
  })
})
