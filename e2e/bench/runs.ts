import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser, type Page } from '@playwright/test'
import { chromiumLaunch } from '../chromium.ts'
import { writeScale } from '../real/scale.ts'
import { startServer } from '../real/servers.ts'
import { startOwn } from './scale/own-process.ts'

/**
 * The list of runs of a server that holds 200,000, beside Prefect's own two UIs: from a changed filter to its rows, on a page that is
 * open. Then what a press costs on each of our pages. Medians of five, interleaved. Prints a table; exit code 1 where a bound is broken.
 */
const ROUNDS = 5
const PRESSES = 3
const BOUNDS = { filter: 0.5, interactionMs: 100 }
const RESTED_MS = 2_500

interface ListedRun { id: string, flow_id: string, deployment_id: string | null }
interface WantedRun { id: string, flowId: string, flow: string }

const server = await startServer({
  version: '3.8.8',
  prepare: async ({ environment, home }) => void await writeScale(environment, { sqlite: join(home, 'prefect.db') }, { end: new Date().toISOString() }),
})
if ('unavailable' in server) {
  console.error(server.unavailable)
  process.exit(1)
}
const { apiUrl } = server
const uiUrl = apiUrl.replace(/\/api$/, '')
const folder = mkdtempSync(join(tmpdir(), 'first-light-'))
const own = await startOwn({ apiUrl, dataFolder: join(folder, 'data'), cacheFolder: join(folder, 'cache') })
const browser = await chromium.launch(chromiumLaunch())
const checks: [name: string, value: number, bound: number][] = []
try {
  await own.until(({ complete, incomplete }) => complete && incomplete.length === 0, { sinceAt: own.startedAt, withinMs: 300_000, what: 'whole' })
  await measureFilter()
  await measurePresses()
}
finally {
  await browser.close()
  await own.stop()
  await server.stop()
}
for (const [name, value, bound] of checks)
  console.log(`${value <= bound ? 'kept  ' : 'BROKEN'} ${name}: ${value.toFixed(2)} (at most ${bound})`)
process.exit(checks.every(([, value, bound]) => value <= bound) ? 0 : 1)

/** The runs of a flow, another one each round, in a week: asked for on a page that shows all of them, until its latest one stands there. */
async function measureFilter(): Promise<void> {
  const wanted = await latestOfFlows(ROUNDS)
  const subjects = [
    { name: 'ours', page: await opened(`${own.address}/runs?q=started:7d`), filtered: ({ flow }: WantedRun) => `/runs?q=started:7d+flow:${flow}` },
    { name: 'first UI', page: await opened(`${uiUrl}/runs`), filtered: ({ flowId }: WantedRun) => `/runs?flow=${flowId}` },
    { name: 'second UI', page: await opened(`${uiUrl}/v2/runs`), filtered: ({ flowId }: WantedRun, address: URL) => {
      address.searchParams.set('flows', flowId)
      return address.pathname + address.search
    } },
  ].map(subject => ({ ...subject, times: [] as number[] }))
  await sleep(8_000)
  const plain = subjects.map(({ page }) => new URL(page.url()))
  for (const run of wanted) {
    for (const [index, { page, filtered, times }] of subjects.entries()) {
      const address = plain[index] as URL
      const row = page.locator(`a[href*="${run.id}"]`).first()
      await page.bringToFront()
      await row.waitFor({ state: 'hidden' })
      const startedAt = performance.now()
      await goTo(page, filtered(run, new URL(address)))
      await row.waitFor()
      times.push(performance.now() - startedAt)
      await goTo(page, address.pathname + address.search)
      await sleep(RESTED_MS) // longer than what was read for it is believed
    }
  }
  for (const { name, times } of subjects)
    console.log(`${name.padEnd(10)} rows of a changed filter ${median(times).toFixed(0)} ms [${times.map(ms => ms.toFixed(0)).join(' ')}]`)
  const [ours, ...theirs] = subjects.map(({ times }) => median(times))
  checks.push(['rows of a changed filter / faster UI', (ours ?? Number.NaN) / Math.min(...theirs), BOUNDS.filter])
  await Promise.all(subjects.map(async ({ page }) => await page.context().close()))
}

/** Each the latest run of a flow that none of the runs of a list of all is of. */
async function latestOfFlows(count: number): Promise<WantedRun[]> {
  const from = { start_time: { after_: new Date(Date.now() - 7 * 86_400_000).toISOString() } }
  const [listed, started] = [await post<ListedRun[]>('/flow_runs/filter', { sort: 'START_TIME_DESC', limit: 200 }), await post<ListedRun[]>('/flow_runs/filter', { flow_runs: from, sort: 'START_TIME_DESC', limit: 200 })]
  const shown = new Set([...listed, ...started].map(({ flow_id }) => flow_id))
  const wanted: WantedRun[] = []
  for (const { id: flowId, name: flow } of await post<{ id: string, name: string }[]>('/flows/filter', { limit: 200 })) {
    const [latest] = shown.has(flowId) ? [] : await post<ListedRun[]>('/flow_runs/filter', { flows: { id: { any_: [flowId] } }, flow_runs: from, sort: 'START_TIME_DESC', limit: 1 })
    if (latest !== undefined && wanted.push({ id: latest.id, flowId, flow }) === count)
      return wanted
  }
  throw new Error(`not ${count} flows that a list of all does not show`)
}

/** From a press to the next picture, as the browser times it; of each press the median, of a page the slowest. */
async function measurePresses(): Promise<void> {
  const [failed] = await post<ListedRun[]>('/flow_runs/filter', { flow_runs: { state: { name: { any_: ['Failed'] } } }, sort: 'START_TIME_DESC', limit: 1 })
  const escape = async (page: Page): Promise<void> => await page.keyboard.press('Escape')
  const pages: { name: string, path: string, presses: ((page: Page) => Promise<void>)[] }[] = [
    { name: 'the morning', path: '/', presses: [
      async page => await page.getByRole('button', { name: /^Evidence/ }).first().click(),
      async page => await page.getByRole('button', { name: /Show only a flow/ }).click(),
      escape,
    ] },
    { name: 'the runs', path: '/runs', presses: [
      async page => await page.getByRole('button', { name: /Columns/ }).click(),
      escape,
      async page => await page.getByRole('combobox').first().press('s'),
      async page => await page.getByRole('combobox').first().press('Backspace'),
    ] },
    { name: 'a job', path: `/deployments/${failed?.deployment_id}`, presses: [
      async page => await page.locator('main summary').first().click(),
      async page => await page.locator('main summary').last().click(),
    ] },
    { name: 'what is due next', path: '/upcoming', presses: [async page => await page.getByRole('button', { name: /Show only a flow/ }).click(), escape, async page => await page.keyboard.press('j')] },
    { name: 'the search in logs', path: '/logs', presses: [async page => await page.getByRole('button', { name: /Show only a flow/ }).click(), escape, async page => await page.getByRole('searchbox').or(page.getByRole('textbox')).first().press('e')] },
    { name: 'the pools', path: '/pools', presses: [async page => await page.keyboard.press('j'), async page => await page.keyboard.press('Control+k'), escape] },
    { name: 'the flows', path: '/flows', presses: [async page => await page.getByRole('button', { name: /Show only a tag/ }).click(), escape] },
    { name: 'a run', path: `/runs/${failed?.id}`, presses: [
      async page => await page.getByRole('link', { name: 'Parameters' }).click(),
      async page => await page.getByRole('link', { name: 'Tasks and log' }).click(),
    ] },
  ]
  for (const { name, path, presses } of pages) {
    const page = await opened(`${own.address}${path}`)
    await sleep(3_000)
    const slowest: number[] = []
    for (const press of presses) {
      const times: number[] = []
      for (let again = 0; again < PRESSES; again++) {
        await page.evaluate(() => Object.assign(window, { pressedMs: 0 }))
        await press(page)
        await sleep(400)
        times.push(await page.evaluate(() => (window as unknown as { pressedMs: number }).pressedMs))
        if (presses.length > 1 && again < PRESSES - 1)
          await page.keyboard.press('Escape')
        await sleep(200)
      }
      slowest.push(median(times))
    }
    checks.push([`ms from a press on ${name} to the next picture`, Math.max(...slowest), BOUNDS.interactionMs])
    await page.context().close()
  }
}

async function post<T>(path: string, body: Record<string, unknown>): Promise<T> {
  const response = await fetch(`${apiUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return await response.json() as T
}

/** A page in a profile of its own, which times how long each press takes until the next picture. */
async function opened(url: string, within: Browser = browser): Promise<Page> {
  const page = await (await within.newContext({ viewport: { width: 1_440, height: 900 }, timezoneId: 'Europe/Berlin' })).newPage()
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const told = window as unknown as { pressedMs: number }
      for (const { duration } of list.getEntries())
        told.pressedMs = Math.max(told.pressedMs, duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
  })
  await page.goto(url)
  return page
}

/** To another address of the same page without loading it anew, as its own filters go. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(history.state, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: history.state as unknown }))
  }, path)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
