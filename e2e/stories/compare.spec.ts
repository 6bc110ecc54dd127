import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { MorningAnswer } from '../../shared/api/morning.ts'

test('a failure is one click from its last good run', async ({ page, request }) => {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  await page.goto(`/runs/${problems.find(({ title }) => title.includes('KeyError'))!.jobs[0]!.runId}`)
  await page.getByRole('link', { name: 'Compare with the last good run' }).click()
  await expect(page).toHaveURL(/\/compare$/)
  await expect(page.getByRole('region', { name: 'First difference in the logs' })).toContainText('only in this run')
  await expect(page.getByRole('table', { name: 'Tasks of both runs' })).toContainText('not in this run')
  await expect(page.getByRole('table', { name: 'What differs between the two runs' })).toContainText('Completed')
  const other = page.getByRole('combobox', { name: 'Compare with' })
  await other.selectOption({ index: 2 })
  await expect(page).toHaveURL(/with=/)
  await page.reload()
  await expect(page.getByRole('region', { name: 'What differs', exact: true })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  await page.getByRole('link', { name: 'back to the run' }).click()
  await expect(page.getByRole('navigation', { name: 'Parts of the run' })).toBeVisible()
})
