import type { FlowsAnswer } from '../../shared/api/flows.ts'
import { expect, test } from '../story.ts'
import { BROKEN, EMPTY } from '../upstream/faults.ts'

test('the pool with a problem comes first, and a push pool is not called unwell', async ({ page }) => {
  await page.goto('/pools')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('4 work pools, 1 with a problem')
  const rows = page.getByRole('table', { name: /^Work pools/ }).getByRole('row')
  await expect(rows.nth(1)).toContainText(/gpu-pool.*1 problem.*no worker online.*0 of 2.*3, oldest/)
  await expect(rows.filter({ hasText: 'cloud-run:push' })).toContainText(/takes runs.*needs none/)
  await expect(rows.filter({ hasText: 'without a work pool' })).toContainText(/\.serve\(\)/)
})

test('a pool tells its worker, its last day, what waits and whose it is, and leads there', async ({ page }) => {
  await page.goto('/pools')
  await page.getByRole('link', { name: 'gpu-pool' }).click()
  await expect(page).toHaveURL(/\/pools\/gpu-pool$/)
  await expect(page.getByText(/It has no worker online; 3 runs wait/)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('no worker is online in gpu-pool')
  await expect(page.getByRole('table', { name: 'Workers' }).getByRole('row').nth(1)).toContainText(/gpu-spot-a.*offline.* ago/)
  await page.getByText('The same as a table').click()
  await expect(page.getByRole('table', { name: 'Runs of each hour' }).getByRole('row')).toHaveCount(25)
  await expect(page.getByRole('table', { name: 'Queues' }).getByRole('row').nth(1)).toContainText(/default.*3, oldest/)
  await page.getByRole('table', { name: 'Runs that wait' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/)
  await page.goBack()
  await page.getByRole('table', { name: /^Deployments/ }).getByRole('link', { name: 'ml-train-forecast/nightly' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ml-train-forecast')
  await page.getByRole('link', { name: 'gpu-pool' }).first().click()
  await expect(page).toHaveURL(/\/pools\/gpu-pool$/)
})

test('limits tell which are full and who holds them', async ({ page }) => {
  await page.goto('/pools')
  const rows = page.getByRole('table', { name: /^Limits/ }).getByRole('row')
  await expect(rows.nth(1)).toContainText(/full.*1 of 1/)
  await expect(rows.filter({ hasText: 'crm-connections' })).toContainText(/free.*Prefect does not tell|free.*–/)
  await rows.filter({ hasText: 'index-writer' }).getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('rebuild-search-index')
})

test('a job says what starts it and which limit it is under', async ({ page, request }) => {
  const { flows } = await (await request.get('/api/flows')).json() as FlowsAnswer
  const idOf = (flow: string): string => flows.flatMap(({ deployments }) => deployments).find(deployment => deployment.flow.name === flow)?.id ?? ''
  await page.goto(`/deployments/${idOf('restore-table')}`)
  await expect(page.getByRole('region', { name: 'What starts it' })).toContainText('restore a table that arrived broken runs it when warehouse.table.broken comes')
  await page.goto(`/deployments/${idOf('rebuild-search-index')}`)
  await expect(page.getByRole('region', { name: 'What starts it' })).toContainText('At most 1 run of it at once; one more waits')
  await page.goto(`/deployments/${idOf('dbt-run')}`)
  await expect(page.getByRole('heading', { name: /^Health/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'What starts it' })).toHaveCount(0)
})

test('an unknown pool says so', async ({ page }) => {
  await page.goto('/pools/no-such-pool')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This work pool is not there.')
  await page.getByRole('link', { name: 'All work pools' }).click()
  await expect(page).toHaveURL(/\/pools$/)
})

test('a pool stays in sight when its workers cannot be read, and can be asked again', async ({ page, upstream, startFirstLight }) => {
  const { address } = await startFirstLight()
  await page.goto(`${address}/pools/k8s-prod`)
  await expect(page.getByRole('table', { name: 'Workers' })).toBeVisible()
  upstream.suffer({ ...BROKEN, of: /POST \/(?:work_pools\/k8s-prod\/workers|automations|concurrency_limits|v2\/concurrency_limits)\/filter/ })
  await page.waitForTimeout(5_100) // an answer is kept for five seconds
  await page.reload()
  await expect(page.getByRole('alert')).toContainText('Its workers and its last day could not be read.')
  await expect(page.getByRole('table', { name: /^Deployments/ })).toBeVisible()
  await page.goto(`${address}/pools`)
  await expect(page.getByRole('alert')).toContainText('The limits could not be read.')
  await expect(page.getByRole('link', { name: 'k8s-prod' })).toBeVisible()
  upstream.suffer()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('table', { name: /^Limits/ })).toBeVisible()
})

test('a server without pools says so', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(EMPTY)
  const { address } = await startFirstLight()
  await page.goto(`${address}/pools`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No work pool')
  await expect(page.getByText('Nobody set a limit on what may run at once')).toBeVisible()
  await page.goto(`${address}/upcoming`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is due in the next 24 hours.')
})
