import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { AuditAnswer } from '../../shared/api/acts.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { expect, test } from '../story.ts'

async function runOf(page: Page, address: string, kind: string): Promise<string> {
  let runId: string | null | undefined = null
  await expect.poll(async () => {
    const { problems } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
    return runId = problems.find(problem => problem.kind === kind)?.jobs[0]?.runId // what takes history to judge comes a moment later
  }).toBeTruthy()
  return runId ?? ''
}

const acts = (page: Page) => page.getByRole('region', { name: 'Acts' })
const done = (page: Page) => page.getByRole('region', { name: 'What was done here' })

test.describe('where acting is allowed', () => {
  test('a failed run is retried, and it is told and kept', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight({ env: { FIRSTLIGHT_DEMO: '1', FIRSTLIGHT_ACTIONS: 'on' } })
    const runId = await runOf(page, address, 'crashed')
    await page.goto(`${address}/runs/${runId}`)
    await acts(page).getByRole('button', { name: 'Retry' }).click()
    await expect(acts(page)).toContainText('anew, in the same run, for the 2nd time')
    await acts(page).getByRole('textbox', { name: 'Your name' }).fill('Kim')
    expect((await new AxeBuilder({ page }).include('section[aria-label="Acts"]').analyze()).violations.map(({ id }) => id)).toEqual([])
    await acts(page).locator('form').getByRole('button', { name: 'Retry' }).click()
    await expect(acts(page)).toContainText('Prefect took it.')
    await expect(done(page)).toContainText('Kim (loopback) retried it: accepted')
    await expect(page.getByText(/^(AwaitingRetry|Pending|Submitting|Running)$/).first()).toBeVisible()
    const { acts: kept } = await (await page.request.get(`${address}/api/audit`)).json() as AuditAnswer
    expect(kept).toMatchObject([{ act: 'retry', runId, by: 'Kim', outcome: { status: 'accepted' } }])
  })

  test('a run that goes on is cancelled by key', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight({ env: { FIRSTLIGHT_DEMO: '1', FIRSTLIGHT_ACTIONS: 'on' } })
    await page.goto(`${address}/runs/${await runOf(page, address, 'running-long')}`)
    await acts(page).getByRole('button', { name: 'Cancel the run' }).press('Enter')
    await acts(page).getByRole('textbox', { name: 'Your name' }).press('Enter')
    await expect(done(page)).toContainText('cancelled it: accepted')
    await expect(page.getByText(/^Cancell(ing|ed)$/).first()).toBeVisible()
  })

  test('a run is run again with another parameter', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight({ env: { FIRSTLIGHT_DEMO: '1', FIRSTLIGHT_ACTIONS: 'on' } })
    const { problems } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
    await page.goto(`${address}/runs/${problems.find(({ title }) => title.includes('KeyError'))!.jobs[0]!.runId}`)
    await acts(page).getByRole('button', { name: 'Run again' }).click()
    await acts(page).getByRole('textbox', { name: 'region' }).fill('apac')
    await acts(page).locator('form').getByRole('button', { name: 'Run again' }).click()
    await acts(page).getByRole('link', { name: 'The new run' }).click()
    await expect(page.getByText('region="apac"')).toBeVisible()
    await expect(done(page)).toContainText('made it from')
  })
})

test('where acting is off, nothing of it is shown', async ({ page, request }) => {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  await page.goto(`/runs/${problems.find(({ kind }) => kind === 'crashed')!.jobs[0]!.runId}`)
  await expect(page.getByRole('region', { name: 'Why' })).toBeVisible()
  await expect(acts(page)).toHaveCount(0)
  await expect(done(page)).toHaveCount(0)
})
