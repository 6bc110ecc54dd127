import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient, type ClientSettings, type Operation } from './client.ts'
import { UpstreamError } from './error.ts'

const READ: Operation = { method: 'POST', path: '/flow_runs/filter', body: { limit: 1 }, safe: true }
const ACT: Operation = { method: 'POST', path: '/flow_runs/a/set_state', safe: false }
const REACHED = { 'content-type': 'application/json' }

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map(async stop => await stop()))
})

type Answer = (response: ServerResponse, request: IncomingMessage) => void

const json = (body: unknown, status = 200, headers = {}): Answer => response => response.writeHead(status, { ...REACHED, ...headers }).end(JSON.stringify(body))
const text = (body: string, status = 200, type = 'application/json'): Answer => response => response.writeHead(status, { 'content-type': type }).end(body)

/** A server on loopback that gives the answers in turn, the last one for ever, and a client of it. */
async function serve(answers: Answer[], settings: Partial<ClientSettings> = {}) {
  const asked: { url: string, headers: IncomingMessage['headers'], body: string, socket: unknown }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => body += chunk)
    request.on('end', () => {
      asked.push({ url: request.url!, headers: request.headers, body, socket: request.socket })
      const answer = answers[Math.min(asked.length, answers.length) - 1]!
      answer(response, request)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = createClient({ apiUrl: `http://127.0.0.1:${port}/api/`, pauseMs: 1, ...settings })
  stops.push(async () => {
    await client.close()
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  return { client, asked, port }
}

async function failureOf(sent: Promise<unknown>): Promise<UpstreamError> {
  const error = await sent.then(() => null, (reason: unknown) => reason)
  expect(error).toBeInstanceOf(UpstreamError)
  return error as UpstreamError
}

describe('send', () => {
  it('sends JSON below the address and gives the JSON back', async () => {
    const { client, asked } = await serve([json([{ id: 'a' }])])
    expect(await client.send(READ)).toEqual([{ id: 'a' }])
    expect(asked[0]).toMatchObject({ url: '/api/flow_runs/filter', body: '{"limit":1}', headers: { 'content-type': 'application/json' } })
    expect(client.requestCount).toBe(1)
  })
  it('lets the auth string win over the key', async () => {
    const { client, asked } = await serve([json(null)], { auth: { apiKey: 'pnu_1', authString: 'admin:pass' } })
    await client.send(READ)
    expect(asked[0]!.headers.authorization).toBe(`Basic ${Buffer.from('admin:pass').toString('base64')}`)
  })
  it('sends the key, and custom headers that do not undo JSON', async () => {
    const { client, asked } = await serve([json(null)], { auth: { apiKey: 'pnu_1' }, headers: { 'CF-Access': 'x', 'Content-Type': 'text/plain' } })
    await client.send(READ)
    expect(asked[0]!.headers).toMatchObject({ 'authorization': 'Bearer pnu_1', 'cf-access': 'x', 'content-type': 'application/json' })
  })
  it('answers in this process where a fetch is given', async () => {
    const client = createClient({ apiUrl: 'http://demo.invalid/api', fetch: async request => Response.json({ url: request.url, body: await request.json() }) })
    expect(await client.send(READ)).toEqual({ url: 'http://demo.invalid/api/flow_runs/filter', body: { limit: 1 } })
  })
  it('sends no more in a minute than is declared, and what is awaited first', async () => {
    vi.useFakeTimers()
    try {
      const sent: string[] = []
      const client = createClient({ apiUrl: 'http://demo.invalid/api', requestsPerMinute: 20, fetch: (request) => {
        sent.push(new URL(request.url).pathname)
        return Response.json(null)
      } })
      const background = client.inBackground()
      const all = [...Array.from({ length: 7 }, async () => await background.send({ ...READ, path: '/background' })), client.send({ ...READ, path: '/awaited' })]
      await vi.advanceTimersByTimeAsync(4_000)
      expect(sent).toEqual([...Array.from({ length: 4 }, () => '/api/background'), '/api/awaited'])
      await vi.advanceTimersByTimeAsync(60_000)
      await Promise.all(all)
      expect(client.requestCount).toBe(8)
    }
    finally {
      vi.useRealTimers()
    }
  })
  it('sends at most eight at once', async () => {
    let nowCount = 0
    let mostCount = 0
    const client = createClient({
      apiUrl: 'http://demo.invalid/api',
      fetch: async () => {
        mostCount = Math.max(mostCount, ++nowCount)
        await wait(1)
        nowCount -= 1
        return Response.json(null)
      },
    })
    await Promise.all(Array.from({ length: 30 }, async () => await client.send(READ)))
    expect([mostCount, client.requestCount]).toEqual([8, 30])
  })
})

describe('a failure', () => {
  it.each([
    [401, 'refused', 'PREFECT_API_KEY'],
    [403, 'refused', 'PREFECT_API_KEY'],
    [404, 'absent', 'PREFECT_API_URL'],
    [422, 'rejected', '422'],
    [500, 'rejected', '500'],
    [307, 'unreadable', 'PREFECT_API_URL'],
  ])('of status %i is %s and says what to do', async (status, failure, word) => {
    const { client, asked, port } = await serve([json({ detail: 'secret of upstream' }, status, { location: 'http://127.0.0.1:1/' })])
    const error = await failureOf(client.send(READ))
    expect(error).toMatchObject({ failure, status, request: 'POST /flow_runs/filter' })
    expect(error.message).toContain(word)
    expect(error.message).not.toMatch(new RegExp(`secret|127|${port}`))
    expect(asked).toHaveLength(1)
  })
  it('of an object by its id is its absence', async () => {
    const { client } = await serve([json({ detail: 'Not Found' }, 404)])
    expect((await failureOf(client.send({ method: 'GET', path: '/flow_runs/a', safe: true }))).message).toContain('deleted')
  })
  it.each([
    ['a web page', text('<!doctype html><title>Login</title>', 200, 'text/html'), 'web page'],
    ['a body cut inside its JSON', text('[{"id": "a"'), 'cut off'],
    ['no JSON', text('OK'), 'no JSON'],
    ['a body shorter than announced', (response => response.writeHead(200, { ...REACHED, 'content-length': '999' }).write('[1', () => response.destroy())) satisfies Answer, 'cut off'],
    ['broken compression', (response => response.writeHead(200, { ...REACHED, 'content-encoding': 'gzip' }).end('not gzip')) satisfies Answer, 'cut off'],
  ])('is unreadable for %s', async (_, answer, words) => {
    const { client } = await serve([answer])
    const error = await failureOf(client.send(READ))
    expect(error.failure).toBe('unreadable')
    expect(error.message).toContain(words)
  })
  it('is unreadable past the cap, counted after decompression', async () => {
    const bomb = gzipSync(JSON.stringify('a'.repeat(2_000_000)))
    const { client } = await serve([response => response.writeHead(200, { ...REACHED, 'content-encoding': 'gzip' }).end(bomb)], { maxBodyBytes: 1_048_576 })
    expect(await failureOf(client.send(READ))).toMatchObject({ failure: 'unreadable', message: expect.stringContaining('larger than 1 MB') })
  })
  it('is timed-out when the head or the rest of an answer does not come', async () => {
    const { client } = await serve([() => {}, response => response.writeHead(200, REACHED).write('[')], { timeoutMs: 40 })
    expect((await failureOf(client.send(READ))).failure).toBe('timed-out')
    expect((await failureOf(client.send(READ))).failure).toBe('timed-out')
  })
  it('is timed-out in this process too', async () => {
    const client = createClient({ apiUrl: 'http://demo.invalid/api', fetch: async () => await new Promise<Response>(() => {}), timeoutMs: 10 })
    expect((await failureOf(client.send(READ))).failure).toBe('timed-out')
  })
  it('is unreachable where nobody listens', async () => {
    const { client, port } = await serve([json(null)])
    const nobody = createClient({ apiUrl: `http://127.0.0.1:${port}/api`, fetch: () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) })) })
    expect(await failureOf(nobody.send(READ))).toMatchObject({ failure: 'unreachable', status: null })
    await client.send(READ)
  })
  it('of a certificate names the setting', async () => {
    const client = createClient({ apiUrl: 'https://demo.invalid/api', fetch: () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }) })) })
    expect((await failureOf(client.send(READ))).message).toContain('PREFECT_API_SSL_CERT_FILE')
  })
  it('of the caller\'s own making stays the caller\'s', async () => {
    const { client } = await serve([() => {}])
    const stop = new AbortController()
    const sent = client.send(READ, { signal: stop.signal })
    stop.abort(new Error('left the page'))
    await expect(sent).rejects.toThrow('left the page')
  })
  it('in the queue lets the next one in', async () => {
    const { client, asked } = await serve([response => setTimeout(() => json(null)(response, response.req), 20)])
    const first = Array.from({ length: 8 }, async () => await client.send(READ))
    const stop = new AbortController()
    const left = client.send(READ, { signal: stop.signal })
    const last = client.send(READ)
    stop.abort(new Error('left the page'))
    await expect(left).rejects.toThrow('left the page')
    await Promise.all([...first, last])
    expect(asked).toHaveLength(9)
  })
})

describe('another try', () => {
  it.each([429, 502, 503])('follows a %i', async (status) => {
    const { client, asked } = await serve([json({}, status), json({}, status), json('here')])
    expect(await client.send(READ)).toBe('here')
    expect(asked).toHaveLength(3)
  })
  it('is the last one after three', async () => {
    const { client, asked } = await serve([json({}, 503)])
    expect(await failureOf(client.send(READ))).toMatchObject({ failure: 'rejected', status: 503 })
    expect(asked).toHaveLength(3)
  })
  it('waits as long as the server asks', async () => {
    const { client } = await serve([json({}, 429, { 'retry-after': '0.05' }), json('here')])
    const before = performance.now()
    expect(await client.send(READ)).toBe('here')
    expect(performance.now() - before).toBeGreaterThan(45)
  })
  it('is not made when the server asks for longer than we wait', async () => {
    const { client, asked } = await serve([json({}, 429, { 'retry-after': '60' })])
    expect(await failureOf(client.send(READ))).toMatchObject({ failure: 'throttled', status: 429, retryAfterMs: 60_000 })
    expect(asked).toHaveLength(1)
  })
  it('is never made of what changes something', async () => {
    const { client, asked } = await serve([json({}, 503)])
    await failureOf(client.send(ACT))
    expect(asked).toHaveLength(1)
  })
  it('follows a kept-alive socket that the server dropped', async () => {
    const drop: Answer = response => response.socket!.destroy()
    const { client, asked } = await serve([json(1), drop, json('here')])
    await client.send(READ)
    expect(await client.send(READ)).toBe('here')
    expect(asked).toHaveLength(3)
  })
})

describe('the CSRF token', () => {
  it('is asked for once, when it is missed', async () => {
    let tokenCount = 0
    const client = createClient({
      apiUrl: 'http://demo.invalid/api',
      fetch: async (request) => {
        if (request.url.includes('/csrf-token?client=')) {
          tokenCount += 1
          return Response.json({ token: 't1' })
        }
        const has = request.headers.get('prefect-csrf-token') === 't1' && request.headers.get('prefect-csrf-client') !== null
        return has ? Response.json('here') : Response.json({ detail: 'Missing CSRF token.' }, { status: 403 })
      },
    })
    expect(await Promise.all([client.send(READ), client.send(READ), client.send(READ)])).toEqual(['here', 'here', 'here'])
    expect(await client.send(READ)).toBe('here')
    expect(tokenCount).toBe(1)
  })
  it('that is not taken ends in a refusal', async () => {
    const client = createClient({ apiUrl: 'http://demo.invalid/api', fetch: async ({ url }) => url.includes('csrf-token') ? Response.json({ token: 't1' }) : Response.json({ detail: 'Invalid CSRF token.' }, { status: 403 }) })
    expect(await failureOf(client.send(READ))).toMatchObject({ failure: 'refused', status: 403 })
    expect(client.requestCount).toBe(3)
  })
  it('that comes as a web page is unreadable', async () => {
    const client = createClient({ apiUrl: 'http://demo.invalid/api', fetch: async ({ url }) => url.includes('csrf-token') ? new Response('<html>') : Response.json({ detail: 'Missing CSRF token.' }, { status: 403 }) })
    expect(await failureOf(client.send(READ))).toMatchObject({ failure: 'unreadable', request: 'GET /csrf-token' })
  })
})

describe('serverNow', () => {
  const AT = Date.parse('2026-11-23T08:55:00Z')
  const clientAt = (now: () => number, date: () => string | null) => createClient({
    apiUrl: 'http://demo.invalid/api',
    now,
    fetch: async () => Response.json(null, { headers: date() === null ? {} : { date: date()! } }),
  })
  it.each([
    ['minutes ahead', 300_000, 300_000],
    ['minutes behind', -300_000, -300_000],
    ['within the second that the header cuts', 700, 0],
    ['a repeated second behind', -1_900, 0],
  ])('is the clock of a server %s', async (_, aheadMs, skewMs) => {
    const client = clientAt(() => AT, () => new Date(AT + aheadMs).toUTCString())
    await client.send(READ)
    expect(Math.abs(client.clockSkewMs() - skewMs)).toBeLessThanOrEqual(1_000)
    expect(client.serverNow()).toBe(AT + client.clockSkewMs())
  })
  it('does not jump with the fractions of a second', async () => {
    let now = AT
    const client = clientAt(() => now, () => new Date(now + 60_000).toUTCString())
    await client.send(READ)
    const skewMs = client.clockSkewMs()
    for (; now < AT + 3_000; now += 130) {
      await client.send(READ)
      expect(client.clockSkewMs()).toBe(skewMs)
    }
  })
  it('is this machine\'s clock again after one answer with an old date', async () => {
    let aheadMs = -3_500
    const client = clientAt(() => AT, () => new Date(AT + aheadMs).toUTCString())
    await client.send(READ)
    expect(client.clockSkewMs()).toBeLessThan(-2_000)
    aheadMs = 0
    await client.send(READ)
    expect(client.clockSkewMs()).toBe(0)
  })
  it('is this machine\'s clock until an answer tells', async () => {
    const client = clientAt(() => AT, () => null)
    await client.send(READ)
    expect(client.serverNow()).toBe(AT)
  })
})
