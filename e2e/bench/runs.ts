import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { chromiumLaunch } from '../chromium.ts'
import { notePresses, pressedPages, slowestPress } from '../presses.ts'
import { writeScale } from '../real/scale.ts'
import { startServer } from '../real/servers.ts'
import { startOwn } from './scale/own-process.ts'

/**
 * The list of runs of a server that holds 200,000, beside Prefect's own two UIs: from a filter changed on an open page (by flow, by
 * tag, by state) to its rows, medians of five, interleaved. Then what a press costs on each of our pages. Prints a table; exit code 1
 * where a bound is broken.
 */
const ROUNDS = 5
const TAGS = ['team-0', 'team-1', 'team-2', 'team-3', 'team-4']
const BOUNDS = { filter: 0.5, interactionMs: 100 }
const RESTED_MS = 2_000

interface ListedRun { id: string, flow_id: string, deployment_id: string | null }
/** What the runs of a list have in common. */
interface Common { flow?: { id: string, name: string }, tag?: string, state?: string }
interface Change {
  before: Common
  after: Common
  /** The latest runs of what is changed to, as many as any page shows. */
  comes: string[]
}

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
  await measureFilter('flow', await Promise.all((await otherFlows(ROUNDS)).map(async flow => await toChange({}, { flow }))))
  await measureFilter('tag', await Promise.all(TAGS.map(async tag => await toChange({}, { tag }))))
  await measureFilter('state', await Promise.all(TAGS.map(async tag => await toChange({ tag }, { tag, state: 'Failed' }))))
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

/** From one filter to another on a page that is open, in a week, each round other ones: until all that stands there is of what was asked for. */
async function measureFilter(by: string, changes: readonly Change[]): Promise<void> {
  const subjects: { name: string, address: string, query: (common: Common) => string }[] = [
    { name: 'ours', address: `${own.address}/runs`, query: ({ flow, tag, state }) => `q=started:7d${flow === undefined ? '' : `+flow:${flow.name}`}${tag === undefined ? '' : `+tag:${tag}`}${state === undefined ? '' : `+state:${state.toLowerCase()}`}` },
    { name: 'first UI', address: `${uiUrl}/runs`, query: ({ flow, tag, state }) => new URLSearchParams({ ...(flow && { flow: flow.id }), ...(tag !== undefined && { tag }), ...(state !== undefined && { state }) }).toString() },
    { name: 'second UI', address: `${uiUrl}/v2/runs`, query: ({ flow, tag, state }) => new URLSearchParams({ ...(flow && { flows: flow.id }), ...(tag !== undefined && { tags: tag }), ...(state !== undefined && { state }) }).toString() },
  ]
  const opened = await Promise.all(subjects.map(async subject => ({ ...subject, page: await open(subject.address), times: [] as number[] })))
  await sleep(8_000)
  for (const { before, after, comes } of changes) {
    for (const { page, address, query, times } of opened) {
      const path = (common: Common): string => `${new URL(address).pathname}?${query(common)}`
      await page.bringToFront()
      await goTo(page, path(before))
      await sleep(RESTED_MS) // all that was read for it has come
      if (await page.evaluate(showsOnly, comes))
        throw new Error(`nothing changes on ${page.url()}`)
      const startedAt = performance.now()
      await goTo(page, path(after))
      await page.waitForFunction(showsOnly, comes)
      times.push(performance.now() - startedAt)
    }
  }
  for (const { name, times } of opened)
    console.log(`${name.padEnd(10)} rows of another ${by.padEnd(5)} ${median(times).toFixed(0)} ms [${times.map(ms => ms.toFixed(0)).join(' ')}]`)
  const [ours, ...theirs] = opened.map(({ times }) => median(times))
  checks.push([`rows of another ${by} / faster UI`, (ours ?? Number.NaN) / Math.min(...theirs), BOUNDS.filter])
  await Promise.all(opened.map(async ({ page }) => await page.context().close()))
}

/** In a page: whether it links to runs, and to none but these. */
function showsOnly(ids: string[]): boolean {
  const shown = [...document.querySelectorAll<HTMLAnchorElement>('a[href*="/runs/"], a[href*="/flow-run/"]')].flatMap(({ pathname }) => /[\da-f]{8}-[\da-f-]{27}$/.exec(pathname)?.[0] ?? [])
  return shown.length > 0 && shown.every(id => ids.includes(id))
}

async function toChange(before: Common, after: Common): Promise<Change> {
  return { before, after, comes: (await Promise.all([latest(after, 200, 'start_time'), latest(after, 200, 'expected_start_time')])).flat() }
}

/** Those that began in the week, or also those that were due, at any time: one of Prefect's UIs lists them all. */
async function latest({ flow, tag, state }: Common, limit: number, by: 'start_time' | 'expected_start_time' = 'start_time'): Promise<string[]> {
  const runs = await post<ListedRun[]>('/flow_runs/filter', {
    ...(flow && { flows: { id: { any_: [flow.id] } } }),
    flow_runs: { [by]: by === 'start_time' ? { after_: toIso(-7 * 86_400_000) } : { before_: toIso(3_600_000) }, ...(tag !== undefined && { tags: { all_: [tag] } }), ...(state !== undefined && { state: { name: { any_: [state] } } }) },
    sort: 'START_TIME_DESC',
    limit,
  })
  return runs.map(({ id }) => id)
}

/** Flows none of whose runs a list of all shows. */
async function otherFlows(count: number): Promise<{ id: string, name: string }[]> {
  const shown = new Set((await post<ListedRun[]>('/flow_runs/filter', { flow_runs: { start_time: { before_: new Date().toISOString() } }, sort: 'START_TIME_DESC', limit: 200 })).map(({ flow_id }) => flow_id))
  const others: { id: string, name: string }[] = []
  for (const flow of await post<{ id: string, name: string }[]>('/flows/filter', { limit: 200 })) {
    if (!shown.has(flow.id) && (await latest({ flow }, 1)).length > 0 && others.push(flow) === count)
      return others
  }
  throw new Error(`not ${count} flows that a list of all does not show`)
}

async function measurePresses(): Promise<void> {
  const [failed] = await post<ListedRun[]>('/flow_runs/filter', { flow_runs: { state: { name: { any_: ['Failed'] } } }, sort: 'START_TIME_DESC', limit: 1 })
  for (const { name, path, presses } of pressedPages({ runId: failed?.id ?? '', flowId: failed?.flow_id ?? '', deploymentId: failed?.deployment_id ?? '', pool: 'pool-a' })) {
    const page = await open(`${own.address}${path}`)
    await sleep(3_000)
    checks.push([`ms from a press on ${name} to the next picture`, await slowestPress(page, presses), BOUNDS.interactionMs])
    await page.context().close()
  }
}

function toIso(fromNowMs: number): string {
  return new Date(Date.now() + fromNowMs).toISOString()
}

async function post<T>(path: string, body: Record<string, unknown>): Promise<T> {
  const response = await fetch(`${apiUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return await response.json() as T
}

/** A page in a profile of its own. */
async function open(url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1_440, height: 900 }, timezoneId: 'Europe/Berlin' })).newPage()
  await notePresses(page)
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
