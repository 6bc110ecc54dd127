import { createPinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp, h, nextTick, type App } from 'vue'
import type { TimelineRow } from '../../../shared/api/timeline.ts'
import { markOf, toTaskLanes, type TaskLane } from '../../../shared/timeline/task-lanes.ts'
import '../../styles/tokens.css'
import { laneName, laneNote, laneWords } from './lane-words.ts'
import TaskChart from './TaskChart.vue'
import type { TimelineDecor } from './timeline-scene.ts'

const HOUR_MS = 3_600_000

const aRow = (number: number, given: Partial<TimelineRow> = {}): TimelineRow => ({ id: `task-${number}`, kind: 'task', name: `load-${number}`, mark: 'completed', stateName: 'Completed', startMs: number * 10, endMs: number * 10 + 5_000, runCount: 1, parents: [], inside: [], ...given })

const DECOR: TimelineDecor = { run: null, nowMs: null, nameOf: laneName, noteOf: lane => laneNote(lane), segmentsOf: () => null, coverOf: () => [], usualMsOf: () => null, artifactsMsOf: () => [], links: [], path: null }
const wordsOf = (lane: TaskLane): string => `${lane.kind === 'row' ? lane.row.stateName : markOf(lane)}: ${laneWords(lane)}`

let app: App | null = null
let host: HTMLElement | null = null
afterEach(() => {
  app?.unmount()
  host?.remove()
})

async function mount(rows: TimelineRow[]): Promise<{ list: HTMLElement, canvas: HTMLCanvasElement, chosen: number[] }> {
  const chosen: number[] = []
  host = document.createElement('div')
  host.style.width = '800px'
  document.body.append(host)
  app = createApp(() => h(TaskChart, { layout: toTaskLanes(rows, 6_000), originAt: 20_000 * HOUR_MS, timeZone: 'UTC', task: null, decor: DECOR, wordsOf, onChoose: (index: number) => chosen.push(index) }))
  app.use(createPinia()).mount(host)
  await expect.poll(() => performance.getEntriesByName('timeline-drawn').length).toBe(1)
  return { list: host.querySelector<HTMLElement>('[role=listbox]')!, canvas: host.querySelector('canvas')!, chosen }
}

function inkOf(canvas: HTMLCanvasElement): number {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
  return data.filter((value, index) => index % 4 === 3 && value > 0).length
}

describe('TaskChart', () => {
  it('draws ten thousand rows on a canvas of a few', async () => {
    const { list, canvas } = await mount(Array.from({ length: 10_000 }, (_, number) => aRow(number)))
    expect(canvas.clientHeight).toBeLessThan(400)
    expect(list.scrollHeight).toBeGreaterThan(200_000)
    await expect.poll(() => inkOf(canvas)).toBeGreaterThan(1_000)
  })

  it('opens where the first failure is', async () => {
    const { list } = await mount(Array.from({ length: 500 }, (_, number) => aRow(number, number === 300 ? { mark: 'failed', stateName: 'Failed' } : {})))
    await expect.poll(() => list.scrollTop).toBeGreaterThan(7_000)
  })

  it('chooses by click', async () => {
    const { canvas, chosen } = await mount([aRow(0), aRow(1), aRow(2)])
    const { left, top } = canvas.getBoundingClientRect()
    canvas.dispatchEvent(new MouseEvent('click', { clientX: left + 50, clientY: top + 40, bubbles: true }))
    expect(chosen).toEqual([1])
  })

  it('chooses by key, and says where it is', async () => {
    const { list, chosen } = await mount([aRow(0), aRow(1, { mark: 'failed', stateName: 'Failed' }), aRow(2)])
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter'])
      list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    await nextTick()
    expect(chosen).toEqual([1])
    expect(list.querySelector('[role=option]')?.textContent.trim()).toBe('Failed: load-1 · 5 s')
    expect(list.querySelector('[role=option]')?.getAttribute('aria-posinset')).toBe('2')
  })
})
