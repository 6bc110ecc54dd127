import { expect, test, type APIRequestContext } from '@playwright/test'
import type { MorningAnswer } from '../../shared/api/morning.ts'

async function getMorning(request: APIRequestContext): Promise<MorningAnswer> {
  return await (await request.get('/api/morning')).json() as MorningAnswer
}

test('the largest text is the verdict, and its number leads to the rows it counts', async ({ page }) => {
  await page.goto('/')
  const sentence = page.getByRole('heading', { level: 1 })
  await expect(sentence).toContainText(/\d+ problems? needs? you\./)
  await sentence.getByRole('link', { name: /as expected|\d+/ }).last().click()
  await expect(page).toHaveURL(/#/)
  const number = Number(/(\d+) problem/.exec(await sentence.textContent() ?? '')?.[1])
  await expect(page.locator('#needs-you > ul > li')).toHaveCount(number)
})

test('demo data says so, in title and page, and how to see one\'s own', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveTitle(/^Demo: /)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Demo:')
  await expect(page.getByText('PREFECT_API_URL=')).toBeVisible()
})

test('one cause of five jobs is one row, and opens on all of them', async ({ page }) => {
  await page.goto('/')
  const row = page.getByRole('listitem').filter({ hasText: 'Connection refused' }).first()
  await row.getByRole('button', { name: /Evidence/ }).click()
  await expect(row.getByRole('heading', { name: '5 jobs' })).toBeVisible()
  await expect(row.getByRole('link', { name: /^warehouse-sync\// })).toHaveCount(5)
})

test('a problem leads to its run; one without a run to what should have run', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: /KeyError/ }).first().click()
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
  await page.goBack()
  await page.getByRole('link', { name: 'export-tax-report did not run' }).click()
  await expect(page).toHaveURL(/\/deployments\/[0-9a-f-]{36}/)
})

test('a filter lives in the address, and the page says what lies outside it', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Show only a tag' }).click()
  await page.getByRole('option', { name: 'team:ml', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/tag=team(:|%3A)ml/)
  await expect(page.getByText(/more problems? outside this filter/)).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: /Remove tag: team:ml/ }).click()
  await expect(page).not.toHaveURL(/tag=/)
})

test('an address nobody wrote opens the plain page', async ({ page }) => {
  await page.goto('/?from=yesterday&tag=&flow=')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('jobs ran as expected')
})

test('hostile names stay text', async ({ page, request }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await page.getByText('As expected', { exact: true }).click()
  const { asExpected } = await getMorning(request)
  await expect(page.locator('#as-expected li')).toHaveCount(asExpected.length)
  expect(await page.locator('main img, main b, main script').count()).toBe(0)
})

test('the page needs at most twelve requests and 300 kB', async ({ page }) => {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', request => sizes.push(request.sizes().then(size => size.responseBodySize)))
  let count = 0
  page.on('request', () => count++)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await page.waitForFunction(() => performance.getEntriesByName('morning-ready').length === 1)
  await expect(page.locator('canvas')).toBeVisible()
  await page.evaluate(async () => await document.fonts.ready)
  expect(count).toBeLessThanOrEqual(12)
  expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000)
})

test('the chosen zone and theme stay, and every time follows', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Time zone of every time shown' }).click()
  await page.getByPlaceholder('find').fill('kolkata')
  await page.getByRole('option', { name: /Kolkata|Calcutta/ }).click()
  await page.getByRole('button', { name: /Colours/ }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: /Time zone of every time shown/ })).toContainText(/Kolkata|Calcutta/)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})

test('a page that was lost says so and goes on by itself', async ({ page, context }) => {
  await page.goto('/')
  await expect(page.getByText(/, live$/)).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await context.setOffline(false)
  await expect(page.getByText(/, live$/)).toBeVisible({ timeout: 20_000 })
})

test('the page says what its sentence rests on', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'what this rests on' }).click()
  const trust = page.locator('#trust')
  await expect(trust).toContainText(/runs that began, ended or wait: read .*\d\d:\d\d:\d\d/)
  await expect(trust).toContainText('every row was understood')
  await page.getByRole('button', { name: 'what this rests on' }).click()
  await expect(trust).toBeEmpty()
})

test('says how much of what is still being read was read', async ({ page }) => {
  await page.route('**/api/morning*', async (route) => {
    const answer = await (await route.fetch()).json() as MorningAnswer
    await route.fulfill({ json: { ...answer, complete: false, incomplete: [{ what: 'history', reason: 'Runs of the days before are still being read.', weighs: 'baselines', reading: { ratio: 0.43 } }] } satisfies MorningAnswer })
  })
  await page.goto('/')
  await expect(page.getByText('Runs of the days before are still being read. 43 % so far.')).toBeVisible()
})
