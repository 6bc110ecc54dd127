import type { FlowsAnswer } from '../../shared/api/flows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { expect, test } from '../story.ts'
import { EMPTY, NO_DEPLOYMENTS } from '../upstream/faults.ts'

test('an empty server is said to be empty on every page', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(EMPTY)
  const { address } = await startFirstLight()
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('This server is empty.')
  await expect(page).toHaveTitle(/Not known/)
  await expect(page.getByRole('main')).toContainText('0 runs checked')
  await expect(page.locator('body')).not.toContainText(/as expected|undefined|NaN|null/)
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No run')
  await expect(page.getByText('Nothing was due in this time.')).toBeVisible()
  await page.getByRole('link', { name: 'Flows', exact: true }).click()
  await expect(page.getByText('Prefect knows no flow yet.')).toBeVisible()
})

test('a server without deployments shows its flows, and a flow without runs says so', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(NO_DEPLOYMENTS)
  const { address } = await startFirstLight()
  const { flows } = await (await page.request.get(`${address}/api/flows`)).json() as FlowsAnswer
  await page.goto(`${address}/flows`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${flows.length} flows`)
  await page.getByRole('link', { name: 'ledger-close', exact: true }).click()
  await expect(page.getByText('It has not run in the last 14 days.')).toBeVisible()
  const { counts, checked } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
  expect(counts.jobs).toBe(0)
  expect(checked.deploymentCount).toBe(0)
})
