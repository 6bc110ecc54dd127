import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aFailure, aScript, aShown, NOW } from './build.ts'
import type { ServerSettings, Settings } from './settings.ts'
import { createStage, type Stage } from './stage.ts'

const SETTINGS: Settings = { port: 4280, host: '127.0.0.1', servers: [], demoOnly: false, timeZone: 'UTC', actions: false, secret: null, allowedHosts: [], baseUrl: null, log: 'silent', expectations: [], acknowledged: [], dataFolder: '/nowhere', cacheFolder: '/nowhere', requestsPerMinute: null }
const CONFIGURED: ServerSettings = { name: 'default', role: 'production', requestsPerMinute: null, upstream: { source: 'environment', why: 'PREFECT_API_URL is set in the environment', apiUrl: 'http://127.0.0.1:4300/api', apiKey: null, authString: null, headers: {}, ca: null, insecure: false } }

let stage: Stage | null = null
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(async () => {
  await stage?.close()
  vi.useRealTimers()
})

/** A stage beside a local server whose health is `local.healthy`; nothing outside the test is asked. */
async function aStage(settings: Partial<Settings>, { healthy = false, failure = null as ReturnType<typeof aFailure> | null } = {}) {
  const local = { healthy, lookCount: 0 }
  const clock = { now: NOW }
  const script = aScript({ failure })
  stage = await createStage({
    settings: { ...SETTINGS, ...settings },
    log: pino({ level: 'silent' }),
    now: () => clock.now,
    isLocalHealthy: async () => {
      local.lookCount += 1
      return local.healthy
    },
    showOne: ({ name, role, upstream: { source, why, apiUrl } }) => aShown(name === 'down' ? aScript({ failure: aFailure('unreachable') }) : script, clock, { name, role, source, why, apiUrl }),
    showOwnDemo: why => aShown(aScript(), clock, { demo: true, source: 'demo', why, apiUrl: null, host: null }),
  })
  return { stage, local }
}

describe('createStage', () => {
  it('shows what is configured, and looks for nothing', async () => {
    const { stage, local } = await aStage({ servers: [CONFIGURED] }, { healthy: true })
    expect(stage.servers()[0]).toMatchObject({ demo: false, source: 'environment' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(local.lookCount).toBe(0)
  })

  it('stays with a configured server that is down', async () => {
    const { stage } = await aStage({ servers: [CONFIGURED] }, { healthy: true, failure: aFailure('unreachable') })
    stage.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stage.servers()[0]).toMatchObject({ demo: false, source: 'environment' })
    expect(stage.servers()[0].watcher.health().state).toBe('down')
  })

  it('reads every configured server, whatever becomes of the others', async () => {
    const { stage } = await aStage({ servers: [{ ...CONFIGURED, name: 'down' }, { ...CONFIGURED, name: 'eu' }] })
    let toldCount = 0
    stage.onRevision(() => toldCount += 1)
    stage.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stage.servers().map(({ name, watcher }) => [name, watcher.health().state])).toEqual([['down', 'down'], ['eu', 'up']])
    expect(toldCount).toBeGreaterThan(1)
  })

  it('shows a healthy local server when nothing is configured', async () => {
    const { stage } = await aStage({}, { healthy: true })
    expect(stage.servers()[0]).toMatchObject({ demo: false, source: 'found-local', apiUrl: 'http://127.0.0.1:4200/api' })
  })

  it('shows the demo when there is none, and offers one that appears', async () => {
    const { stage, local } = await aStage({})
    expect(stage.servers()[0]).toMatchObject({ demo: true, source: 'demo' })
    await expect(stage.switchToLocal()).rejects.toMatchObject({ status: 409 })
    const revision = stage.servers()[0].watcher.revision()
    local.healthy = true
    await vi.advanceTimersByTimeAsync(10_000)
    expect(stage.localServerFound()).toBe(true)
    expect(stage.servers()[0].demo).toBe(true)
    expect(stage.servers()[0].watcher.revision()).toBeGreaterThan(revision)
  })

  it('leaves the demo when it is asked to, once', async () => {
    const { stage, local } = await aStage({})
    let toldCount = 0
    stage.onRevision(() => toldCount += 1)
    local.healthy = true
    await vi.advanceTimersByTimeAsync(10_000)
    await stage.switchToLocal()
    expect(stage.servers()[0]).toMatchObject({ demo: false, source: 'found-local' })
    expect(stage.localServerFound()).toBe(false)
    expect(toldCount).toBeGreaterThan(0)
    await expect(stage.switchToLocal()).rejects.toMatchObject({ status: 409 })
    const { lookCount } = local
    await vi.advanceTimersByTimeAsync(60_000)
    expect(local.lookCount).toBe(lookCount)
  })

  it('shows the demo alone when that is asked for', async () => {
    const { stage, local } = await aStage({ demoOnly: true }, { healthy: true })
    expect(stage.servers()[0]).toMatchObject({ demo: true, why: 'FIRSTLIGHT_DEMO is set' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(local.lookCount).toBe(0)
  })
})
