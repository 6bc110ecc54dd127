import { chromium, type Browser, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { chromiumLaunch } from '../chromium.ts'
import { startOwnServer, type OwnServer } from '../own-server.ts'
import { describeReal } from './describe-real.ts'
import { runFlows, type FlowRole, type FlowsManifest } from './flows.ts'
import { startServer, type RealServer } from './servers.ts'

const WITHIN_MS = 15_000

/** Of each flow: what its page says of why, and tasks its table holds. null: it went well. */
const PAGES: readonly { role: FlowRole, why: RegExp | null, tasks: readonly RegExp[] }[] = [
  { role: 'failed', why: /^ZeroDivisionError: division by zero$/, tasks: [/divide/] },
  { role: 'taskRetried', why: null, tasks: [/passes_at_third_attempt/] },
  { role: 'flowRetried', why: null, tasks: [] },
  { role: 'mappedMany', why: null, tasks: [/total/] },
  { role: 'nested', why: null, tasks: [/outer/, /inner/] },
  { role: 'cached', why: null, tasks: [/read_customers/] },
  { role: 'crashed', why: /./, tasks: [] },
  { role: 'timedOut', why: /time limit of its flow/, tasks: [] },
  { role: 'terminated', why: /./, tasks: [] },
]

for (const version of ['3.8.8', '2.20.26'] as const) {
  await describeReal(version, `the run page on a real ${version}, in a browser`, () => {
    let prefect: RealServer
    let runs: FlowsManifest['runs']
    let own: OwnServer
    let browser: Browser
    let page: Page
    let errors: string[]

    beforeAll(async () => {
      const started = await startServer({ version, services: { scheduler: true, lateRuns: true } })
      if ('unavailable' in started)
        throw new Error(started.unavailable)
      prefect = started
      runs = (await runFlows(prefect)).runs
      own = await startOwnServer({ env: { PREFECT_API_URL: prefect.apiUrl } })
      browser = await chromium.launch(chromiumLaunch())
    })
    afterAll(async () => {
      await browser?.close()
      await own?.stop()
      await prefect?.stop()
    })
    beforeEach(async () => {
      page = await (await browser.newContext({ viewport: { width: 1_280, height: 900 } })).newPage()
      page.setDefaultTimeout(WITHIN_MS)
      errors = []
      page.on('pageerror', error => errors.push(error.message))
      page.on('dialog', dialog => errors.push(dialog.message()))
    })
    afterEach(async () => {
      expect(errors).toEqual([])
      await page.context().close()
    })

    const why = () => page.getByRole('region', { name: 'Why' })

    it.each(PAGES)('says how it went and what its tasks did: $role', async ({ role, why: said, tasks }) => {
      await page.goto(`${own.address}/runs/${runs[role]}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      if (said === null)
        expect(await why().count()).toBe(0)
      else
        expect(await why().getByRole('heading').innerText()).toMatch(said)
      if (tasks.length === 0)
        return
      await page.getByRole('button', { name: 'Table' }).click()
      for (const task of tasks)
        await page.getByRole('table', { name: /Tasks/ }).getByRole('row').filter({ hasText: task }).first().waitFor()
    })

    it('opens subflows in place, three deep', async () => {
      await page.goto(`${own.address}/runs/${runs.threeLevels}`)
      await page.getByRole('button', { name: 'Table' }).click()
      await page.getByRole('table', { name: /Tasks/ }).getByRole('row').filter({ hasText: 'second-level' }).first().waitFor()
      await page.goto(`${own.address}/runs/${runs.threeLevels}?tab=children`)
      await page.getByRole('region', { name: 'Child runs' }).getByRole('link').first().waitFor()
    })

    it('opens a failed run on its first error, and a link to a line of it on that line', async () => {
      await page.goto(`${own.address}/runs/${runs.failed}`)
      const log = page.getByRole('log', { name: 'Log lines' })
      await log.getByText('ZeroDivisionError').first().waitFor()
      await log.getByRole('button').first().click()
      await page.waitForURL(/line=/)
      const address = page.url()
      const fresh = await (await browser.newContext()).newPage()
      await fresh.goto(address)
      await fresh.getByRole('log', { name: 'Log lines' }).locator('.marked, [aria-selected="true"]').first().waitFor({ timeout: WITHIN_MS })
      await fresh.context().close()
    })

    it('finds a phrase in the whole log, and runs nothing that stands in one', async () => {
      await page.goto(`${own.address}/runs/${runs.hostileLogs}`)
      await page.getByRole('log', { name: 'Log lines' }).getByText('onerror').first().waitFor()
      expect(await page.locator('main img, main script').count()).toBe(0)
      await page.keyboard.press('/')
      await page.keyboard.type('onerror')
      await page.getByRole('search').getByText(/^\d+ of \d+$/).waitFor()
    })

    it('compares with the last good run, and tells states, parameters and artifacts', async () => {
      await page.goto(`${own.address}/runs/${runs.failed}?tab=states`)
      await page.getByRole('table', { name: /Every state/ }).getByRole('row').filter({ hasText: 'Failed' }).first().waitFor()
      await page.goto(`${own.address}/runs/${runs.artifacts}?tab=artifacts`)
      await page.frameLocator('iframe').first().locator('body').waitFor()
    })
  })
}
