import type { Page } from '@playwright/test'
import type { FlowsAnswer } from '../../shared/api/flows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunsAnswer } from '../../shared/api/runs.ts'
import { expect, test } from '../story.ts'
import { BROKEN, CUT_OFF, GOOD_NIGHT, ODD_RUN, REFUSED, SLOW, THROTTLED, UNHEARD_STATE, WEB_PAGE } from '../upstream/faults.ts'

const sentence = (page: Page) => page.getByRole('heading', { level: 1 })
const notice = (page: Page) => page.getByRole('complementary', { name: /Prefect/ })

/** Ways to fail that are each told by their cause, and what the words name. */
const CAUSES = [
  { name: 'a refused key', fault: REFUSED, told: /refused the key \(401\).*PREFECT_API_KEY/ },
  { name: 'a server that asks to slow down', fault: THROTTLED(30), told: /slow down \(429\)/ },
  { name: 'a server that fails', fault: BROKEN, told: /answered 500.*its own log says why/ },
  { name: 'the page of a proxy', fault: WEB_PAGE, told: /a web page, not the API.*ends in \/api/ },
  { name: 'an answer that breaks off', fault: CUT_OFF, told: /was cut off/ },
]

/** Nothing on the page may say that all is well. */
async function expectNotGreen(page: Page): Promise<void> {
  await expect(sentence(page)).not.toContainText(/All .* ran as expected|Nothing needs you|Nothing was due/)
  await expect(page).not.toHaveTitle(/All as expected/)
  const answer = await page.request.get(new URL('/api/morning', page.url()).href)
  expect((await answer.json() as MorningAnswer).verdict.status).not.toBe('ok')
}

/** Ids of runs that failed, as many as there are causes: a log once read is kept. */
async function failedRuns(page: Page, address: string): Promise<string[]> {
  const { runs } = await (await page.request.get(`${address}/api/runs?state=failed`)).json() as RunsAnswer
  expect(runs.length).toBeGreaterThanOrEqual(CAUSES.length)
  return runs.map(({ id }) => id)
}

test('a server that is down at the start is shown as down, and goes on by itself', async ({ page, upstream, startFirstLight }) => {
  await upstream.goDown()
  const { address } = await startFirstLight()
  await page.goto(address)
  await expect(sentence(page)).toContainText('Nothing is known yet.')
  await expect(notice(page)).toContainText('PREFECT_API_URL')
  await page.getByRole('button', { name: /Server shown/ }).click()
  await expect(page.getByRole('dialog', { name: 'Server shown' })).toContainText(new URL(upstream.apiUrl).host)
  await page.keyboard.press('Escape')
  await expectNotGreen(page)
  await upstream.comeBack()
  await expect(sentence(page)).toContainText(/problems need you/, { timeout: 20_000 })
  await expect(notice(page)).toHaveCount(0)
})

test('a server that goes down keeps its rows, says how old they are, and comes back by itself', async ({ page, upstream, startFirstLight }) => {
  test.setTimeout(60_000)
  const { address } = await startFirstLight()
  await page.clock.install()
  await page.goto(address)
  await expect(page.getByRole('link', { name: /KeyError/ }).first()).toBeVisible()
  await upstream.goDown()
  await expect(notice(page)).toContainText('cannot be reached', { timeout: 25_000 })
  await expect(page.getByRole('link', { name: /KeyError/ }).first()).toBeVisible()
  await expectNotGreen(page)
  await page.clock.fastForward('05:00')
  await expect(page.getByText(/as of .*, \d m old/)).toBeVisible()
  await page.goto(`${address}/flows`)
  await expect(page.getByRole('link', { name: 'ledger-close', exact: true })).toBeVisible()
  await upstream.comeBack()
  await expect(notice(page)).toHaveCount(0, { timeout: 25_000 })
})

test('a good night is not called good while the server is down, and is again once it is back', async ({ page, upstream, startFirstLight }) => {
  test.setTimeout(60_000)
  upstream.suffer(GOOD_NIGHT)
  const { address } = await startFirstLight()
  await page.goto(address)
  await expect(sentence(page)).toContainText(/All \d+ jobs ran as expected/)
  await expect(page).toHaveTitle(/^All as expected/)
  await upstream.goDown()
  await expect(sentence(page)).toContainText('Not everything could be read.', { timeout: 25_000 })
  await expect(page).toHaveTitle(/^Not known/)
  await expect(page.getByText(/Nothing was read for \d+ s/)).toBeVisible()
  await upstream.comeBack()
  await expect(page).toHaveTitle(/^All as expected/, { timeout: 25_000 })
})

for (const { name, fault, told } of CAUSES) {
  test(`${name} is told with its cause, and never green`, async ({ page, upstream, startFirstLight }) => {
    upstream.suffer(fault)
    const { address } = await startFirstLight()
    await page.goto(address)
    await expect(sentence(page)).toContainText('Nothing is known yet.')
    await expect(notice(page)).toContainText(told)
    await expectNotGreen(page)
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText(told)
    await expect(page.locator('body')).not.toContainText('Sign in')
  })
}

test('a log that fails says why in its own place, and the rest of the run stands', async ({ page, upstream, startFirstLight }) => {
  test.setTimeout(60_000)
  const { address } = await startFirstLight()
  const ids = await failedRuns(page, address)
  for (const [index, { fault, told }] of CAUSES.entries()) {
    upstream.suffer({ ...fault, of: /^POST \/logs\/filter$/ })
    await page.goto(`${address}/runs/${ids[index]}`)
    const alert = page.getByRole('alert').filter({ hasText: 'The log could not be read' })
    await expect(alert).toContainText(told)
    await expect(page).toHaveTitle(/✕/)
    await expect(page.getByRole('listbox', { name: /^Task timeline/ })).toBeVisible()
    upstream.suffer()
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('log', { name: 'Log lines' })).toContainText(/ERROR|CRITICAL/)
  }
})

test('a slow server is waited for, and nothing is claimed meanwhile', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(SLOW(300))
  const { address } = await startFirstLight({ isReady: false })
  await page.goto(address)
  await expect(sentence(page)).toContainText(/Reading the night|Nothing is known yet/)
  await expectNotGreen(page)
  await expect(sentence(page)).toContainText(/problems need you/, { timeout: 20_000 })
})

test('a row that cannot be understood is set aside and counted, the others stand', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(ODD_RUN)
  const { address } = await startFirstLight()
  await page.goto(address)
  await expect(page.getByText(/\d rows? set aside as unreadable/)).toBeVisible()
  await expect(page.getByRole('link', { name: /KeyError/ }).first()).toBeVisible()
  await page.goto(`${address}/runs`)
  await expect(page.getByText('Some rows could not be read and are left out.')).toBeVisible()
  await expect(page.getByRole('table', { name: /Runs/ }).getByRole('row').nth(1)).toBeVisible()
  const { flows } = await (await page.request.get(`${address}/api/flows`)).json() as FlowsAnswer
  expect(flows.length).toBeGreaterThan(10)
})

test('a good night with a row that cannot be understood is neither good nor missing a run', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(GOOD_NIGHT, ODD_RUN)
  const { address } = await startFirstLight()
  await page.goto(address)
  await expect(sentence(page)).toContainText('Not everything could be read.')
  const { verdict, problems, unknown } = await (await page.request.get(`${address}/api/morning`)).json() as MorningAnswer
  expect([verdict.status, problems.filter(({ kind }) => kind === 'missing')]).toEqual(['unknown', []])
  expect(unknown.length).toBeGreaterThan(0)
})

test('a state nobody has heard of is shown by its name, and judged by nobody', async ({ page, upstream, startFirstLight }) => {
  upstream.suffer(GOOD_NIGHT, UNHEARD_STATE)
  const { address } = await startFirstLight()
  await page.goto(address)
  await expect(sentence(page)).toContainText(/jobs? cannot be judged/)
  await expect(page).toHaveTitle(/^Not known/)
  await page.getByText('Unknown', { exact: true }).click()
  await expect(page.getByText(/a state this page does not know: Hibernating/).first()).toBeVisible()
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('row').nth(1)).toContainText('Hibernating')
})
