import { expect as expectPage } from '@playwright/test'
import { expect, it } from 'vitest'
import { waitsOf } from '../act-panes.ts'
import { useBrowserPage } from './browser-page.ts'
import type { FlowRole, FlowsManifest } from './flows.ts'
import type { RealServer } from './servers.ts'

const see = expectPage.configure({ timeout: 15_000 })

/** What the page says of why a run did not go well; null: it says nothing, since it did. */
const WHY: readonly [role: FlowRole, why: RegExp | null][] = [
  ['failed', /^ZeroDivisionError: division by zero$/],
  ['crashed', /^Execution was aborted by Python system exit call\.$/],
  ['timedOut', /^It ran into the time limit of its flow$/],
  ['terminated', /^Execution was aborted by a termination signal\.$/],
  ['taskRetried', null],
  ['flowRetried', null],
  ['mapped', null],
]

/** Facts of the run page in a browser, about runs that real flows left on a real server. */
export function showsRuns(subject: () => { prefect: RealServer } & Pick<FlowsManifest, 'runs' | 'deployments'>): void {
  const browser = useBrowserPage(() => subject().prefect.apiUrl)
  const open = async (role: FlowRole, query = ''): Promise<unknown> => await browser.page.goto(`${browser.address}/runs/${subject().runs[role]}${query}`)
  const why = () => browser.page.getByRole('region', { name: 'Why' })
  const log = () => browser.page.getByRole('log', { name: 'Log lines' })
  const table = () => browser.page.getByRole('region', { name: 'Tasks as a table' })

  it.each(WHY)('says why: %s', async (role, said) => {
    await open(role)
    await see(browser.page.getByRole('heading', { level: 1 })).toContainText('real-')
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
    expect(await browser.page.evaluate(async () => await navigator.clipboard.readText())).toMatch(/flows\.py:\d+$/)
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

  it('shows a chosen task with its attempts, and its lines alone', async () => {
    await open('taskRetried')
    const timeline = browser.page.getByRole('listbox', { name: /^Task timeline/ })
    await timeline.focus()
    await timeline.press('Home')
    await timeline.press('Enter')
    await see(browser.page).toHaveURL(/task=/)
    await see(browser.page.getByRole('group', { name: 'Attempts of the task' }).getByRole('button')).toHaveCount(3)
    await see(log()).toContainText('the warehouse refused the connection')
    await see(log()).not.toContainText('Finished in state Completed(\'All states completed')
    await browser.page.getByRole('group', { name: 'Attempts of the task' }).getByRole('button', { name: /2 ·/ }).click()
    await see(browser.page).toHaveURL(/attempt=2/)
    await timeline.press('Escape')
    await see(browser.page).not.toHaveURL(/task=/)

    await open('mapped', '?tasks=table')
    await table().getByRole('button', { name: /^total/ }).click()
    await see(browser.page.getByRole('button', { name: /^only total/ })).toBeVisible()
  })

  it('finds a task by its name', async () => {
    await open('mappedMany')
    await browser.page.getByRole('searchbox', { name: 'Find tasks by name' }).fill('tot')
    await see(browser.page.getByRole('listbox', { name: /^Task timeline/ }).getByRole('option')).toHaveText(/total/)
    await see(browser.page).toHaveURL(/name=tot/)
  })

  it('folds many tasks of a name, and opens them by key', async () => {
    await open('mappedMany')
    const timeline = browser.page.getByRole('listbox', { name: /^Task timeline/ })
    await timeline.focus()
    await timeline.press('Home')
    await see(timeline.getByRole('option')).toHaveText(/passes_at_second_attempt × 200 .*folded/)
    await timeline.press('ArrowRight')
    await see(timeline.getByRole('option')).toHaveText(/open/)
    await see(browser.page).toHaveURL(/open=/)
  })

  it('opens subflows in place, three deep', async () => {
    await open('threeLevels')
    const timeline = browser.page.getByRole('listbox', { name: /^Task timeline/ })
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
    await browser.page.getByRole('table', { name: /Runs that it started/ }).getByRole('link').first().click()
    await see(browser.page.getByRole('heading', { level: 1 })).toContainText('real-child')
    await browser.page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('link', { name: 'Child runs' }).click()
    await browser.page.getByRole('region', { name: 'Child runs' }).getByRole('link').first().click()
    await see(browser.page).toHaveURL(new RegExp(`/runs/${subject().runs.parent}`))
  })

  it('opens a link to a line on that line, in a fresh browser', async () => {
    await open('failed')
    await log().getByRole('listitem').filter({ hasText: 'ZeroDivisionError' }).first().getByRole('link').first().click()
    await see(browser.page).toHaveURL(/line=/)
    const marked = browser.page.getByRole('group', { name: 'Marked lines' })
    await marked.getByRole('button', { name: 'Copy link' }).click()
    await see.poll(async () => await browser.page.evaluate(async () => await navigator.clipboard.readText())).toMatch(/line=/)
    const link = await browser.page.evaluate(async () => await navigator.clipboard.readText())
    const fresh = await browser.newPage()
    await fresh.goto(link)
    await see(fresh.getByRole('group', { name: 'Marked lines' })).toContainText('1 line marked')
    await see(fresh.getByRole('log', { name: 'Log lines' }).getByRole('listitem').filter({ hasText: 'ZeroDivisionError' }).first()).toBeInViewport()
    await fresh.context().close()
  })

  it('finds a phrase in the whole log, and runs nothing that stands in one', async () => {
    await open('hostileLogs')
    await see(log()).toContainText('<img src=x onerror=alert(1)>')
    await see(log().locator('img, script')).toHaveCount(0)
    await browser.page.keyboard.press('/')
    await browser.page.keyboard.type('onerror')
    await see(browser.page.getByRole('search', { name: 'Find in the whole log' })).toContainText('1 of 1')
  })

  it('shows colours of a terminal as colours', async () => {
    await open('hostileLogs')
    const line = log().getByRole('listitem').filter({ hasText: 'bold green' })
    await see(line).toContainText('red and bold green')
    const [red, green] = await Promise.all(['red', 'bold green'].map(async words => await line.getByText(words, { exact: true }).evaluate(element => getComputedStyle(element).color)))
    expect(red).not.toBe(green)
  })

  it('shows a log by level, newest first, and goes through its errors', async () => {
    await open('failed')
    await see(log()).toContainText('ERROR')
    await browser.page.getByRole('button', { name: 'First error' }).click()
    await browser.page.getByRole('button', { name: 'Previous error' }).click()
    await see(browser.page.getByText('No earlier error.')).toBeVisible()
    await browser.page.getByRole('group', { name: 'Lowest level shown' }).getByRole('button', { name: 'Error' }).click()
    await see(browser.page).toHaveURL(/level=error/)
    await see(log()).not.toContainText('INFO')
    await browser.page.getByRole('group', { name: 'Lowest level shown' }).getByRole('button', { name: 'All' }).click()
    await browser.page.getByRole('button', { name: 'How lines are shown' }).click()
    await browser.page.getByRole('dialog', { name: 'How lines are shown' }).getByRole('radio', { name: 'newest first' }).check()
    await browser.page.keyboard.press('Escape')
    await see(log().getByRole('listitem').first()).toContainText('Finished in state Failed')
  })

  it('merges the lines of subflows by time', async () => {
    await open('parent')
    await see(log()).toContainText('Finished in state Completed')
    const before = await log().getByRole('listitem').count()
    await browser.page.getByRole('button', { name: 'Subflows' }).click()
    await see(browser.page).toHaveURL(/subflows=1/)
    await see.poll(async () => await log().getByRole('listitem').count()).toBeGreaterThan(before)
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
    await see(browser.page.getByRole('table', { name: /Every state/ }).getByRole('row').last()).toContainText('Failed')
    await open('subflow', '?tab=parameters')
    await see(browser.page.getByRole('main')).toContainText(/number.*4/)
    await open('running', '?tab=setup')
    await see(browser.page.getByRole('main')).toContainText('real-pool')
    await open('artifacts', '?tab=artifacts')
    await see(browser.page.frameLocator('iframe[title="Artifact report"]').getByRole('heading', { name: 'Rows' })).toBeVisible()
    await see(browser.page.frameLocator('iframe[title="Artifact rows"]').getByRole('cell', { name: '14' })).toBeVisible()
    await open('parent', '?tab=events')
    if (subject().prefect.version.startsWith('2.'))
      await see(browser.page.getByText('This server keeps no events')).toBeVisible()
    else
      await see(browser.page.getByRole('table', { name: /Events/ }).getByRole('row', { name: /flow-run\.Completed/ })).toBeVisible()
  })

  it('says what a run waits for that does not go on', async () => {
    await open('waiting')
    await see(waitsOf(browser.page)).toContainText('It asks for')
    await open('late')
    await see(why().getByRole('heading').first()).toHaveText('real-deployed/real-manual has not started')
    await see(why()).toContainText('no worker is online in real-pool')
    await open('running')
    await see(browser.page.getByRole('region', { name: 'What it does now' })).toContainText('nothing logged yet')
  })

  it('tells what determined the end, and what waited for what', async () => {
    await open('mappedMany')
    await browser.page.getByRole('button', { name: 'Critical path' }).click()
    await see(browser.page.getByRole('region', { name: 'What determined the end' }).getByRole('listitem').filter({ hasText: 'total' })).toBeVisible()
    await open('mapped', '?tasks=graph')
    await see(browser.page.getByRole('group', { name: 'Tasks by what they waited for' }).getByRole('button', { name: /total/ })).toBeVisible()
  })

  it('zooms by wheel, pans by dragging, and fits the whole again', async () => {
    await open('mappedMany')
    const fit = browser.page.getByRole('button', { name: 'Fit' })
    const canvas = browser.page.getByRole('listbox', { name: /^Task timeline/ }).locator('canvas')
    const drawn = async (): Promise<string> => await canvas.evaluate(element => (element as HTMLCanvasElement).toDataURL())
    await see(canvas).toBeVisible()
    await see(fit).toBeDisabled()
    await canvas.hover()
    const whole = await drawn()
    await browser.page.keyboard.down('Control')
    await browser.page.mouse.wheel(0, -300)
    await browser.page.keyboard.up('Control')
    await see(fit).toBeEnabled()
    await see.poll(drawn).not.toBe(whole)
    const zoomed = await drawn()
    const box = await canvas.boundingBox() ?? { x: 0, y: 0, width: 0, height: 0 }
    await browser.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await browser.page.mouse.down()
    await browser.page.mouse.move(box.x + box.width / 2 - 120, box.y + box.height / 2, { steps: 4 })
    await browser.page.mouse.up()
    await see.poll(drawn).not.toBe(zoomed)
    await fit.click()
    await see(fit).toBeDisabled()
  })

  it('gives the log as a file', async () => {
    await open('hostileLogs')
    await browser.page.getByRole('button', { name: 'Download' }).click()
    const text = browser.page.getByRole('dialog', { name: 'Download' }).getByText('The whole log as').getByRole('link', { name: 'text' })
    const answer = await browser.page.request.get(new URL(await text.getAttribute('href') ?? '', browser.address).href)
    expect(await answer.text()).toContain('<img src=x onerror=alert(1)>')
  })

  it('says of a run that was deleted that it is not there', async () => {
    await open('deleted')
    await see(browser.page.getByRole('heading', { name: 'This run is not there.' })).toBeVisible()
  })
}
