import { expect, test } from '@playwright/test'

test('what cannot start stands on top with the reason, and leads to it', async ({ page }) => {
  await page.goto('/upcoming')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d+ starts of \d+ jobs in the next 24 hours\. 4 jobs cannot start as things stand\./)
  const held = page.getByRole('region', { name: 'Cannot start as things stand' })
  await expect(held.getByRole('listitem').first()).toContainText(/no worker is online in gpu-pool.*3 jobs/)
  await expect(held.getByRole('listitem').nth(1)).toContainText(/at its own limit: 1 run at once.*rebuild-search-index/)
  await expect(held.getByRole('listitem').last()).toContainText(/paused.*payroll-export/)
  await held.getByRole('link', { name: 'Open the pool' }).click()
  await expect(page).toHaveURL(/\/pools\/gpu-pool$/)
})

test('each job is a row with its next start, how often and how long', async ({ page }) => {
  await page.goto('/upcoming')
  const rows = page.getByRole('table', { name: /^What is due/ }).getByRole('row')
  await expect(rows.filter({ hasText: 'poll-carrier-tracking' })).toContainText(/\d\d:\d\d.*288 times, every 5 m.*\d+ [ms]/)
  await expect(rows.filter({ hasText: 'embed-catalogue' })).toContainText('cannot start')
  await rows.filter({ hasText: 'price-update' }).getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('price-update')
})

test('a tag narrows what is due, in the address, and is taken away again', async ({ page }) => {
  await page.goto('/upcoming')
  await page.getByRole('button', { name: 'Show only a tag' }).click()
  await page.getByRole('option', { name: 'team:finance' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/tag=team(:|%3A)finance/)
  await expect(page.getByRole('link', { name: 'ledger-close/eu' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'price-update/nightly' })).toHaveCount(0)
  await page.getByRole('button', { name: /^Remove tag/ }).click()
  await expect(page).toHaveURL(/\/upcoming$/)
  await page.goto('/upcoming?flow=restore-table')
  await page.getByRole('link', { name: 'Show all jobs' }).click()
  await expect(page.getByRole('link', { name: 'price-update/nightly' })).toBeVisible()
})

test('times are those of the zone chosen', async ({ page, request }) => {
  const nextOf = async (tz: string): Promise<string> => {
    const { window, jobs } = await (await request.get(`/api/upcoming?tz=${tz}&flow=demand-forecast`)).json() as { window: { from: string, tz: string }, jobs: { nextMs: number }[] }
    expect(window.tz).toBe(tz)
    return new Intl.DateTimeFormat('en-GB', { timeZone: tz, hour: '2-digit', minute: '2-digit' }).format(Date.parse(window.from) + (jobs[0]?.nextMs ?? Number.NaN))
  }
  await page.goto('/upcoming?flow=demand-forecast')
  await expect(page.getByRole('row', { name: /demand-forecast/ })).toContainText(await nextOf('Europe/Berlin'))
  await page.getByRole('button', { name: /Time zone/ }).click()
  await page.keyboard.type('tokyo')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /demand-forecast/ })).toContainText(await nextOf('Asia/Tokyo'))
})

test('a start under the pointer is told, wherever the page is scrolled to', async ({ page }) => {
  await page.goto('/upcoming')
  const canvas = page.locator('main canvas')
  await expect(canvas).toBeVisible()
  await page.getByRole('link', { name: 'check-certificates/daily' }).scrollIntoViewIfNeeded()
  await page.mouse.wheel(0, 2_000)
  const row = page.getByRole('row', { name: /check-certificates/ })
  await expect(row).toBeInViewport()
  await page.waitForTimeout(200)
  const [line, face] = [await row.boundingBox(), await canvas.boundingBox()]
  for (let x = (face?.x ?? 0) + (face?.width ?? 0) - 2; x > (face?.x ?? 0) && await page.locator('main .tip').count() === 0; x -= 4)
    await page.mouse.move(x, (line?.y ?? 0) + 14)
  await expect(page.locator('main .tip')).toContainText(/check-certificates\/daily.*due .*usually takes/)
})
