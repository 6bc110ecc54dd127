import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anApp } from '../../server/build.ts'
import { createMemory } from '../../server/memory/memory.ts'
import { localServer, showServer, type Shown } from '../../server/shown.ts'
import type { LogSearchMessage, RunHits, SearchLooked } from '../../shared/api/log-search.ts'
import { hasPostgres, startPostgres, type Postgres } from '../bench/scale/postgres.ts'
import { describeReal } from './describe-real.ts'
import { startServer, type RealServer } from './servers.ts'

const ERROR = 40
const INFO = 20

/** What each run wrote, oldest first. */
const RUNS = [
  { name: 'first', state: 'FAILED', tags: ['billing'], lines: [[INFO, 'begin'], [INFO, 'opening a session'], [ERROR, 'OSError: connection refused by 10.1.2.3\nTraceback: line 7'], [INFO, 'closing'], [INFO, 'end']] },
  { name: 'second', state: 'COMPLETED', tags: ['etl'], lines: [[INFO, 'a CONNECTION \u001B[31mref\u001B[0mused, tried again'], [INFO, '100 % of C:\\temp\\a_b "quoted"'], [INFO, 'größe geprüft 東京倉庫'], [INFO, 'connection, refused']] },
  { name: 'third', state: 'COMPLETED', tags: ['etl'], lines: [[INFO, 'nothing of the kind']] },
] as const

type Database = 'sqlite' | 'postgres'

await searchesOn('sqlite')
if (hasPostgres()) {
  await searchesOn('postgres')
}
else {
  console.warn(`\n${'!'.repeat(20)} NOT TESTED: search in the logs of a Prefect on PostgreSQL, which is not installed (apt install postgresql)\n`)
  describe.skip('logs of a real 3.8.8 on postgres', () => it('are searched', () => {}))
}

async function searchesOn(database: Database): Promise<void> {
  await describeReal('3.8.8', `logs of a real 3.8.8 on ${database}`, () => {
    let postgres: Postgres | null = null
    let server: RealServer
    let shown: Shown
    let app: ReturnType<typeof anApp>['app']

    beforeAll(async () => {
      postgres = database === 'postgres' ? await startPostgres() : null
      const started = await startServer({ version: '3.8.8', ...(postgres !== null && { settings: { PREFECT_API_DATABASE_CONNECTION_URL: postgres.address.replace('postgresql:', 'postgresql+asyncpg:') } }) })
      if ('unavailable' in started)
        throw new Error(started.unavailable)
      server = started
      await writeRuns(server)
      const local = localServer({ requestsPerMinute: null })
      shown = showServer({ ...local, upstream: { ...local.upstream, apiUrl: server.apiUrl } }, createMemory({ folder: null }), { settings: { timeZone: 'UTC', expectations: [], acknowledged: [], cacheFolder: join(server.home, 'cache') }, log: pino({ level: 'silent' }), now: Date.now })
      app = anApp({ shown, clock: { now: Date.now() } }).app
      await shown.watcher.readOnce()
    })
    afterAll(async () => {
      await shown?.close()
      await server?.stop()
      await postgres?.stop()
    })

    async function search(query: Record<string, string>): Promise<{ found: RunHits[], looked: SearchLooked | undefined, last: LogSearchMessage | undefined }> {
      const answer = await (await app.request(`http://127.0.0.1:4280/api/logs/search?${new URLSearchParams(query)}`)).text()
      const said = answer.trim().split('\n').map(line => JSON.parse(line) as LogSearchMessage)
      return { found: said.flatMap(message => 'found' in message ? message.found : []), looked: said.findLast(message => 'found' in message)?.looked, last: said.at(-1) }
    }
    const shape = (found: readonly RunHits[]): Record<string, unknown> => Object.fromEntries(found.map(({ run, hits }) => [run?.name, hits.map(({ line, around }) => [around?.before.map(({ text }) => text), line.text, around?.after.map(({ text }) => text)])]))

    it('are searched by Prefect where it can, and else read run by run, with the same hits', async () => {
      const canSearch = await shown.reads.canSearchLogs()
      if (database === 'postgres')
        expect(canSearch).toBe(true)
      await search({ q: 'what it can do is found out once' })
      const before = shown.requestCount()
      const { found, looked, last } = await search({ q: 'Connection refused' })
      expect(shape(found)).toEqual({
        first: [[['begin', 'opening a session'], 'OSError: connection refused by 10.1.2.3\nTraceback: line 7', ['closing', 'end']]],
        second: [[[], 'a CONNECTION refused, tried again', ['100 % of C:\\temp\\a_b "quoted"', 'größe geprüft 東京倉庫']]],
      })
      expect(looked).toMatchObject(canSearch ? { way: 'all-lines', picks: true, hitCount: 2 } : { way: 'no-search', picks: false, runCount: 3, failedRunCount: 1, lineCount: 10, hitCount: 2 })
      expect(last).toEqual({ done: 'whole' })
      // One page of lines, their runs, and two pages for what surrounds each; or two lists and counts of runs, and two pages.
      expect(shown.requestCount() - before).toBeLessThanOrEqual(6)
    })

    it.each(['100 % of C:\\temp\\a_b "quoted"', 'C:\\temp', '%', 'a_b', '"', '東京', 'GEPRÜFT'])('find %s as it is written, and nothing like it', async (q) => {
      expect(Object.keys(shape((await search({ q })).found))).toEqual(['second'])
    })

    it('keep to level, runs and time', async () => {
      expect(Object.keys(shape((await search({ q: 'refused', level: 'error' })).found))).toEqual(['first'])
      const tagged = await search({ q: 'refused', runs: 'tag:etl' })
      expect([Object.keys(shape(tagged.found)), tagged.looked]).toEqual([['second'], expect.objectContaining({ way: 'runs-named', runCount: 2, failedRunCount: 0, totalRunCount: 2 })])
      expect(await search({ q: 'refused', runs: 'started:3h..2h' })).toMatchObject({ found: [], last: { done: 'whole' } })
    })

    it('say that a phrase is not there only after all was read', async () => {
      expect(await search({ q: 'nobody wrote this' })).toMatchObject({ found: [], looked: { hitCount: 0 }, last: { done: 'whole' } })
    })
  })
}

/** Three runs, each with its log, through the API: it gives states its own time. */
async function writeRuns({ post }: RealServer): Promise<void> {
  const { id: flowId } = await post('/flows/', { name: 'ledger' }) as { id: string }
  for (const { name, state, tags, lines } of RUNS) {
    const { id } = await post('/flow_runs/', { name, flow_id: flowId, tags, state: { type: 'PENDING' } }) as { id: string }
    for (const type of ['RUNNING', state])
      await post(`/flow_runs/${id}/set_state`, { state: { type }, force: true })
    const writtenAt = Date.now() - 1_000
    await post('/logs/', lines.map(([level, message], number) => ({ name: 'prefect.flow_runs', level, message, timestamp: new Date(writtenAt + number).toISOString(), flow_run_id: id })) as object)
  }
}
