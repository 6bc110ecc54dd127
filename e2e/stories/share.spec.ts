import type { MorningAnswer } from '../../shared/api/morning.ts'
import { expect, test } from '../story.ts'

const SECRET = 'a long enough secret'
const tagOf = (html: string, name: string): string | undefined => new RegExp(`<meta property="og:${name}" content="([^"]*)">`).exec(html)?.[1]

test('a share link says what it is about without a login, and opens the same page with one', async ({ page, context, browser, playwright, startFirstLight }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { address, output } = await startFirstLight({ env: { FIRSTLIGHT_SECRET: SECRET, FIRSTLIGHT_LOG: 'debug' } })
  await page.goto(`${address}/`)
  await page.getByLabel('Secret').fill(SECRET)
  await page.getByRole('button', { name: 'Log in' }).click()
  const copied = async (): Promise<URL> => {
    await page.getByRole('button', { name: 'Copy share link' }).click()
    await expect(page.getByRole('button', { name: 'Share link copied' })).toBeVisible()
    return new URL(await page.evaluate(async () => await navigator.clipboard.readText()))
  }

  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  const morning = await copied()
  expect([...morning.searchParams.keys()]).toEqual(['tz', 'from', 'to', 'share'])
  await page.getByRole('link', { name: /KeyError/ }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  const run = await copied()
  expect([...run.searchParams.keys()]).toEqual(['tz', 'share'])

  const stranger = await playwright.request.newContext({ extraHTTPHeaders: { accept: '*/*' } })
  expect(tagOf(await (await stranger.get(morning.href)).text(), 'title')).toMatch(/problems need you/)
  const told = await (await stranger.get(run.href)).text()
  expect(tagOf(told, 'title')).toMatch(/^✕ ledger-close\/eu · .* failed$/)
  expect(tagOf(told, 'description')).toContain('KeyError')
  const other = new URL(run)
  other.pathname = '/runs/00000000-0000-4000-8000-000000000000'
  expect((await stranger.get(other.href)).status()).toBe(401)
  expect((await stranger.get(`${address}/api/morning?share=${run.searchParams.get('share')}`)).status()).toBe(401)
  await stranger.dispose()

  const colleague = await (await browser.newContext()).newPage()
  await colleague.goto(run.href)
  await expect(colleague).toHaveURL(/\/login\?next=/)
  await colleague.getByLabel('Secret').fill(SECRET)
  await colleague.getByRole('button', { name: 'Log in' }).click()
  await expect(colleague.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  await colleague.goto(run.href)
  await expect(colleague).toHaveURL(`${address}${run.pathname}?tz=Europe/Berlin`)
  await expect(colleague.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  await colleague.close()
  expect(output()).not.toContain(run.searchParams.get('share'))
})

test('a copied link keeps window and zone, and needs no token without a login', async ({ page, context, browser, request }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/?tz=Asia/Tokyo')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await expect(page.getByRole('button', { name: /Time zone/ })).toContainText('Asia/Tokyo')
  await expect(page.getByRole('button', { name: 'Copy share link' })).toBeHidden()
  await page.getByRole('button', { name: 'Copy link' }).click()
  const link = new URL(await page.evaluate(async () => await navigator.clipboard.readText()))
  expect([...link.searchParams]).toEqual([['tz', 'Asia/Tokyo'], ['from', expect.stringMatching(/Z$/)], ['to', expect.stringMatching(/Z$/)]])
  const { window } = await (await request.get(`/api/morning${link.search}`)).json() as MorningAnswer
  expect(window).toEqual({ from: link.searchParams.get('from'), to: link.searchParams.get('to'), tz: 'Asia/Tokyo' })
  const fresh = await browser.newPage()
  await fresh.goto(link.href)
  await expect(fresh.getByRole('button', { name: /Time zone/ })).toContainText('Asia/Tokyo')
  await expect(fresh.getByRole('heading', { level: 1 })).toHaveText(await page.getByRole('heading', { level: 1 }).textContent() ?? '')
  await fresh.getByRole('button', { name: /Time zone/ }).click()
  await fresh.getByPlaceholder('find').fill('UTC')
  await fresh.getByRole('option', { name: 'UTC', exact: true }).click()
  await expect(fresh).not.toHaveURL(/tz=/)
  await expect(fresh).toHaveURL(/from=/)
  await fresh.close()
})
