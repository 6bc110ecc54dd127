import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { chromiumLaunch } from '../chromium.ts'
import { BY, checkMorning, filterRuns, shareLine, type UsedMorning } from '../four-uses.ts'
import { describeReal } from './describe-real.ts'
import { toUsedMorning, writeNight, type NightManifest, type NightRoleName } from './night.ts'
import { startServer, type RealServer } from './servers.ts'

/** From a written night on a real server, through the built First Light, to a real browser. */
await describeReal('3.8.8', 'the morning of a written night', () => {
  let prefect: RealServer
  let night: NightManifest
  let own: ChildProcess
  let browser: Browser
  let url: string

  beforeAll(async () => {
    const started = await startServer({
      version: '3.8.8',
      services: { scheduler: false, lateRuns: false },
      prepare: async (prepared) => {
        night = await writeNight(prepared, { end: new Date().toISOString(), deployments: 70, runs: 2_000 })
      },
    })
    if ('unavailable' in started)
      throw new Error(started.unavailable)
    prefect = started
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    own = spawn(process.execPath, ['dist/server/main.mjs'], { env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', PREFECT_API_URL: prefect.apiUrl, FIRSTLIGHT_TZ: 'UTC', FIRSTLIGHT_DATA: mkdtempSync(join(tmpdir(), 'first-light-')), FIRSTLIGHT_CACHE: mkdtempSync(join(tmpdir(), 'first-light-')) }, stdio: 'ignore' })
    browser = await chromium.launch(chromiumLaunch())
    // Whole once the history, and with it what runs usually take, is read too.
    await vi.waitUntil(async () => {
      const answer = await morning().catch(() => null)
      return answer?.complete === true && answer.incomplete.length === 0
    }, { timeout: 60_000, interval: 200 })
  })

  afterAll(async () => {
    await browser?.close()
    if (own !== undefined) {
      own.kill('SIGTERM')
      await once(own, 'exit')
    }
    await prefect?.stop()
  })

  async function morning(): Promise<MorningAnswer> {
    return await (await fetch(`${url}/api/morning?from=${new Date(Date.parse(night.end) - 24 * 3_600_000).toISOString()}`)).json() as MorningAnswer
  }

  it('raises every planted incident once, with its kind and section', async () => {
    const { problems, counts, verdict } = await morning()
    const found = (flow: string) => problems.filter(({ jobs }) => jobs.some(job => job.flow === flow)).map(({ kind, section }) => `${section} ${kind}`)
    const expected: Partial<Readonly<Record<NightRoleName, string>>> = {
      'failed-long-log': 'needs-you failed',
      'failed-warehouse': 'needs-you failed',
      'failed-three-nights': 'known failed',
      'failed': 'needs-you failed',
      'timed-out': 'needs-you timed-out',
      'crashed': 'needs-you crashed',
      'late': 'needs-you late',
      'missing': 'needs-you missing',
      'running-long': 'needs-you running-long',
      'cancelled': 'worth-a-look cancelled',
      'paused': 'needs-you missing',
    }
    for (const [role, outcome] of Object.entries(expected) as [NightRoleName, string][]) {
      for (const { flow } of night.roles[role] ?? [])
        expect([flow, ...found(flow)]).toEqual([flow, outcome])
    }
    expect(verdict.status).toBe('attention')
    expect(counts.asExpected + counts.needsYou + counts.worthALook + counts.recovered + counts.known + counts.unknown).toBe(counts.jobs)
  })

  it('says the same on three looks in a row', async () => {
    const looks = [await morning(), await morning(), await morning()].map(({ problems, counts, verdict }) => ({ ids: problems.map(({ id }) => id), counts, sentence: verdict.sentence }))
    expect(looks[1]).toEqual(looks[0])
    expect(looks[2]).toEqual(looks[0])
  })

  describe.each(BY)('goes through the four uses by %s', (by) => {
    let page: Page
    let used: UsedMorning
    const fresh = async (): Promise<BrowserContext> => await browser.newContext()

    beforeAll(async () => {
      used = await toUsedMorning(night, { prefect, address: url })
    })
    beforeEach(async () => {
      page = await (await browser.newContext({ viewport: { width: 1_280, height: 900 } })).newPage()
    })
    afterEach(async () => await page.context().close())

    it('leads from the sentence to the line that says why', async () => await checkMorning(page, by, used))
    it('shares a line of a run', async () => await shareLine(page, by, used, fresh))
    it('filters runs by flow and tag', async () => await filterRuns(page, by, used, fresh))
  })
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
