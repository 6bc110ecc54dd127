import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect as expectPage, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunAnswer } from '../../shared/api/run.ts'
import { chromiumLaunch } from '../chromium.ts'
import { BY, checkMorning, filterRuns, shareLine, type UsedMorning } from '../four-uses.ts'
import { startOwnServer, type OwnServer } from '../own-server.ts'
import { startProxy, type Proxy } from '../proxy.ts'
import { describeReal } from './describe-real.ts'
import { toUsedMorning, writeNight, type NightManifest } from './night.ts'
import { startServer, type RealServer, type ServerOptions } from './servers.ts'

const PATH = '/first-light'
const see = expectPage.configure({ timeout: 15_000 })

/** A written night on a Prefect 3 and a failed run on a Prefect 2, through the built First Light, below a path of a reverse proxy. */
await describeReal('2.20.26', 'one morning of two real servers', () => {
  let written: RealServer
  let night: NightManifest
  let old: RealServer
  let oldRunId: string
  let own: OwnServer
  let proxy: Proxy
  let address: string
  let browser: Browser

  beforeAll(async () => {
    written = await start({ version: '3.8.8', services: { scheduler: false, lateRuns: false }, prepare: async prepared => void (night = await writeNight(prepared, { end: new Date().toISOString(), deployments: 70, runs: 1_000 })) })
    old = await start({ version: '2.20.26' })
    oldRunId = await makeFailedRun(old.apiUrl)
    const folder = mkdtempSync(join(tmpdir(), 'first-light-'))
    writeFileSync(join(folder, 'firstlight.yaml'), `servers:\n  new:\n    api_url: ${written.apiUrl}\n  old:\n    api_url: ${old.apiUrl}\n`)
    proxy = await startProxy()
    address = `${proxy.origin}${PATH}`
    own = await startOwnServer({ env: { FIRSTLIGHT_BASE_URL: address, FIRSTLIGHT_CONFIG: join(folder, 'firstlight.yaml'), FIRSTLIGHT_TZ: 'UTC', FIRSTLIGHT_DATA: join(folder, 'data'), FIRSTLIGHT_CACHE: join(folder, 'cache') } })
    proxy.passTo(own.port, PATH)
    browser = await chromium.launch(chromiumLaunch())
    await vi.waitUntil(async () => (await morning()).incomplete.length === 0, { timeout: 60_000, interval: 200 })
  })

  afterAll(async () => {
    await browser?.close()
    await proxy?.close()
    await own?.stop()
    await old?.stop()
    await written?.stop()
  })

  async function morning(): Promise<MorningAnswer> {
    return await (await fetch(`${address}/api/morning`)).json() as MorningAnswer
  }

  it('tells what is wrong on each, and leads to each', async () => {
    const { problems, servers, verdict } = await morning()
    expect(servers).toEqual([{ name: 'new', server: null }, { name: 'old', server: 'old' }])
    expect(verdict.status).toBe('attention')
    expect(problems.filter(({ server }) => server === null).length).toBeGreaterThan(3)
    expect(problems.filter(({ server }) => server === 'old')).toMatchObject([{ kind: 'failed', jobs: [{ flow: 'by-hand', runId: oldRunId }] }])
    const answer = await (await fetch(`${address}/api/runs/${oldRunId}?server=old`)).json() as RunAnswer
    expect(answer.run).toMatchObject({ id: oldRunId, flow: { name: 'by-hand' }, state: { type: 'FAILED' } })
  })

  describe.each(BY)('in a browser, by %s', (by) => {
    let page: Page
    const strangers: string[] = []
    const fresh = async (): Promise<BrowserContext> => await browser.newContext()
    const used = async (): Promise<UsedMorning> => await toUsedMorning(night, { prefect: written, address })

    beforeEach(async () => {
      page = await (await browser.newContext({ viewport: { width: 1_280, height: 900 } })).newPage()
      page.on('request', request => request.url().startsWith('http') && !request.url().startsWith(`${address}/`) && strangers.push(request.url()))
    })
    afterEach(async () => {
      await page.context().close()
      expect(strangers).toEqual([]) // below the path is all there is
    })

    it('leads from the sentence to the line that says why', async () => await checkMorning(page, by, await used()))
    it('shares a line of a run', async () => await shareLine(page, by, await used(), fresh))
    it('filters runs by flow and tag', async () => await filterRuns(page, by, await used(), fresh))

    it('leads to the run of the other server, whose address opens it elsewhere', async () => {
      await page.goto(`${address}/`)
      const link = page.locator('#needs-you li').filter({ has: page.locator('.tag.server', { hasText: /^old$/ }) }).getByRole('link').first()
      await (by === 'mouse' ? link.click() : link.press('Enter'))
      await see(page).toHaveURL(new RegExp(`^${address}/runs/${oldRunId}.*server=old`))
      const context = await fresh()
      const colleague = await context.newPage()
      await colleague.goto(page.url())
      await see(colleague.getByRole('heading', { level: 1 })).toContainText('by-hand')
      await see(colleague.getByRole('region', { name: 'Why' })).toContainText('ValueError: no price')
      await context.close()
      await page.goBack()
      await see(page.getByText(/, live$/)).toBeVisible()
    })
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

async function start(options: ServerOptions): Promise<RealServer> {
  const started = await startServer(options)
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
