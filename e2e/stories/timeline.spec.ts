import AxeBuilder from '@axe-core/playwright'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunsAnswer } from '../../shared/api/runs.ts'

/** The latest ended run of a job of the demo. */
async function endedRun(request: APIRequestContext, deployment: string): Promise<string> {
  const { runs } = await (await request.get('/api/runs', { params: { deployment } })).json() as RunsAnswer
  const ended = runs.find(({ endedAt }) => endedAt !== null)
  if (ended === undefined)
    throw new Error(`the demo has no ended run of ${deployment} now`)
  return ended.id
}

/** A run that failed before its last tasks. */
async function failedRun(request: APIRequestContext): Promise<string> {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  const runId = problems.find(({ title }) => title.includes('KeyError'))?.jobs[0]?.runId
  if (runId === null || runId === undefined)
    throw new Error('the demo has no KeyError now')
  return runId
}

const MANY = 'warehouse-sync/products'
const timelineOf = (page: Page) => page.getByRole('listbox', { name: /^Task timeline/ })
const currentOf = (page: Page) => timelineOf(page).getByRole('option')

/** Goes down to the lane that says this. */
async function goTo(page: Page, words: RegExp): Promise<void> {
  await timelineOf(page).focus()
  await timelineOf(page).press('Home')
  await expect(async () => {
    if (!words.test(await currentOf(page).innerText()))
      await timelineOf(page).press('ArrowDown')
    await expect(currentOf(page)).toHaveText(words, { timeout: 50 })
  }).toPass()
}

test('tasks of a name are one lane, opened and shut by key, and the address tells', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, MANY)}`)
  await goTo(page, /sync-partition × \d+ .*folded/)
  await timelineOf(page).press('ArrowRight')
  await expect(page).toHaveURL(/open=sync-partition\*/)
  await expect(currentOf(page)).toHaveText(/sync-partition × \d+ .*open/)
  await timelineOf(page).press('ArrowDown')
  await expect(currentOf(page)).toHaveText(/sync-partition-[\da-f]{3} · /)
  await page.reload()
  await expect(currentOf(page)).toHaveAttribute('aria-setsize', /\d{3}/)
  await page.getByRole('button', { name: 'Fold by name' }).click()
  await expect(page).toHaveURL(/group=off/)
})

test('a task is found by its name', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, MANY)}`)
  await page.getByRole('searchbox', { name: 'Find tasks by name' }).fill('comp')
  await expect(currentOf(page)).toHaveText(/compact-[\da-f]{3}/)
  await expect(currentOf(page)).toHaveAttribute('aria-setsize', '1')
  await expect(page).toHaveURL(/name=comp/)
  await page.getByRole('searchbox', { name: 'Find tasks by name' }).fill('nothing is called that')
  await page.getByRole('button', { name: 'All tasks' }).click()
  await expect(page).not.toHaveURL(/name=/)
})

test('the chosen task tells what it waited for, and leads there', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, MANY)}`)
  await goTo(page, /list-partitions-/)
  await timelineOf(page).press('Enter')
  const detail = page.getByRole('region', { name: 'The chosen task' })
  await expect(detail).toContainText(/took .*, usually /)
  await expect(detail).toContainText(/waited for by.*and \d+ more/)
  await detail.getByRole('button', { name: /sync-partition/ }).first().click()
  await expect(detail).toContainText(/waited for.*list-partitions/)
  await expect(detail.getByRole('button', { name: 'Copy link' })).toBeVisible()
  await detail.getByRole('button', { name: 'Close' }).click()
  await expect(page).not.toHaveURL(/task=/)
})

test('what determined the end is told in words', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, MANY)}`)
  await page.getByRole('button', { name: 'Critical path' }).click()
  const path = page.getByRole('region', { name: 'What determined the end' })
  await expect(path.getByRole('listitem').filter({ hasText: 'list-partitions' })).toBeVisible()
  await expect(path.getByRole('listitem').filter({ hasText: 'compact' })).toBeVisible()
  await expect(page).toHaveURL(/path=on/)
})

test('usual tasks that were not reached stand last', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  await expect(timelineOf(page)).toBeVisible()
  await timelineOf(page).focus()
  await expect(async () => {
    await timelineOf(page).press('End')
    await expect(currentOf(page)).toHaveText(/missing: .* not reached, usually /, { timeout: 250 })
  }).toPass()
})

test('the timeline is zoomed by wheel, key and button, and fitted again', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, MANY)}`)
  const fit = page.getByRole('button', { name: 'Fit' })
  await expect(fit).toBeDisabled()
  await timelineOf(page).hover()
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -300)
  await page.keyboard.up('Control')
  await expect(fit).toBeEnabled()
  await timelineOf(page).press('0')
  await expect(fit).toBeDisabled()
  await timelineOf(page).press('+')
  await expect(fit).toBeEnabled()
  await fit.click()
  await expect(fit).toBeDisabled()
})

test('the graph is chosen from and walked by key', async ({ page, request }) => {
  await page.goto(`/runs/${await endedRun(request, 'ml-train-forecast/nightly')}`)
  await page.getByRole('button', { name: 'Graph' }).click()
  await expect(page).toHaveURL(/tasks=graph/)
  const graph = page.getByRole('group', { name: 'Tasks by what they waited for' })
  const first = graph.getByRole('button', { name: /load-dataset/ })
  await first.click()
  await expect(first).toHaveAttribute('aria-pressed', 'true')
  await expect(page).toHaveURL(/task=/)
  await first.press('ArrowRight')
  await expect(graph.getByRole('button', { name: /prepare-shard/ }).and(page.locator(':focus'))).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/task=/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong with timeline, path and graph, ${colorScheme}`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`/runs/${await endedRun(request, MANY)}?path=on&open=sync-partition*`)
    await expect(page.getByRole('region', { name: 'What determined the end' })).toBeVisible()
    await goTo(page, /list-partitions-/)
    await timelineOf(page).press('Enter')
    await expect(page.getByRole('region', { name: 'The chosen task' })).toBeVisible()
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([])
    await page.getByRole('button', { name: 'Fold by name' }).waitFor()
    await page.goto(page.url().replace(/open=[^&]*&?/, ''))
    await page.getByRole('button', { name: 'Graph' }).click()
    await expect(page.getByRole('group', { name: 'Tasks by what they waited for' })).toBeVisible()
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([])
  })
}
