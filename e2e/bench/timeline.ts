import { chromium, type CDPSession, type Page } from '@playwright/test'
import { chromiumLaunch } from '../chromium.ts'
import { startOwnServer } from '../own-server.ts'
import { writeManyTasks } from '../real/many-tasks.ts'
import { startServer } from '../real/servers.ts'
import { p95, toFrameWork, type FrameWork } from './frame-work.ts'

/**
 * A run of 10,000 tasks on a real server, in Chromium: from the arrival of its tasks to the drawn timeline, the work for each frame
 * while a script zooms, pans and scrolls, and the tab's heap. Each task a lane of its own, and folded by name. Exit code 1 where a
 * bound is broken.
 */
const TASKS = 10_000
const BOUNDS = { drawnMs: 1_000, frameMs: 16, heapMb: 200, kilobytes: 400 }
const GESTURES = 40

let runId = ''
const server = await startServer({ version: '3.8.8', prepare: async (prepared) => {
  runId = await writeManyTasks(prepared, { end: new Date(Date.now() - 3_600_000).toISOString(), tasks: TASKS })
} })
if ('unavailable' in server) {
  console.error(server.unavailable)
  process.exit(1)
}
const own = await startOwnServer({ env: { PREFECT_API_URL: server.apiUrl, FIRSTLIGHT_LOG: 'silent' } })
const browser = await chromium.launch(chromiumLaunch())
const checks: [string, number, number][] = []
try {
  await measure('each a lane', '?group=off')
  await measure('folded by name', '')
}
finally {
  await browser.close()
  await own.stop()
  await server.stop()
}
for (const [name, value, bound] of checks)
  console.log(`${value <= bound ? 'kept  ' : 'BROKEN'} ${name}: ${value.toFixed(1)} (at most ${bound})`)
process.exit(checks.every(([, value, bound]) => value <= bound) ? 0 : 1)

async function measure(what: string, query: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await page.goto(`${own.address}/runs/${runId}${query}`)
  await page.waitForFunction(() => performance.getEntriesByName('timeline-drawn').length > 0, undefined, { timeout: 120_000 })
  const counts = await page.getByRole('group', { name: 'Only tasks that are' }).getByRole('button').allInnerTexts()
  const { drawnMs, kilobytes } = await page.evaluate(() => {
    const [read] = performance.getEntriesByType('resource').filter((entry): entry is PerformanceResourceTiming => entry.name.includes('/timeline'))
    const [drawn] = performance.getEntriesByName('timeline-drawn')
    return { drawnMs: (drawn?.startTime ?? Number.NaN) - (read?.responseEnd ?? Number.NaN), kilobytes: (read?.encodedBodySize ?? Number.NaN) / 1_000 }
  })
  await page.waitForTimeout(1_500)
  const frames = await traced(session, async () => await gesture(page))
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  const heapMb = (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1_048_576
  await context.close()
  const [cpu, clock] = [p95(frames.map(({ cpuMs }) => cpuMs)), p95(frames.map(({ ms }) => ms))]
  console.log(`${what} (${counts.map(count => count.trim()).join(', ')}): drawn ${drawnMs.toFixed(0)} ms after arrival of ${kilobytes.toFixed(0)} kB; ${frames.length} frames, p95 ${cpu.toFixed(1)} ms of work (${clock.toFixed(1)} ms by the clock); heap ${heapMb.toFixed(0)} MB`)
  checks.push(
    [`${what}: ms from arrival to drawn`, drawnMs, BOUNDS.drawnMs],
    [`${what}: ms of work for a frame, p95`, cpu, BOUNDS.frameMs],
    [`${what}: MB of heap`, heapMb, BOUNDS.heapMb],
    [`${what}: kB of ${TASKS} tasks`, kilobytes, BOUNDS.kilobytes],
  )
}

/** Zooms in and out at the pointer, pans both ways, scrolls through the lanes, drags. */
async function gesture(page: Page): Promise<void> {
  const chart = page.getByRole('listbox', { name: /^Task timeline/ })
  await chart.scrollIntoViewIfNeeded()
  const box = await chart.boundingBox()
  if (box === null)
    throw new Error('the timeline is not to be seen')
  const [x, y] = [box.x + box.width * 0.6, box.y + Math.min(60, box.height / 2)]
  await page.mouse.move(x, y)
  const turn = async (deltaX: number, deltaY: number): Promise<void> => {
    for (let count = 0; count < GESTURES; count++) {
      await page.mouse.wheel(deltaX, deltaY)
      await page.waitForTimeout(16)
    }
  }
  await page.keyboard.down('Control')
  await turn(0, -40)
  await page.keyboard.up('Control')
  await turn(90, 0)
  await turn(-60, 0)
  await turn(0, 180)
  await page.mouse.down()
  for (let step = 0; step < GESTURES; step++)
    await page.mouse.move(x - step * 6, y, { steps: 1 })
  await page.mouse.up()
  await page.keyboard.down('Control')
  await turn(0, 40)
  await page.keyboard.up('Control')
}

async function traced(session: CDPSession, work: () => Promise<void>): Promise<FrameWork[]> {
  const events: Parameters<typeof toFrameWork>[0][number][] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value as unknown as typeof events))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] } })
  await work()
  const done = new Promise<void>(resolve => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await done
  return toFrameWork(events)
}
