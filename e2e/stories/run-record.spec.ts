import AxeBuilder from '@axe-core/playwright'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunsAnswer } from '../../shared/api/runs.ts'

async function runOfKind(request: APIRequestContext, kind: string): Promise<string> {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  const runId = problems.find(problem => problem.kind === kind)?.jobs[0]?.runId
  if (runId === null || runId === undefined)
    throw new Error(`the demo has nothing ${kind} now`)
  return runId
}

async function reportRun(request: APIRequestContext): Promise<string> {
  const { runs } = await (await request.get('/api/runs', { params: { deployment: 'nightly-report/board', state: 'completed' } })).json() as RunsAnswer
  return runs[0]!.id
}

const why = (page: Page) => page.getByRole('region', { name: 'Why' })
const parts = (page: Page) => page.getByRole('navigation', { name: 'Parts of the run' })

test('a crash says what its exit code means, and what was at work', async ({ page, request }) => {
  await page.goto(`/runs/${await runOfKind(request, 'crashed')}`)
  await expect(why(page).getByRole('heading')).toHaveText('Exit code 137: killed, most often out of memory')
  await expect(why(page)).toContainText('at work then')
  await expect(why(page).getByRole('link', { name: /^merge/ })).toBeVisible()
})

test('a failure shows its traceback, and copies a place of it', async ({ page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`/runs/${await runOfKind(request, 'failed')}`)
  await why(page).getByRole('button', { name: /\.py:\d+/ }).first().click()
  expect(await page.evaluate(async () => await navigator.clipboard.readText())).toMatch(/^\/opt\/flows\/.*\.py:\d+$/)
  await why(page).getByText(/lines around it/).click()
  await expect(why(page).getByRole('list', { name: 'Log lines around it' })).toContainText('Encountered exception during execution')
})

test('a run that goes on says what it does and how far it is', async ({ page, request }) => {
  await page.goto(`/runs/${await runOfKind(request, 'running-long')}`)
  const doing = page.getByRole('region', { name: 'What it does now' })
  await expect(doing).toContainText('past its usual')
  await expect(doing).toContainText('waiting for lock on alias')
  await expect(doing.getByRole('link', { name: /^publish/ })).toBeVisible()
})

test('each part of a run has an address of its own, by key', async ({ page, request }) => {
  await page.goto(`/runs/${await runOfKind(request, 'failed')}`)
  await parts(page).getByRole('link', { name: 'States' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/tab=states/)
  await expect(page.getByRole('table', { name: /Every state/ }).getByRole('row').last()).toContainText('Failed')
  await page.reload()
  await expect(parts(page).getByRole('link', { name: 'States' })).toHaveAttribute('aria-current', 'page')
  await parts(page).getByRole('link', { name: 'Events' }).click()
  await expect(page.getByRole('table', { name: /Events/ })).toContainText('prefect.flow-run.Failed')
  await parts(page).getByRole('link', { name: 'Infrastructure' }).click()
  await expect(page.getByRole('region', { name: 'Infrastructure' })).toContainText('idempotency key')
  await parts(page).getByRole('link', { name: 'Tasks and log' }).click()
  await expect(page.getByRole('region', { name: 'Tasks', exact: true })).toBeVisible()
})

test('artifacts are shown in a frame that runs nothing', async ({ page, request }) => {
  const dialogs: string[] = []
  page.on('dialog', dialog => void dialogs.push(dialog.message()))
  await page.goto(`/runs/${await reportRun(request)}?tab=artifacts`)
  const report = page.frameLocator('iframe[title="Artifact board-report"]')
  await expect(report.getByRole('heading', { name: 'board report' })).toBeVisible()
  await expect(report.getByText('<script>', { exact: false })).toBeVisible()
  await expect(page.frameLocator('iframe[title="Artifact board-figures"]').getByRole('cell', { name: 'returns' })).toBeVisible()
  expect(dialogs).toEqual([])
  await page.getByText('Other versions of board-report').click()
  await expect(page.getByRole('article').filter({ hasText: 'board-report' }).getByRole('listitem').first()).toBeVisible()
})

test('child runs lead down, and back up', async ({ page, request }) => {
  const runId = await reportRun(request)
  await page.goto(`/runs/${runId}?tab=children`)
  await page.getByRole('table', { name: /Runs that it started/ }).getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/refresh-dashboard|mail-summary/)
  await parts(page).getByRole('link', { name: 'Child runs' }).click()
  await page.getByRole('region', { name: 'Child runs' }).getByRole('link').first().click()
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}`))
})

for (const tab of ['states', 'parameters', 'artifacts', 'setup', 'children', 'events']) {
  test(`nothing keeps anyone from reading ${tab}`, async ({ page, request }) => {
    await page.goto(`/runs/${await reportRun(request)}?tab=${tab}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    // Legacy: a frame that may run nothing cannot be looked into by a script.
    expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
}
