import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from '@playwright/test'
import type { FindMessage } from '../../shared/api/logs.ts'
import { chromiumLaunch } from '../chromium.ts'
import { writeNight } from '../real/night.ts'
import { startServer } from '../real/servers.ts'

/**
 * A log of 100,000 lines and one of 100 MB on a real server, in a real browser, beside Prefect's own two UIs. Medians of three,
 * interleaved. Prints a table; exit code 1 where a bound is broken.
 */
const LINES = 100_000
const ROUNDS = 3
const BOUNDS = { firstLines: 0.4, firstErrorMs: 1_000, dragMs: 1_000, heapMb: 250, downloadRssMb: 60 }
const SCRIPT = fileURLToPath(new URL('../real/written_logs.py', import.meta.url))

let [longRun, largeRun] = ['', '']
const server = await startServer({
  version: '3.8.8',
  prepare: async (prepared) => {
    const { roles } = await writeNight(prepared, { end: new Date(Date.now() - 3_600_000).toISOString(), deployments: 40, runs: 200 })
    const [long, large] = roles.failed.map(({ runId }) => runId)
    if (long == null || large == null)
      throw new Error('the written night has no two failed runs')
    ;[longRun, largeRun] = [long, large]
    const write = (run: string, ...more: string[]): unknown => execFileSync(prepared.environment.python, [SCRIPT, '--database', join(prepared.home, 'prefect.db'), '--run', run, '--lines', String(LINES), ...more])
    write(longRun, '--hostile')
    write(largeRun, '--bytes', '1000')
  },
})
if ('unavailable' in server) {
  console.error(server.unavailable)
  process.exit(1)
}
const uiUrl = server.apiUrl.replace(/\/api$/, '')
const port = await freePort()
const ours = `http://127.0.0.1:${port}`
const own = spawn(process.execPath, ['dist/server/main.mjs'], { env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', PREFECT_API_URL: server.apiUrl, FIRSTLIGHT_TZ: 'Europe/Berlin', FIRSTLIGHT_DATA: mkdtempSync(join(tmpdir(), 'first-light-')) }, stdio: ['ignore', 'inherit', 'inherit'] })
await until(async () => await fetch(`${ours}/api/morning`).then(async response => (await response.json() as { complete: boolean }).complete, () => false))

const browser = await chromium.launch({ ...chromiumLaunch(), args: [...chromiumLaunch().args, '--enable-precise-memory-info'] })
const checks: [name: string, value: number, bound: number][] = []
try {
  await measureOpening()
  await measureReading()
  await measureDownload()
}
finally {
  await browser.close()
  await stop(own)
  await server.stop()
}
for (const [name, value, bound] of checks)
  console.log(`${value <= bound ? 'kept  ' : 'BROKEN'} ${name}: ${value.toFixed(value < 10 ? 2 : 0)} (at most ${bound})`)
process.exit(checks.every(([, value, bound]) => value <= bound) ? 0 : 1)

/** From the address to lines on the screen, and to the first error, on which a failed run opens. */
async function measureOpening(): Promise<void> {
  const times: Record<'ours' | 'first' | 'second', number[]> = { ours: [], first: [], second: [] }
  const said = /batch \d+|first error of many/
  for (let round = 0; round < ROUNDS; round++) {
    times.ours.push(await open(browser, `${ours}/runs/${longRun}`, async page => await page.getByRole('log').getByText(said).first().waitFor()))
    times.first.push(await open(browser, `${uiUrl}/runs/flow-run/${longRun}`, async page => await page.getByText(said).first().waitFor()))
    times.second.push(await open(browser, `${uiUrl}/v2/runs/flow-run/${longRun}`, async page => await page.getByText(said).first().waitFor()))
  }
  for (const [name, all] of Object.entries(times))
    console.log(`${name.padEnd(7)} first lines ${median(all).toFixed(0)} ms [${all.map(ms => ms.toFixed(0)).join(' ')}]`)
  checks.push(['first lines / faster UI', median(times.ours) / Math.min(median(times.first), median(times.second)), BOUNDS.firstLines])
  const errors: number[] = []
  for (let round = 0; round < ROUNDS; round++)
    errors.push(await open(browser, `${ours}/runs/${longRun}`, async page => await page.getByRole('log').getByText('first error of many').waitFor()))
  checks.push(['first error on the screen, ms from the address', median(errors), BOUNDS.firstErrorMs])
}

/** A reader who drags through all of it, jumps, and searches: how long each takes, and what the tab then holds. */
async function measureReading(): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1_440, height: 900 } })).newPage()
  const heapMb = async (): Promise<number> => await page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1_048_576)
  await page.goto(`${ours}/runs/${longRun}`)
  const log = page.getByRole('log', { name: 'Log lines' })
  await log.getByText('first error of many').waitFor()
  const counted = await timed(async () => await page.getByText('100,000 lines', { exact: false }).first().waitFor())
  console.log(`ours    all lines counted ${counted.toFixed(0)} ms after the first were shown`)

  const rail = page.getByRole('slider', { name: 'Time in the log' })
  await rail.scrollIntoViewIfNeeded()
  const box = await rail.boundingBox()
  if (box === null)
    throw new Error('the rail of time is not drawn')
  const drags: number[] = []
  let heap = 0
  for (const ratio of [0.95, 0.11, 0.72, 0.33, 0.51, 0.02, 0.85]) {
    const wanted = new RegExp(`batch ${Math.floor(ratio * 100)}\\d{3}:`)
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * (ratio + 0.005), box.y + box.height / 2, { steps: 8 })
    drags.push(await timed(async () => {
      await page.mouse.up()
      await log.getByText(ratio < 0.1 ? /batch 2\d{3}:/ : wanted).first().waitFor()
    }))
    heap = Math.max(heap, await heapMb())
  }
  checks.push(['lines anywhere, ms after letting go of the rail (slowest of 7)', Math.max(...drags), BOUNDS.dragMs])

  await page.keyboard.press('/')
  const found = await timed(async () => {
    await page.keyboard.type('needle')
    await page.getByRole('search').getByText(/^\d+ of 100$/).waitFor({ timeout: 300_000 })
  })
  console.log(`ours    find over the whole run ${found.toFixed(0)} ms`)
  const nexts: number[] = []
  for (let hit = 0; hit < 5; hit++) {
    const before = await page.getByRole('search').getByRole('status').innerText()
    nexts.push(await timed(async () => {
      await page.keyboard.press('Enter')
      await until(async () => await page.getByRole('search').getByRole('status').innerText() !== before)
    }))
    heap = Math.max(heap, await heapMb())
  }
  console.log(`ours    next hit ${median(nexts).toFixed(0)} ms`)

  // Page after page, until what is held is let go again.
  await log.focus()
  await page.keyboard.press('<')
  await log.getByText(/batch \d:/).first().waitFor()
  for (let second = 0; second < 20; second++) {
    await log.evaluate(element => element.scrollTo(0, element.scrollHeight))
    await page.waitForTimeout(500)
    heap = Math.max(heap, await heapMb())
  }
  console.log(`ours    ${await page.getByText(/ lines read/).innerText()} after scrolling on for 10 s`)
  checks.push(['heap of the tab in MB, at its highest', heap, BOUNDS.heapMb])
  await page.context().close()

  const answer = await fetch(`${ours}/api/runs/${longRun}/logs/find?q=needle`)
  const messages = (await answer.text()).trim().split('\n').map(line => JSON.parse(line) as FindMessage)
  const [hits, progress] = [messages.reduce((count, message) => count + ('hits' in message ? message.hits.length : 0), 0), messages.filter(message => 'hits' in message).length]
  console.log(`ours    ${hits} hits, told in ${progress} parts`)
  checks.push(['hits missing of the whole run', 100 - hits, 0])
}

/** 100 MB through our server: how much more it holds meanwhile. */
async function measureDownload(): Promise<void> {
  const before = await rssMb(own)
  let most = before
  const timer = setInterval(() => void rssMb(own).then(now => most = Math.max(most, now)), 200)
  let bytes = 0
  const took = await timed(async () => {
    const response = await fetch(`${ours}/api/runs/${largeRun}/logs/download?as=ndjson`)
    const reader = response.body?.getReader()
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
      bytes += part.value.length
  })
  clearInterval(timer)
  console.log(`ours    downloaded ${(bytes / 1_000_000).toFixed(0)} MB in ${(took / 1_000).toFixed(1)} s; RSS ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`)
  checks.push(['MB missing of the download', Math.max(0, 100 - bytes / 1_000_000), 0])
  checks.push(['RSS of the server in MB, more than before the download', most - before, BOUNDS.downloadRssMb])
}

async function rssMb({ pid }: ChildProcess): Promise<number> {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}

/** One page in a profile of its own, from the first byte asked for. */
async function open(within: Browser, url: string, isThere: (page: Page) => Promise<void>): Promise<number> {
  const context = await within.newContext({ viewport: { width: 1_440, height: 900 }, timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  const took = await timed(async () => {
    await page.goto(url, { waitUntil: 'commit' })
    await isThere(page)
  })
  await page.waitForTimeout(1_500)
  await context.close()
  return took
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo())
    await new Promise(resolve => setTimeout(resolve, 20))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string')
    throw new Error('no free port on loopback')
  return address.port
}
