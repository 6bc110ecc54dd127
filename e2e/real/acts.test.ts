import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aDeployment, aFlow } from '../../shared/model/build.ts'
import type { PreviewAnswer } from '../../shared/api/acts.ts'
import { anApp, aScript, aShown } from '../../server/build.ts'
import { createActs, type Acts } from '../../server/prefect/acts.ts'
import { createClient, type Client } from '../../server/prefect/client.ts'
import { UpstreamError } from '../../server/prefect/error.ts'
import { createReads, type Reads } from '../../server/prefect/reads.ts'
import { describeReal } from './describe-real.ts'
import { startServer, type RealServer } from './servers.ts'

/** A server on SQLite answers 503 while another of its own services writes; people are told, these tests ask again. */
function untilUnlocked(acts: Acts): Acts {
  const again = (act: (...given: unknown[]) => Promise<unknown>) => async (...given: unknown[]): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await act(...given)
      }
      catch (error) {
        if (!(error instanceof UpstreamError) || error.status !== 503 || attempt === 10)
          throw error
        await sleep(200)
      }
    }
  }
  return Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, again(act as Parameters<typeof again>[0])])) as Acts
}

const OWN_PROCESS = fileURLToPath(new URL('own_process.py', import.meta.url))

/** A real process whose flow waits for input; `told` gives the next line it prints. */
function startWaitingFlow({ environment, env, home }: RealServer): { told: () => Promise<Record<string, unknown>>, stop: () => void } {
  const child = spawn(environment.python, [OWN_PROCESS, 'waiting', '120'], { cwd: home, env, stdio: ['ignore', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async told() {
      for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
        if (line.value.startsWith('{'))
          return JSON.parse(line.value) as Record<string, unknown>
      }
      throw new Error('the waiting flow ended without a word')
    },
    stop: () => child.kill('SIGKILL'),
  }
}

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
      ;[acts, reads] = [untilUnlocked(createActs(client)), createReads(client)]
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
    it('suspend a run that goes on until it is resumed, once for a key', async () => {
      const id = await make('suspended')
      expect(await acts.suspendRun(id, { key: 'early', untilAt: null })).toEqual({ status: 'refused', reason: 'Cannot suspend flows that are not currently running.' })
      for (const type of ['PENDING', 'RUNNING'])
        await setState(id, type)
      const untilAt = Date.now() + 3_600_000
      expect(await acts.suspendRun(id, { key: 'first', untilAt })).toMatchObject({ status: 'accepted' })
      const { run, pause } = await reads.getFlowRun(id)
      expect([run.state?.type, run.state?.name, pause]).toEqual(['PAUSED', 'Suspended', { untilAt, isSuspended: true, inputKeys: null }])
      expect(await acts.resumeRun(id, null)).toMatchObject({ status: 'accepted' })
      expect(await stateOf(id)).toBe('Resuming')
      expect(await acts.resumeRun(id, null)).toEqual({ status: 'refused', reason: 'Cannot resume a flow run that is not paused.' })
      for (const type of ['PENDING', 'RUNNING'])
        await setState(id, type)
      expect(await acts.suspendRun(id, { key: 'first', untilAt: null })).toEqual({ status: 'refused', reason: 'This suspend has already fired.' })
    })
    it('resume a run too late only to hear that it failed', async () => {
      const id = await make('too late')
      for (const type of ['PENDING', 'RUNNING'])
        await setState(id, type)
      await acts.suspendRun(id, { key: 'short', untilAt: Date.now() - 1_000 })
      expect(await acts.resumeRun(id, null)).toMatchObject({ status: 'refused', reason: expect.stringContaining('timed out') as string })
      expect(await stateOf(id)).toBe('Failed')
    })
    it('cancel a suspended run', async () => {
      const id = await make('suspended and cancelled')
      for (const type of ['PENDING', 'RUNNING'])
        await setState(id, type)
      await acts.suspendRun(id, { key: 'cancelled', untilAt: null })
      expect(await acts.cancelRun(id)).toMatchObject({ status: 'accepted' })
      expect(await stateOf(id)).toBeOneOf(['Cancelling', 'Cancelled'])
    })
    it('give a waiting flow what it asks for, and only that', async () => {
      const flow = startWaitingFlow(server)
      try {
        const { id } = await flow.told() as { id: string }
        await expect.poll(async () => (await reads.getFlowRun(id)).run.state?.type, { timeout: 30_000 }).toBe('PAUSED')
        const { pause } = await reads.getFlowRun(id)
        expect([pause?.isSuspended, Math.abs((pause?.untilAt ?? 0) - Date.now() - 120_000) < 60_000]).toEqual([false, true])
        const keys = pause!.inputKeys!
        // The state is there before what it asks for is written.
        await expect.poll(async () => await reads.getRunInput(id, keys), { timeout: 10_000 }).toMatchObject({
          schema: { required: ['approved'], properties: { approved: { type: 'boolean' }, keep_days: { type: 'integer' } } },
          description: 'May the table be overwritten?',
        })
        expect(await acts.resumeRun(id, { keep_days: 3 })).toEqual({ status: 'refused', reason: '\'approved\' is a required property' })
        expect(await acts.resumeRun(id, { approved: 'perhaps' })).toMatchObject({ status: 'refused', reason: expect.stringContaining('is not of type \'boolean\'') as string })
        expect(await acts.resumeRun(id, { approved: true, note: 'as agreed' })).toMatchObject({ status: 'accepted' })
        expect(await flow.told()).toEqual({ given: { approved: true, keep_days: 7, note: 'as agreed' } })
      }
      finally {
        flow.stop()
      }
    }, 90_000)
    it('pause a deployment, which deletes what its schedules made and nobody began, and resume it', async () => {
      const flow = await server.post('/flows/', { name: 'acted-on' }) as { id: string }
      const { id } = await server.post('/deployments/', { name: 'paused', flow_id: flow.id, work_pool_name: 'acted-pool', schedules: [{ schedule: { interval: 3_600 }, active: true }] }) as { id: string }
      await fetch(`${server.apiUrl}/deployments/${id}/schedule`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ min_runs: 4, max_runs: 4 }) })
      const { id: byHand } = await acts.createRun({ deploymentId: id, parameters: {}, idempotencyKey: 'by hand' })
      const due = await reads.listScheduledRuns(id, { cap: 100 })
      expect(due.rows.filter(({ autoScheduled }) => autoScheduled).length).toBeGreaterThanOrEqual(3)
      await acts.pauseDeployment(id)
      expect((await reads.listDeploymentsById([id])).rows[0]?.paused).toBe(true)
      expect((await reads.listScheduledRuns(id, { cap: 100 })).rows.map(row => row.id)).toEqual([byHand])
      await acts.resumeDeployment(id)
      expect((await reads.listDeploymentsById([id])).rows[0]?.paused).toBe(false)
      await expect(acts.pauseDeployment('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ failure: 'absent' })
    })
    it('are done to several at a time, each by itself and only where it fits', async () => {
      const ids: string[] = []
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
        const id = await make(`several ${name}`)
        for (const type of ['PENDING', 'RUNNING', ...(name === 'f' ? [] : ['FAILED'])])
          await setState(id, type)
        ids.push(id)
      }
      const script = aScript({ flows: [aFlow()], deployments: [aDeployment({ id: deploymentId })] })
      const shown = aShown(script, { now: Date.now() }, { reads, acts })
      await shown.watcher.readOnce()
      const { app } = anApp({ script, shown, actions: true })
      const post = async (path: string, body: object): Promise<Response> => await app.request(`http://127.0.0.1:4280${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      const { runs } = await (await post('/api/acts/preview', { runIds: ids })).json() as PreviewAnswer
      expect(runs.map(({ refusals }) => refusals.retry === undefined)).toEqual([true, true, true, true, true, false])
      await setState(ids[0]!, 'FAILED') // somebody was faster: it is in another state now than it was seen in
      const answers = await Promise.all(runs.slice(0, 5).map(async ({ run }) => await post(`/api/runs/${run.id}/acts`, { act: 'retry', by: 'Kim', stateAt: run.state?.at })))
      expect(answers.map(({ status }) => status)).toEqual([409, 200, 200, 200, 200])
      expect(await Promise.all(ids.map(stateOf))).toEqual(['Failed', 'AwaitingRetry', 'AwaitingRetry', 'AwaitingRetry', 'AwaitingRetry', 'Running'])
      expect(shown.memory.acts.list({ subject: null, limit: 10 }).map(({ outcome }) => outcome?.status)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
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
