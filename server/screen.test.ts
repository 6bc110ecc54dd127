import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { anApp } from './build.ts'
import { toFile, toPages, writeBasePath, type Screen } from './screen.ts'

const HTML = '<!doctype html>\n<html>\n  <head>\n    <meta name="base" content="/">\n    <link rel="icon" href="data:,">\n    <script type="module" src="./assets/index-Ab1_-xyz.js"></script>\n    <link rel="stylesheet" href="./assets/index-Ab1_-xyz.css">\n  </head>\n</html>'

function aScreen(basePath: string): Screen {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  return { ...toPages(writeBasePath(HTML, basePath)), files: [toFile('/assets/index-Ab1_-xyz.js', encode('//'.padEnd(3_000, 'x'))), toFile('/robots.txt', encode('User-agent: *'))] }
}

describe('writeBasePath', () => {
  it('puts the base path before the page\'s own addresses only', () => {
    const written = writeBasePath(HTML, '/first-light/')
    expect(written).toContain('<meta name="base" content="/first-light/">')
    expect(written).toContain('src="/first-light/assets/index-Ab1_-xyz.js"')
    expect(written).toContain('href="/first-light/assets/index-Ab1_-xyz.css"')
    expect(written).toContain('href="data:,"')
    expect(writeBasePath('<head><link href="//cdn.example/x"></head>', '/a/')).toContain('href="//cdn.example/x"')
  })
  it('adds the meta where there is none', () => {
    expect(writeBasePath('<head></head>', '/a/')).toContain('<meta name="base" content="/a/">')
  })
})

describe.each(['', '/first-light', '/a/b'])('the screen below "%s"', (prefix) => {
  const settings = prefix === '' ? {} : { baseUrl: new URL(`http://127.0.0.1:4280${prefix}`) }
  const { app } = anApp({ screen: aScreen(`${prefix}/`), settings })
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> => await app.request(`http://127.0.0.1:4280${path}`, { headers })

  it.each(['/', '/runs', '/runs/some-id', '/flows', '/flows/some-id', '/deployments/some-id'])('has its page at %s', async (path) => {
    const response = await get(prefix + path)
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-cache'])
    expect(await response.text()).toContain(`src="${prefix}/assets/`)
  })

  it('keeps files named for what is in them for ever, compressed', async () => {
    const response = await get(`${prefix}/assets/index-Ab1_-xyz.js`, { 'accept-encoding': 'gzip, br' })
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(brotliDecompressSync(Buffer.from(await response.arrayBuffer()))).toHaveLength(3_000)
    expect((await get(`${prefix}/robots.txt`)).headers.get('cache-control')).toBe('no-cache')
  })

  it('is told unchanged to who has it', async () => {
    const browser = { 'sec-fetch-mode': 'navigate' }
    const etag = (await get(`${prefix}/runs`, browser)).headers.get('etag') ?? ''
    expect((await get(`${prefix}/flows`, { ...browser, 'if-none-match': etag })).status).toBe(304)
  })

  it('shows a lost person the page, and a lost program nothing', async () => {
    const person = await get(`${prefix}/nonsense`, { accept: 'text/html' })
    expect([person.status, person.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    for (const path of ['/nonsense', '/assets/gone-12345678.js', '/api/nonsense'])
      expect((await get(prefix + path)).headers.get('content-type')).toContain('json')
    expect((await get(`${prefix}/assets/gone-12345678.js`, { accept: 'text/html' })).headers.get('content-type')).toContain('json')
  })

  it('answers its routes there and nowhere else', async () => {
    expect((await get(`${prefix}/healthz`)).status).toBe(200)
    if (prefix !== '')
      expect([(await get('/healthz')).status, (await get('/api/server')).status, (await get(`${prefix}x/healthz`)).status]).toEqual([404, 404, 404])
  })
})
