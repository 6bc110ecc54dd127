import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import { createClient, type Client } from '../../server/prefect/client.ts'
import { createReads, type Reads } from '../../server/prefect/reads.ts'
import { describeReal } from './describe-real.ts'
import { startServer, type RealServer } from './servers.ts'

const TASK_RUN = '00000000-0000-4000-8000-0000000000aa'

for (const version of ['3.8.8', '2.20.26'] as const) {
  await describeReal(version, `limits, automations and pools of a real ${version}`, () => {
    const is3 = version.startsWith('3')
    let server: RealServer
    let client: Client
    let reads: Reads
    let deploymentId = ''

    beforeAll(async () => {
      const started = await startServer({ version })
      if ('unavailable' in started)
        throw new Error(started.unavailable)
      server = started
      client = createClient({ apiUrl: server.apiUrl })
      reads = createReads(client)
      const { post } = server
      await post('/work_pools/', { name: 'limits-pool', type: 'process', base_job_template: {} })
      const flow = await post('/flows/', { name: 'limited' }) as { id: string }
      const deployment = await post('/deployments/', { name: 'one-at-once', flow_id: flow.id, work_pool_name: 'limits-pool', ...(is3 && { concurrency_limit: 1 }) }) as { id: string }
      deploymentId = deployment.id
      await post('/v2/concurrency_limits/', { name: 'api', limit: 2 })
      await post('/v2/concurrency_limits/', { name: 'requests', limit: 60, slot_decay_per_second: 0.5, active: false })
      await post('/v2/concurrency_limits/increment', { slots: 1, names: ['api'], mode: 'concurrency' })
      await post('/concurrency_limits/', { tag: 'db', concurrency_limit: 1 })
      await (is3 ? post('/concurrency_limits/increment', { names: ['db'], task_run_id: TASK_RUN }) : post('/concurrency_limits/tag/db/reset', { slot_override: [TASK_RUN] }))
      for (const minutesAgo of [10, 20, 70])
        await post(`/deployments/${deploymentId}/create_flow_run`, { state: { type: 'SCHEDULED', state_details: { scheduled_time: new Date(Date.now() - minutesAgo * MINUTE_MS).toISOString() } } })
    })
    afterAll(async () => {
      await client?.close()
      await server?.stop()
    })

    it('are listed by name, with how many places are taken and whether they are in force', async () => {
      const limits = await reads.listConcurrencyLimits()
      expect([limits?.complete, limits?.setAsideCount]).toEqual([true, 0])
      const named = Object.fromEntries(limits!.rows.map(limit => [limit.name.replace(deploymentId, 'ID'), limit]))
      expect(named['api']).toEqual({ name: 'api', active: true, limit: 2, usedCount: 1, freedPerSecond: 0 })
      expect(named['requests']).toEqual({ name: 'requests', active: false, limit: 60, usedCount: 0, freedPerSecond: 0.5 })
      expect(Object.keys(named).toSorted()).toEqual(is3 ? ['api', 'deployment:ID', 'requests', 'tag:db'] : ['api', 'requests'])
    })

    it('name the task runs that hold places of a tag', async () => {
      expect((await reads.listTagLimits())?.rows).toEqual([{ tag: 'db', limit: 1, taskRunIds: [TASK_RUN] }])
    })

    it('tell which deployments an automation runs, and on which events; 2.20 keeps no automations', async () => {
      if (!is3) {
        expect(await reads.listAutomations()).toBeNull()
        return
      }
      const trigger = (expect: string[], posture = 'Reactive'): object => ({ type: 'event', match: {}, match_related: {}, expect, posture, threshold: 1, within: posture === 'Proactive' ? 60 : 0 })
      const make = async (name: string, given: object): Promise<unknown> => await server.post('/automations/', { name, enabled: true, actions: [], ...given })
      await make('a named one', { trigger: trigger(['table.broken']), actions: [{ type: 'run-deployment', source: 'selected', deployment_id: deploymentId }] })
      await make('b of two events', { trigger: { type: 'compound', require: 'all', within: 60, triggers: [trigger(['x']), trigger(['y'])] }, actions: [{ type: 'do-nothing' }], actions_on_resolve: [{ type: 'run-deployment', source: 'selected', deployment_id: deploymentId }] })
      await make('c whichever it is about', { enabled: false, trigger: trigger(['prefect.deployment.ready'], 'Proactive'), actions: [{ type: 'run-deployment', source: 'inferred' }] })
      const automations = await reads.listAutomations()
      expect([automations?.complete, automations?.setAsideCount]).toEqual([true, 0])
      expect(automations?.rows).toMatchObject([
        { name: 'a named one', enabled: true, events: ['table.broken'], onAbsence: false, runsDeploymentIds: [deploymentId], runsInferred: false },
        { name: 'b of two events', events: ['x', 'y'], runsDeploymentIds: [deploymentId] },
        { name: 'c whichever it is about', enabled: false, events: ['prefect.deployment.ready'], onAbsence: true, runsDeploymentIds: [], runsInferred: true },
      ])
    })

    it('let a run be scheduled ahead by hand, which 3.x tells from those of a schedule', async () => {
      const dueAt = Date.now() + 2 * HOUR_MS
      const { id } = await server.post(`/deployments/${deploymentId}/create_flow_run`, { state: { type: 'SCHEDULED', state_details: { scheduled_time: new Date(dueAt).toISOString() } } }) as { id: string }
      const ahead = await reads.listRunsScheduledByHand({ fromAt: Date.now(), toAt: dueAt + HOUR_MS })
      expect(ahead?.rows.map(run => run.id) ?? null).toEqual(is3 ? [id] : null)
    })

    it('count the runs of a pool by the hour they were due in', async () => {
      const untilAt = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
      const count = async (workPool: string): Promise<(number | undefined)[]> => (await reads.countPoolRunsByHour({ workPool, fromAt: untilAt - 3 * HOUR_MS, hourCount: 3 })).map(counts => counts.get('SCHEDULED'))
      expect(await count('limits-pool')).toEqual([undefined, 1, 2])
      expect(await count('no such pool')).toEqual([undefined, undefined, undefined])
    })
  })
}
