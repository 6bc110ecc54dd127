import AxeBuilder from '@axe-core/playwright'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunRow, RunsAnswer } from '../../shared/api/runs.ts'

/** Runs of a job of the demo, latest first. */
async function runsOf(request: APIRequestContext, deployment: string): Promise<RunRow[]> {
  const answer = await request.get('/api/runs', { params: { deployment } })
  return (await answer.json() as RunsAnswer).runs
}

/** A run of `ledger-close/eu` that failed tonight, with the exception behind it in its log. */
async function failedRun(request: APIRequestContext): Promise<string> {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  const runId = problems.find(({ title }) => title.includes('KeyError'))?.jobs[0]?.runId
  if (runId === null || runId === undefined)
    throw new Error('the demo has no KeyError now')
  return runId
}

async function endedRun(request: APIRequestContext, deployment: string): Promise<string> {
  const ended = (await runsOf(request, deployment)).find(({ endedAt }) => endedAt !== null)
  if (ended === undefined)
    throw new Error(`the demo has no ended run of ${deployment} now`)
  return ended.id
}

const logOf = (page: Page) => page.getByRole('log', { name: 'Log lines' })

test('a failed run opens on the line that says why', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ledger-close')
  await expect(logOf(page)).toContainText('LookupError')
  await expect(page.getByText('LookupError').first()).toBeInViewport()
  await logOf(page).scrollIntoViewIfNeeded()
  await expect(logOf(page).getByText('ERROR', { exact: true }).first()).toBeInViewport()
  await expect(page).toHaveTitle(/✕ ledger-close/)
  await expect.poll(async () => await page.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name).sort())).toEqual(expect.arrayContaining(['logs-ready', 'run-ready', 'timeline-drawn']))
})

test('a task of the table filters the log, and the address tells', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  await page.getByRole('button', { name: 'Table' }).click()
  await page.getByRole('row').getByRole('button', { name: /^extract/ }).click()
  await expect(page).toHaveURL(/task=/)
  await expect(page.getByRole('button', { name: /^only extract/ })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: /^only extract/ })).toBeVisible()
  await expect(logOf(page)).not.toContainText('Beginning flow run')
})

test('a task is chosen from the timeline by key, and left again', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  const timeline = page.getByRole('listbox', { name: /^Task timeline/ })
  await timeline.focus()
  await timeline.press('Home')
  await timeline.press('Enter')
  await expect(page).toHaveURL(/task=/)
  await expect(timeline.getByRole('option', { selected: true })).toHaveCount(1)
  await timeline.press('Escape')
  await expect(page).not.toHaveURL(/task=/)
})

test('tasks are counted by state, and a count shows only its rows', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}?tasks=table`)
  const rows = page.getByRole('region', { name: 'Tasks as a table' }).getByRole('row')
  const completed = page.getByRole('group', { name: 'Only tasks that are' }).getByRole('button', { name: / completed$/ })
  const count = Number.parseInt(await completed.innerText())
  await completed.click()
  await expect(page).toHaveURL(/state=completed/)
  await expect(rows).toHaveCount(count + 1) // with the head
})

test('a log of any length is read to both ends', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, 'warehouse-sync/web-sessions')}`)
  await expect(logOf(page)).toContainText('Beginning flow run')
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await expect(logOf(page)).toContainText(/Finished in state/)
  await expect(logOf(page)).not.toContainText('Beginning flow run')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(logOf(page)).toContainText('Beginning flow run')
})

test('earlier lines are read where the reader nears them', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, 'warehouse-sync/web-sessions')}`)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await expect(logOf(page)).toContainText(/Finished in state/)
  const countRead = async (): Promise<number> => Number((await page.getByText(/ lines read/).innerText()).split(' ')[0]?.replaceAll(',', ''))
  const before = await countRead()
  await expect(async () => {
    await logOf(page).press('Home')
    expect(await countRead()).toBeGreaterThan(before)
  }).toPass()
  await expect(logOf(page)).not.toContainText('Beginning flow run')
})

test('a level shows its lines and those above', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  await page.getByRole('group', { name: 'Lowest level shown' }).getByRole('button', { name: 'Error' }).click()
  await expect(page).toHaveURL(/level=error/)
  await expect(logOf(page)).toContainText('ERROR')
  await expect(logOf(page)).not.toContainText('INFO')
})

test('markup in a log line stays text', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  await expect(logOf(page)).toContainText('ERROR')
  await expect(async () => {
    await logOf(page).press('PageUp') // only what is near is drawn
    await expect(logOf(page)).toContainText('<img src=x onerror=alert(1)>', { timeout: 250 })
  }).toPass()
  await expect(logOf(page).locator('img')).toHaveCount(0)
})

test('a running run is followed', async ({ page, request }) => {
  const running = (await runsOf(request, 'rebuild-search-index/catalogue')).find(({ state }) => state?.type === 'RUNNING')
  expect(running, 'the demo keeps it hanging at every hour').toBeDefined()
  await page.goto(`/runs/${running?.id}`)
  await expect(page).toHaveTitle(/▸ rebuild-search-index/)
  await expect(page.getByRole('button', { name: 'Follow' })).toBeVisible()
  await expect(page.getByText('following')).toBeVisible()
})

test('a run that is not there is said to be so', async ({ page }) => {
  await page.goto('/runs/00000000-0000-4000-8000-000000000000')
  await expect(page.getByRole('heading', { name: 'This run is not there.' })).toBeVisible()
})

test('a log that cannot be read leaves the rest, and can be asked for again', async ({ page, request }) => {
  const id = await failedRun(request)
  await page.route('**/api/runs/*/logs*', async route => await route.fulfill({ status: 504, json: { status: 504, message: 'Prefect did not answer within 10 s.', failure: 'timed-out', request: 'POST /logs/filter' } }))
  await page.goto(`/runs/${id}`)
  const alert = page.getByRole('alert').filter({ hasText: 'The log could not be read' })
  await expect(alert).toContainText('POST /logs/filter')
  await expect(page.getByRole('listbox', { name: /^Task timeline/ })).toBeVisible()
  await page.unroute('**/api/runs/*/logs*')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(logOf(page)).toContainText('ERROR')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong, ${colorScheme}`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`/runs/${await failedRun(request)}`)
    await expect(logOf(page)).toContainText('ERROR')
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([])
    await page.getByRole('button', { name: 'Table' }).click()
    await expect(page.getByRole('table')).toBeVisible()
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([])
  })
}

test('nothing is wider than a telephone', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/runs/${await failedRun(request)}`)
  await expect(logOf(page)).toContainText('ERROR')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
