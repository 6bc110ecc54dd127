import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../story.ts'
import { BROKEN, EMPTY, GOOD_NIGHT } from '../upstream/faults.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const PATHS = ['/', '/runs', '/runs?q=flow:nobody', '/flows', '/logs?q=nobody+says+this', '/pools', '/upcoming', '/runs/00000000-0000-4000-8000-000000000000', '/runs/00000000-0000-4000-8000-000000000000/compare', '/flows/00000000-0000-4000-8000-000000000000', '/pools/none', '/nowhere']
const STATES = [
  { name: 'an empty server', fault: EMPTY },
  { name: 'a server that fails', fault: BROKEN },
  { name: 'a good night', fault: GOOD_NIGHT },
]

for (const { name, fault } of STATES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name} breaks no rule of accessibility on any page, ${colorScheme}, and nothing is cut at 200 %`, async ({ page, upstream, startFirstLight }) => {
      test.setTimeout(120_000)
      upstream.suffer(fault)
      const { address } = await startFirstLight()
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width: 640, height: 450 }) // 1280 × 900 at twice the size
      for (const path of PATHS) {
        await page.goto(address + path)
        await expect(page.getByRole('main')).toContainText(/\S/)
        await expect(page.getByRole('status').filter({ hasText: /^Reading/ })).toHaveCount(0, { timeout: 15_000 })
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
        expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`)).toEqual([])
        expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 640])
      }
    })
  }
}
