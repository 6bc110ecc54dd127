import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { createClient } from '../../server/prefect/client.ts'
import { createReads } from '../../server/prefect/reads.ts'
import { chromiumLaunch } from '../chromium.ts'
import { writeNight } from '../real/night.ts'
import { startServer } from '../real/servers.ts'
import { printVerdict } from './print-verdict.ts'

/**
 * Side by side with Prefect's own two UIs: same server, same browser, cold profile, our server warm, medians of five, interleaved.
 * Clocks stop when the text is visible. Prints a table; exit code 1 where a bound is broken.
 */
const ROUNDS = 5
const PORT = 4283
const OURS = `http://127.0.0.1:${PORT}`
const COUNTED_PORT = 4284
const DEMO_PORT = 4285
const FORTNIGHTS = 240
const BOUNDS = { secondViewer: 0, firstUi: 0.4, secondUi: 0.25, logs: 0.4, requests: 12, kilobytes: 300, rssMb: 150, coldStart: 1.5 }

interface Opened { ms: number, requests: number, kilobytes: number }

let runId = ''
const server = await startServer({
  version: '3.8.8',
  services: { scheduler: false, lateRuns: false },
  prepare: async (prepared) => {
    const written = await writeNight(prepared, { end: new Date().toISOString(), deployments: 70, runs: 2_000 })
    runId = written.longLog.flowRunId
  },
})

if ('unavailable' in server) {
  console.error(server.unavailable)
  process.exit(1)
}
const uiUrl = server.apiUrl.replace(/\/api$/, '')

// The reads of a cold start, alone and one after the other.
const client = createClient({ apiUrl: server.apiUrl })
const reads = createReads(client)
const DAY_MS = 86_400_000
const alone = await timed(async () => {
  const now = client.serverNow()
  await reads.getCapabilities()
  await reads.listFlows()
  await reads.listDeployments()
  await reads.listWorkPools()
  await reads.listRunsUnfinished({ dueBeforeAt: now })
  await reads.listRunsEnded({ sinceAt: now - 14 * DAY_MS, types: ['FAILED', 'CRASHED', 'CANCELLED'] })
  await reads.listRunsDue({ fromAt: now - 14 * DAY_MS, toAt: now, cap: 20_000 })
})
await client.close()

const own = spawn(process.execPath, ['dist/server/main.mjs'], { env: { ...process.env, PORT: String(PORT), HOST: '127.0.0.1', PREFECT_API_URL: server.apiUrl, FIRSTLIGHT_TZ: 'Europe/Berlin', FIRSTLIGHT_DATA: ownFolder(), FIRSTLIGHT_CACHE: ownFolder() }, stdio: ['ignore', 'inherit', 'inherit'] })
const cold = await timed(async () => {
  for (;;) {
    const answer = await fetch(`${OURS}/api/morning`).then(async response => await response.json() as { complete: boolean }).catch(() => null)
    if (answer?.complete === true)
      return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
})

const browser = await chromium.launch(chromiumLaunch())
const times: Record<'first' | 'second' | 'ours' | 'firstLogs' | 'secondLogs' | 'ourLogs', Opened[]> = { first: [], second: [], ours: [], firstLogs: [], secondLogs: [], ourLogs: [] }
for (let round = 0; round < ROUNDS; round++) {
  times.ours.push(await open(browser, `${OURS}/`, async page => await page.getByRole('heading', { level: 1, name: /need you/ }).waitFor()))
  times.first.push(await open(browser, `${uiUrl}/dashboard`, async page => await page.getByRole('link', { name: 'support-ingest' }).first().waitFor()))
  times.second.push(await open(browser, `${uiUrl}/v2/dashboard`, async page => await page.getByText('support-ingest').first().waitFor()))
  const anyLine = /row \d|Beginning|batch|line \d|KeyError|loaded|processed|INFO/i
  times.ourLogs.push(await open(browser, `${OURS}/runs/${runId}`, async page => await page.getByRole('log').getByText(anyLine).first().waitFor()))
  times.firstLogs.push(await open(browser, `${uiUrl}/runs/flow-run/${runId}`, async page => await page.getByText(/prefect\.(flow|task)_runs/).first().waitFor()))
  times.secondLogs.push(await open(browser, `${uiUrl}/v2/runs/flow-run/${runId}`, async page => await page.getByText(/prefect\.(flow|task)_runs/).first().waitFor()))
}

const secondViewer = await countSecondViewer(browser)
const demoRssMb = await measureDemo()
const rssMb = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(own.pid)]).toString()) / 1_024
await browser.close()
own.kill('SIGTERM')
await once(own, 'exit')
await server.stop()

const median = (pages: readonly Opened[], of: (page: Opened) => number): number => pages.map(of).sort((a, b) => a - b)[Math.floor(pages.length / 2)] ?? Number.NaN
const ms = (name: keyof typeof times): number => median(times[name], page => page.ms)
for (const name of Object.keys(times) as (keyof typeof times)[])
  console.log(`${name.padEnd(11)} ${ms(name).toFixed(0).padStart(6)} ms  ${median(times[name], page => page.requests).toFixed(0).padStart(4)} requests  ${median(times[name], page => page.kilobytes).toFixed(0).padStart(6)} kB   [${times[name].map(page => page.ms.toFixed(0)).join(' ')}]`)
const fasterLogs = Math.min(ms('firstLogs'), ms('secondLogs'))
const checks: [string, number, number][] = [
  ['verdict / first UI\'s failing flows', ms('ours') / ms('first'), BOUNDS.firstUi],
  ['verdict / second UI\'s failing flows', ms('ours') / ms('second'), BOUNDS.secondUi],
  ['first log lines / faster UI', ms('ourLogs') / fasterLogs, BOUNDS.logs],
  ['requests of the landing page', median(times.ours, page => page.requests), BOUNDS.requests],
  ['kB of the landing page', median(times.ours, page => page.kilobytes), BOUNDS.kilobytes],
  ['upstream requests caused by a second viewer', secondViewer, BOUNDS.secondViewer],
  ['RSS in MB', rssMb, BOUNDS.rssMb],
  ['RSS in MB of the embedded demo, at its highest', demoRssMb, BOUNDS.rssMb],
  [`cold start (${cold.toFixed(0)} ms) / its reads alone (${alone.toFixed(0)} ms)`, cold / alone, BOUNDS.coldStart],
]
const isJudgedWell = printVerdict({ from: 1, count: FORTNIGHTS })
for (const [name, value, bound] of checks)
  console.log(`${value <= bound ? 'kept  ' : 'BROKEN'} ${name}: ${value.toFixed(2)} (at most ${bound})`)
process.exit(isJudgedWell && checks.every(([, value, bound]) => value <= bound) ? 0 : 1)

/** A folder that no other First Light holds. */
function ownFolder(): string {
  return mkdtempSync(join(tmpdir(), 'first-light-'))
}

/** Upstream requests while a second person opens Morning and Flows, between two looks of the poller's own. */
async function countSecondViewer(within: Browser): Promise<number> {
  let count = 0
  let lastAt = performance.now()
  const counter = createServer((request, response) => {
    count += 1
    lastAt = performance.now()
    const upstream = ask(new URL(request.url ?? '/', uiUrl), { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  })
  counter.listen(0, '127.0.0.1')
  await once(counter, 'listening')
  const counted = spawn(process.execPath, ['dist/server/main.mjs'], { env: { ...process.env, PORT: String(COUNTED_PORT), HOST: '127.0.0.1', PREFECT_API_URL: `http://127.0.0.1:${(counter.address() as AddressInfo).port}/api`, FIRSTLIGHT_DATA: ownFolder(), FIRSTLIGHT_CACHE: ownFolder() }, stdio: ['ignore', 'ignore', 'inherit'] })
  const look = async (): Promise<void> => {
    const url = `http://127.0.0.1:${COUNTED_PORT}`
    await open(within, `${url}/`, async page => await page.getByRole('heading', { level: 1, name: /need you/ }).waitFor())
    await open(within, `${url}/flows`, async page => await page.getByRole('link', { name: 'support-ingest' }).first().waitFor())
  }
  await settled(() => count > 0 && performance.now() - lastAt > 2_000)
  await look()
  const before = count
  await settled(() => count > before && performance.now() - lastAt > 1_500) // the poller has just looked: it rests for some seconds
  count = 0
  await look()
  const caused = count
  counted.kill('SIGTERM')
  await once(counted, 'exit')
  counter.close()
  return caused
}

/** The embedded demo holds two servers in one process; its highest memory, in MB, over the first seconds with a reader. */
async function measureDemo(): Promise<number> {
  const demo = spawn(process.execPath, ['dist/server/main.mjs'], { env: { ...process.env, PORT: String(DEMO_PORT), HOST: '127.0.0.1', FIRSTLIGHT_DEMO: '1' }, stdio: ['ignore', 'ignore', 'inherit'] })
  let highest = 0
  for (let second = 0; second < 8; second++) {
    await new Promise(resolve => setTimeout(resolve, 1_000))
    await Promise.all(['morning', 'flows', 'night-sheet'].map(async path => await fetch(`http://127.0.0.1:${DEMO_PORT}/api/${path}`).then(async response => await response.text())))
    const kilobytes = /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${demo.pid}/status`, 'utf8'))?.[1]
    highest = Math.max(highest, Number(kilobytes) / 1_024)
  }
  demo.kill('SIGTERM')
  await once(demo, 'exit')
  return highest
}

async function settled(isSo: () => boolean): Promise<void> {
  while (!isSo())
    await new Promise(resolve => setTimeout(resolve, 50))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** One page in a profile of its own: from the first byte asked for to the text on the screen. Sizes are as transferred. */
async function open(within: Browser, url: string, isThere: (page: Page) => Promise<void>): Promise<Opened> {
  const context = await within.newContext({ viewport: { width: 1_440, height: 900 }, timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  let requests = 0
  let bytes = 0
  session.on('Network.requestWillBeSent', ({ request }) => {
    requests += request.url.startsWith('data:') ? 0 : 1
  })
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  const took = await timed(async () => {
    await page.goto(url, { waitUntil: 'commit' })
    await isThere(page)
  })
  await page.waitForTimeout(2_000)
  await context.close()
  return { ms: took, requests, kilobytes: bytes / 1_000 }
}
