import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser } from '@playwright/test'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { chromiumLaunch } from '../chromium.ts'
import { startOwnServer, type OwnServer } from '../own-server.ts'
import { notePresses, pressedPages, slowestPress, type PressedPage } from '../presses.ts'
import { describeReal } from './describe-real.ts'
import { writeScale } from './scale.ts'
import { startServer, type RealServer } from './servers.ts'

/** What people feel as at once. */
const NEXT_PICTURE_MS = 100

/** 400 deployments and 200,000 runs of a fortnight on a real server, through the built First Light, to a real browser. */
await describeReal('3.8.8', 'with 200,000 runs', () => {
  let prefect: RealServer
  let own: OwnServer
  let browser: Browser
  let pages: PressedPage[]

  beforeAll(async () => {
    const started = await startServer({
      version: '3.8.8',
      prepare: async ({ environment, home }) => void await writeScale(environment, { sqlite: join(home, 'prefect.db') }, { end: new Date().toISOString() }),
    })
    if ('unavailable' in started)
      throw new Error(started.unavailable)
    prefect = started
    own = await startOwnServer({ env: { PREFECT_API_URL: prefect.apiUrl } })
    browser = await chromium.launch(chromiumLaunch())
    await vi.waitUntil(async () => {
      const { complete, incomplete } = await (await fetch(`${own.address}/api/morning`)).json() as MorningAnswer
      return complete && incomplete.length === 0
    }, { timeout: 300_000, interval: 1_000 })
    const [failed] = await prefect.post('/flow_runs/filter', { flow_runs: { state: { name: { any_: ['Failed'] } }, deployment_id: { is_null_: false } }, sort: 'START_TIME_DESC', limit: 1 }) as { id: string, flow_id: string, deployment_id: string }[]
    pages = pressedPages({ runId: failed?.id ?? '', flowId: failed?.flow_id ?? '', deploymentId: failed?.deployment_id ?? '', pool: 'pool-a' })
  })

  afterAll(async () => {
    await browser?.close()
    await own?.stop()
    await prefect?.stop()
  })

  it('shows each page’s next picture at once after a press', async () => {
    const slowest: [name: string, ms: number][] = []
    for (const { name, path, presses } of pages) {
      const page = await (await browser.newContext({ viewport: { width: 1_440, height: 900 } })).newPage()
      await notePresses(page)
      await page.goto(`${own.address}${path}`)
      await sleep(1_500)
      slowest.push([name, await slowestPress(page, presses)])
      await page.context().close()
    }
    console.log(slowest.map(([name, ms]) => `${name}: ${ms} ms`).join('\n'))
    expect(slowest.filter(([, ms]) => ms > NEXT_PICTURE_MS)).toEqual([])
  })
})
