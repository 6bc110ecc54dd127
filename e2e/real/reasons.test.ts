import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anApp } from '../../server/build.ts'
import { createMemory } from '../../server/memory/memory.ts'
import { localServer, showServer, type Shown } from '../../server/shown.ts'
import type { ReasonAnswer } from '../../shared/api/reason.ts'
import { describeReal } from './describe-real.ts'
import { startServer, type RealServer } from './servers.ts'

const SCRIPT = fileURLToPath(new URL('reasons.py', import.meta.url))
const run = promisify(execFile)

type Role = 'parallel' | 'waiting' | 'retries' | 'body' | 'handled' | 'rescued' | 'chained' | 'states' | 'deep' | 'greatGrandchild' | 'flowRetries' | 'taskTimeout' | 'timeout' | 'timeoutAbove' | 'timeoutBelow' | 'carriedOn' | 'killed'

for (const version of ['3.8.8', '2.20.26'] as const) {
  await describeReal(version, `why runs of a real ${version} failed`, () => {
    let server: RealServer
    let shown: Shown
    let app: ReturnType<typeof anApp>['app']
    let ids: Record<Role, string>
    const reasonOf = async (role: Role): Promise<ReasonAnswer> => await (await app.request(`http://127.0.0.1:4280/api/runs/${ids[role]}/reason`)).json() as ReasonAnswer
    const told = async (role: Role): Promise<unknown[]> => {
      const { reason } = await reasonOf(role)
      const root = reason?.root
      return [root?.kind, root?.task?.attempt ?? null, reason?.title, reason?.source]
    }

    beforeAll(async () => {
      const started = await startServer({ version })
      if ('unavailable' in started)
        throw new Error(started.unavailable)
      server = started
      const manifest = join(server.home, 'reasons.json')
      await run(server.environment.python, [SCRIPT, manifest], { cwd: server.home, env: server.env, maxBuffer: 50_000_000 })
      ids = JSON.parse(await readFile(manifest, 'utf8')) as Record<Role, string>
      const local = localServer({ requestsPerMinute: null })
      shown = showServer({ ...local, upstream: { ...local.upstream, apiUrl: server.apiUrl } }, createMemory({ folder: null }), { settings: { timeZone: 'UTC', expectations: [], acknowledged: [], cacheFolder: join(server.home, 'cache') }, log: pino({ level: 'silent' }), now: Date.now })
      app = anApp({ shown }).app
      await shown.watcher.readOnce()
    })
    afterAll(async () => {
      await shown?.close()
      await server?.stop()
    })

    it.each([
      ['parallel', ['task', 1, 'ConnectionError: first', 'log']],
      ['waiting', ['task', 1, 'ConnectionError: no rows', 'log']],
      ['retries', ['task', 3, 'ConnectionError: the warehouse refused the connection', 'log']],
      ['body', ['flow', null, 'LookupError: no customer has a tier', 'log']],
      ['handled', ['flow', null, 'LookupError: no customer has a tier', 'log']],
      ['rescued', ['task', 1, 'ConnectionError: this one is not', 'log']],
      ['chained', ['task', 1, 'ConnectionError: in the end it was this', 'log']],
      ['states', ['task', 1, 'ConnectionError: one of three', 'log']],
      ['deep', ['task', 1, 'ConnectionError: three deep', 'log']],
      ['flowRetries', ['flow', null, 'LookupError: the second attempt', 'log']],
      ['timeout', ['timeout', null, 'It ran into the time limit of its flow', 'log']],
      ['timeoutAbove', ['timeout', null, 'It ran into the time limit of its flow', 'log']],
    ] as const)('tells the root cause: %s', async (role, expected) => {
      expect(await told(role)).toEqual(expected)
    })

    it('names the child run three deep, and what never ran', async () => {
      const { reason } = await reasonOf('deep')
      expect(reason?.root?.path.map(({ flow }) => flow)).toEqual(['reason-deep', 'reason-child', 'reason-grandchild', 'reason-great-grandchild'])
      expect(reason?.around?.runId).toBe(ids.greatGrandchild)
      expect((await reasonOf('waiting')).reason?.root?.waited.count).toBe(2)
    })

    it('tells the limit of a task from that of its flow', async () => {
      expect((await reasonOf('taskTimeout')).reason?.root).toMatchObject({ kind: 'task', task: { name: expect.stringContaining('slow_task') as string } })
    })

    it('tells what a signal ended', async () => {
      expect((await reasonOf('killed')).reason?.root).toMatchObject({ kind: 'crash', atWork: { count: 1 } })
    })

    it('has nothing to explain of a run that carried on', async () => {
      expect((await reasonOf('carriedOn')).reason).toBeNull()
    })
  })
}
