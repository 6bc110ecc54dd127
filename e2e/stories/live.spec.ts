import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunsAnswer } from '../../shared/api/runs.ts'
import { startOwnServer } from '../own-server.ts'
import { expect, test } from '../story.ts'
import { changeRows } from '../upstream/faults.ts'

const fresh = (page: Page) => page.getByText(/^as of .*(live|connecting|reconnecting|offline)/)

/** The run that hangs all night fails, and says a word nobody has said before. */
function failsWith(message: string, runId: string) {
  return changeRows('/flow_runs/filter', row => row['id'] !== runId
    ? row
    : { ...row, state_id: randomUUID(), state_type: 'FAILED', state_name: 'Failed', end_time: new Date().toISOString(), state: { ...row['state'] as object, id: randomUUID(), type: 'FAILED', name: 'Failed', message, timestamp: new Date().toISOString() } })
}

test('news reaches every open tab without a reload', async ({ page, context, upstream, startFirstLight }) => {
  test.setTimeout(60_000)
  const { address } = await startFirstLight()
  const { runs } = await (await page.request.get(`${address}/api/runs?state=running&flow=rebuild-search-index`)).json() as RunsAnswer
  const other = await context.newPage()
  for (const tab of [page, other]) {
    await tab.goto(address)
    await expect(fresh(tab)).toContainText('live')
    await expect(tab.getByText('rebuild-search-index is still running').first()).toBeVisible()
    await tab.evaluate(() => performance.mark('never-loaded-again'))
  }
  upstream.suffer(failsWith('PostmanOnHoliday: no index today', runs[0]?.id ?? ''))
  for (const tab of [page, other]) {
    await expect(tab.getByRole('link', { name: /PostmanOnHoliday/ }).first()).toBeVisible({ timeout: 25_000 })
    expect(await tab.evaluate(() => performance.getEntriesByName('never-loaded-again').length)).toBe(1)
  }
})

test('without an event stream the page reads again by itself, and is live once there is one', async ({ page, startFirstLight }) => {
  await page.clock.install()
  await page.route('**/api/live', async route => await route.fulfill({ status: 502, body: 'Bad Gateway' }))
  const { address } = await startFirstLight()
  await page.goto(address)
  await expect(fresh(page)).toContainText('read every 15 s meanwhile')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need you')
  const readAgain = page.waitForResponse(response => response.url().includes('/api/morning'))
  await page.clock.fastForward('00:15')
  await readAgain
  await page.unroute('**/api/live')
  await page.clock.fastForward('00:15')
  await expect(fresh(page)).toContainText(', live')
})

test('First Light itself going away is said, and its return is found', async ({ page, upstream, startFirstLight }) => {
  test.setTimeout(60_000)
  const first = await startFirstLight()
  await page.goto(first.address)
  await expect(fresh(page)).toContainText('live')
  await first.stop()
  await expect(fresh(page)).toContainText('reconnecting', { timeout: 10_000 })
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need you')
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'This page could not be opened.' })).toContainText('First Light\'s own server does not answer')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need you')
  const again = await startOwnServer({ port: first.port, env: { PREFECT_API_URL: upstream.apiUrl } })
  await expect(fresh(page)).toContainText(', live', { timeout: 25_000 })
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('table', { name: /Runs/ })).toBeVisible()
  await expect(page.getByText('This page could not be opened.')).toHaveCount(0)
  await again.stop()
})

test('a tab of another build opens its pages from the one that answers now', async ({ page, startFirstLight }) => {
  const { address } = await startFirstLight()
  await page.route('**/assets/FlowsPage*', async route => await route.fulfill({ status: 404 }))
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need you')
  const loadedAnew = page.waitForEvent('load')
  await page.getByRole('link', { name: 'Flows', exact: true }).click()
  await page.unroute('**/assets/FlowsPage*')
  await loadedAnew
  await expect(page).toHaveURL(`${address}/flows`)
})

test('a new problem is told by a notice while the tab is out of sight, and the page says what is new since the last look', async ({ page, upstream, startFirstLight }) => {
  test.setTimeout(90_000)
  await page.addInitScript(() => {
    const told: string[] = []
    class Told extends EventTarget {
      static permission = 'granted'
      static async requestPermission() {
        return 'granted'
      }

      constructor(title: string, { body }: { body: string }) {
        super()
        told.push(`${title} | ${body}`)
      }
    }
    Object.assign(window, { Notification: Told, told })
  })
  const { address } = await startFirstLight()
  await expect.poll(async () => (await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer).incomplete, { timeout: 20_000 }).toEqual([])
  const { runs } = await (await page.request.get(`${address}/api/runs?state=running&flow=rebuild-search-index`)).json() as RunsAnswer
  await page.goto(address)
  await expect(page.getByText('rebuild-search-index is still running').first()).toBeVisible()
  await expect(page.getByText(/since you looked/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Tell me of new problems' }).click()
  await expect(page.getByRole('button', { name: 'Tell me of new problems' })).toHaveAttribute('aria-pressed', 'true')
  const hide = async (state: 'hidden' | 'visible') => await page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: to })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
  await hide('hidden')
  upstream.suffer(failsWith('PostmanOnHoliday: no index today', runs[0]?.id ?? ''))
  await expect.poll(async () => await page.evaluate(() => (window as unknown as { told: string[] }).told), { timeout: 30_000 }).toEqual(['PostmanOnHoliday: no index today | rebuild-search-index'])
  // Somebody who comes back hours later finds what was not there before.
  await page.evaluate(() => {
    const looks = JSON.parse(localStorage.getItem('first-light.looks') ?? '{}') as { now: { at: number } }
    localStorage.setItem('first-light.looks', JSON.stringify({ before: null, now: { ...looks.now, at: looks.now.at - 3 * 3_600_000 } }))
  })
  await hide('visible')
  await page.getByRole('link', { name: '1 new' }).click()
  await expect(page.locator('li.problem:focus')).toContainText('new since you looked')
  await expect(page.locator('li.problem:focus')).toContainText('PostmanOnHoliday')
})

test('a tab that slept for eight hours is right within three seconds', async ({ page, upstream, startFirstLight }) => {
  test.setTimeout(60_000)
  const { address } = await startFirstLight()
  const { runs } = await (await page.request.get(`${address}/api/runs?state=running&flow=rebuild-search-index`)).json() as RunsAnswer
  await page.clock.install()
  await page.goto(address)
  await expect(page.getByText('rebuild-search-index is still running').first()).toBeVisible()
  const show = async (state: 'hidden' | 'visible') => await page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: to })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
  await show('hidden')
  await page.clock.pauseAt(Date.now() + 60_000)
  upstream.suffer(failsWith('PostmanOnHoliday: no index today', runs[0]?.id ?? ''))
  await expect.poll(async () => (await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer).problems.some(({ title }) => title.includes('PostmanOnHoliday')), { timeout: 30_000 }).toBe(true)
  await page.clock.setSystemTime(Date.now() + 8 * 3_600_000)
  await show('visible')
  await page.clock.resume()
  await expect(page.getByRole('link', { name: /PostmanOnHoliday/ }).first()).toBeVisible({ timeout: 3_000 })
})
