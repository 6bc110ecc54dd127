import { describe, expect, it } from 'vitest'
import { listRoutes, type AppDeps } from '../app.ts'
import { anApp } from '../build.ts'
import { toFile, toPages } from '../screen.ts'

const SECRET = 'correct horse battery staple'
const LOCAL = 'http://127.0.0.1:4280'
const SCREEN: AppDeps['screen'] = {
  ...toPages('<html></html>'),
  files: [toFile('/assets/app-1a2b3c4d.js', new TextEncoder().encode(`//${'x'.repeat(2_000)}`))],
}
const HEADERS = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy', 'x-request-id', 'cache-control']

/** Every route there is, with an id filled in. */
const ROUTES = listRoutes(anApp({ screen: SCREEN }).deps).map(({ method, path, access = {} }) => ({ name: `${method} ${path}`, method, path: path.replace(':id', 'some-id').replace('**', 'lost'), access }))
const OPEN = ['GET /healthz', 'GET /readyz', 'GET /login', 'POST /login', 'GET /login.css']

interface Asked {
  method: string
  path: string
  headers?: Record<string, string>
}

function ask(app: ReturnType<typeof anApp>['app'], { method, path, headers = {} }: Asked, origin = LOCAL): Promise<Response> {
  return Promise.resolve(app.request(`${origin}${path}`, { method, headers: { ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers }, ...(method === 'POST' && { body: '{}' }) }))
}

async function sessionOf(app: ReturnType<typeof anApp>['app'], secret = SECRET): Promise<Response> {
  return await Promise.resolve(app.request(`${LOCAL}/login`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ secret }).toString() }))
}

function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

describe('the list of routes', () => {
  it('opens only what the login needs', () => {
    expect(ROUTES.filter(({ access }) => access.open === true).map(({ name }) => name)).toEqual(OPEN)
  })
})

describe.each(ROUTES)('$name', (route) => {
  it('is refused under a name that is not ours', async () => {
    const { app } = anApp({ screen: SCREEN })
    for (const host of ['evil.test', 'evil.test:4280', '127.0.0.1.evil.test', 'localhost.', '169.254.169.254'])
      expect((await ask(app, route, `http://${host}`)).status).toBe(421)
    expect((await ask(app, { ...route, headers: { host: 'evil.test' } })).status).toBe(421)
  })

  it('is refused without a login beyond this machine', async () => {
    const { app } = anApp({ screen: SCREEN, settings: { secret: SECRET } })
    for (const cookie of ['', 'firstlight-4280=forged', 'firstlight-4280='])
      expect((await ask(app, { ...route, headers: { cookie } })).status).toBeOneOf(OPEN.includes(route.name) ? [200, 303, 415, 503] : [401])
  })

  it('is refused to another site', async () => {
    const { app } = anApp({ screen: SCREEN })
    for (const site of ['cross-site', 'same-site'])
      expect((await ask(app, { ...route, headers: { 'sec-fetch-site': site } })).status).toBe(403)
  })

  it('carries every header, refused or not', async () => {
    for (const settings of [{}, { secret: SECRET }]) {
      const { app, deps } = anApp({ screen: SCREEN, settings })
      for (const response of [await ask(app, route), await ask(app, route, 'http://evil.test')]) {
        HEADERS.forEach(name => expect(response.headers.get(name), `${name} of ${response.status}`).not.toBeNull())
        expect(response.headers.get('content-security-policy')).not.toContain('unsafe')
        expect(response.headers.has('access-control-allow-origin')).toBe(false)
        await response.body?.cancel()
      }
      deps.live.close()
    }
  })
})

describe.each(ROUTES.filter(({ method }) => method === 'POST'))('$name', (route) => {
  it.each([
    ['another site', { origin: 'http://evil.test' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:3000' }, 403],
    ['an origin that is hidden', { origin: 'null' }, 403],
    ['a form that is none of ours', { 'content-type': 'text/plain' }, 415],
    ['no content type', { 'content-type': '' }, 415],
  ])('is refused to %s', async (_, headers, status) => {
    const { app } = anApp()
    expect((await ask(app, { ...route, headers })).status).toBe(status)
  })
})

describe('the doors', () => {
  it('let a person follow a link from elsewhere, to pages only', async () => {
    const { app } = anApp({ screen: SCREEN })
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'accept': 'text/html' }
    expect((await ask(app, { method: 'GET', path: '/runs/some-id', headers })).status).toBe(200)
    expect((await ask(app, { method: 'GET', path: '/api/server', headers })).status).toBe(403)
    expect((await ask(app, { method: 'GET', path: '/runs', headers: { ...headers, 'sec-fetch-dest': 'iframe' } })).status).toBe(403)
  })

  it.each(['127.0.0.1:9999', 'localhost', '[::1]:4280', '127.9.9.9'])('know this machine as %s', async (host) => {
    expect((await ask(anApp().app, { method: 'GET', path: '/api/server' }, `http://${host}`)).status).toBe(200)
  })

  it('serve further names only with a login', async () => {
    const settings = { allowedHosts: ['box.example'], baseUrl: new URL('https://x.example') }
    for (const host of ['box.example', 'x.example']) {
      expect((await ask(anApp({ settings }).app, { method: 'GET', path: '/api/server' }, `http://${host}`)).status).toBe(403)
      const { app } = anApp({ settings: { ...settings, secret: SECRET } })
      expect((await ask(app, { method: 'GET', path: '/api/server', headers: { cookie: cookieOf(await sessionOf(app)) } }, `http://${host}`)).status).toBe(200)
    }
  })

  it('take bare addresses where they listen everywhere', async () => {
    const { app } = anApp({ settings: { host: '0.0.0.0', secret: SECRET } })
    expect((await ask(app, { method: 'GET', path: '/healthz' }, 'http://192.168.1.5:4280')).status).toBe(200)
    expect((await ask(app, { method: 'GET', path: '/healthz' }, 'http://evil.test')).status).toBe(421)
  })

  it('answer what is not there without its address', async () => {
    const { app } = anApp()
    for (const [method, path, status] of [['GET', '/api/<script>', 404], ['DELETE', '/api/server', 405], ['OPTIONS', '/api/live', 405], ['GET', '/%ZZ', 404], ['GET', '/..%2f..%2fetc/passwd', 404], ['GET', '/api/server/health', 404]] as const) {
      const response = await ask(app, { method, path, headers: { 'content-type': 'application/json' } })
      expect([path, response.status]).toEqual([path, status])
      expect(await response.text()).not.toContain('script')
    }
  })

  it('keep unknown addresses behind the login', async () => {
    const { app } = anApp({ screen: SCREEN, settings: { secret: SECRET } })
    for (const path of ['/healthz/x', '//healthz', '/api/healthz', '/HEALTHZ', '/login/x', '/api/..;/healthz', '/%2fhealthz', '/api/server/login', '/.env', '/assets/none.js'])
      expect([path, (await ask(app, { method: 'GET', path })).status]).toEqual([path, 401])
  })

  it('read no body past 64 kB', async () => {
    const { app } = anApp()
    const big = 'x'.repeat(70_000)
    const response = await app.request(`${LOCAL}/login`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `secret=${big}` })
    expect(response.status).toBe(413)
    expect(await response.json()).toEqual({ status: 413, message: 'The request is larger than 64 kB.' })
  })

  it('show no screen file that was not built', async () => {
    const { app } = anApp({ screen: SCREEN })
    for (const path of ['/assets/', '/assets/../index.html', '/assets/%2e%2e/index.html', '/assets/app-1a2b3c4d.js.map', '/assets/app-1a2b3c4d.js%00'])
      expect((await ask(app, { method: 'GET', path, headers: { accept: 'text/html' } })).headers.get('content-type')).not.toContain('javascript')
  })
})

describe('the login', () => {
  it('sends a person there and back', async () => {
    const { app } = anApp({ screen: SCREEN, settings: { secret: SECRET } })
    const refused = await ask(app, { method: 'GET', path: '/runs/some-id?x=1', headers: { accept: 'text/html' } })
    expect([refused.status, refused.headers.get('location')]).toEqual([303, '/login?next=%2Fruns%2Fsome-id%3Fx%3D1'])
    const page = await ask(app, { method: 'GET', path: '/login?next=%2Fruns%2Fsome-id%3Fx%3D1' })
    expect(await page.text()).toContain('value="/runs/some-id?x=1"')
    const entered = await app.request(`${LOCAL}/login`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ secret: SECRET, next: '/runs/some-id?x=1' }).toString() })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/runs/some-id?x=1'])
    expect(entered.headers.get('set-cookie')).toMatch(/^firstlight-4280=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/i)
    expect((await ask(app, { method: 'GET', path: '/api/server', headers: { cookie: cookieOf(entered) } })).status).toBe(200)
  })

  it.each(['//evil.test', '/\\evil.test', '\\\\evil.test', 'https:evil.test', '/%09/evil.test', 'javascript:alert(1)', '/login', '/api/server', '/runs/../../x'])('leads to the first page instead of %s', async (next) => {
    const { app } = anApp({ settings: { secret: SECRET } })
    const entered = await app.request(`${LOCAL}/login`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ secret: SECRET, next }).toString() })
    expect(entered.headers.get('location')).toBe('/')
  })

  it('asks once more for a page opened by a link from elsewhere, whose cookie stayed behind', async () => {
    const { app } = anApp({ screen: SCREEN, settings: { secret: SECRET } })
    const response = await ask(app, { method: 'GET', path: '/runs?state=failed', headers: { 'accept': 'text/html', 'sec-fetch-site': 'cross-site' } })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<meta http-equiv="refresh" content="0;url=/runs?state=failed">')
  })

  it('hides the cookie behind https', async () => {
    const { app } = anApp({ settings: { secret: SECRET, baseUrl: new URL('https://x.example/first-light') } })
    const entered = await app.request(`${LOCAL}/first-light/login`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ secret: SECRET }).toString() })
    expect(entered.headers.get('set-cookie')).toMatch(/^__Host-firstlight-4280=.*Secure/)
    expect(entered.headers.get('strict-transport-security')).not.toBeNull()
  })

  it('refuses a wrong secret, and after five of them the right one for a while', async () => {
    const { app, clock } = anApp({ settings: { secret: SECRET } })
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await sessionOf(app, `${SECRET}${attempt}`)).status).toBe(401)
    const refused = await sessionOf(app)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBe(300)
    clock.now += 300_000
    expect((await sessionOf(app)).status).toBe(303)
  })

  it('ends by logging out, and by time', async () => {
    const { app, clock } = anApp({ settings: { secret: SECRET } })
    const cookie = cookieOf(await sessionOf(app))
    expect((await ask(app, { method: 'POST', path: '/logout', headers: { cookie } })).status).toBe(200)
    expect((await ask(app, { method: 'GET', path: '/api/server', headers: { cookie } })).status).toBe(401)
    const another = cookieOf(await sessionOf(app))
    clock.now += 27 * 3_600_000
    expect((await ask(app, { method: 'GET', path: '/api/server', headers: { cookie: another } })).status).toBe(401)
  })

  it('shows a hostile address as text', async () => {
    const { app } = anApp({ settings: { secret: SECRET } })
    const page = await ask(app, { method: 'GET', path: `/login?next=${encodeURIComponent('/runs?"><script>alert(1)</script>')}` })
    expect(await page.text()).not.toContain('<script')
  })

  it('is passed by where there is no secret', async () => {
    const { app } = anApp()
    expect((await ask(app, { method: 'GET', path: '/login' })).headers.get('location')).toBe('/')
  })
})
