import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'

/** Of as many the median counts: anything else on the machine can be in the way of one. */
const TIMES = 3
/** Longer than any press may take. */
const NOTED_MS = 300
const RESTED_MS = 100

export interface PressedPage {
  name: string
  path: string
  /** What people press there; each opens something, closes it, or writes. */
  presses: readonly ((page: Page) => Promise<void>)[]
}

const escape = async (page: Page): Promise<void> => await page.keyboard.press('Escape')
const press = (key: string) => async (page: Page): Promise<void> => await page.keyboard.press(key)
const choose = (what: RegExp) => async (page: Page): Promise<void> => await page.getByRole('button', { name: what }).first().click()

/** Every page, of a server that has the run, its flow, its deployment and the pool. */
export function pressedPages({ runId, flowId, deploymentId, pool }: { runId: string, flowId: string, deploymentId: string, pool: string }): PressedPage[] {
  const summaries = [async (page: Page) => await page.locator('main summary').first().click(), async (page: Page) => await page.locator('main summary').last().click()]
  return [
    { name: 'the morning', path: '/', presses: [choose(/^Evidence/), choose(/Show only a flow/), escape] },
    { name: 'the runs', path: '/runs', presses: [choose(/Columns/), escape, async page => await page.getByRole('combobox').first().press('s'), async page => await page.getByRole('combobox').first().press('Backspace')] },
    { name: 'a flow', path: `/flows/${flowId}`, presses: [press('j'), press('Control+k'), escape] },
    { name: 'a job', path: `/deployments/${deploymentId}`, presses: summaries },
    { name: 'what is due next', path: '/upcoming', presses: [choose(/Show only a flow/), escape, press('j')] },
    { name: 'the search in logs', path: '/logs', presses: [choose(/Show only a flow/), escape, async page => await page.getByRole('searchbox').or(page.getByRole('textbox')).first().press('e')] },
    { name: 'the pools', path: '/pools', presses: [press('j'), press('Control+k'), escape] },
    { name: 'a pool', path: `/pools/${pool}`, presses: [press('Control+k'), escape] },
    { name: 'the flows', path: '/flows', presses: [choose(/Show only a tag/), escape] },
    { name: 'a run', path: `/runs/${runId}`, presses: [async page => await page.getByRole('link', { name: 'Parameters' }).click(), async page => await page.getByRole('link', { name: 'Tasks and log' }).click()] },
    { name: 'a comparison', path: `/runs/${runId}/compare`, presses: [async page => await page.getByRole('combobox', { name: 'Compare with' }).press('ArrowDown'), press('Control+k'), escape] },
  ]
}

/** Before a page is opened: it notes how long each press takes until the next picture, as the browser times it. */
export async function notePresses(page: Page): Promise<void> {
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const noted = window as unknown as { pressedMs: number }
      for (const { duration } of list.getEntries())
        noted.pressedMs = Math.max(noted.pressedMs, duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
  })
}

/** From a press on an open page to the next picture, in ms: of each press the median, of all the slowest. Below 16 ms it is 0. */
export async function slowestPress(page: Page, presses: PressedPage['presses']): Promise<number> {
  const slowest: number[] = []
  for (const act of presses) {
    const times: number[] = []
    for (let time = 1; time <= TIMES; time++) {
      await page.evaluate(() => Object.assign(window, { pressedMs: 0 }))
      await act(page)
      await sleep(NOTED_MS)
      times.push(await page.evaluate(() => (window as unknown as { pressedMs: number }).pressedMs))
      if (time < TIMES && presses.length > 1)
        await page.keyboard.press('Escape') // what it opened is opened again
      await sleep(RESTED_MS)
    }
    slowest.push(times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? Number.NaN)
  }
  return Math.max(...slowest)
}
