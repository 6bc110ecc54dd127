import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { FlowsAnswer } from '../../shared/api/flows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Pages by the text that says they are read. */
const PAGES = [
  { name: 'the morning', path: async () => '/', ready: 'Needs you' },
  { name: 'the runs', path: async () => '/runs', ready: 'as of' },
  { name: 'the flows', path: async () => '/flows', ready: 'Last run' },
  { name: 'a search in logs', path: async () => '/logs?q=connection+refused', ready: 'Prefect searched' },
  { name: 'the pools', path: async () => '/pools', ready: 'index-writer' },
  { name: 'a pool', path: async () => '/pools/gpu-pool', ready: 'gpu-spot-a' },
  { name: 'what is due next', path: async () => '/upcoming', ready: 'a bar is as long' },
  { name: 'a flow', path: async (page: Page) => `/flows/${(await (await page.request.get('/api/flows')).json() as FlowsAnswer).flows[0]?.id}`, ready: 'all runs' },
  { name: 'a run', path: async (page: Page) => `/runs/${(await (await page.request.get('/api/morning')).json() as MorningAnswer).problems.find(problem => problem.kind === 'failed')?.jobs[0]?.runId}`, ready: 'took' },
]

for (const { name, path, ready } of PAGES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name} breaks no rule of accessibility, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await page.goto(await path(page))
      await expect(page.getByText(ready).first()).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`)).toEqual([])
    })
  }

  test(`${name} needs no sideways scrolling at 390 px`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(await path(page))
    await expect(page.getByText(ready).first()).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
}

test('opened lists and evidence break no rule either', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /^Evidence/ }).first().click()
  await page.getByRole('button', { name: 'Show only a flow' }).click()
  // The page behind an open list is hidden from everybody by reka-ui, and the list is scrolled from its search field.
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).disableRules(['aria-hidden-focus', 'region', 'scrollable-region-focusable']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`)).toEqual([])
})
