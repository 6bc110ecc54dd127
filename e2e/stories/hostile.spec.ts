import type { Page } from '@playwright/test'
import type { FlowsAnswer } from '../../shared/api/flows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { expect, test } from '../story.ts'
import { HOSTILE, HOSTILE_NAMES } from '../upstream/hostile.ts'

/** Shown in full somewhere, so that nobody can hide behind it. */
const TEN_KILOBYTES = HOSTILE['warehouse-sync'] ?? ''

async function expectSound(page: Page): Promise<void> {
  expect(await page.locator('main img, main script, main iframe, main [onerror]').count()).toBe(0)
  const links = await page.locator('a').evaluateAll(all => all.map(link => (link as HTMLAnchorElement).protocol))
  expect(links.filter(protocol => protocol !== 'http:' && protocol !== 'https:')).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

for (const width of [390, 1440]) {
  test(`hostile names and lines stay text and keep their place, ${width} px`, async ({ page, upstream, startFirstLight }) => {
    test.setTimeout(60_000)
    const dialogs: string[] = []
    page.on('dialog', async (dialog) => {
      dialogs.push(dialog.message())
      await dialog.dismiss()
    })
    const faults: string[] = []
    page.on('pageerror', error => faults.push(error.message))
    upstream.suffer(HOSTILE_NAMES)
    const { address } = await startFirstLight()
    await page.setViewportSize({ width, height: 900 })

    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('need you')
    await expect(page.getByText('<img src=x onerror="alert(1)">').first()).toBeVisible()
    await page.getByRole('button', { name: /^Evidence/ }).first().click()
    await expectSound(page)
    expect(await page.locator('#needs-you > ul > li').evaluateAll(rows => Math.max(...rows.map(row => row.getBoundingClientRect().height)))).toBeLessThan(1_150)

    await page.goto(`${address}/flows`)
    await expect(page.getByRole('link', { name: 'javascript:alert(4)' }).first()).toBeVisible()
    await expectSound(page)
    expect(await page.getByRole('row').evaluateAll(rows => Math.max(...rows.map(row => row.getBoundingClientRect().height)))).toBeLessThan(200)

    await page.goto(`${address}/runs`)
    await expect(page.getByRole('table', { name: /Runs/ }).getByRole('row').nth(5)).toBeVisible()
    await expectSound(page)
    expect(await page.getByRole('row').evaluateAll(rows => Math.max(...rows.map(row => row.getBoundingClientRect().height)))).toBeLessThan(200)

    for (const [path, shown] of [['/pools', 'index-writer'], ['/pools/gpu-pool', 'gpu-spot-a'], ['/upcoming', 'a bar is as long']] as const) {
      await page.goto(address + path)
      await expect(page.getByText(shown, { exact: false }).first()).toBeVisible()
      await expectSound(page)
      expect(await page.getByRole('row').evaluateAll(rows => Math.max(...rows.map(row => row.getBoundingClientRect().height)))).toBeLessThan(200)
    }

    const { problems } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
    const failed = problems.filter(({ kind }) => kind === 'failed')
    expect(failed.length).toBeGreaterThan(2)
    for (const { jobs } of failed.slice(0, 4)) {
      await page.goto(`${address}/runs/${jobs[0]?.runId}`)
      await expect(page.getByRole('log', { name: 'Log lines' })).toContainText(/ERROR|CRITICAL/)
      await expectSound(page)
      expect(await page.getByRole('heading', { level: 1 }).evaluate(heading => heading.getBoundingClientRect().height)).toBeLessThan(400)
    }

    const { flows } = await (await page.request.get(`${address}/api/flows`)).json() as FlowsAnswer
    for (const name of [TEN_KILOBYTES, HOSTILE['resize-images'], HOSTILE['fraud-scores']]) {
      const flow = flows.find(flow => flow.name === name)
      await page.goto(`${address}/flows/${flow?.id}`)
      await expect(page.getByText('Last runs', { exact: false }).first()).toBeVisible()
      await expectSound(page)
      expect(await page.getByRole('heading', { level: 1 }).evaluate(heading => heading.getBoundingClientRect().height)).toBeLessThan(400)
      await expect(page.getByRole('heading', { level: 1 })).not.toContainText(/[\u0000\u001B\u202E]/)
    }
    expect(dialogs).toEqual([])
    expect(faults).toEqual([])
  })
}
