import { describe, expect, it } from 'vitest'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import { aFailure, anApp, aScript, NOW } from '../build.ts'
import { toPages } from '../screen.ts'
import { writePreview } from './preview.ts'

const HTML = '<!doctype html><html><head><meta name="base" content="/"><title>First Light</title></head></html>'
const failed = aFlowRun({ id: 'failed', name: 'blue-owl', createdAt: NOW - 3_600_000, expectedStartAt: NOW - 3_600_000, startedAt: NOW - 3_600_000, endedAt: NOW - 3_540_000, ranForMs: 60_000, runCount: 1, parameters: { customer: 'acme' }, state: aRunState({ type: 'FAILED', name: 'Failed', at: NOW - 3_540_000, message: 'OSError: host 10.1.2.3 refused user 12345' }) })

async function aPage(given: Parameters<typeof aScript>[0] = {}) {
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment()], runs: [failed], ...given })
  const { app, shown } = anApp({ script, screen: { ...toPages(HTML), files: [] } })
  await shown.watcher.readOnce()
  script.asked.length = 0
  return { script, get: async (path: string, headers: Record<string, string> = {}) => await (await app.request(`http://127.0.0.1:4280${path}`, { headers })).text() }
}

const tagOf = (html: string, name: string): string | undefined => new RegExp(`<meta property="og:${name}" content="([^"]*)">`).exec(html)?.[1]

describe('a link to a run', () => {
  it('says subject, state, fault and length to whoever shows it', async () => {
    const html = await (await aPage()).get('/runs/failed')
    expect(tagOf(html, 'title')).toMatch(/^✕ ledger\/nightly · \d\d:\d\d failed$/)
    expect(tagOf(html, 'description')).toContain('took 1 m')
    expect(tagOf(html, 'description')).toContain('OSError')
  })
  it('says neither parameters nor values of the log', async () => {
    const html = await (await aPage()).get('/runs/failed')
    expect(html).not.toMatch(/acme|10\.1\.2\.3|12345/)
  })
  it('is the plain page for a browser, and asks Prefect nothing', async () => {
    const { get, script } = await aPage()
    expect(await get('/runs/failed', { 'sec-fetch-mode': 'navigate' })).toBe(HTML)
    expect(script.asked).toEqual([])
  })
  it('is the plain page where the run is not there, or Prefect is down', async () => {
    expect(await (await aPage()).get('/runs/nobody')).toBe(HTML)
    expect(await (await aPage({ failureOf: { getFlowRun: aFailure('unreachable') } })).get('/runs/failed')).toBe(HTML)
  })
})

describe('a link to the morning', () => {
  it('says its sentence and what needs somebody', async () => {
    const html = await (await aPage()).get('/')
    expect(tagOf(html, 'title')).toContain('1 problem needs you')
    expect(tagOf(html, 'description')).toContain('ledger: OSError')
  })
})

describe('a link to a deployment', () => {
  it('says whether something of it needs somebody', async () => {
    expect(tagOf(await (await aPage()).get('/deployments/deployment-1'), 'title')).toBe('✕ ledger/nightly')
  })
})

describe('a link to runs', () => {
  it('says which, without what was typed of parameters and names', async () => {
    const html = await (await aPage()).get('/runs?q=flow:ledger+state:failed+param.customer:acme+blue-owl')
    expect(tagOf(html, 'title')).toBe('Runs · flow:ledger state:failed')
    expect(tagOf(html, 'description')).toBe('The latest ones.')
    expect(html).not.toMatch(/acme|blue-owl/)
    const timed = await (await aPage()).get('/runs?q=started:2026-11-22T20:00Z..2026-11-23T06:00Z&tz=Asia/Tokyo')
    expect([tagOf(timed, 'title'), tagOf(timed, 'description')]).toEqual(['Runs', 'Begun from 05:00 to 15:00, Asia/Tokyo.'])
  })
})

describe('a link to a work pool', () => {
  it('says whether a problem comes from it', async () => {
    const { get } = await aPage({ workPools: [{ name: 'gpu pool', type: 'kubernetes', paused: false, status: 'READY', concurrencyLimit: null }] })
    expect(tagOf(await get('/pools/gpu%20pool'), 'title')).toBe('gpu pool · work pool')
    expect(tagOf(await get('/pools/gpu%20pool'), 'description')).toBe('No problem comes from it.')
    expect(await get('/pools/nobody')).toBe(HTML)
    expect(await get('/pools/%E0%A4%A')).toContain('First Light')
  })
})

describe('writePreview', () => {
  it('lets no name become markup or turn the text around', () => {
    const html = writePreview(HTML, { title: '"><img src=x onerror=alert(1)>\u202E$&', description: 'x'.repeat(1_000) })
    expect(html).not.toMatch(/<img|\u202E/)
    expect(html).toContain('$&#38;')
    expect(tagOf(html, 'description')?.length).toBe(301)
  })
})
