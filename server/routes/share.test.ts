import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { ShareAnswer } from '../../shared/api/share.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import { anApp, aScript, NOW } from '../build.ts'
import { toFile } from '../screen.ts'

const LOCAL = 'http://127.0.0.1:4280'
const SECRET = 'correct horse battery staple'
const HTML = '<!doctype html><html><head><meta name="base" content="/"><title>First Light</title></head></html>'
const PAGE = toFile('/index.html', new TextEncoder().encode(HTML))
const DAY_MS = 86_400_000
const failed = (id: string) => aFlowRun({ id, name: `run-of-acme-${id}`, createdAt: NOW - 3_600_000, expectedStartAt: NOW - 3_600_000, startedAt: NOW - 3_600_000, endedAt: NOW - 3_540_000, ranForMs: 60_000, runCount: 1, parameters: { customer: 'acme' }, state: aRunState({ type: 'FAILED', name: 'Failed', at: NOW - 3_540_000, message: 'OSError: host 10.1.2.3 refused user 12345' }) })
/** As what shows links in a chat asks; and as a browser that follows one from there. */
const CHAT = { 'accept': '*/*', 'user-agent': 'Slackbot-LinkExpanding 1.0' }
const BROWSER = { 'accept': 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' }

async function aServed({ secret = SECRET, baseUrl = null }: { secret?: string | null, baseUrl?: URL | null } = {}) {
  const written: string[] = []
  const log = pino({ level: 'trace' }, new Writable({ write: (chunk, _, done) => (written.push(String(chunk)), done()) }))
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment()], runs: [failed('a'), failed('b')] })
  const { app, shown, clock } = anApp({ script, log, settings: { secret, baseUrl }, screen: { page: PAGE, demoPage: PAGE, files: [] } })
  await shown.watcher.readOnce()
  const base = baseUrl?.pathname ?? ''
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> => await app.request(LOCAL + base + path, { method, headers, redirect: 'manual', ...(method === 'POST' && { body: '{}' }) })
  const login = await app.request(`${LOCAL}${base}/login`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ secret: secret ?? '' }).toString() })
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
  const share = async (address: string): Promise<ShareAnswer> => await (await ask(`/api/share?address=${encodeURIComponent(address)}`, { cookie })).json() as ShareAnswer
  const link = async (address: string): Promise<string> => `${address}${address.includes('?') ? '&' : '?'}share=${(await share(address)).token}`
  return { ask, share, link, cookie, clock, script, written }
}

const tagOf = (html: string, name: string): string | undefined => new RegExp(`<meta property="og:${name}" content="([^"]*)">`).exec(html)?.[1]
const shape = async (response: Response): Promise<unknown> => [response.status, response.headers.get('location')?.replace(/share%3D[\w-]+/, ''), await response.text()]

describe('a share link of a run', () => {
  it('says subject, state, reason and length to whoever has it, and leads to the login', async () => {
    const { ask, link } = await aServed()
    const response = await ask(await link('/runs/a?tz=Asia/Tokyo'), CHAT)
    const html = await response.text()
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(tagOf(html, 'title')).toBe('✕ ledger/nightly · 16:56 failed')
    expect(tagOf(html, 'description')).toMatch(/^OSError.* · took 1 m$/)
    expect(html).toContain('<a href="/login?next=%2Fruns%2Fa%3Ftz%3DAsia%2FTokyo">Log in to open it</a>')
    expect(html).not.toMatch(/http-equiv|share=/)
  })

  it('says neither parameters, nor values of the log, nor the name made of them', async () => {
    const { ask, link } = await aServed()
    expect(await (await ask(await link('/runs/a'), CHAT)).text()).not.toMatch(/acme|10\.1\.2\.3|12345/)
  })

  it('takes a browser on to the page, where the login is asked for', async () => {
    const { ask, link, cookie } = await aServed()
    const shared = await link('/runs/a?tz=UTC')
    expect(await (await ask(shared, BROWSER)).text()).toContain('<meta http-equiv="refresh" content="0;url=/runs/a?tz=UTC">')
    expect((await ask('/runs/a?tz=UTC', { ...BROWSER, 'sec-fetch-site': 'same-origin' })).headers.get('location')).toBe('/login?next=%2Fruns%2Fa%3Ftz%3DUTC')
    expect(await (await ask(shared, { ...BROWSER, cookie })).text()).toBe(HTML)
  })

  it('opens nothing else', async () => {
    const { ask, link } = await aServed()
    const query = (await link('/runs/a?tz=UTC')).split('?')[1]
    for (const path of ['/api/runs/a', '/api/runs/a/logs', '/api/morning', '/api/live', '/api/share', '/runs', '/runs/b', '/', '/runs/a/compare', '/logs', '/nowhere', '/assets/x.js'])
      expect([path, await shape(await ask(`${path}?${query}`, CHAT))]).toEqual([path, await shape(await ask(path, CHAT))])
    expect((await ask(`/runs/a?${query}`, { ...CHAT, 'content-type': 'application/json' }, 'POST')).status).toBe(401)
  })

  it.each([
    ['forged', async ({ link }) => (await link('/runs/a')).replace(/.$/, last => last === 'A' ? 'B' : 'A')],
    ['of another run', async ({ link }) => (await link('/runs/b')).replace('/runs/b', '/runs/a')],
    ['of another zone', async ({ link }) => (await link('/runs/a?tz=UTC')).replace('UTC', 'Asia/Tokyo')],
    ['of another secret', async () => await (await aServed({ secret: 'another secret altogether' })).link('/runs/a')],
    ['that is too old', async ({ link, clock }) => {
      const old = await link('/runs/a')
      clock.now += 7 * DAY_MS
      return old
    }],
    ['of a run that is not there', async ({ link }) => await link('/runs/nobody')],
    ['that is empty', async () => '/runs/a?share='],
  ] as [string, (served: Awaited<ReturnType<typeof aServed>>) => Promise<string>][])('is plainly the login with a token %s', async (_, linkOf) => {
    const served = await aServed()
    const bad = await linkOf(served)
    const plain = bad.replace(/[?&]share=.*/, '')
    for (const headers of [CHAT, { accept: 'text/html' }, BROWSER, { ...BROWSER, 'sec-fetch-site': 'none' }]) {
      const [got, expected] = [await shape(await served.ask(bad, headers)), await shape(await served.ask(plain, headers))]
      expect(JSON.stringify(got).replaceAll(/&#38;share=[\w-]*|\?share=[\w-]*/g, '')).toEqual(JSON.stringify(expected))
    }
  })

  it('asks Prefect nothing where its token is not good', async () => {
    const { ask, link, script } = await aServed()
    const other = (await link('/runs/b')).replace('/runs/b', '/runs/a')
    script.asked.length = 0
    await ask(other, CHAT)
    expect(script.asked).toEqual([])
  })

  it('stands in no log', async () => {
    const { ask, link, written } = await aServed()
    const shared = await link('/runs/a')
    await ask(shared, CHAT)
    await ask(shared.replace(/.$/, ''), { accept: 'text/html' })
    expect(written.length).toBeGreaterThan(2)
    expect(written.join('')).not.toContain(shared.split('share=')[1]?.slice(0, -1))
  })

  it('is below the path that people reach it by', async () => {
    const { ask, link } = await aServed({ baseUrl: new URL('http://127.0.0.1/first-light') })
    const html = await (await ask(await link('/runs/a'), BROWSER)).text()
    expect(tagOf(html, 'title')).toContain('ledger')
    expect(html).toContain('url=/first-light/runs/a"')
    expect(html).toContain('href="/first-light/login?next=%2Fruns%2Fa"')
  })
})

describe('a share link of the morning', () => {
  it('says its sentence, and what needs somebody, of its own window and zone', async () => {
    const { ask, link } = await aServed()
    const morning = `/?from=${new Date(NOW - DAY_MS).toISOString()}&to=${new Date(NOW).toISOString()}&tz=UTC`
    const shared = await link(morning)
    const html = await (await ask(shared, CHAT)).text()
    expect(tagOf(html, 'title')).toContain('1 problem needs you')
    expect(tagOf(html, 'description')).toContain('ledger: OSError')
    expect(html).not.toMatch(/acme|10\.1\.2\.3/)
    expect((await ask(shared.replace('&tz=UTC', '&tz=UTC&tag=x'), CHAT)).status).toBe(401)
  })
})

describe('GET /api/share', () => {
  it('says until when the token is good', async () => {
    const { share } = await aServed()
    expect(await share('/runs/a?tz=UTC')).toEqual({ token: expect.stringMatching(/^[\w-]{52}$/) as string, until: '2026-11-30T08:55:00.000Z' })
  })

  it('gives none where there is no login, and an address is what it was', async () => {
    const { ask, share } = await aServed({ secret: null })
    expect(await share('/runs/a')).toEqual({ token: null, until: null })
    expect(tagOf(await (await ask('/runs/a', CHAT)).text(), 'title')).toContain('ledger')
  })

  it.each([['/deployments/deployment-1?tz=UTC', '✕ ledger/nightly'], ['/runs?q=flow:ledger&tz=UTC', 'Runs · flow:ledger']])('lets %s say what it is about, and nothing else', async (address, title) => {
    const { ask, link } = await aServed()
    const shared = await link(address)
    expect(tagOf(await (await ask(shared, CHAT)).text(), 'title')).toBe(title)
    expect((await ask(shared.replace('tz=UTC', 'tz=Asia%2FTokyo'), CHAT)).status).toBe(401)
  })

  it.each(['/flows', '/runs/a/compare', '/api/runs/a', 'http://evil.test/runs/a', '//evil.test/runs/a', 'http://['])('refuses %s', async (address) => {
    const { share } = await aServed()
    expect(await share(address)).toMatchObject({ message: 'address must be that of a page that says what it is about: the morning, runs, a run, a flow or a deployment.' })
  })
})
