import { expect, test } from '@playwright/test'
import type { MorningAnswer, ProblemAnswer } from '../../shared/api/morning.ts'

/** The open problem of tonight whose title says this. */
async function problemOf(request: { get: (path: string) => Promise<{ json: () => Promise<unknown> }> }, title: string): Promise<ProblemAnswer> {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  const problem = problems.find(candidate => candidate.title.includes(title))
  if (problem === undefined)
    throw new Error(`the demo has no problem "${title}" now`)
  return problem
}

test('a failed run opens on the line that says why', async ({ page, request }) => {
  const problem = await problemOf(request, 'KeyError')
  await page.goto(`/runs/${problem.jobs[0]?.runId}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  await expect(page.getByRole('log')).toContainText('LookupError')
  await expect(page.getByRole('log')).toContainText('ERROR')
  await expect(page).toHaveTitle(/✕ ledger-close/)
})

test('a task of the table filters the log, and the address tells', async ({ page, request }) => {
  const problem = await problemOf(request, 'KeyError')
  await page.goto(`/runs/${problem.jobs[0]?.runId}`)
  await page.getByRole('button', { name: 'Table' }).click()
  await page.getByRole('row').filter({ hasText: 'extract' }).getByRole('button').click()
  await expect(page).toHaveURL(/task=/)
  await expect(page.getByRole('button', { name: /^only extract/ })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: /^only extract/ })).toBeVisible()
})

test('markup in a log line stays text', async ({ page, request }) => {
  const problem = await problemOf(request, 'KeyError')
  await page.goto(`/runs/${problem.jobs[0]?.runId}`)
  await expect(page.getByRole('log')).toContainText('<img src=x onerror=alert(1)>')
  await expect(page.getByRole('log').locator('img')).toHaveCount(0)
})

test('a run that is not there is told apart from one that could not be read', async ({ page }) => {
  await page.goto('/runs/00000000-0000-4000-8000-000000000000')
  await expect(page.getByRole('heading', { name: 'This run is not there.' })).toBeVisible()
})
