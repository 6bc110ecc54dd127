import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { createApp, h, type App } from 'vue'
import type { NightSheetAnswer } from '../../../shared/api/night-sheet.ts'
import { keepServer } from '../../server-address.ts'
import NightPane from './NightPane.vue'

const HOUR = 3_600_000
const answer = ({ runId }: { runId: string | null }): NightSheetAnswer => ({
  window: { from: '2026-11-23T17:00:00Z', to: '2026-11-24T06:00:00Z', tz: 'UTC' },
  nowMs: 13 * HOUR,
  jobs: [{ server: null, flow: 'payroll', deployment: null }],
  bars: [[0, 'completed', 0, 0, 13 * HOUR, runId, null]],
  absent: [],
  density: null,
  complete: true,
})
let app: App | null = null

/** `serve` gives the answer to each read by its address; null: our own server fails. */
async function mount(serve: (url: string) => NightSheetAnswer | null): Promise<{ asked: string[], went: () => string }> {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const body = serve(url)
    return Response.json(body ?? { message: 'The night was torn.' }, { status: body === null ? 500 : 200 })
  })
  const host = document.createElement('div')
  host.style.width = '1000px'
  document.body.replaceChildren(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }, { path: '/runs/:id', name: 'run', component: { render: () => null } }] })
  keepServer(router)
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const asking = { server: null, from: null, to: null, tz: 'UTC', tag: [], flow: [] }
  app = createApp({ render: () => h(NightPane, { asked: asking, names: new Map() }) }).use(createPinia()).use(router).use(VueQueryPlugin, { queryClient })
  app.mount(host)
  return { asked, went: () => router.currentRoute.value.fullPath }
}

async function clickBar(): Promise<void> {
  await vi.waitFor(() => expect(document.querySelector('canvas')?.width).toBeGreaterThan(100))
  await userEvent.click(document.querySelector('canvas')!, { position: { x: 100, y: 20 } })
}

afterEach(() => {
  app?.unmount()
  vi.unstubAllGlobals()
})

describe('NightPane', () => {
  it('says in the sheet\'s place what could not be read, and reads again when told to', async () => {
    let isTorn = true
    await mount(() => isTorn ? null : answer({ runId: null }))
    await expect.element(page.getByRole('alert')).toHaveTextContent('The sheet of the night could not be read: The night was torn.')
    isTorn = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.element(page.getByRole('button', { name: /The night as bars: 1 run/ })).toBeInTheDocument()
    expect(page.getByRole('alert').elements()).toEqual([])
  })
  it('asks for the id of a good run, of its flow alone, when it is opened', async () => {
    const { asked, went } = await mount(url => answer({ runId: url.includes('ids=all') ? 'run-1' : null }))
    await clickBar()
    await vi.waitFor(() => expect(went()).toBe('/runs/run-1'))
    expect(asked.map(url => [url.includes('ids=all'), url.includes('flow=payroll')])).toEqual([[false, false], [true, true]])
  })
  it('says that a run could not be opened, and leaves the sheet standing', async () => {
    await mount(url => url.includes('ids=all') ? null : answer({ runId: null }))
    await clickBar()
    await expect.element(page.getByRole('alert')).toHaveTextContent('The run could not be opened: The night was torn.')
    await expect.element(page.getByRole('button', { name: /The night as bars/ })).toBeInTheDocument()
  })
  it('says that a run is gone', async () => {
    await mount(url => url.includes('ids=all') ? { ...answer({ runId: null }), bars: [] } : answer({ runId: null }))
    await clickBar()
    await expect.element(page.getByRole('alert')).toHaveTextContent('it is no longer among the runs of this time.')
  })
})
