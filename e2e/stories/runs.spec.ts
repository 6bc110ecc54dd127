import { expect, test } from '@playwright/test'
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

test('why a run failed stands in its row', async ({ page }) => {
  await page.goto('/runs?flow=ledger-close&state=failed')
  await expect(page.getByRole('table', { name: /Runs/ })).toContainText('KeyError')
})

test('every part of the filter is in the address, and comes off again', async ({ page }) => {
  await page.goto('/runs')
  await page.getByRole('button', { name: 'Show only a state' }).click()
  await page.getByRole('option', { name: 'crashed' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/state=crashed/)
  await page.getByRole('button', { name: 'Show only a flow' }).click()
  await page.getByPlaceholder('find').fill('resize')
  await page.getByRole('option', { name: 'resize-images' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/flow=resize-images/)
  await expect(page.getByRole('row', { name: /resize-images/ }).first()).toBeVisible()
  await page.getByRole('button', { name: /Remove state: crashed/ }).click()
  await expect(page).not.toHaveURL(/state=/)
})

test('a name that fits nothing says that the filter is why', async ({ page }) => {
  await page.goto('/runs')
  await page.getByRole('searchbox').fill('no-such-run-anywhere')
  await expect(page.getByText('No run of this time fits the filter.')).toBeVisible()
  await page.getByRole('link', { name: 'Show all runs of this time' }).click()
  await expect(page.getByRole('table', { name: /Runs/ })).toBeVisible()
})

test('earlier runs come on asking, without a run twice', async ({ page }) => {
  await page.goto('/runs')
  const links = page.getByRole('table', { name: /Runs/ }).getByRole('link')
  await expect(links.first()).toBeVisible()
  const before = await links.count()
  await page.getByRole('button', { name: 'Show earlier runs' }).click()
  await expect.poll(async () => await links.count()).toBeGreaterThan(before)
  const addresses = await links.evaluateAll(all => all.map(link => link.getAttribute('href')))
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('nonsense in the address is any run', async ({ page }) => {
  await page.goto('/runs?state=blue&from=never&deployment=x')
  await expect(page.getByRole('table', { name: /Runs/ })).toBeVisible()
})
