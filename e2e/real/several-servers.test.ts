import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunAnswer } from '../../shared/api/run.ts'
import { startOwnServer, type OwnServer } from '../own-server.ts'
import { describeReal } from './describe-real.ts'
import { writeNight } from './night.ts'
import { startServer, type RealServer } from './servers.ts'

/** A written night on a Prefect 3 and a failed run on a Prefect 2, through the built First Light. */
await describeReal('2.20.26', 'one morning of two real servers', () => {
  let written: RealServer
  let old: RealServer
  let oldRunId: string
  let own: OwnServer

  beforeAll(async () => {
    written = await start('3.8.8')
    old = await start('2.20.26')
    oldRunId = await makeFailedRun(old.apiUrl)
    const folder = mkdtempSync(join(tmpdir(), 'first-light-'))
    writeFileSync(join(folder, 'firstlight.yaml'), `servers:\n  new:\n    api_url: ${written.apiUrl}\n  old:\n    api_url: ${old.apiUrl}\n`)
    own = await startOwnServer({ env: { FIRSTLIGHT_CONFIG: join(folder, 'firstlight.yaml'), FIRSTLIGHT_TZ: 'UTC', FIRSTLIGHT_DATA: join(folder, 'data'), FIRSTLIGHT_CACHE: join(folder, 'cache') } })
    await vi.waitUntil(async () => (await morning()).incomplete.length === 0, { timeout: 60_000, interval: 200 })
  })

  afterAll(async () => {
    await own?.stop()
    await old?.stop()
    await written?.stop()
  })

  async function morning(): Promise<MorningAnswer> {
    return await (await fetch(`${own.address}/api/morning`)).json() as MorningAnswer
  }

  it('tells what is wrong on each, and leads to each', async () => {
    const { problems, servers, verdict } = await morning()
    expect(servers).toEqual([{ name: 'new', server: null }, { name: 'old', server: 'old' }])
    expect(verdict.status).toBe('attention')
    expect(problems.filter(({ server }) => server === null).length).toBeGreaterThan(3)
    expect(problems.filter(({ server }) => server === 'old')).toMatchObject([{ kind: 'failed', jobs: [{ flow: 'by-hand', runId: oldRunId }] }])
    const answer = await (await fetch(`${own.address}/api/runs/${oldRunId}?server=old`)).json() as RunAnswer
    expect(answer.run).toMatchObject({ id: oldRunId, flow: { name: 'by-hand' }, state: { type: 'FAILED' } })
  })

  it('goes on with one when the other stops, and is not green', async () => {
    await old.stop()
    await vi.waitUntil(async () => (await morning()).incomplete.some(({ reason }) => reason.startsWith('old: ')), { timeout: 40_000, interval: 500 })
    const { problems, complete, asOf } = await morning()
    expect(complete).toBe(false)
    expect(problems.some(({ server }) => server === null)).toBe(true)
    expect(problems.some(({ server }) => server === 'old')).toBe(true)
    expect(asOf).not.toBeNull()
  })
})

async function start(version: '3.8.8' | '2.20.26'): Promise<RealServer> {
  const started = await startServer(version === '3.8.8'
    ? { version, services: { scheduler: false, lateRuns: false }, prepare: async prepared => void await writeNight(prepared, { end: new Date().toISOString(), deployments: 70, runs: 1_000 }) }
    : { version })
  if ('unavailable' in started)
    throw new Error(started.unavailable)
  return started
}

async function makeFailedRun(apiUrl: string): Promise<string> {
  const post = async (path: string, body: unknown): Promise<{ id: string }> => {
    const response = await fetch(`${apiUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return await response.json() as { id: string }
  }
  const flow = await post('/flows/', { name: 'by-hand' })
  const run = await post('/flow_runs/', { flow_id: flow.id, state: { type: 'PENDING' } })
  for (const state of [{ type: 'RUNNING' }, { type: 'FAILED', message: 'Flow run encountered an exception: ValueError: no price' }])
    await post(`/flow_runs/${run.id}/set_state`, { state, force: true })
  return run.id
}
