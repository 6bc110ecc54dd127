import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { ActOutcome, AuditAnswer } from '../../shared/api/acts.ts'
import type { FlowsAnswer } from '../../shared/api/flows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { actsOf, deploymentActsOf, doneOf, waitsOf } from '../act-panes.ts'
import { expect, test } from '../story.ts'

const ACTING = { env: { FIRSTLIGHT_DEMO: '1', FIRSTLIGHT_ACTIONS: 'on' } }

async function runOf(page: Page, address: string, kind: string): Promise<string> {
  let runId: string | null | undefined = null
  await expect.poll(async () => {
    const { problems } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
    return runId = problems.find(problem => problem.kind === kind)?.jobs[0]?.runId // what takes history to judge comes a moment later
  }, { timeout: 20_000 }).toBeTruthy()
  return runId ?? ''
}

async function lastRunOf(page: Page, address: string, flow: string): Promise<string> {
  let runId: string | undefined
  await expect.poll(async () => {
    const { flows } = await (await page.request.get(`${address}/api/flows`)).json() as FlowsAnswer
    return runId = flows.find(({ name }) => name === flow)?.health.lastRun?.id
  }, { timeout: 20_000 }).toBeTruthy()
  return runId ?? ''
}

test.describe('where acting is allowed', () => {
  test('a failed run is retried, and it is told and kept', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    const runId = await runOf(page, address, 'crashed')
    await page.goto(`${address}/runs/${runId}`)
    await actsOf(page).getByRole('button', { name: 'Retry' }).click()
    await expect(actsOf(page)).toContainText('anew, in the same run, for the 2nd time')
    await actsOf(page).getByRole('textbox', { name: 'Your name' }).fill('Kim')
    expect((await new AxeBuilder({ page }).include('section[aria-label="Acts"]').analyze()).violations.map(({ id }) => id)).toEqual([])
    await actsOf(page).locator('form').getByRole('button', { name: 'Retry' }).click()
    await expect(actsOf(page)).toContainText('Prefect took it.')
    await expect(doneOf(page)).toContainText('Kim (loopback) retried it: accepted')
    await expect(page.getByText(/^(AwaitingRetry|Pending|Submitting|Running)$/).first()).toBeVisible()
    const { acts: kept } = await (await page.request.get(`${address}/api/audit`)).json() as AuditAnswer
    expect(kept).toMatchObject([{ act: 'retry', subject: { kind: 'run', id: runId }, by: 'Kim', outcome: { status: 'accepted' } }])
  })

  test('a run that goes on is cancelled by key', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    await page.goto(`${address}/runs/${await runOf(page, address, 'running-long')}`)
    await actsOf(page).getByRole('button', { name: 'Cancel the run' }).press('Enter')
    await actsOf(page).getByRole('textbox', { name: 'Your name' }).press('Enter')
    await expect(doneOf(page)).toContainText('cancelled it: accepted')
    await expect(page.getByText(/^Cancell(ing|ed)$/).first()).toBeVisible()
  })

  test('a run is run again with another parameter', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    const { problems } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
    await page.goto(`${address}/runs/${problems.find(({ title }) => title.includes('KeyError'))!.jobs[0]!.runId}`)
    await actsOf(page).getByRole('button', { name: 'Run again' }).click()
    await actsOf(page).getByRole('textbox', { name: 'region' }).fill('apac')
    const sure = actsOf(page).locator('form').getByRole('button', { name: 'Run again' })
    // What was typed stays where Prefect was too busy to take it.
    await page.route('**/api/runs/*/acts', async route => await route.fulfill({ json: { status: 'later', reason: 'it was too busy (503), and did nothing', madeRunId: null } satisfies ActOutcome }), { times: 1 })
    await sure.click()
    await expect(actsOf(page)).toContainText('it was too busy (503), and did nothing')
    await expect(actsOf(page).getByRole('textbox', { name: 'region' })).toHaveValue('apac')
    await sure.click()
    await actsOf(page).getByRole('link', { name: 'The new run' }).click()
    await expect(page.getByText('region="apac"')).toBeVisible()
    await expect(doneOf(page)).toContainText('made it from')
  })

  test('a paused run says what it waits for, and goes on with a fit answer', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    await page.goto(`${address}/runs/${await lastRunOf(page, address, 'archive-raw-events')}`)
    await actsOf(page).getByRole('button', { name: 'Run again' }).click()
    await actsOf(page).getByRole('combobox', { name: 'ask_first' }).selectOption('true')
    await actsOf(page).locator('form').getByRole('button', { name: 'Run again' }).click()
    await actsOf(page).getByRole('link', { name: 'The new run' }).click()
    const waits = waitsOf(page)
    await expect(waits).toContainText('Raw events older than 90 days are going to be deleted', { timeout: 20_000 })
    await expect(waits).toContainText('It asks for approved, keep_days, note.')
    await expect(waits).toContainText(/fails unless somebody resumes it by \d\d:\d\d, in \d+ m/)

    await actsOf(page).getByRole('button', { name: 'Resume' }).press('Enter')
    const sure = actsOf(page).locator('form').getByRole('button', { name: 'Resume' })
    await expect(sure).toBeDisabled()
    await actsOf(page).getByRole('combobox', { name: /approved/ }).selectOption('true')
    await actsOf(page).getByRole('textbox', { name: 'keep_days' }).fill('soon')
    await expect(actsOf(page).getByRole('alert')).toContainText('must be a whole number')
    expect((await new AxeBuilder({ page }).include('section[aria-label="Acts"]').include('section[aria-label="What it waits for"]').analyze()).violations.map(({ id }) => id)).toEqual([])
    await actsOf(page).getByRole('textbox', { name: 'keep_days' }).fill('3')
    await sure.press('Enter')
    await expect(doneOf(page)).toContainText('resumed it with approved, keep_days: accepted')
    await expect(waits).toHaveCount(0)
    await expect(page.getByText(/^(Running|Completed)$/).first()).toBeVisible()
  })

  test('a run that goes on is suspended, and resumed with one button', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    await page.goto(`${address}/runs/${await runOf(page, address, 'running-long')}`)
    await actsOf(page).getByRole('button', { name: 'Suspend' }).click()
    await actsOf(page).getByRole('combobox', { name: 'If nobody resumes it' }).selectOption('it fails after an hour')
    await actsOf(page).locator('form').getByRole('button', { name: 'Suspend' }).click()
    const waits = waitsOf(page)
    await expect(waits).toContainText('It waits until somebody resumes it')
    await expect(waits).toContainText(/in (59 m|1 h)/)
    await expect(waits).toContainText('a new one begins its flow anew')
    await actsOf(page).getByRole('button', { name: 'Resume' }).click()
    await expect(actsOf(page)).toContainText('anew, in the same run')
    await actsOf(page).locator('form').getByRole('button', { name: 'Resume' }).click()
    await expect(doneOf(page)).toContainText('resumed it: accepted')
    await expect(waits).toHaveCount(0)
  })

  test('a deployment is paused with what that deletes, and resumed from a run of it', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    const runId = await lastRunOf(page, address, 'ingest-clickstream')
    await page.goto(`${address}/runs/${runId}`)
    await page.getByRole('link', { name: 'every-15-min' }).click()
    // The run's page, which has the same button, stays until the other one is there.
    await expect(page.getByRole('heading', { name: 'How long it took' })).toBeVisible()
    await deploymentActsOf(page).getByRole('button', { name: 'Pause the deployment' }).click()
    await expect(deploymentActsOf(page)).toContainText(/Prefect deletes \d+ runs that have not begun/)
    await expect(deploymentActsOf(page)).toContainText('Runs that go on, and those somebody made by hand, stay.')
    await deploymentActsOf(page).getByRole('textbox', { name: 'Your name' }).fill('Kim')
    expect((await new AxeBuilder({ page }).include('section[aria-label="Acts on the deployment"]').analyze()).violations.map(({ id }) => id)).toEqual([])
    await deploymentActsOf(page).locator('form').getByRole('button', { name: 'Pause the deployment' }).click()
    await expect(deploymentActsOf(page)).toContainText('It is paused.')
    await expect(doneOf(page)).toContainText('Kim (loopback) paused it: accepted')

    await page.goto(`${address}/runs/${runId}`)
    await deploymentActsOf(page).getByRole('button', { name: 'Resume the deployment' }).press('Enter')
    await expect(deploymentActsOf(page)).toContainText('What was due while it was paused is not made up for.')
    await deploymentActsOf(page).getByRole('textbox', { name: 'Your name' }).press('Enter')
    await expect(deploymentActsOf(page)).toContainText('Prefect took it.')
    await expect(deploymentActsOf(page).getByRole('button', { name: 'Pause the deployment' })).toBeVisible()
  })

  test('all failed runs of a problem are retried, each seen beforehand and told afterwards', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    await page.goto(address)
    await page.getByRole('button', { name: /^Evidence for .*Connection refused/ }).first().click()
    await page.getByRole('button', { name: /^Act on its 5 runs/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Act on 5 runs' })
    await expect(dialog.getByRole('row', { name: /warehouse-sync\/orders .* Failed will be retried/ })).toBeVisible()
    await expect(dialog.getByRole('radio', { name: /Cancel none/ })).toBeDisabled()
    expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations.map(({ id }) => id)).toEqual([])
    // Somebody else is faster with one of them.
    const { problems } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
    const { runIds } = problems.find(problem => problem.runIds.length === 5)!
    await page.request.post(`${address}/api/runs/${runIds[0]}/acts`, { data: { act: 'retry', by: 'Robin' } })
    await dialog.getByRole('button', { name: 'Retry: 5 runs' }).click()
    await expect(page.getByRole('dialog')).toContainText('Done: 4 accepted, 1 refused.')
    await expect(page.getByRole('dialog').getByRole('row', { name: /refused: It is \w+: only a run that is over is retried/ })).toHaveCount(1)
    await page.keyboard.press('Escape')
    const { acts: kept } = await (await page.request.get(`${address}/api/audit`)).json() as AuditAnswer
    expect(kept.map(({ act, outcome }) => [act, outcome?.status])).toEqual(Array.from({ length: 5 }, () => ['retry', 'accepted']))
  })

  test('rows of the list of runs are chosen by key and acted on together', async ({ page, startFirstLight }) => {
    const { address } = await startFirstLight(ACTING)
    await page.goto(`${address}/runs?q=state:failed,running`)
    await expect(page.getByText('No run is chosen to act on.')).toBeVisible()
    for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'x'])
      await page.keyboard.press(key)
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(2)
    await page.getByRole('button', { name: 'Act on them' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Act on 2 runs' })
    await dialog.getByRole('radio', { name: /Run again 2/ }).check()
    await dialog.getByRole('button', { name: 'Run again: 2 runs' }).press('Enter')
    await expect(page.getByRole('dialog')).toContainText('Done: 2 accepted.')
    await expect(page.getByRole('link', { name: 'the new run' })).toHaveCount(2)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Choose none' }).click()
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
  })
})

test('where acting is off, nothing of it is shown', async ({ page, request }) => {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  await page.goto(`/runs/${problems.find(({ kind }) => kind === 'crashed')!.jobs[0]!.runId}`)
  await expect(page.getByRole('region', { name: 'Why' })).toBeVisible()
  await expect(actsOf(page)).toHaveCount(0)
  await expect(doneOf(page)).toHaveCount(0)
  await expect(deploymentActsOf(page)).toHaveCount(0)
  await page.goto('/runs')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
})
