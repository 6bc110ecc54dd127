import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
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
