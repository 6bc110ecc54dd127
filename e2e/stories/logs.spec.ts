import AxeBuilder from '@axe-core/playwright'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { LogRow, LogsAnswer } from '../../shared/api/logs.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunRow, RunsAnswer } from '../../shared/api/runs.ts'

async function runsOf(request: APIRequestContext, deployment: string): Promise<RunRow[]> {
  const answer = await request.get('/api/runs', { params: { deployment } })
  return (await answer.json() as RunsAnswer).runs
}

/** An ended run of the job that writes some 2,000 lines. */
async function longRun(request: APIRequestContext): Promise<string> {
  const ended = (await runsOf(request, 'warehouse-sync/web-sessions')).find(({ endedAt }) => endedAt !== null)
  if (ended === undefined)
    throw new Error('the demo has no ended run of warehouse-sync/web-sessions now')
  return ended.id
}

/** A run that failed tonight with a traceback in its log. */
async function failedRun(request: APIRequestContext): Promise<string> {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  const runId = problems.find(({ title }) => title.includes('KeyError'))?.jobs[0]?.runId
  if (runId == null)
    throw new Error('the demo has no KeyError now')
  return runId
}

const linesOf = async (request: APIRequestContext, id: string, start: string): Promise<LogRow[]> => (await (await request.get(`/api/runs/${id}/logs`, { params: { start } })).json() as LogsAnswer).lines
const placeOf = ({ at, id }: LogRow): string => `${at}.${id}`
const logOf = (page: Page) => page.getByRole('log', { name: 'Log lines' })
const findOf = (page: Page) => page.getByRole('search', { name: 'Find in the whole log' })
const rowOf = (page: Page, words: string) => logOf(page).getByRole('listitem').filter({ hasText: words })

test('a word is found in the whole log, with count, next and previous', async ({ page, request }) => {
  await page.goto(`/runs/${await longRun(request)}`)
  await expect(logOf(page)).toContainText('Beginning flow run')
  await page.keyboard.press('/')
  await page.keyboard.type('batch 19')
  await expect(findOf(page)).toContainText('1 of 111') // 19, 190 to 199 and 1900 to 1999
  await expect(rowOf(page, 'batch 19/2000')).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(findOf(page)).toContainText('2 of 111')
  await expect(rowOf(page, 'batch 190/2000')).toBeInViewport()
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Shift+Enter')
  await expect(findOf(page)).toContainText('111 of 111')
  await expect(rowOf(page, 'batch 1999/2000')).toBeInViewport()
  await expect(page).toHaveURL(/q=batch(\+|%20)19/)
  await page.keyboard.press('Escape')
  await expect(findOf(page)).toBeHidden()
  await expect(page).not.toHaveURL(/q=/)
})

test('control-F opens find, and n goes on from the list', async ({ page, request }) => {
  await page.goto(`/runs/${await longRun(request)}?q=slow`)
  await expect(findOf(page)).toContainText(/^1 of \d+/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+f')
  await expect(findOf(page).getByRole('textbox')).toBeFocused()
  await page.keyboard.type('slow')
  await expect(findOf(page)).toContainText(/1 of \d+/)
  await logOf(page).focus()
  await page.keyboard.press('n')
  await expect(findOf(page)).toContainText(/2 of \d+/)
  await page.keyboard.press('N')
  await expect(findOf(page)).toContainText(/1 of \d+/)
})

test('what no line says is said to be so', async ({ page, request }) => {
  await page.goto(`/runs/${await longRun(request)}?q=nowhere`)
  await expect(findOf(page)).toContainText('no line says this')
})

test('a search that broke off keeps its hits and says so', async ({ page, request }) => {
  const id = await longRun(request)
  const [line] = await linesOf(request, id, 'first')
  await page.route('**/logs/find*', async route => await route.fulfill({ contentType: 'application/x-ndjson', body: `${JSON.stringify({ hits: [placeOf(line!)], readCount: 200, upTo: line!.at, scans: true })}\n` }))
  await page.goto(`/runs/${id}?q=worker`)
  await expect(findOf(page)).toContainText('it could not be read on: The answer was cut off.')
  await page.unroute('**/logs/find*')
  await findOf(page).getByRole('button', { name: 'Try again' }).click()
  await expect(findOf(page)).toContainText(/\d+ of \d+|line/)
  await expect(findOf(page)).not.toContainText('cut off')
})

test('a link opens on its line, however far, and marks it', async ({ page, request }) => {
  const id = await longRun(request)
  const line = (await linesOf(request, id, 'last')).find(({ message }) => message.includes('batch 1950/'))
  await page.goto(`/runs/${id}?line=${placeOf(line!)}&tz=Asia/Tokyo`)
  await expect(rowOf(page, 'batch 1950/2000')).toBeInViewport()
  await expect(page.getByRole('group', { name: 'Marked lines' })).toContainText('1 line marked')
  await expect(rowOf(page, 'batch 1950/2000')).toContainText(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', timeStyle: 'medium' }).format(Date.parse(line!.at)))
})

test('a link to a line that is gone shows the nearest, and says so', async ({ page, request }) => {
  const id = await longRun(request)
  const line = (await linesOf(request, id, 'last')).find(({ message }) => message.includes('batch 1950/'))
  await page.goto(`/runs/${id}?line=${line!.at}.00000000-0000-4000-8000-000000000000`)
  await expect(page.getByText('The line of this link is gone')).toBeVisible()
  await expect(rowOf(page, 'batch 1950/2000')).toBeInViewport()
})

test('a link to a line that the filter hides offers all lines', async ({ page, request }) => {
  const id = await longRun(request)
  const line = (await linesOf(request, id, 'last')).find(({ message, level }) => level === 20 && message.includes('/2000'))
  await page.goto(`/runs/${id}?level=warning&line=${placeOf(line!)}`)
  await expect(page.getByText('is not among those the filter shows')).toBeVisible()
  await page.getByRole('button', { name: 'Show all lines' }).click()
  await expect(rowOf(page, line!.message)).toBeInViewport()
})

test('lines are marked by click and key, copied, and linked to', async ({ page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clipboard = async (): Promise<string> => await page.evaluate(async () => await navigator.clipboard.readText())
  await page.goto(`/runs/${await longRun(request)}`)
  await rowOf(page, 'Beginning flow run').getByRole('link').first().click()
  await expect(page).toHaveURL(/line=/)
  await logOf(page).focus()
  await page.keyboard.press('Shift+J')
  const marked = page.getByRole('group', { name: 'Marked lines' })
  await expect(marked).toContainText('2 lines marked')
  await marked.getByRole('button', { name: 'Copy text' }).click()
  await expect.poll(async () => (await clipboard()).split('\n').length).toBe(2)
  expect(await clipboard()).toMatch(/Z INFO {5}prefect\.flow_runs \| Beginning flow run/)
  await marked.getByRole('button', { name: 'Copy to share' }).click()
  await expect.poll(clipboard).toContain('warehouse-sync/web-sessions · completed')
  await marked.getByRole('button', { name: 'Copy link' }).click()
  await expect.poll(clipboard).toMatch(/^http:\/\/127.*line=.*~.*tz=Europe/)
  await page.goto(await clipboard())
  await expect(marked).toContainText('2 lines marked')
  await marked.getByRole('button', { name: 'Unmark' }).click()
  await expect(page).not.toHaveURL(/line=/)
})

test('errors are gone through, and their end is told', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  await expect(logOf(page)).toContainText('ERROR')
  await page.getByRole('button', { name: 'First error' }).click()
  await page.getByRole('button', { name: 'Previous error' }).click()
  await expect(page.getByText('No earlier error.')).toBeVisible()
  await logOf(page).focus()
  await expect(async () => {
    await page.keyboard.press('e')
    await expect(page.getByText('No later error.')).toBeVisible({ timeout: 250 })
  }).toPass()
})

test('time is a scrollbar over all lines', async ({ page, request }) => {
  await page.goto(`/runs/${await longRun(request)}`)
  const rail = page.getByRole('slider', { name: 'Time in the log' })
  await expect(page.getByText(/2,0\d\d lines/)).toBeVisible()
  await rail.focus()
  await page.keyboard.press('End')
  await expect(logOf(page)).toContainText('Finished in state')
  await page.keyboard.press('Home')
  await expect(logOf(page)).toContainText('Beginning flow run')
  const box = (await rail.boundingBox())!
  await page.mouse.move(box.x + 4, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.7, box.y + 20, { steps: 5 })
  await page.mouse.up()
  await expect(logOf(page)).toContainText(/batch \d+\/2000/)
  await expect(logOf(page)).not.toContainText('Beginning flow run')
})

test('order, times, wrapping and folding are kept as the reader likes them', async ({ page, request }) => {
  await page.goto(`/runs/${await longRun(request)}`)
  await expect(logOf(page)).toContainText('Beginning flow run')
  await page.getByRole('button', { name: 'How lines are shown' }).click()
  const menu = page.getByRole('dialog', { name: 'How lines are shown' })
  await menu.getByRole('radio', { name: 'newest first' }).check()
  await menu.getByRole('radio', { name: 'since the start' }).check()
  await menu.getByRole('checkbox', { name: 'wrap long ones' }).uncheck()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(logOf(page).getByRole('listitem').last()).toContainText('submitting flow run')
  await expect(logOf(page).getByRole('listitem').first()).toContainText(/^\+\d/)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await expect(logOf(page).getByRole('listitem').first()).toContainText(/Finished in state/)
})

test('a line of JSON opens as a tree', async ({ page, request }) => {
  await page.goto(`/runs/${await failedRun(request)}`)
  await expect(logOf(page)).toContainText('ERROR')
  const sign = logOf(page).getByRole('button', { name: 'As a tree' }).first()
  await expect(async () => {
    await logOf(page).press('PageUp') // only what is near is drawn
    await expect(sign).toBeVisible({ timeout: 250 })
  }).toPass()
  await sign.click()
  await expect(logOf(page).getByRole('button', { name: /source.*2 keys/ })).toBeVisible()
})

test('a logger is chosen, and the address tells', async ({ page, request }) => {
  await page.goto(`/runs/${await longRun(request)}`)
  await page.getByRole('button', { name: 'Loggers' }).click()
  await page.getByRole('option', { name: 'prefect.flow_runs', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/logger=prefect\.flow_runs/)
  await expect(logOf(page)).toContainText('Beginning flow run')
  await expect(logOf(page)).not.toContainText('batch')
  await expect(page.getByText(/2,0\d\d lines of all loggers/)).toBeVisible()
})

test('the log is a file, filtered or whole', async ({ page, request }) => {
  await page.goto(`/runs/${await longRun(request)}?level=warning`)
  await page.getByRole('button', { name: 'Download' }).click()
  const menu = page.getByRole('dialog', { name: 'Download' })
  const [whole] = await Promise.all([page.waitForEvent('download'), menu.getByText('The whole log as').getByRole('link', { name: 'text' }).click()])
  expect(whole.suggestedFilename()).toMatch(/^[\w.-]+-\d{4}-\d\d-\d\dT[\d-]+Z\.log$/)
  const href = await menu.getByText('Lines of this filter as').getByRole('link', { name: 'NDJSON' }).getAttribute('href')
  const rows = (await (await request.get(href!)).text()).trim().split('\n').map(row => JSON.parse(row) as LogRow)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.every(({ level }) => level >= 30)).toBe(true)
})

test('following pauses on scroll, counts what is new, and goes on', async ({ page, request }) => {
  const running = (await runsOf(request, 'rebuild-search-index/catalogue')).find(({ state }) => state?.type === 'RUNNING')
  const aRow = (number: number): LogRow => ({ id: `id-${String(number).padStart(4, '0')}`, at: `2026-11-23T01:00:${String(Math.floor(number / 20) % 60).padStart(2, '0')}.${String(number % 20).padStart(6, '0')}Z`, level: 20, logger: 'prefect.flow_runs', message: `written ${number}`, wholeLength: null, taskRunId: null, runId: running!.id })
  let written = 150
  await page.route('**/api/runs/*/logs?*', async (route) => {
    const from = new URL(route.request().url()).searchParams.get('cursor') === null ? 0 : written
    written = from === 0 ? 150 : written + 3
    const lines = Array.from({ length: written - from }, (_, index) => aRow(from + index))
    await route.fulfill({ json: { lines, older: null, newer: null, newest: 'n.next', firstErrorId: null, aim: null, live: true, runNames: {}, incomplete: null } satisfies LogsAnswer })
  })
  await page.goto(`/runs/${running?.id}`)
  await expect(page.getByText('following')).toBeVisible()
  await logOf(page).evaluate(element => element.scrollIntoView({ block: 'end' }))
  await expect(rowOf(page, 'written 152')).toBeInViewport({ timeout: 10_000 })
  await logOf(page).hover()
  await page.mouse.wheel(0, -1_500)
  await expect(page.getByText('following')).toBeHidden()
  const follow = page.getByRole('button', { name: /^Follow · \d+ new lines$/ })
  await expect(follow).toBeVisible({ timeout: 10_000 })
  await follow.click()
  await expect(page.getByText('following')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()
})

test('lines that say the same are one row with their count, and open', async ({ page, request }) => {
  const id = await longRun(request)
  const [line] = await linesOf(request, id, 'first')
  const lines = Array.from({ length: 400 }, (_, number): LogRow => ({ ...line!, id: `id-${String(number).padStart(4, '0')}`, message: number === 0 ? 'the first' : 'waiting for a lock' }))
  await page.route('**/api/runs/*/logs?*', async route => await route.fulfill({ json: { lines, older: null, newer: null, newest: null, firstErrorId: null, aim: null, live: false, runNames: {}, incomplete: null } satisfies LogsAnswer }))
  await page.goto(`/runs/${id}`)
  await expect(logOf(page).getByRole('listitem')).toHaveCount(2)
  await logOf(page).getByRole('button', { name: '399 lines that say this in a row: show each' }).click()
  await expect.poll(async () => await logOf(page).getByRole('listitem').count()).toBeGreaterThan(20)
})

test('lines of runs below are merged by time, each with whose it is', async ({ page, request }) => {
  const parent = (await runsOf(request, 'nightly-report/board')).find(({ state }) => state?.type === 'COMPLETED')
  await page.goto(`/runs/${parent?.id}`)
  await expect(logOf(page)).toContainText('Beginning flow run')
  await expect(logOf(page)).not.toContainText('Beginning subflow run')
  await page.getByRole('button', { name: 'Subflows' }).click()
  await expect(page).toHaveURL(/subflows=1/)
  await expect(logOf(page)).toContainText('Beginning subflow run')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong while it is searched and marked, ${colorScheme}`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme })
    const id = await longRun(request)
    const [line] = await linesOf(request, id, 'first')
    await page.goto(`/runs/${id}?q=%2F2000%3A&line=${placeOf(line!)}`)
    await expect(findOf(page)).toContainText('2,000')
    await expect(page.getByText(/2,0\d\d lines · \d+ warnings/)).toBeVisible()
    expect((await new AxeBuilder({ page }).include('main').analyze()).violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([])
  })
}

test('the searched log is no wider than a telephone', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/runs/${await longRun(request)}?q=%2F2000%3A`)
  await expect(findOf(page)).toContainText('2,000')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
