import { chromium, expect as expectPage, type Browser, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { chromiumLaunch } from '../chromium.ts'
import { startOwnServer, type OwnServer } from '../own-server.ts'
import type { FlowRole, FlowsManifest } from './flows.ts'
import type { RealServer } from './servers.ts'

const see = expectPage.configure({ timeout: 15_000 })

/** What the page says of why a run did not go well; null: it says nothing, since it did. */
const WHY: readonly [role: FlowRole, why: RegExp | null][] = [
  ['failed', /^ZeroDivisionError: division by zero$/],
  ['crashed', /exit|SystemExit|3/i],
  ['timedOut', /time limit/],
  ['terminated', /./],
  ['taskRetried', null],
  ['flowRetried', null],
  ['mapped', null],
]

/** Facts of the run page in a browser, about runs that real flows left on a real server. */
export function showsRuns(subject: () => { prefect: RealServer } & Pick<FlowsManifest, 'runs' | 'deployments'>): void {
  let own: OwnServer
  let browser: Browser
  let page: Page
  let troubles: string[]

  beforeAll(async () => {
    own = await startOwnServer({ env: { PREFECT_API_URL: subject().prefect.apiUrl, FIRSTLIGHT_ACTIONS: 'on' } })
    browser = await chromium.launch(chromiumLaunch())
  })
  afterAll(async () => {
    await browser?.close()
    await own?.stop()
  })
  beforeEach(async () => {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    page = await context.newPage()
    troubles = []
    page.on('pageerror', error => troubles.push(error.message))
    page.on('dialog', dialog => troubles.push(dialog.message()))
  })
  afterEach(async () => {
    await page.context().close()
    expect(troubles).toEqual([])
  })

  const open = async (role: FlowRole, query = ''): Promise<unknown> => await page.goto(`${own.address}/runs/${subject().runs[role]}${query}`)
  const why = () => page.getByRole('region', { name: 'Why' })
  const log = () => page.getByRole('log', { name: 'Log lines' })
  const table = () => page.getByRole('region', { name: 'Tasks as a table' })

  it.each(WHY)('says why: %s', async (role, said) => {
    await open(role)
    await see(page.getByRole('heading', { level: 1 })).toContainText('real-')
    if (said === null) {
      await see(log().getByRole('listitem').first()).toBeVisible()
      await see(why()).toHaveCount(0)
    }
    else {
      await see(why().getByRole('heading').first()).toHaveText(said)
    }
  })

  it('shows the line that says why, and a place of the traceback to copy', async () => {
    await open('failed')
    await see(log()).toContainText('ZeroDivisionError')
    await why().getByRole('button', { name: /flows\.py:\d+/ }).first().click()
    expect(await page.evaluate(async () => await navigator.clipboard.readText())).toMatch(/flows\.py:\d+$/)
  })

  it('lists tasks with their tries, and tasks inside tasks', async () => {
    await open('taskRetried', '?tasks=table')
    await see(table().getByRole('row', { name: /passes_at_third_attempt/ })).toContainText('3')
    await open('nested', '?tasks=table')
    for (const task of [/outer/, /inner/, /double/])
      await see(table().getByRole('row', { name: task }).first()).toBeVisible()
    await open('cached', '?tasks=table')
    await see(table().getByRole('row', { name: /Cached/ })).toHaveCount(1)
  })

  it('folds many tasks of a name, and opens them by key', async () => {
    await open('mappedMany')
    const timeline = page.getByRole('listbox', { name: /^Task timeline/ })
    await timeline.focus()
    await timeline.press('Home')
    await see(timeline.getByRole('option')).toHaveText(/passes_at_second_attempt × 200 .*folded/)
    await timeline.press('ArrowRight')
    await see(timeline.getByRole('option')).toHaveText(/open/)
    await see(page).toHaveURL(/open=/)
  })

  it('opens subflows in place, three deep', async () => {
    await open('threeLevels')
    const timeline = page.getByRole('listbox', { name: /^Task timeline/ })
    await timeline.focus()
    await timeline.press('Home')
    for (const [depth, name] of [/second-level/, /third-level/, /double/].entries()) {
      await see(async () => {
        if (depth > 0)
          await timeline.press('ArrowDown') // what is in it comes a moment after it is opened
        await see(timeline.getByRole('option')).toHaveText(name, { timeout: 500 })
      }).toPass()
      await timeline.press('ArrowRight')
    }
  })

  it('leads down to child runs, and back up', async () => {
    await open('parent', '?tab=children')
    await page.getByRole('table', { name: /Runs that it started/ }).getByRole('link').first().click()
    await see(page.getByRole('heading', { level: 1 })).toContainText('real-child')
    await page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('link', { name: 'Child runs' }).click()
    await page.getByRole('region', { name: 'Child runs' }).getByRole('link').first().click()
    await see(page).toHaveURL(new RegExp(`/runs/${subject().runs.parent}`))
  })

  it('opens a link to a line on that line, in a fresh browser', async () => {
    await open('failed')
    await log().getByRole('listitem').filter({ hasText: 'ZeroDivisionError' }).first().getByRole('link').first().click()
    await see(page).toHaveURL(/line=/)
    const marked = page.getByRole('group', { name: 'Marked lines' })
    await marked.getByRole('button', { name: 'Copy link' }).click()
    await see.poll(async () => await page.evaluate(async () => await navigator.clipboard.readText())).toMatch(/line=/)
    const link = await page.evaluate(async () => await navigator.clipboard.readText())
    const fresh = await (await browser.newContext()).newPage()
    await fresh.goto(link)
    await see(fresh.getByRole('group', { name: 'Marked lines' })).toContainText('1 line marked')
    await see(fresh.getByRole('log', { name: 'Log lines' }).getByRole('listitem').filter({ hasText: 'ZeroDivisionError' }).first()).toBeInViewport()
    await fresh.context().close()
  })

  it('finds a phrase in the whole log, and runs nothing that stands in one', async () => {
    await open('hostileLogs')
    await see(log()).toContainText('<img src=x onerror=alert(1)>')
    await see(log().locator('img, script')).toHaveCount(0)
    await page.keyboard.press('/')
    await page.keyboard.type('onerror')
    await see(page.getByRole('search', { name: 'Find in the whole log' })).toContainText('1 of 1')
  })

  it('reads a log of one instant to both ends', async () => {
    await open('retriedByHand')
    await see(log()).toContainText('line 0')
    await log().press('>')
    await see(log()).toContainText('line 449')
    await log().press('<')
    await see(log()).toContainText('line 0')
  })

  it('shows each state, what was made, and what the run was started with', async () => {
    await open('failed', '?tab=states')
    await see(page.getByRole('table', { name: /Every state/ }).getByRole('row').last()).toContainText('Failed')
    await open('artifacts', '?tab=artifacts')
    await see(page.frameLocator('iframe[title="Artifact report"]').getByRole('heading', { name: 'Rows' })).toBeVisible()
    await see(page.frameLocator('iframe[title="Artifact rows"]').getByRole('cell', { name: '14' })).toBeVisible()
    await open('parent', '?tab=events')
    await see(page.getByRole('table', { name: /Events/ }).or(page.getByText(/no events|keeps none/i)).first()).toBeVisible()
  })

  it('says what a run waits for that does not go on', async () => {
    await open('waiting')
    await see(page.getByRole('region', { name: 'What it waits for' })).toContainText('It asks for')
    await open('late')
    await see(why().or(page.getByRole('region', { name: 'What it does now' })).first()).toBeVisible()
    await open('running')
    await see(page.getByRole('region', { name: 'What it does now' })).toBeVisible()
  })

  it('tells what determined the end, and what waited for what', async () => {
    await open('mappedMany')
    await page.getByRole('button', { name: 'Critical path' }).click()
    await see(page.getByRole('region', { name: 'What determined the end' }).getByRole('listitem').filter({ hasText: 'total' })).toBeVisible()
    await open('mapped', '?tasks=graph')
    await see(page.getByRole('group', { name: 'Tasks by what they waited for' }).getByRole('button', { name: /total/ })).toBeVisible()
  })

  it('compares a run with the last good one of its flow', async () => {
    await page.goto(`${own.address}/runs/${subject().runs.artifacts}/compare`)
    await see(page.getByRole('region', { name: 'What differs', exact: true })).toBeVisible()
    await see(page.getByRole('combobox', { name: 'Compare with' })).toBeVisible()
  })

  it('gives the log as a file', async () => {
    await open('hostileLogs')
    await page.getByRole('button', { name: 'Download' }).click()
    const text = page.getByRole('dialog', { name: 'Download' }).getByText('The whole log as').getByRole('link', { name: 'text' })
    const answer = await page.request.get(new URL(await text.getAttribute('href') ?? '', own.address).href)
    expect(await answer.text()).toContain('<img src=x onerror=alert(1)>')
  })

  // A server on SQLite answers 503 while another of its services writes: people are told, and ask again.
  it('cancels a run that goes on, and tells that it was done', { retry: 2 }, async () => {
    await open('running')
    await page.getByRole('region', { name: 'Acts', exact: true }).getByRole('button', { name: 'Cancel the run' }).press('Enter')
    await page.getByRole('region', { name: 'Acts', exact: true }).getByRole('textbox', { name: 'Your name' }).press('Enter')
    await see(page.getByRole('region', { name: 'What was done here' })).toContainText('cancelled it: accepted')
    await see(page.getByText(/^Cancell(ing|ed)$/).first()).toBeVisible()
  })

  it('pauses a deployment, and resumes it', { retry: 2 }, async () => {
    await page.goto(`${own.address}/deployments/${subject().deployments.interval}`)
    const acts = page.getByRole('region', { name: 'Acts on the deployment' })
    const [pause, resume] = [acts.getByRole('button', { name: 'Pause the deployment' }), acts.getByRole('button', { name: 'Resume the deployment' })]
    await see(pause.or(resume).first()).toBeVisible()
    if (await pause.count() > 0) {
      await pause.click()
      await acts.locator('form').getByRole('button', { name: 'Pause the deployment' }).click()
      await see(acts).toContainText('It is paused.')
    }
    await page.reload()
    await resume.click()
    await acts.locator('form').getByRole('button', { name: 'Resume the deployment' }).click()
    await see(pause).toBeVisible()
  })

  it('says of a run that was deleted that it is not there', async () => {
    await open('deleted')
    await see(page.getByRole('heading', { name: 'This run is not there.' })).toBeVisible()
  })
}
