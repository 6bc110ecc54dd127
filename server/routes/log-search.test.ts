import { describe, expect, it, vi } from 'vitest'
import type { LogSearchMessage, RunHits, SearchLooked } from '../../shared/api/log-search.ts'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { SEARCH_BOUNDS } from '../../shared/logs/search-bounds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import { aFailure, anApp, aScript, NOW, type Script } from '../build.ts'

const START = NOW - HOUR_MS
/** Clocks of workers and of Prefect are not ours. */
const OPEN_END = NOW + 60_000
const aRun = (id: string, type: StateType = 'COMPLETED', given: Partial<FlowRun> = {}): FlowRun => aFlowRun({ id, name: id, expectedStartAt: START, startedAt: START, endedAt: START + 60_000, runCount: 1, state: aRunState({ type, at: START + 60_000 }), ...given })
const lines = (runId: string, ...messages: string[]): LogLine[] => messages.map((message, number) => ({ id: `${runId}-${String(number).padStart(5, '0')}`, at: START + number * 10, level: message.startsWith('ERROR') ? 40 : 20, logger: 'my.own', message, flowRunId: runId, taskRunId: null }))
const logsOf = (...all: LogLine[][]): Script['logs'] => new Map(all.map(own => [own[0]?.flowRunId ?? '', own]))

async function aServed(given: Partial<Script>) {
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment()], ...given })
  const served = anApp({ script })
  await served.shown.watcher.readOnce()
  script.asked.length = 0
  const [listLogs, listRuns] = [vi.spyOn(served.shown.reads, 'listLogs'), vi.spyOn(served.shown.reads, 'listRuns')]
  const get = async (query: string): Promise<Response> => await served.app.request(`http://127.0.0.1:4280/api/logs/search?${query}`)
  const search = async (query: string) => {
    const said = (await (await get(query)).text()).trim().split('\n').map(line => JSON.parse(line) as LogSearchMessage)
    const found = said.flatMap(message => 'found' in message ? message.found : [])
    return { said, found, looked: said.findLast(message => 'found' in message)?.looked, last: said.at(-1) }
  }
  return { script, get, search, listLogs, listRuns }
}

const shape = (found: readonly RunHits[]): unknown[] => found.map(({ runId, hitCount, hits }) => [runId, hitCount, ...hits.map(({ line, around }) => around === null ? line.text : [...around.before, line, ...around.after].map(({ text }) => text).join('|'))])

describe('GET /api/logs/search where Prefect can search', () => {
  const runs = [aRun('a'), aRun('b', 'FAILED', { startedAt: START - HOUR_MS })]
  const logs = logsOf(lines('a', 'begin', 'a needle', 'end'), lines('b', 'NEEDLE', 'ERROR needle', 'last'), lines('gone', 'needle of a run that is gone'))

  it('asks for the lines of all runs within the time, and reads what stands around hits', async () => {
    const { search, listLogs, listRuns } = await aServed({ runs, logs })
    const { said, found, last } = await search('q=needle')
    expect(said[0]).toEqual({ of: 'started', from: '2026-11-22T08:55:00.000Z', to: '2026-11-23T08:55:00.000Z' })
    expect(listLogs.mock.calls[0]?.[0]).toMatchObject({ flowRunId: null, moreRunIds: [], fromAt: NOW - 24 * HOUR_MS, toAt: OPEN_END, minLevel: null, textQuery: '"needle" "\u001B"', order: 'newest-first' })
    expect(listRuns).not.toHaveBeenCalled()
    expect(shape(found)).toEqual([['b', 2, 'NEEDLE|ERROR needle|last', 'NEEDLE|ERROR needle|last'], ['a', 1, 'begin|a needle|end'], ['gone', 1, 'needle of a run that is gone']])
    expect(found.map(({ run }) => run?.name)).toEqual(['b', 'a', undefined])
    expect(last).toEqual({ done: 'whole' })
  })

  it('counts only what it sees itself', async () => {
    const { search } = await aServed({ runs, logs: logsOf(lines('a', '\u001B[31mcoloured\u001B[0m', 'nee\u001B[1mdle\u001B[0m')) })
    expect(await search('q=needle')).toMatchObject({ looked: { way: 'all-lines', picks: true, hitCount: 1, lineCount: 2 }, found: [{ runId: 'a', hitCount: 1, hits: [{ line: { text: 'needle' } }] }] })
  })

  it('keeps to the level and to the time', async () => {
    const { search, listLogs } = await aServed({ runs, logs })
    expect(shape((await search('q=needle&level=error')).found)).toEqual([['b', 1, 'NEEDLE|ERROR needle|last']])
    expect((await search('q=needle&runs=started:2h..90m')).found).toEqual([])
    expect(listLogs.mock.lastCall?.[0]).toMatchObject({ fromAt: NOW - 2 * HOUR_MS, toAt: NOW - 1.5 * HOUR_MS })
  })

  it('looks only through logs of the runs that are named, some at a time', async () => {
    const { search, listLogs } = await aServed({ runs, logs })
    const { found, looked } = await search('q=needle&runs=state:failed')
    expect(shape(found)).toEqual([['b', 2, 'NEEDLE|ERROR needle|last', 'NEEDLE|ERROR needle|last']])
    expect(listLogs.mock.calls[0]?.[0]).toMatchObject({ flowRunId: 'b', moreRunIds: [], textQuery: '"needle" "\u001B"' })
    expect(looked).toEqual({ way: 'runs-named', picks: true, runCount: 1, failedRunCount: 1, totalRunCount: 1, lineCount: 2, hitCount: 2, cutRunCount: 0, skipsEarlier: true, setAsideCount: 0 })
  })

  it('ends at so many hits, and reads around the first of them only', async () => {
    const many = Array.from({ length: 60 }, (_, number) => aRun(`run-${number}`))
    const { search, listLogs } = await aServed({ runs: many, logs: logsOf(...many.map(({ id }) => lines(id, ...Array.from({ length: 20 }, () => 'needle')))) })
    const { found, looked, last } = await search('q=needle')
    expect(last).toEqual({ done: 'hits' })
    expect(looked?.hitCount).toBeLessThan(SEARCH_BOUNDS.hits + 200)
    expect(found.flatMap(({ hits }) => hits).filter(({ around }) => around !== null)).toHaveLength(SEARCH_BOUNDS.hitsReadAround)
    expect(listLogs.mock.calls.length).toBeLessThanOrEqual(2 * SEARCH_BOUNDS.hitsReadAround + 4)
  })
})

describe('GET /api/logs/search where Prefect cannot search', () => {
  it('reads the logs of runs, failed ones first, together', async () => {
    const runs = [aRun('good', 'COMPLETED'), aRun('failed', 'FAILED', { expectedStartAt: START - 1 }), aRun('crashed', 'CRASHED', { expectedStartAt: START - 2 })]
    const { search, listLogs, listRuns } = await aServed({ searchesLogs: false, runs, logs: logsOf(lines('good', 'needle 1', 'x'), lines('failed', 'a', 'b', 'needle 2', 'c', 'd'), lines('crashed', 'nothing')) })
    const { found, looked, last } = await search('q=needle')
    expect(listRuns.mock.calls.map(([query]) => query)).toEqual([
      expect.objectContaining({ by: 'started', fromAt: NOW - 24 * HOUR_MS, toAt: OPEN_END, stateTypes: ['FAILED', 'CRASHED'], order: 'newest-first' }),
      expect.objectContaining({ stateTypes: null }),
    ])
    expect(listLogs.mock.calls.map(([query]) => [query.flowRunId, ...query.moreRunIds ?? [], query.textQuery, query.fromAt, query.toAt])).toEqual([['failed', 'crashed', null, NOW - 24 * HOUR_MS, OPEN_END], ['good', null, NOW - 24 * HOUR_MS, OPEN_END]])
    expect(shape(found)).toEqual([['failed', 1, 'a|b|needle 2|c|d'], ['good', 1, 'needle 1|x']])
    expect([looked, last]).toEqual([{ way: 'no-search', picks: false, runCount: 3, failedRunCount: 2, totalRunCount: 3, lineCount: 8, hitCount: 2, cutRunCount: 0, skipsEarlier: true, setAsideCount: 0 } satisfies SearchLooked, { done: 'whole' }])
  })

  it('stops at so many runs, and knows of the others', async () => {
    const runs = Array.from({ length: 350 }, (_, number) => aRun(`run-${number}`))
    const { search, listLogs } = await aServed({ searchesLogs: false, runs, logs: logsOf(...runs.map(({ id }) => lines(id, 'nothing'))) })
    const { looked, last } = await search('q=needle')
    expect([last, looked?.runCount, looked?.totalRunCount]).toEqual([{ done: 'runs' }, SEARCH_BOUNDS.runs, 350])
    expect(listLogs).toHaveBeenCalledTimes(SEARCH_BOUNDS.runs / 20)
  })

  it('reads of a log without end only its last lines, and goes on with the others', async () => {
    const runs = [aRun('endless'), aRun('short')]
    const endless = lines('endless', ...Array.from({ length: SEARCH_BOUNDS.linesOfOneRun * 2 }, (_, number) => number === 0 ? 'needle' : 'x'))
    const short = lines('short', 'needle').map(line => ({ ...line, at: START - 1 }))
    const { search } = await aServed({ searchesLogs: false, runs, logs: logsOf(endless, short) })
    const { found, looked } = await search('q=needle')
    expect([shape(found), looked?.cutRunCount]).toEqual([[['short', 1, 'needle']], 1])
    expect(looked?.lineCount).toBeLessThan(SEARCH_BOUNDS.linesOfOneRun + 400)
  })

  it('stops at so many lines', async () => {
    const { search, listLogs } = await aServed({ searchesLogs: false, runs: [aRun('a'), aRun('b')], logs: new Map() })
    const page = { lines: Array.from({ length: 100 }, () => ['a', 'b'].flatMap(id => lines(id, 'x'))).flat(), cursor: 'on', olderCursor: null, newerCursor: null, setAsideCount: 0 }
    listLogs.mockImplementation(async () => page)
    expect(await search('q=needle')).toMatchObject({ last: { done: 'lines' }, looked: { runCount: 0, lineCount: SEARCH_BOUNDS.lines } })
    expect(listLogs).toHaveBeenCalledTimes(SEARCH_BOUNDS.lines / 200)
  })

  it('says why it broke off, with what was found before', async () => {
    const { search, script, listLogs } = await aServed({ searchesLogs: false, runs: [aRun('failed', 'FAILED'), aRun('good')], logs: logsOf(lines('failed', 'needle'), lines('good', 'needle')) })
    const read = script.logs
    listLogs.mockImplementationOnce(async query => ({ lines: read.get(query.flowRunId ?? '') ?? [], cursor: null, olderCursor: null, newerCursor: null, setAsideCount: 0 })).mockRejectedValueOnce(aFailure('timed-out'))
    expect(await search('q=needle')).toMatchObject({ found: [{ runId: 'failed' }], last: { failed: 'Prefect: timed-out.' } })
  })

  it('asks nothing more once the reader has left', async () => {
    const runs = Array.from({ length: 100 }, (_, number) => aRun(`run-${number}`))
    const { get, listLogs } = await aServed({ searchesLogs: false, runs, logs: logsOf(...runs.map(({ id }) => lines(id, 'needle'))) })
    const reader = (await get('q=needle')).body!.getReader()
    await reader.read()
    await reader.read()
    await reader.cancel()
    const asked = listLogs.mock.calls.length
    await new Promise(resolve => setTimeout(resolve, 20))
    expect([asked <= 2, listLogs.mock.calls.length]).toEqual([true, asked])
  })
})

describe('GET /api/logs/search', () => {
  it('reads run by run where Prefect cannot be asked for the phrase', async () => {
    const { search, listLogs } = await aServed({ runs: [aRun('a')], logs: logsOf(lines('a', '東京倉庫')) })
    expect(await search(`q=${encodeURIComponent('東京')}`)).toMatchObject({ looked: { way: 'odd-phrase', picks: false, hitCount: 1 } })
    expect(listLogs.mock.calls[0]?.[0].textQuery).toBeNull()
  })

  it.each([
    ['q=%20', 'q must be a text to look for.'],
    ['q=x&runs=started:90d', 'A search covers 14 days at most: choose a shorter time.'],
    ['q=x&runs=started:1h..2h', 'The time asked for ends before it begins.'],
    ['q=x&server=nobody', 'server must be the name of a configured server: default.'],
  ])('refuses ?%s', async (query, message) => {
    const { get } = await aServed({})
    expect(await (await get(query)).json()).toMatchObject({ message })
  })
})
