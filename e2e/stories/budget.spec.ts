import { expect, test, type Page } from '@playwright/test'
import type { FlowsAnswer } from '../../shared/api/flows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'

const LANDING_SCRIPT_BYTES = 150_000
/** Below what anybody sees: a line that a web font makes a hair higher. */
const LAYOUT_SHIFT = 0.01

const failedRun = async (page: Page): Promise<string> => (await (await page.request.get('/api/morning')).json() as MorningAnswer).problems.find(({ kind }) => kind === 'failed')?.jobs[0]?.runId ?? ''
const aFlow = async (page: Page): Promise<string> => (await (await page.request.get('/api/flows')).json() as FlowsAnswer).flows[0]?.id ?? ''
const aDeployment = async (page: Page, flow: string): Promise<string> => (await (await page.request.get('/api/flows')).json() as FlowsAnswer).flows.find(({ name }) => name === flow)?.deployments[0]?.id ?? ''

/** Each page with the text that says it is read. */
const PAGES = [
  { name: 'the morning', path: async () => '/', ready: 'Needs you' },
  { name: 'the runs', path: async () => '/runs', ready: 'as of' },
  { name: 'the flows', path: async () => '/flows', ready: 'Last run' },
  { name: 'the pools', path: async () => '/pools', ready: 'index-writer' },
  { name: 'a pool', path: async () => '/pools/gpu-pool', ready: 'gpu-spot-a' },
  { name: 'what is due next', path: async () => '/upcoming', ready: 'a bar is as long' },
  { name: 'a deployment with a limit', path: async (page: Page) => `/deployments/${await aDeployment(page, 'rebuild-search-index')}`, ready: 'one more waits' },
  { name: 'a flow', path: async (page: Page) => `/flows/${await aFlow(page)}`, ready: 'all runs' },
  { name: 'a run', path: async (page: Page) => `/runs/${await failedRun(page)}`, ready: 'took' },
]

test('the landing page needs at most 150 kB of script, and no charts', async ({ page }) => {
  const scripts: { url: string, bytes: Promise<number> }[] = []
  page.on('requestfinished', request => request.resourceType() === 'script' && scripts.push({ url: request.url(), bytes: request.sizes().then(size => size.responseBodySize) }))
  await page.goto('/')
  await expect(page.getByText('Needs you').first()).toBeVisible()
  const bytes = (await Promise.all(scripts.map(async script => await script.bytes))).reduce((sum, size) => sum + size, 0)
  expect(bytes).toBeLessThanOrEqual(LANDING_SCRIPT_BYTES)
  expect(scripts).toHaveLength(1)
})

for (const width of [1440, 390]) {
  for (const { name, path, ready } of PAGES) {
    test(`nothing moves while ${name} is read, ${width} px wide`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 })
      await page.addInitScript(() => {
        const seen = { shift: 0, what: [] as string[] }
        Object.assign(window, { seen })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number, hadRecentInput: boolean, sources: { node: Node | null }[] })[]) {
            if (entry.hadRecentInput)
              continue
            seen.shift += entry.value
            seen.what.push(`${entry.value.toFixed(4)}: ${entry.sources.map(({ node }) => node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.textContent).slice(0, 40)).join(', ')}`)
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(await path(page))
      await expect(page.getByText(ready).first()).toBeVisible()
      await page.waitForTimeout(1_000)
      const { shift, what } = await page.evaluate(() => (window as unknown as { seen: { shift: number, what: string[] } }).seen)
      expect(shift, what.join('\n')).toBeLessThanOrEqual(LAYOUT_SHIFT)
    })
  }
}
