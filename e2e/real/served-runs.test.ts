import { expect as expectPage, type Locator } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actsOf, deploymentActsOf, doneOf, waitsOf } from '../act-panes.ts'
import { useBrowserPage } from './browser-page.ts'
import { describeReal } from './describe-real.ts'
import { serveFlows, type ServedFlows } from './served-flows.ts'
import { startServer, type RealServer } from './servers.ts'

/** A process of Python is started for each run. */
const see = expectPage.configure({ timeout: 45_000 })

for (const version of ['3.8.8', '2.20.26'] as const) {
  await describeReal(version, `runs that a process serves on a real ${version}, in a browser`, () => {
    let prefect: RealServer
    let flows: ServedFlows
    let lockedId: string
    let longId: string

    async function begin(): Promise<void> {
      const started = await startServer({ version })
      if ('unavailable' in started)
        throw new Error(started.unavailable)
      prefect = started
      flows = await serveFlows(prefect)
      const goodIds = [await flows.start('ledger', { rows: 14 }), await flows.start('ledger', { rows: 15 })]
      longId = await flows.start('ticker', { ticks: 2_000 })
      await Promise.all(goodIds.map(async id => await flows.until(id, 'Completed')))
      lockedId = await flows.start('ledger', { table_is_locked: true }, 'locked')
      const manyIds = [await flows.start('ledger', { table_is_locked: true }, 'many-1'), await flows.start('ledger', { table_is_locked: true }, 'many-2')]
      await Promise.all([lockedId, ...manyIds].map(async id => await flows.until(id, 'Failed')))
      await flows.until(longId, 'Running')
    }

    async function end(): Promise<void> {
      flows?.stop()
      await prefect?.stop()
    }

    beforeAll(async () => {
      // A 3.8.8 on SQLite now and then locks itself for minutes when its first runs write at once: nothing of ours is told by it.
      for (let tries = 1; ; tries++) {
        try {
          return await begin()
        }
        catch (error) {
          await end()
          if (tries === 3)
            throw error
        }
      }
    })
    afterAll(end)

    const browser = useBrowserPage(() => prefect.apiUrl)
    const open = async (runId: string, query = ''): Promise<unknown> => await browser.page.goto(`${browser.address}/runs/${runId}${query}`)
    const log = (): Locator => browser.page.getByRole('log', { name: 'Log lines' })
    const timeline = (): Locator => browser.page.getByRole('listbox', { name: /^Task timeline/ })
    const state = (name: string | RegExp): Locator => browser.page.locator('header').getByText(name, { exact: true })

    /** A server on SQLite answers 503 while another of its services writes: a person is told, and sends again. */
    async function send(pane: Locator, act: string, done: string): Promise<void> {
      const sure = pane.locator('form').getByRole('button', { name: act })
      await expectPage(async () => {
        if (await sure.isVisible())
          await sure.click()
        await expectPage(doneOf(browser.page)).toContainText(`${done}: accepted`, { timeout: 3_000 })
      }).toPass({ timeout: 30_000 })
    }

    it('compares a failure with the last good run, one click from it', async () => {
      await open(lockedId)
      await see(browser.page.getByRole('region', { name: 'Why' }).getByRole('heading').first()).toHaveText('ConnectionError: the ledger table is locked')
      await browser.page.getByRole('link', { name: 'Compare with the last good run' }).click()
      const differs = browser.page.getByRole('table', { name: 'What differs between the two runs' })
      await see(differs).toContainText('Completed')
      await see(differs.getByRole('row', { name: /table_is_locked/ })).toContainText('true')
      await see(browser.page.getByRole('region', { name: 'First difference in the logs' })).toContainText('only in this run')
      await see(browser.page.getByRole('table', { name: 'Tasks of both runs' }).getByRole('row', { name: /write_rows/ })).toBeVisible()
    })

    it('says what was not reached, and what came after', async () => {
      await open(lockedId)
      await see(browser.page.getByText('After it')).toBeVisible()
      await timeline().focus()
      await see(async () => {
        await timeline().press('End')
        await see(timeline().getByRole('option')).toHaveText(/missing: report.* not reached, usually /, { timeout: 500 })
      }).toPass({ timeout: 15_000 })
    })

    it('says which signal ended a process', async () => {
      const killedId = await flows.start('killed', {})
      await flows.until(killedId, 'Crashed')
      await open(killedId)
      await see(browser.page.getByRole('region', { name: 'Why' }).getByRole('heading').first()).toHaveText('Exit code 137: killed, most often out of memory')
    })

    it('follows the log and the tasks of a run that goes on', async () => {
      const lastTick = async (): Promise<number> => Number((await log().innerText()).match(/tick (\d+)/g)?.at(-1)?.slice(5) ?? -1)
      await open(longId)
      await see(browser.page.getByText('following')).toBeVisible()
      await see.poll(lastTick).toBeGreaterThan(0)
      await see(browser.page.getByRole('region', { name: 'What it does now' })).toContainText(/last line.*tick|tick/)
      const first = await lastTick()
      await see.poll(lastTick).toBeGreaterThan(first + 20)
      const countOfTicks = async (): Promise<number> => {
        await timeline().press('Home') // many of a name become one lane while they come
        return Number(/tick × (\d+)/.exec(await timeline().getByRole('option').innerText())?.[1] ?? 0)
      }
      await see.poll(countOfTicks).toBeGreaterThan(0)
      const before = await countOfTicks()
      await see.poll(countOfTicks).toBeGreaterThan(before)

      await log().hover()
      await browser.page.mouse.wheel(0, -1_500)
      await see(browser.page.getByText('following')).toBeHidden()
      await browser.page.getByRole('button', { name: /^Follow · \d+ new lines$/ }).click()
      await see(browser.page.getByText('following')).toBeVisible()
      const again = await lastTick()
      await see.poll(lastTick).toBeGreaterThan(again)
    })

    it('suspends a run that goes on, and lets it begin anew', async () => {
      await open(longId)
      await actsOf(browser.page).getByRole('button', { name: 'Suspend' }).click()
      await actsOf(browser.page).getByRole('combobox', { name: 'If nobody resumes it' }).selectOption('it fails after an hour')
      await send(actsOf(browser.page), 'Suspend', 'suspended it')
      await see(waitsOf(browser.page)).toContainText('It waits until somebody resumes it')
      await see(waitsOf(browser.page)).toContainText(/in (59 m|1 h)/)
      await see(log()).toContainText(/suspending execution|Finished in state Suspended/) // else Prefect 2 fails it, as the page says
      await actsOf(browser.page).getByRole('button', { name: 'Resume' }).click()
      await send(actsOf(browser.page), 'Resume', 'resumed it')
      await see(waitsOf(browser.page)).toHaveCount(0)
      await see(state('Running')).toBeVisible()
    })

    it('cancels a run that goes on, and tells when it has ended', async () => {
      const endedId = await flows.start('ticker', { ticks: 2_000 })
      await flows.until(endedId, 'Running')
      await open(endedId)
      await actsOf(browser.page).getByRole('button', { name: 'Cancel the run' }).press('Enter')
      await send(actsOf(browser.page), 'Cancel the run', 'cancelled it')
      // A process of 2.20 that comes to its next task first ends by itself, and its run stays Cancelling for good.
      await see(state(version === '2.20.26' ? /^Cancell(ing|ed)$/ : 'Cancelled')).toBeVisible()
    })

    it('runs a run again, and again with another parameter', async () => {
      await open(lockedId)
      await actsOf(browser.page).getByRole('button', { name: 'Run again' }).click()
      await send(actsOf(browser.page), 'Run again', 'ran it again')
      await actsOf(browser.page).getByRole('link', { name: 'The new run' }).click()
      await see(browser.page).not.toHaveURL(new RegExp(lockedId))
      await see(state('Failed')).toBeVisible()

      await actsOf(browser.page).getByRole('button', { name: 'Run again' }).click()
      await actsOf(browser.page).getByRole('combobox', { name: 'table_is_locked' }).selectOption('false')
      await send(actsOf(browser.page), 'Run again', 'ran it again with other table_is_locked')
      await actsOf(browser.page).getByRole('link', { name: 'The new run' }).click()
      await see(state('Completed')).toBeVisible()
      await see(browser.page.getByText('table_is_locked=false')).toBeVisible()
      await see(log()).toContainText('wrote 14 rows')
    })

    it('retries a failed run in its own row', async () => {
      await open(lockedId)
      await actsOf(browser.page).getByRole('button', { name: 'Retry' }).click()
      await send(actsOf(browser.page), 'Retry', 'retried it')
      await see(state('Completed')).toBeVisible()
      await see(browser.page.getByRole('region', { name: 'Why' })).toHaveCount(0)
      expect(browser.page.url()).toContain(lockedId)
    })

    it('answers what a run asks for, in its form', async () => {
      const askingId = await flows.start('consent', {})
      await open(askingId)
      await see(waitsOf(browser.page)).toContainText('May the table be overwritten?')
      await actsOf(browser.page).getByRole('button', { name: 'Resume' }).click()
      await actsOf(browser.page).getByRole('combobox', { name: /approved/ }).selectOption('true')
      await actsOf(browser.page).getByRole('textbox', { name: 'keep_days' }).fill('3')
      await send(actsOf(browser.page), 'Resume', 'resumed it with approved, keep_days')
      await see(state('Completed')).toBeVisible()
      await see(log()).toContainText('approved: True, kept for 3 days')
    })

    it('acts on several runs, and tells of each', async () => {
      await browser.page.goto(`${browser.address}/runs?q=many-+state:failed`)
      await see(browser.page.getByRole('checkbox')).toHaveCount(2)
      for (const key of ['j', 'x', 'j', 'x'])
        await browser.page.keyboard.press(key)
      await browser.page.getByRole('button', { name: 'Act on them' }).press('Enter')
      await browser.page.getByRole('dialog', { name: 'Act on 2 runs' }).getByRole('radio', { name: /Retry 2/ }).check()
      await browser.page.getByRole('button', { name: 'Retry: 2 runs' }).press('Enter')
      await see(browser.page.getByRole('dialog')).toContainText(/Done: /)
      await see(browser.page.getByRole('dialog')).toContainText('2 accepted')
      await see(async () => {
        await browser.page.goto(`${browser.address}/runs?q=many-+state:completed`)
        await see(browser.page.getByRole('checkbox')).toHaveCount(2, { timeout: 2_000 })
      }).toPass({ timeout: 45_000 })
    })

    it('pauses a deployment, and resumes it', async () => {
      await browser.page.goto(`${browser.address}/deployments/${flows.deployments.ticker}`)
      const acts = deploymentActsOf(browser.page)
      const pause = acts.getByRole('button', { name: 'Pause the deployment' })
      // Of a deployment nobody knows what a 503 left done: a person looks, and does it again where it was not.
      const act = async (name: string, isDone: Locator): Promise<void> => await expectPage(async () => {
        if (await isDone.isVisible())
          return
        const sure = acts.locator('form').getByRole('button', { name })
        if (!await sure.isVisible())
          await acts.getByRole('button', { name }).click({ timeout: 2_000 })
        await sure.click({ timeout: 2_000 })
        await expectPage(isDone).toBeVisible({ timeout: 3_000 })
      }).toPass({ timeout: 30_000 })
      await see(pause).toBeVisible()
      await act('Pause the deployment', acts.getByText('It is paused.'))
      await browser.page.reload()
      await see(acts).toContainText('It is paused.')
      await act('Resume the deployment', pause)
      await see(doneOf(browser.page)).toContainText('paused it')
      await see(doneOf(browser.page)).toContainText('resumed it')
    })
  })
}
