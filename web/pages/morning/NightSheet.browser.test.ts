import { createPinia } from 'pinia'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { createApp, h, type App } from 'vue'
import type { NightSheet as Sheet } from '../../../shared/api/night-sheet.ts'
import type { SheetShape } from '../../../shared/timeline/night-sheet.ts'
import { keepServer } from '../../server-address.ts'
import NightSheet from './NightSheet.vue'

const HOUR = 3_600_000
const sheet: Sheet = {
  window: { from: '2026-11-23T17:00:00Z', to: '2026-11-24T06:00:00Z', tz: 'Europe/Berlin' },
  nowMs: 13 * HOUR,
  jobs: [{ server: null, flow: 'ledger', deployment: 'prod' }, { server: null, flow: 'payroll', deployment: null }],
  bars: [{ runId: 'run-1', job: 0, mark: 'failed', startMs: 7 * HOUR, endMs: 8 * HOUR, dueMs: 7 * HOUR, problemId: 'p' }],
  absent: [{ job: 1, dueMs: 10 * HOUR, problemId: 'q' }],
  density: null,
  complete: true,
}
let app: App | null = null

async function mount({ onProblem = () => {}, onRun = () => {}, shown = sheet }: { onProblem?: (id: string) => void, onRun?: (shape: SheetShape) => void, shown?: Sheet } = {}): Promise<{ canvas: HTMLCanvasElement, went: () => string }> {
  const host = document.createElement('div')
  host.style.width = '1000px'
  document.body.replaceChildren(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }, { path: '/runs/:id', name: 'run', component: { render: () => null } }] })
  keepServer(router)
  app = createApp({ render: () => h(NightSheet, { sheet: shown, names: new Map([['p', 'ledger']]), onProblem, onRun }) }).use(createPinia()).use(router)
  app.mount(host)
  await vi.waitFor(() => expect(host.querySelector('canvas')?.width).toBeGreaterThan(500))
  return { canvas: host.querySelector('canvas')!, went: () => router.currentRoute.value.fullPath }
}

afterEach(() => app?.unmount())

describe('NightSheet', () => {
  it('draws something where a run was', async () => {
    const { canvas } = await mount()
    await vi.waitFor(() => {
      const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data
      expect(pixels.some(value => value > 0)).toBe(true)
    })
  })
  it('is walked by keys in the order of time, and opens the run that is chosen', async () => {
    const { went } = await mount()
    await page.getByRole('button').element().focus()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(page.getByText('ledger/prod: failed, began 01:00, took 1 h')).toBeInTheDocument()
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(went()).toBe('/runs/run-1'))
  })
  it('leads from an absence to its problem', async () => {
    const asked = vi.fn()
    await mount({ onProblem: asked })
    await page.getByRole('button').element().focus()
    await userEvent.keyboard('{ArrowLeft}{Enter}')
    await vi.waitFor(() => expect(asked).toHaveBeenCalledWith('q'))
  })
  it('asks for a good run that came without its id', async () => {
    const asked = vi.fn()
    const good = { runId: null, job: 1, mark: 'completed' as const, startMs: 0, endMs: 13 * HOUR, dueMs: 0, problemId: null }
    const { canvas } = await mount({ onRun: asked, shown: { ...sheet, bars: [good], absent: [] } })
    await userEvent.click(canvas, { position: { x: 100, y: 20 } })
    await vi.waitFor(() => expect(asked).toHaveBeenCalledWith(expect.objectContaining({ job: 1, startMs: 0 })))
  })
  it('stands as a table too', async () => {
    await mount()
    await expect.element(page.getByRole('table', { name: /What went wrong/ })).toHaveTextContent('payrolldid not run, due 04:00')
  })
})
