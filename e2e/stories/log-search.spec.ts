import { expect, test } from '../story.ts'
import type { Fault } from '../upstream/faults.ts'

const FIELD = { name: 'What a line says' }

/** The demo plans each run's lines when they are first read. */
const READ_WITHIN_MS = 20_000

/** As a Prefect on SQLite before 3.44: its text search fails, all else works. */
const NO_TEXT_SEARCH: Fault = {
  of: /^POST \/logs\/filter$/,
  ask: body => JSON.stringify(body).includes('"text"') ? { logs: { text: { query: 12 } } } : body,
}

test('a phrase is found in the logs of all runs, and a hit leads to its line', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Logs', exact: true }).click()
  await page.getByRole('searchbox', FIELD).fill('connection refused')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page).toHaveURL(/\/logs\?q=connection\+refused$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('20 lines in 5 runs')
  await expect(page.getByText('Prefect searched the logs of all runs.')).toBeVisible()
  const run = page.getByRole('region', { name: 'warehouse-sync / shipments' })
  await expect(run).toContainText('columns:')
  await expect(run.locator('mark').first()).toHaveText('Connection refused')
  await run.getByRole('link', { name: /Finished in state Failed\('Task run/ }).click()
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}\?q=connection\+refused&line=2.+&tz=Europe\/Berlin/)
  await expect(page.getByRole('group', { name: 'Marked lines' })).toContainText('1 line marked')
  await expect(page.getByRole('search', { name: 'Find in the whole log' })).toContainText('2 of 4')
})

test('logs are searched, gone through and opened by keys', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Logs')
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', FIELD)).toBeFocused()
  await page.keyboard.type('waiting for lock')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 line in 1 run')
  await page.getByRole('heading', { level: 1 }).click()
  await page.getByRole('searchbox', FIELD).blur()
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: /waiting for lock/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}\?q=waiting\+for\+lock/)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Logs')
})

test('level, time and runs narrow a search, stand in the address, and open alike elsewhere', async ({ page, browser }) => {
  await page.goto('/logs?q=refused')
  await page.getByRole('button', { name: 'Level' }).click()
  await page.getByRole('option', { name: 'errors and above' }).click()
  await expect(page).toHaveURL(/level=error/)
  await page.getByRole('combobox', { name: 'Which runs' }).fill('deployment:*/payments started:3d')
  await expect(page).toHaveURL(/runs=deployment:\*\/payments\+started:3d/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ lines in 1 run, perhaps more$/)
  await expect(page.getByText(/Searched the logs of .+ that fit and began in this time/)).toBeVisible()
  const said = await page.getByRole('region', { name: 'warehouse-sync / payments' }).textContent()
  const fresh = await browser.newPage()
  await fresh.goto(page.url())
  await expect(fresh.getByRole('region', { name: 'warehouse-sync / payments' })).toHaveText(said ?? '')
  await fresh.close()
})

test('what is not there is said to be so, with a way out of the filter', async ({ page }) => {
  await page.goto('/logs?q=nobody+ever+wrote+this')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No line says this')
  await page.goto('/logs?q=connection+refused&runs=flow:ledger-close')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing in what was read')
  await expect(page.getByText('Runs that began earlier were not looked at.')).toBeVisible()
  await page.getByRole('link', { name: 'Search all runs of this time' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('20 lines in 5 runs')
})

test('hostile lines are shown as text', async ({ page }) => {
  await page.goto('/logs?q=onerror')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('lines in')
  await expect(page.getByText('<img src=x').first()).toBeVisible()
  expect(await page.locator('main img').count()).toBe(0)
  await page.goto('/logs?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E')
  await expect(page.locator('mark').first()).toHaveText('<img src=x onerror=alert(1)>')
})

test('where Prefect cannot search, some logs are read, failed ones first, and the others are named', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(NO_TEXT_SEARCH)
  const { address } = await startFirstLight()
  const before = upstream.asked().length
  await page.goto(`${address}/logs?q=connection+refused`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('20 lines in 5 runs, perhaps more', { timeout: READ_WITHIN_MS })
  await expect(page.getByText(/Read the logs of 300 runs that began in this time, the \d+ failed ones first: .+ lines\. \d+ other runs of this time were not read\. Runs that began earlier were not looked at\. This Prefect cannot search text, so logs are read run by run\./)).toBeVisible()
  expect(upstream.asked().slice(before).filter(name => name === 'POST /logs/filter').length).toBeLessThan(100)
  await page.goto(`${address}/logs?q=nobody+ever+wrote+this`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing in what was read', { timeout: READ_WITHIN_MS })
})

test('a search that breaks off says so in its place, keeps what was found, and can be begun again', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(NO_TEXT_SEARCH)
  const { address } = await startFirstLight()
  let count = 0
  upstream.suffer(NO_TEXT_SEARCH, { of: /^POST \/logs\/filter$/, change: (answer) => {
    if (++count > 3)
      throw new Error('the upstream broke')
    return answer
  } })
  await page.goto(`${address}/logs?q=connection+refused`)
  await expect(page.getByRole('alert')).toContainText('The other logs could not be read.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('20 lines in 5 runs, perhaps more')
  upstream.suffer(NO_TEXT_SEARCH)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(/other runs of this time were not read/)).toBeVisible({ timeout: READ_WITHIN_MS })
})

test('a search can be stopped', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(NO_TEXT_SEARCH)
  const { address } = await startFirstLight()
  upstream.suffer(NO_TEXT_SEARCH, { of: /^POST \/logs\/filter$/, delayMs: 400 })
  await page.goto(`${address}/logs?q=nobody+ever+wrote+this`)
  await expect(page.getByText(/Read the logs of \d+ runs/)).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing in what was read')
  await expect(page.getByText(/^Stopped\./)).toContainText('not read')
  const asked = upstream.asked().filter(name => name === 'POST /logs/filter').length
  await page.waitForTimeout(1_500)
  expect(upstream.asked().filter(name => name === 'POST /logs/filter').length - asked).toBeLessThanOrEqual(3)
})
