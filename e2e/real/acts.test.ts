import { afterAll, beforeAll, expect, it } from 'vitest'
import { createActs, type Acts } from '../../server/prefect/acts.ts'
import { createClient, type Client } from '../../server/prefect/client.ts'
import { createReads, type Reads } from '../../server/prefect/reads.ts'
import { describeReal } from './describe-real.ts'
import { startServer, type RealServer } from './servers.ts'

for (const version of ['3.8.8', '2.20.26'] as const) {
  await describeReal(version, `acts on a real ${version}`, () => {
    let server: RealServer
    let client: Client
    let acts: Acts
    let reads: Reads
    let deploymentId: string
    const make = async (key: string): Promise<string> => (await acts.createRun({ deploymentId, parameters: { day: 7 }, idempotencyKey: key })).id
    const setState = async (id: string, type: string): Promise<unknown> => await server.post(`/flow_runs/${id}/set_state`, { state: { type }, force: true })
    const stateOf = async (id: string): Promise<string | undefined> => (await reads.getFlowRun(id)).run.state?.name

    beforeAll(async () => {
      const started = await startServer({ version })
      if ('unavailable' in started)
        throw new Error(started.unavailable)
      server = started
      client = createClient({ apiUrl: server.apiUrl })
      ;[acts, reads] = [createActs(client), createReads(client)]
      const flow = await server.post('/flows/', { name: 'acted-on' }) as { id: string }
      await server.post('/work_pools/', { name: 'acted-pool', type: 'process', base_job_template: {} })
      deploymentId = (await server.post('/deployments/', { name: 'acted', flow_id: flow.id, work_pool_name: 'acted-pool', schedules: [], parameter_openapi_schema: { type: 'object', properties: { day: { type: 'integer' } } } }) as { id: string }).id
    })
    afterAll(async () => {
      await client?.close()
      await server?.stop()
    })

    it('make one run for one key, with its parameters', async () => {
      const id = await make('once')
      expect(await make('once')).toBe(id)
      expect((await reads.getFlowRun(id)).parameters).toEqual({ day: 7 })
      expect(await reads.getParameterSchema(deploymentId)).toMatchObject({ properties: { day: { type: 'integer' } } })
    })
    it('retry a failed run in its own row', async () => {
      const id = await make('retried')
      for (const type of ['PENDING', 'RUNNING', 'FAILED'])
        await setState(id, type)
      expect(await acts.retryRun(id)).toMatchObject({ status: 'accepted' })
      expect(await stateOf(id)).toBe('AwaitingRetry')
    })
    it('cancel a run that waits at once, and ask one that runs', async () => {
      const waiting = await make('waits')
      expect(await acts.cancelRun(waiting)).toMatchObject({ status: 'accepted' })
      expect(await stateOf(waiting)).toBe('Cancelled')
      const running = await make('runs')
      for (const type of ['PENDING', 'RUNNING'])
        await setState(running, type)
      expect(await acts.cancelRun(running)).toMatchObject({ status: 'accepted' })
      expect(await stateOf(running)).toBe('Cancelling')
    })
    it('are told to be refused, though the server says 200', async () => {
      const flow = await server.post('/flows/', { name: 'acted-on' }) as { id: string }
      const adhoc = await server.post('/flow_runs/', { flow_id: flow.id, state: { type: 'PENDING' } }) as { id: string }
      for (const type of ['RUNNING', 'FAILED'])
        await setState(adhoc.id, type)
      expect(await acts.retryRun(adhoc.id)).toEqual({ status: 'refused', reason: 'Cannot reschedule a run without an associated deployment.' })
    })
  })
}
