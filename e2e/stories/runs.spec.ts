import { expect, test, type Page } from '@playwright/test'
import type { RunsAnswer } from '../../shared/api/runs.ts'

test('runs are listed latest first, each a link to itself', async ({ page, request }) => {
  const { runs } = await (await request.get('/api/runs?state=failed')).json() as RunsAnswer
  await page.goto('/runs?state=failed')
  const table = page.getByRole('table', { name: /Runs/ })
  await expect(table.getByRole('row').nth(1)).toContainText('Failed')
  await table.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
  expect(runs.every(({ state }) => state?.type === 'FAILED')).toBe(true)
})

test('columns fill the table, however many rows are not drawn', async ({ page }) => {
  await page.goto('/runs?q=started:7d')
  const row = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1)
  await expect(row).toBeVisible()
  const [whole, last] = await Promise.all([page.getByRole('table', { name: 'Runs' }).boundingBox(), row.getByRole('cell').last().boundingBox()])
  expect(Math.round(last!.x + last!.width)).toBe(Math.round(whole!.x + whole!.width))
})

test('why a run failed stands in its row', async ({ page }) => {
  await page.goto('/runs?flow=ledger-close&state=failed')
  await expect(page.getByRole('table', { name: /Runs/ })).toContainText('KeyError')
})

test('every part of the filter is in the address, and comes off again', async ({ page }) => {
  await page.goto('/runs')
  await page.getByRole('button', { name: 'Show only a state' }).click()
  await page.getByRole('option', { name: 'crashed' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/q=state:crashed/)
  await page.getByRole('button', { name: 'Show only a flow' }).click()
  await page.getByPlaceholder('find').fill('resize')
  await page.getByRole('option', { name: 'resize-images' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/flow:resize-images/)
  await expect(page.getByRole('row', { name: /resize-images/ }).first()).toBeVisible()
  await page.getByRole('button', { name: /Remove state: crashed/ }).click()
  await expect(page).not.toHaveURL(/state:/)
})

test('a name that fits nothing says that the filter is why', async ({ page }) => {
  await page.goto('/runs')
  await page.getByRole('combobox', { name: 'Which runs' }).fill('no-such-run-anywhere')
  await expect(page.getByText('No run of this time fits the filter.')).toBeVisible()
  await page.getByRole('link', { name: 'Show all runs of this time' }).click()
  await expect(page.getByRole('table', { name: /Runs/ })).toBeVisible()
})

test('earlier runs come on scrolling, without a run twice', async ({ page }) => {
  await page.goto('/runs')
  const links = page.getByRole('table', { name: /Runs/ }).getByRole('link')
  await expect(links.first()).toBeVisible()
  await page.getByRole('button', { name: 'Show more runs' }).scrollIntoViewIfNeeded()
  await expect.poll(async () => Number(await page.getByRole('table', { name: 'Runs' }).getAttribute('aria-rowcount'))).toBeGreaterThan(102)
  const addresses = await links.evaluateAll(all => all.map(link => link.getAttribute('href')))
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('nonsense in the address is any run', async ({ page }) => {
  await page.goto('/runs?state=blue&from=never&deployment=x')
  await expect(page.getByRole('table', { name: /Runs/ })).toBeVisible()
})

test('what is typed and what is clicked is one filter', async ({ page }) => {
  await page.goto('/runs')
  const text = page.getByRole('combobox', { name: 'Which runs' })
  const answer = page.waitForResponse(response => decodeURIComponent(response.url()).includes('/api/runs?q=-flow:poll'))
  await text.pressSequentially('-flow:poll')
  const offered = page.getByRole('option', { name: 'poll-carrier-tracking' })
  await offered.waitFor()
  await page.keyboard.press('ArrowDown')
  // What was typed is asked for meanwhile; its answer leaves the choice as it is.
  await (await answer).finished()
  await expect(offered).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=-flow:poll-carrier-tracking/)
  await expect(page.getByRole('button', { name: 'Remove not flow: poll-carrier-tracking' })).toBeVisible()
  await page.getByRole('button', { name: 'Show only a state' }).click()
  await page.getByRole('option', { name: 'failed' }).click()
  await page.keyboard.press('Escape')
  await expect(text).toHaveValue('-flow:poll-carrier-tracking state:failed')
  await expect(page.getByRole('table', { name: 'Runs' })).not.toContainText('poll-carrier-tracking')
})

test('a filter is the same in a fresh browser', async ({ page, browser }) => {
  await page.goto('/runs?q=state:failed,timedout+-tag:tier-3+took>20s&sort=longest')
  const linksOf = async (shown: Page): Promise<(string | null)[]> => {
    const links = shown.getByRole('table', { name: 'Runs' }).getByRole('link')
    await links.first().waitFor()
    return await links.evaluateAll(all => all.map(link => link.getAttribute('href')))
  }
  const links = await linksOf(page)
  const fresh = await browser.newPage()
  await fresh.goto(page.url())
  expect(await linksOf(fresh)).toEqual(links)
  await expect(fresh.getByRole('combobox', { name: 'Which runs' })).toHaveValue('state:failed,timedout -tag:tier-3 took>20s')
  await fresh.close()
})

test('what cannot be understood is told beside what was typed', async ({ page }) => {
  await page.goto('/runs?q=colour:red+state:failed')
  await expect(page.getByText('colour is nothing to filter by')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Which runs' })).toHaveValue('colour:red state:failed')
  await expect(page.getByRole('table', { name: 'Runs' })).toContainText('Failed')
})

test('what runs have in common is counted, asked for and left out', async ({ page }) => {
  await page.goto('/runs?q=state:failed')
  const flows = page.getByRole('region', { name: 'Flow' })
  await flows.getByRole('button', { name: 'Leave out poll-carrier-tracking' }).click()
  await expect(page).toHaveURL(/-flow:poll-carrier-tracking/)
  await flows.getByRole('button', { name: 'warehouse-sync' }).first().click()
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1)).toContainText('warehouse-sync')
})

test('failed runs are put together by their cause', async ({ page }) => {
  await page.goto('/runs?q=state:failed')
  await page.getByRole('button', { name: 'Put together' }).click()
  await page.getByRole('option', { name: 'cause' }).click()
  await page.getByText('KeyError: \'customer_tier\'').click()
  await expect(page.getByRole('table', { name: /KeyError/ })).toContainText('ledger-close')
})

test('a view is saved, shown first, and forgotten', async ({ page }) => {
  await page.goto('/runs?q=state:failed')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('textbox', { name: 'Name of this view' }).fill('broken')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Show broken first' }).click()
  await page.goto('/runs')
  await expect(page).toHaveURL(/q=state:failed/)
  await page.getByRole('button', { name: 'broken' }).click()
  await page.getByRole('button', { name: 'Forget broken' }).click()
  await expect(page.getByText('None is saved yet')).toBeVisible()
})

test('runs are downloaded as a file', async ({ page }) => {
  await page.goto('/runs?q=state:failed')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('runs.csv')
})

test('rows are gone through by keys', async ({ page }) => {
  await page.goto('/runs?q=state:failed')
  await page.getByRole('table', { name: 'Runs' }).getByRole('link').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
})
