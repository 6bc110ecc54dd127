import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anApp } from '../build.ts'

const SECRET = 'correct horse battery staple'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Opens a stream and gives what each next chunk says; null at its end. */
async function open(app: ReturnType<typeof anApp>['app'], cookie = '') {
  const response = await app.request('http://127.0.0.1:4280/api/live', { headers: { cookie } })
  const reader = response.body?.getReader()
  const next = async (): Promise<string | null> => {
    const chunk = await reader?.read()
    return chunk?.value === undefined ? null : new TextDecoder().decode(chunk.value)
  }
  return { response, next, cancel: async () => await reader?.cancel() }
}

describe('GET /api/live', () => {
  it('speaks at once, with the revision there is', async () => {
    const { app, shown } = anApp()
    const { response, next } = await open(app)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(await next()).toContain('retry: 3000')
    expect(await next()).toBe(`event: revision\ndata: {"picture":${shown.watcher.revision()}}\n\n`)
  })

  it('tells each new revision', async () => {
    const { app, shown } = anApp()
    const { next } = await open(app)
    await next()
    await next()
    shown.watcher.renew()
    expect(await next()).toContain(`{"picture":${shown.watcher.revision()}}`)
  })

  it('shows every 15 s that it lives', async () => {
    const { app } = anApp()
    const { next } = await open(app)
    await next()
    await next()
    vi.advanceTimersByTime(15_000)
    expect(await next()).toBe(': still here\n\n')
  })

  it('ends within 15 s of its login', async () => {
    const { app, deps } = anApp({ settings: { secret: SECRET } })
    const token = deps.sessions.begin()
    const { next } = await open(app, `firstlight-4280=${token}`)
    await next()
    await next()
    deps.sessions.end(token)
    vi.advanceTimersByTime(15_000)
    expect(await next()).toBe('event: session-ended\ndata: {}\n\n')
    expect(await next()).toBeNull()
    expect(deps.live.count()).toBe(0)
  })

  it('ends at once on logging out', async () => {
    const { app, deps } = anApp({ settings: { secret: SECRET } })
    const cookie = `firstlight-4280=${deps.sessions.begin()}`
    const { next } = await open(app, cookie)
    await next()
    await next()
    await app.request('http://127.0.0.1:4280/logout', { method: 'POST', headers: { cookie, 'content-type': 'application/json' } })
    expect(await next()).toContain('session-ended')
    expect(await next()).toBeNull()
  })

  it('lets go of a reader that left', async () => {
    const { app, deps } = anApp()
    const { cancel } = await open(app)
    expect(deps.live.count()).toBe(1)
    await cancel()
    expect(deps.live.count()).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lets go of a reader that does not read', async () => {
    const { app, deps, shown } = anApp()
    await open(app)
    for (let count = 0; count < 100; count++)
      shown.watcher.renew()
    expect(deps.live.count()).toBe(0)
  })

  it('takes a hundred readers and sends the next to polling', async () => {
    const { app } = anApp()
    for (let count = 0; count < 100; count++)
      expect((await open(app)).response.status).toBe(200)
    const { response } = await open(app)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60'])
  })

  it('ends every stream when the server closes', async () => {
    const { app, deps } = anApp()
    const { next } = await open(app)
    await next()
    await next()
    deps.live.close()
    expect(await next()).toBeNull()
    expect((await open(app)).response.status).toBe(503)
  })
})
