import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aFailure, aScript, aShown, NOW } from './build.ts'
import type { Settings, UpstreamSettings } from './settings.ts'
import { createStage, type Stage } from './stage.ts'

const SETTINGS: Settings = { port: 4280, host: '127.0.0.1', name: 'default', upstream: null, demoOnly: false, timeZone: 'UTC', actions: false, secret: null, allowedHosts: [], baseUrl: null, log: 'silent', expectations: [], acknowledged: [], dataFolder: '/nowhere', cacheFolder: '/nowhere', requestsPerMinute: null }
const CONFIGURED: UpstreamSettings = { source: 'environment', why: 'PREFECT_API_URL is set in the environment', apiUrl: 'http://127.0.0.1:4300/api', apiKey: null, authString: null, headers: {}, ca: null, insecure: false }

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
    showServer: ({ source, why, apiUrl }) => aShown(script, clock, { source, why, apiUrl }),
    showOwnDemo: why => aShown(aScript(), clock, { demo: true, source: 'demo', why, apiUrl: null, host: null }),
  })
  return { stage, local }
}

describe('createStage', () => {
  it('shows what is configured, and looks for nothing', async () => {
    const { stage, local } = await aStage({ upstream: CONFIGURED }, { healthy: true })
    expect(stage.shown()).toMatchObject({ demo: false, source: 'environment' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(local.lookCount).toBe(0)
  })

  it('stays with a configured server that is down', async () => {
    const { stage } = await aStage({ upstream: CONFIGURED }, { healthy: true, failure: aFailure('unreachable') })
    stage.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stage.shown()).toMatchObject({ demo: false, source: 'environment' })
    expect(stage.shown().watcher.health().state).toBe('down')
  })

  it('shows a healthy local server when nothing is configured', async () => {
    const { stage } = await aStage({}, { healthy: true })
    expect(stage.shown()).toMatchObject({ demo: false, source: 'found-local', apiUrl: 'http://127.0.0.1:4200/api' })
  })

  it('shows the demo when there is none, and offers one that appears', async () => {
    const { stage, local } = await aStage({})
    expect(stage.shown()).toMatchObject({ demo: true, source: 'demo' })
    await expect(stage.switchToLocal()).rejects.toMatchObject({ status: 409 })
    const revision = stage.shown().watcher.revision()
    local.healthy = true
    await vi.advanceTimersByTimeAsync(10_000)
    expect(stage.localServerFound()).toBe(true)
    expect(stage.shown().demo).toBe(true)
    expect(stage.shown().watcher.revision()).toBeGreaterThan(revision)
  })

  it('leaves the demo when it is asked to, once', async () => {
    const { stage, local } = await aStage({})
    let toldCount = 0
    stage.onRevision(() => toldCount += 1)
    local.healthy = true
    await vi.advanceTimersByTimeAsync(10_000)
    await stage.switchToLocal()
    expect(stage.shown()).toMatchObject({ demo: false, source: 'found-local' })
    expect(stage.localServerFound()).toBe(false)
    expect(toldCount).toBeGreaterThan(0)
    await expect(stage.switchToLocal()).rejects.toMatchObject({ status: 409 })
    const { lookCount } = local
    await vi.advanceTimersByTimeAsync(60_000)
    expect(local.lookCount).toBe(lookCount)
  })

  it('shows the demo alone when that is asked for', async () => {
    const { stage, local } = await aStage({ demoOnly: true, upstream: null }, { healthy: true })
    expect(stage.shown()).toMatchObject({ demo: true, why: 'FIRSTLIGHT_DEMO is set' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(local.lookCount).toBe(0)
  })
})
