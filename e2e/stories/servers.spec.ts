import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test as base } from '../story.ts'
import { createFaultyUpstream, type FaultyUpstream } from '../upstream/faulty-upstream.ts'

interface Servers {
  us: FaultyUpstream
  /** Starts a First Light of `eu` and `us` in production and `staging` beside them; gives its address. */
  startBoth: () => Promise<string>
}

const test = base.extend<Servers>({
  us: async ({ demoApiUrl }, use) => {
    const us = await createFaultyUpstream({ behind: demoApiUrl })
    await use(us)
    await us.close()
  },
  startBoth: async ({ upstream, us, demoApiUrl, startFirstLight }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'first-light-servers-'))
    const config = join(folder, 'firstlight.yaml')
    await writeFile(config, `servers:\n  eu:\n    api_url: ${upstream.apiUrl}\n  us:\n    api_url: ${us.apiUrl}\n  staging:\n    api_url: ${demoApiUrl}\n    role: other\n`)
    await use(async () => (await startFirstLight({ env: { PREFECT_API_URL: '', FIRSTLIGHT_CONFIG: config } })).address)
    await rm(folder, { recursive: true })
  },
})

const sentence = (page: Page) => page.getByRole('heading', { level: 1 })
const rowsOf = (page: Page, server: string) => page.locator('#needs-you li').filter({ has: page.locator('.tag.server', { hasText: new RegExp(`^${server}$`) }) })

test('the morning of several servers leads to the run of each, and its link opens there in a fresh browser', async ({ page, browser, startBoth }) => {
  const address = await startBoth()
  await page.goto(address)
  await expect(rowsOf(page, 'eu').first()).toBeVisible({ timeout: 15_000 })
  await expect(rowsOf(page, 'us').first()).toBeVisible({ timeout: 15_000 })
  await expect(page.getByRole('list', { name: 'Other servers' })).toContainText(/staging: .*problems need you/)
  await rowsOf(page, 'us').filter({ hasText: 'KeyError' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/runs\/[\w-]+\?.*server=us/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  await expect(page.getByRole('button', { name: /Server shown/ })).toContainText('us')
  await expect(page.getByRole('link', { name: 'Runs', exact: true })).toHaveAttribute('href', '/runs?server=us')
  const fresh = await (await browser.newContext()).newPage()
  await fresh.goto(page.url())
  await expect(fresh.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  await fresh.context().close()
  await page.goBack()
  await rowsOf(page, 'eu').filter({ hasText: 'KeyError' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/runs\/[\w-]+$/)
})

test('one server is chosen by keyboard, in the page and in the header', async ({ page, startBoth }) => {
  const address = await startBoth()
  await page.goto(address)
  await expect(rowsOf(page, 'us').first()).toBeVisible({ timeout: 15_000 })
  await page.getByRole('button', { name: /Show only a server/ }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('u')
  await page.getByRole('option', { name: 'us' }).press('Enter')
  await expect(page).toHaveURL(/\?server=us$/)
  await expect(page.locator('.tag.server')).toHaveCount(0)
  await expect(page.getByRole('list', { name: 'Other servers' })).toContainText('eu: ')
  await page.getByRole('link', { name: 'Flows', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/flows\?server=us$/)
  await page.getByRole('button', { name: /Server shown/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Server shown' }).getByRole('link', { name: /eu$/ }).press('Enter')
  await expect(page).toHaveURL(/\/flows$/)
})

test('one server down hides nothing of the others, and the morning is not green', async ({ page, us, startBoth }) => {
  await us.goDown()
  const address = await startBoth()
  await page.goto(address)
  await expect(page.getByRole('complementary', { name: 'us does not answer' })).toBeVisible({ timeout: 15_000 })
  await expect(rowsOf(page, 'eu').first()).toBeVisible({ timeout: 15_000 })
  await expect(page.getByRole('listitem').filter({ hasText: /^us: / })).toHaveCount(1)
  await page.goto(`${address}/?server=us`)
  await expect(sentence(page)).toContainText('Nothing is known yet.')
  await us.comeBack()
  await expect(sentence(page)).toContainText('problems need you', { timeout: 20_000 })
  await page.goto(address)
  await expect(rowsOf(page, 'us').first()).toBeVisible()
  await expect(page.getByRole('complementary', { name: /does not answer/ })).toHaveCount(0)
})
