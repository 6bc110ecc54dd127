import { afterEach, describe, expect, it } from 'vitest'
import { createApp, h, ref, type App, type Ref } from 'vue'
import type { LogRow } from '../../../shared/api/logs.ts'
import { aLogRow } from '../../../shared/logs/build.ts'
import '../../styles/tokens.css'
import '../../styles/base.css'
import LogList from './LogList.vue'

const aLine = (number: number, given: Partial<LogRow> = {}): LogRow => aLogRow({ id: `line-${number}`, message: `line ${number}${number % 7 === 0 ? ' and much more of it'.repeat(20) : ''}`, ...given })
const lines = (from: number, to: number): LogRow[] => Array.from({ length: to - from }, (_, index) => aLine(from + index))

let app: App | null = null
let host: HTMLElement | null = null
afterEach(() => {
  app?.unmount()
  host?.remove()
})

/** A jump is looked after until the lines around its place are measured. */
const SETTLED_MS = 400

interface Mounted {
  log: HTMLElement
  rows: Ref<LogRow[]>
  list: Ref<InstanceType<typeof LogList> | null>
}

async function mount(first: LogRow[]): Promise<Mounted> {
  const rows = ref(first)
  const list = ref<InstanceType<typeof LogList> | null>(null)
  host = document.createElement('div')
  host.style.width = '1000px'
  document.body.append(host)
  app = createApp(() => h(LogList, { ref: list, lines: rows.value, firstErrorId: null, taskNames: new Map([['task-1', 'extract-000']]), timeZone: 'Europe/Berlin', follows: false, look: { time: 'clock', order: 'oldest-first', wraps: true, folds: true } }))
  app.mount(host)
  await expect.poll(() => host?.querySelectorAll('li').length).toBeGreaterThan(0)
  return { log: host.querySelector<HTMLElement>('[role=log]')!, rows, list }
}

const offsetOf = (log: HTMLElement, words: string): number | null => {
  const line = [...log.querySelectorAll('li')].find(({ textContent }) => textContent.endsWith(words))
  return line === undefined ? null : line.getBoundingClientRect().top - log.getBoundingClientRect().top
}

describe('LogList', () => {
  it('holds the lines in sight of twenty thousand', async () => {
    const { log } = await mount(lines(0, 20_000))
    expect(log.querySelectorAll('li').length).toBeLessThan(120)
    expect(log.scrollHeight).toBeGreaterThan(400_000)
  })

  it('goes to a line however long those before it are', async () => {
    const { log, list } = await mount(lines(0, 5_000))
    list.value?.toLine('line-3002')
    await expect.poll(() => offsetOf(log, 'line 3002')).toBeGreaterThan(40)
    expect(offsetOf(log, 'line 3002')).toBeLessThan(120)
  })

  it('leaves a log too short to scroll where it is while lines come in above, after a jump in it and rows of many lines', async () => {
    const few = [...lines(1_000, 1_006), aLine(1_006, { message: 'first\n'.repeat(8) }), aLine(1_007)]
    const { log, rows, list } = await mount(few)
    list.value?.toLine('line-1006')
    await new Promise(resolve => setTimeout(resolve, SETTLED_MS))
    rows.value = [...lines(800, 1_000), ...few]
    await expect.poll(() => log.scrollHeight).toBeGreaterThan(4_000)
    await new Promise(resolve => setTimeout(resolve, SETTLED_MS))
    expect(offsetOf(log, 'line 1007')).toBeLessThan(log.clientHeight)
    rows.value = [...lines(600, 1_000), ...few]
    await new Promise(resolve => setTimeout(resolve, SETTLED_MS))
    expect(offsetOf(log, 'line 1007')).toBeLessThan(log.clientHeight)
  })

  it('leaves what is read where it is while lines come in above', async () => {
    const { log, rows, list } = await mount(lines(1_000, 1_400))
    list.value?.toLine('line-1101')
    await expect.poll(() => offsetOf(log, 'line 1101')).toBeGreaterThan(40)
    await new Promise(resolve => setTimeout(resolve, SETTLED_MS))
    const before = offsetOf(log, 'line 1101')!
    rows.value = lines(600, 1_400)
    await expect.poll(() => log.scrollHeight).toBeGreaterThan(16_000)
    await expect.poll(() => Math.abs((offsetOf(log, 'line 1101') ?? Number.POSITIVE_INFINITY) - before)).toBeLessThan(4)
  })

  it('shows markup as text and opens addresses safely', async () => {
    const { log } = await mount([aLine(1, { message: '<img src=x onerror=alert(1)> javascript:alert(1) https://a.example/b' })])
    expect(log.querySelector('img')).toBeNull()
    expect([...log.querySelectorAll<HTMLAnchorElement>('.message a')].map(({ href, rel }) => [href, rel])).toEqual([['https://a.example/b', 'noopener noreferrer']])
  })

  it('names task, time in the zone, and level', async () => {
    const { log } = await mount([aLine(1, { level: 40, taskRunId: 'task-1', message: 'no' })])
    expect([...log.querySelector('li')!.children].map(({ textContent }) => textContent)).toEqual(['02:05:03.120', 'ERROR', 'extract-000', 'no'])
  })

  it('cuts a line of megabytes until it is asked for', async () => {
    const { log } = await mount([aLine(1, { message: 'x'.repeat(60_000) })])
    expect(log.textContent.length).toBeLessThan(21_000)
    log.querySelector('button')!.click()
    await expect.poll(() => log.textContent.length).toBeGreaterThan(60_000)
  })
})
