import type { FlowsAnswer } from '../../shared/api/flows.ts'
import { expect, test } from '@playwright/test'

test('flows with problems come first, with how they fare', async ({ page }) => {
  await page.goto('/flows')
  const rows = page.getByRole('table', { name: /Health of each flow/ }).getByRole('row')
  await expect(rows.nth(1)).toContainText(/problem/)
  await expect(rows.filter({ hasText: 'warehouse-sync' }).first()).toContainText('%')
})

test('a tag narrows the flows, in the address', async ({ page }) => {
  await page.goto('/flows')
  await page.getByRole('button', { name: 'Show only a tag' }).click()
  await page.getByRole('option', { name: 'team:finance' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/tag=team(:|%3A)finance/)
  await expect(page.getByRole('link', { name: 'warehouse-sync', exact: true })).toHaveCount(0)
})

test('a flow leads to its deployment, schedule in words and next times', async ({ page }) => {
  await page.goto('/flows')
  await page.getByRole('link', { name: 'warehouse-sync', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('warehouse-sync')
  await page.getByRole('link', { name: 'orders', exact: true }).first().click()
  await expect(page).toHaveURL(/\/deployments\//)
  await expect(page.getByText(/\d\d:\d\d/).first()).toBeVisible()
  await expect(page.getByRole('img', { name: /^How long/ }).locator('canvas')).toBeVisible()
  await page.getByText('The same as a table').first().click()
  await expect(page.getByRole('table', { name: /How long/ }).getByRole('row').nth(1)).toBeVisible()
})

test('an id that does not exist says so', async ({ page }) => {
  await page.goto('/flows/00000000-0000-4000-8000-000000000000')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('is not there')
})

test('an address that does not exist says so', async ({ page }) => {
  await page.goto('/nowhere/at/all')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('no page')
})

test('a deployment says by which rules it is judged, and what each day came to', async ({ page, request }) => {
  const { flows } = await (await request.get('/api/flows')).json() as FlowsAnswer
  const deployment = flows.flatMap(flow => flow.deployments).find(({ flow, name }) => flow.name === 'ledger-close' && name === 'apac')
  await page.goto(`/deployments/${deployment?.id ?? ''}`)
  await page.getByText('Why is this not on the list?').click()
  await expect(page.getByText(/usually takes .* slow past/).first()).toBeVisible()
  await expect(page.getByText(/late when it has not begun/)).toBeVisible()
  await page.getByText('The same as a table').nth(1).click()
  await expect(page.getByRole('table', { name: 'Runs of each day' }).getByRole('row').nth(2)).toContainText('good')
  await expect(page.getByRole('table', { name: 'Versions' }).getByRole('row').nth(1)).toBeVisible()
})
