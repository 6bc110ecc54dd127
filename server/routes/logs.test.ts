import { describe, expect, it } from 'vitest'
import type { FindMessage, LogLineAnswer, LogOutlineAnswer, LogRow, LogsAnswer, NextErrorAnswer } from '../../shared/api/logs.ts'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import { aFailure, anApp, aScript, NOW, type Script } from '../build.ts'
import { writeInstant } from '../prefect/instant.ts'

const LOCAL = 'http://127.0.0.1:4280'
const START = NOW - HOUR_MS
const aRun = (given: Parameters<typeof aFlowRun>[0] = {}) => aFlowRun({ id: 'run', name: 'amber/löwe', createdAt: START, startedAt: START, endedAt: START + 60_000, runCount: 1, state: aRunState({ type: 'FAILED', at: START + 60_000 }), ...given })
const aLine = (number: number, given: Partial<LogLine> = {}): LogLine => ({ id: `line-${String(number).padStart(5, '0')}`, at: START + number * 10, level: 20, logger: 'prefect.flow_runs', message: `line ${number}`, flowRunId: 'run', taskRunId: null, ...given })
const many = (count: number, given: (number: number) => Partial<LogLine> = () => ({})): LogLine[] => Array.from({ length: count }, (_, number) => aLine(number, given(number)))
const placeOf = ({ at, id }: LogLine): string => encodeURIComponent(`${writeInstant(at)}.${id}`)

async function aServed(lines: LogLine[], given: Partial<Script> = {}) {
  const script = aScript({ runs: [aRun()], logs: new Map([['run', lines]]), ...given })
  const served = anApp({ script })
  await served.shown.watcher.readOnce()
  script.asked.length = 0
  const get = async (path: string): Promise<Response> => await served.app.request(`${LOCAL}/api/runs/run/logs${path}`)
  const json = async <T>(path: string): Promise<T> => await (await get(path)).json() as T
  const find = async (query: string): Promise<FindMessage[]> => (await (await get(`/find?${query}`)).text()).trim().split('\n').map(line => JSON.parse(line) as FindMessage)
  return { script, get, json, find }
}

const idsOf = ({ lines }: LogsAnswer): string[] => lines.map(({ id }) => id)

describe('GET /api/runs/ID/logs?start=line', () => {
  const lines = many(1_000, number => number === 700 ? { level: 40 } : {})

  it('opens around the line, however far', async () => {
    const { json, script } = await aServed(lines)
    const answer = await json<LogsAnswer>(`?start=line&line=${placeOf(lines[500]!)}`)
    expect(answer.aim).toEqual({ is: 'there', id: 'line-00500' })
    expect(idsOf(answer)).toEqual(lines.slice(462, 579).map(({ id }) => id))
    expect([answer.older !== null, answer.newer !== null]).toEqual([true, true])
    expect(script.asked.filter(name => name === 'listLogs').length).toBeLessThanOrEqual(3)
  })

  it('tells a line that is gone, with the nearest', async () => {
    const { json } = await aServed(lines)
    const { aim } = await json<LogsAnswer>(`?start=line&line=${encodeURIComponent(`${writeInstant(START + 5_003)}.nobody`)}`)
    expect(aim).toEqual({ is: 'gone', id: 'line-00501' })
  })

  it('tells a line that the filter leaves out', async () => {
    const { json } = await aServed(lines)
    expect((await json<LogsAnswer>(`?start=line&level=40&line=${placeOf(lines[500]!)}`)).aim).toEqual({ is: 'hidden', id: 'line-00700' })
  })

  it('opens at an instant alone', async () => {
    const { json } = await aServed(lines)
    expect((await json<LogsAnswer>(`?start=line&line=${encodeURIComponent(writeInstant(START + 3_001))}`)).aim).toEqual({ is: 'there', id: 'line-00301' })
  })

  it('reads on from there to both ends, each line once', async () => {
    const tied = many(900, number => number >= 300 && number < 600 ? { at: START + 4_500 } : {})
    const { json } = await aServed(tied)
    const first = await json<LogsAnswer>(`?start=line&line=${placeOf(tied[450]!)}`)
    const all = [...first.lines]
    for (let { older } = first; older !== null;) {
      const page: LogsAnswer = await json(`?cursor=${older}`)
      all.unshift(...page.lines)
      older = page.older
    }
    for (let { newer } = first; newer !== null;) {
      const page: LogsAnswer = await json(`?cursor=${newer}`)
      all.push(...page.lines)
      newer = page.newer
    }
    expect([...new Set(all.map(({ id }) => id))]).toEqual([...tied].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ id }) => id))
  })

  it.each([
    ['start=line', 'line must be TIMESTAMP.ID of a line.'],
    ['start=line&line=yesterday', 'line must be TIMESTAMP.ID of a line.'],
    ['attempt=0', 'attempt must be a number from 1.'],
    ['subflows=all', 'subflows must be 1.'],
  ])('refuses ?%s', async (query, message) => {
    const { json } = await aServed([])
    expect(await json(`?${query}`)).toEqual({ status: 400, message })
  })
})

describe('GET /api/runs/ID/logs under a filter', () => {
  it('gives lines of the loggers asked for, reading on until there are some', async () => {
    const lines = many(3_000, number => number === 2_900 ? { logger: 'my.own' } : {})
    const { json } = await aServed(lines)
    let page = await json<LogsAnswer>('?start=first&logger=my.own')
    expect([page.lines, page.newer !== null]).toEqual([[], true])
    page = await json<LogsAnswer>(`?logger=my.own&cursor=${page.newer}`)
    expect([idsOf(page), page.newer]).toEqual([['line-02900'], null])
  })

  it('gives the lines of one attempt', async () => {
    const states = [aRunState({ type: 'RUNNING', at: START }), aRunState({ type: 'SCHEDULED', at: START + 40 }), aRunState({ type: 'RUNNING', at: START + 50 }), aRunState({ type: 'FAILED', at: START + 90 })]
    const { json, get } = await aServed(many(10), { states: new Map([['run', states]]) })
    expect(idsOf(await json<LogsAnswer>('?start=first&attempt=1'))).toEqual(many(5).map(({ id }) => id))
    expect(idsOf(await json<LogsAnswer>('?start=last&attempt=2'))).toEqual(many(10).slice(5).map(({ id }) => id))
    expect((await get('?attempt=3')).status).toBe(404)
  })

  it('merges the lines of runs below by time, with whose they are', async () => {
    const child = aRun({ id: 'child', name: 'child-run', parentTaskRunId: 'task' })
    const logs = new Map([['run', [aLine(0), aLine(2)]], ['child', [aLine(1, { flowRunId: 'child' })]]])
    const { json } = await aServed([], { runs: [aRun(), child], logs })
    const { lines, runNames } = await json<LogsAnswer>('?start=first&subflows=1')
    expect(lines.map(({ id, runId }) => [id, runId])).toEqual([['line-00000', 'run'], ['line-00001', 'child'], ['line-00002', 'run']])
    expect(runNames).toEqual({ child: 'child-run' })
    expect((await json<LogsAnswer>('?start=first')).lines).toHaveLength(2)
  })

  it('cuts a message of a megabyte, and gives it whole by itself', async () => {
    const long = aLine(1, { message: 'x'.repeat(1_000_000) })
    const { json, get } = await aServed([aLine(0), long])
    const [, row] = (await json<LogsAnswer>('?start=first')).lines
    expect([row?.message.length, row?.wholeLength]).toEqual([2_000, 1_000_000])
    const [shorter] = (await (await aServed([{ ...long, message: 'x'.repeat(30_000) }])).json<LogsAnswer>('?start=first')).lines
    expect([shorter?.message.length, shorter?.wholeLength]).toEqual([20_000, 30_000])
    expect((await json<LogLineAnswer>(`/line?line=${placeOf(long)}`)).line.message).toHaveLength(1_000_000)
    expect((await get(`/line?line=${placeOf(aLine(7))}`)).status).toBe(404)
  })
})

describe('GET /api/runs/ID/logs/error', () => {
  const lines = many(1_000, number => [100, 101, 900].includes(number) ? { level: 40, at: START + (number === 101 ? 1_000 : number * 10) } : {})

  it.each([
    ['after', 0, 100],
    ['after', 100, 101],
    ['after', 101, 900],
    ['after', 900, null],
    ['before', 999, 900],
    ['before', 101, 100],
    ['before', 100, null],
  ])('%s line %i is %s', async (side, from, to) => {
    const { json } = await aServed(lines)
    const found = to === null ? null : decodeURIComponent(placeOf(lines[to]!))
    expect(await json<NextErrorAnswer>(`/error?${side}=${placeOf(lines[from]!)}`)).toEqual({ line: found })
  })
})

describe('GET /api/runs/ID/logs/find', () => {
  const lines = many(1_000, number => number % 100 === 0 ? { message: `\u001B[31mNe\u001B[0medle ${number}` } : {})
  const hitsOf = (said: FindMessage[]): string[] => said.flatMap(message => 'hits' in message ? message.hits.map(hit => hit.split('.').at(-1) ?? '') : [])

  it.each([true, false])('finds the same whether Prefect can search (%s) or not', async (searchesLogs) => {
    const { find, script } = await aServed(lines, { searchesLogs })
    const said = await find('q=needle')
    expect(hitsOf(said)).toEqual(lines.filter((_, number) => number % 100 === 0).map(({ id }) => id))
    expect(said.at(-1)).toEqual({ done: true, capped: false })
    expect(script.asked.filter(name => name === 'listLogs')).toHaveLength(searchesLogs ? 1 : 6)
  })

  it('keeps to the filter, and tells how far it is', async () => {
    const { find } = await aServed(many(300, number => number === 250 ? { level: 40 } : {}), { searchesLogs: false })
    expect(hitsOf(await find('q=line&level=40'))).toEqual(['line-00250'])
    expect((await find('q=line 29'))[0]).toMatchObject({ readCount: 199, upTo: writeInstant(START + 1_980), scans: true })
  })

  it('says why it broke off', async () => {
    const { find, script } = await aServed(lines)
    script.failureOf = { listLogs: aFailure('timed-out') }
    expect(await find('q=needle')).toEqual([{ failed: 'Prefect: timed-out.' }])
  })

  it('refuses to look for nothing', async () => {
    const { get } = await aServed([])
    expect((await get('/find?q=%20')).status).toBe(400)
    expect((await get(`/find?q=${'x'.repeat(501)}`)).status).toBe(400)
  })
})

describe('GET /api/runs/ID/logs/outline', () => {
  it('holds every instant of a short log, and of few errors in a long one', async () => {
    const { json } = await aServed(many(5_000, number => number === 4_000 ? { level: 40 } : {}))
    const { first, last, all, errors } = await json<LogOutlineAnswer>('/outline')
    expect([first, last]).toEqual([writeInstant(START), writeInstant(START + 49_990)])
    expect([all.count, all.isSampled, all.instants.length]).toEqual([5_000, true, 64])
    expect(errors).toEqual({ count: 1, isSampled: false, instants: [writeInstant(START + 40_000)] })
  })

  it('is empty for an empty log', async () => {
    const { json } = await aServed([])
    expect(await json<LogOutlineAnswer>('/outline')).toMatchObject({ first: null, last: null, all: { count: 0, instants: [] } })
  })
})

describe('GET /api/runs/ID/logs/download', () => {
  const lines = many(1_000, number => number === 3 ? { level: 40, message: 'no\u0000\n  at x' } : {})

  it('is every line as text, under a name of run and time', async () => {
    const { get } = await aServed(lines)
    const response = await get('/download?as=text')
    const text = await response.text()
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="amber-lo-we-2026-11-23T07-55-00Z.log"')
    expect(text.split('\n')).toHaveLength(1_002)
    expect(text).toContain('ERROR    prefect.flow_runs | no⟨NUL⟩\n  at x\n')
  })

  it('is the filtered lines as NDJSON, as they were written', async () => {
    const { get } = await aServed(lines)
    const response = await get('/download?as=ndjson&level=40')
    expect(response.headers.get('content-disposition')).toContain('-filtered.ndjson"')
    const rows = (await response.text()).trim().split('\n').map(row => JSON.parse(row) as LogRow)
    expect(rows).toMatchObject([{ id: 'line-00003', message: 'no\u0000\n  at x', level: 40 }])
  })

  it('is read no faster than it is taken', async () => {
    const { get, script } = await aServed(many(20_000))
    const reader = (await get('/download?as=text')).body!.getReader()
    await reader.read()
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(script.asked.filter(name => name === 'listLogs').length).toBeLessThanOrEqual(2)
    await reader.cancel()
  })

  it('breaks off where a read fails', async () => {
    const { get, script } = await aServed(lines)
    script.failureOf = { listLogs: aFailure('unreachable') }
    await expect((await get('/download?as=text')).text()).rejects.toThrow()
  })
})
