import { networkInterfaces } from 'node:os'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { EndedEarly } from '../child.ts'
import { expect, test } from '../story.ts'

const SECRET = 'a long enough secret'

/** An address of this machine that others reach it by; null on a machine without a network. */
const outward = Object.values(networkInterfaces()).flat().find(address => address !== undefined && !address.internal && address.family === 'IPv4')?.address ?? null

test('below a path everything is served below it, and only there', async ({ page, startFirstLight }) => {
  const strangers: string[] = []
  const { address, port } = await startFirstLight({ env: { FIRSTLIGHT_BASE_URL: 'http://127.0.0.1/first-light' } })
  page.on('request', (request) => {
    if (request.url().startsWith('http') && !request.url().startsWith(`${address}/`))
      strangers.push(request.url())
  })
  expect(address).toBe(`http://127.0.0.1:${port}/first-light`)
  const { problems } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
  const runId = problems.find(({ title }) => title.includes('KeyError'))?.jobs[0]?.runId
  await page.goto(`${address}/runs/${runId}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  await expect(page.getByRole('log', { name: 'Log lines' })).toContainText('LookupError')
  await page.reload()
  await expect(page.getByRole('log', { name: 'Log lines' })).toContainText('LookupError')
  const stream = page.waitForResponse(`${address}/api/live`)
  await page.getByRole('link', { name: 'Morning', exact: true }).click()
  await expect(page).toHaveURL(`${address}/`)
  await expect(page.getByText(/, live$/)).toBeVisible()
  await page.reload()
  expect((await stream).status()).toBe(200)
  await expect(page.locator('canvas')).toBeVisible()
  await page.getByRole('link', { name: /KeyError/ }).first().click()
  await expect(page).toHaveURL(new RegExp(`^${address}/runs/`))
  await page.goto(`${address}/nowhere/at/all`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('no page')
  expect(strangers).toEqual([])
  expect((await page.request.get(`http://127.0.0.1:${port}/api/morning`)).status()).toBe(404)
  expect((await page.request.get(`http://127.0.0.1:${port}/readyz`)).status()).toBe(404)
})

test('beyond this machine nothing starts without a secret', async ({ startFirstLight }) => {
  const refusal = await startFirstLight({ env: { HOST: '0.0.0.0' } }).then(() => null, (error: unknown) => error)
  expect(refusal).toBeInstanceOf(EndedEarly)
  expect((refusal as EndedEarly).exitCode).toBe(1)
  expect((refusal as EndedEarly).output).toContain('set FIRSTLIGHT_SECRET to at least 16 characters')
  const short = await startFirstLight({ env: { HOST: '0.0.0.0', FIRSTLIGHT_SECRET: 'short' } }).then(() => null, (error: unknown) => error)
  expect((short as EndedEarly).output).toContain('FIRSTLIGHT_SECRET must be at least 16 characters long')
  expect((short as EndedEarly).output).not.toContain('short.')
})

for (const [name, host] of [['this machine\'s own name', '127.0.0.1'], ['the address others use', outward]] as const) {
  test(`the secret opens the page that was asked for, by ${name}`, async ({ page, startFirstLight }) => {
    test.skip(host === null, 'this machine has no address that others could use')
    const { port } = await startFirstLight({ env: { HOST: '0.0.0.0', FIRSTLIGHT_SECRET: SECRET } })
    const address = `http://${host}:${port}`
    for (const path of ['/api/morning', '/api/runs', '/api/live', '/api/server']) {
      const answer = await page.request.get(address + path)
      expect([path, answer.status()]).toEqual([path, 401])
      expect(await answer.text()).not.toContain('ledger-close')
    }
    await page.goto(`${address}/runs?state=failed`)
    await expect(page).toHaveURL(/\/login\?next=/)
    await page.getByLabel('Secret').fill('this is not it, surely')
    await page.getByRole('button', { name: 'Log in' }).click()
    await expect(page.getByRole('alert')).toHaveText('This is not the secret.')
    await page.getByLabel('Secret').fill(SECRET)
    await page.getByRole('button', { name: 'Log in' }).click()
    await expect(page).toHaveURL(`${address}/runs?state=failed`)
    await expect(page.getByRole('table', { name: /Runs/ }).getByRole('row').nth(1)).toContainText('Failed')
    await page.reload()
    await expect(page.getByRole('table', { name: /Runs/ })).toBeVisible()
    expect(await page.evaluate(() => document.cookie)).toBe('')
    await page.getByRole('link', { name: 'Morning', exact: true }).click()
    await expect(page.getByText(/, live$/)).toBeVisible()
  })
}
