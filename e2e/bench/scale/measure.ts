import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MorningAnswer } from '../../../shared/api/morning.ts'
import { createClient } from '../../../server/prefect/client.ts'
import { createReads } from '../../../server/prefect/reads.ts'
import { writeScale, type ScaleManifest } from '../../real/scale.ts'
import { startServer, type RealServer } from '../../real/servers.ts'
import type { Unavailable } from '../../real/environments.ts'
import { startCountingProxy, type CountingProxy, type Passed } from './counting-proxy.ts'
import { startOwn, type OwnProcess } from './own-process.ts'
import { startPostgres } from './postgres.ts'
import { setState, startRunWriter } from './run-writer.ts'

export interface Measured {
  facts: string[]
  checks: { name: string, value: number, bound: number }[]
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Long enough for each kind of background reading to have its turn several times. */
const STEADY_MS = 150_000
/** Requests further apart belong to two refreshes. */
const PAUSE_MS = 2_000
const CAP_A_MINUTE = 240
const REFUSE_EACH = 40
const BOUNDS = { byStateRatio: 2, expectations: 20, baselines: 60, requests: 6, serverSeconds: 0.5, change: 30, query: 2, rssMb: 250, secondStart: 5 }

/** Everything of one database, from its writing to its end; says why where it cannot be had. */
export async function measureScale(database: 'sqlite' | 'postgres'): Promise<Measured | Unavailable> {
  const postgres = database === 'postgres' ? await startPostgres() : null
  if (database === 'postgres' && postgres === null)
    return { unavailable: 'no PostgreSQL 15 of Debian is installed (apt install postgresql)' }
  const folder = mkdtempSync(join(tmpdir(), 'first-light-scale-'))
  const settings = postgres === null ? undefined : { PREFECT_API_DATABASE_CONNECTION_URL: postgres.address.replace('postgresql:', 'postgresql+asyncpg:') }
  let server: RealServer | null = null
  try {
    if (postgres !== null) {
      const migrating = await startServer({ version: '3.8.8', ...(settings !== undefined && { settings }) })
      if ('unavailable' in migrating)
        return migrating
      await migrating.stop()
    }
    const written: ScaleManifest[] = []
    const started = await startServer({
      version: '3.8.8',
      ...(settings !== undefined && { settings }),
      prepare: async ({ environment, home }) => {
        written.push(await writeScale(environment, postgres === null ? { sqlite: join(home, 'prefect.db') } : { postgres: postgres.address }, { end: new Date().toISOString() }))
      },
    })
    const [manifest] = written
    if ('unavailable' in started || manifest === undefined)
      return 'unavailable' in started ? started : { unavailable: 'nothing was written' }
    server = started
    return await measure(server, { manifest, folder })
  }
  finally {
    await server?.stop()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(server: RealServer, { manifest, folder }: { manifest: ScaleManifest, folder: string }): Promise<Measured> {
  const facts = [`${manifest.deployments} deployments, ${manifest.runs} runs, ${manifest.failed} failed, ${manifest.late} late`]
  const checks: Measured['checks'] = []
  const check = (name: string, value: number, bound: number): void => void checks.push({ name, value, bound })
  const say = (text: string): void => console.error(`scale: ${text}`)
  const place = (name: string): { dataFolder: string, cacheFolder: string } => ({ dataFolder: join(folder, `${name}-data`), cacheFolder: join(folder, `${name}-cache`) })
  const writer = startRunWriter(server, manifest)
  const proxy = await startCountingProxy(server.apiUrl)
  const owns: OwnProcess[] = []
  const start = async (given: Parameters<typeof startOwn>[0]): Promise<OwnProcess> => {
    const own = await startOwn(given)
    owns.push(own)
    return own
  }
  try {
    await readByState(server.apiUrl) // both find the same pages in memory
    const alone = await readByState(server.apiUrl)
    say(`what is wrong by state, read alone: ${alone} ms; load of the machine ${loadavg().map(load => load.toFixed(1)).join(' ')}`)

    const first = await start({ apiUrl: proxy.apiUrl, ...place('first') })
    const byState = await first.until(({ asOf, problems }) => asOf !== null && hasOpen(problems, manifest), { sinceAt: first.startedAt, withinMs: 300_000, what: 'wrong by state' })
    const learning = changeOf(server, first, manifest.good.filter(({ minutes }) => minutes === 1_440)[0])
    const expectations = await first.until(isJudged, { sinceAt: first.startedAt, withinMs: 300_000, what: 'judged' })
    const baselines = await first.until(answer => answer.complete && isLearnt(answer), { sinceAt: first.startedAt, withinMs: 400_000, what: 'learnt' })
    check(`by state after a cold start (${byState.ms} ms) / those reads alone (${alone} ms)`, byState.ms / alone, BOUNDS.byStateRatio)
    check('s until expectations are judged', expectations.ms / 1_000, BOUNDS.expectations)
    check('s until baselines are learnt', baselines.ms / 1_000, BOUNDS.baselines)
    const cold = [...proxy.passed]
    facts.push(`cold start: ${cold.length} requests, ${seconds(sum(cold))} s of server time; not whole because: ${baselines.answer.incomplete.map(({ reason }) => reason).join(' ') || 'it is whole'}`)
    say(facts.at(-1) ?? '')
    check('s until a change stands in the verdict, while it still learns', await learning, BOUNDS.change)
    say('steady')

    const steadyFrom = proxy.passed.length
    const [toFail] = manifest.good.filter(({ minutes }) => minutes === 1_440).slice(1)
    await sleep(STEADY_MS / 3)
    check('s until a failure stands in the verdict', await changeOf(server, first, toFail), BOUNDS.change)
    const [toMark] = manifest.open
    if (toMark !== undefined) {
      const at = Date.now()
      await setState(server.apiUrl, toMark.run, 'COMPLETED')
      const gone = await first.until(({ problems }) => !isRaised(problems, toMark.flow), { sinceAt: at, withinMs: 120_000, what: 'put right' })
      check('s until a run marked completed by hand is put right', gone.ms / 1_000, BOUNDS.change)
    }
    await sleep(STEADY_MS * 2 / 3)
    say('measured the refreshes')
    const refreshes = groupByPause(proxy.passed.slice(steadyFrom))
    facts.push(`${refreshes.length} refreshes: ${refreshes.map(passed => `${passed.length} in ${seconds(sum(passed))} s`).join(', ')}`)
    facts.push(`the costliest: ${toShares(refreshes.flat())}`)
    check('requests of a refresh, p95', p95(refreshes.map(passed => passed.length)), BOUNDS.requests)
    check('s of server time of a refresh, p95', p95(refreshes.map(passed => sum(passed) / 1_000)), BOUNDS.serverSeconds)
    const slowest = proxy.passed.reduce((worst, one) => one.ms > worst.ms ? one : worst)
    facts.push(`the slowest query: ${slowest.name} ${Math.round(slowest.ms)} ms ${slowest.body.slice(0, 300)}`)
    check('s of the slowest query', slowest.ms / 1_000, BOUNDS.query)
    check('RSS in MB', first.rssMb(), BOUNDS.rssMb)
    await first.stop()

    const again = await start({ apiUrl: proxy.apiUrl, ...place('first') })
    const second = await again.until(answer => answer.complete && isLearnt(answer), { sinceAt: again.startedAt, withinMs: 120_000, what: 'complete again' })
    say('started again')
    check('s until a second start is complete', second.ms / 1_000, BOUNDS.secondStart)
    check('RSS in MB after a second start', again.rssMb(), BOUNDS.rssMb)
    await measureCap(server, { uncapped: again, start, place: place('capped'), check, facts })
    facts.push(`${writer.endedCount()} runs ended meanwhile; load of the machine ${loadavg().map(load => load.toFixed(1)).join(' ')}`)
    return { facts, checks }
  }
  finally {
    await Promise.all(owns.map(async own => await own.stop()))
    await proxy.stop()
    await writer.stop()
  }
}

/** A declared cap is kept, some 429s are taken as they are meant, and the verdict is that of a reading without a cap. */
async function measureCap(server: RealServer, { uncapped, start, place, check, facts }: {
  uncapped: OwnProcess
  start: (given: Parameters<typeof startOwn>[0]) => Promise<OwnProcess>
  place: { dataFolder: string, cacheFolder: string }
  check: (name: string, value: number, bound: number) => void
  facts: string[]
}): Promise<void> {
  const proxy: CountingProxy = await startCountingProxy(server.apiUrl)
  try {
    proxy.limit({ perMinute: CAP_A_MINUTE, refuseEach: REFUSE_EACH })
    const capped = await start({ apiUrl: proxy.apiUrl, ...place, env: { FIRSTLIGHT_REQUESTS_PER_MINUTE: String(CAP_A_MINUTE) } })
    const whole = await capped.until(answer => answer.complete && isLearnt(answer), { sinceAt: capped.startedAt, withinMs: 400_000, what: 'complete under a cap' })
    const isSame = async (): Promise<boolean> => {
      const [one, other] = await Promise.all([capped.morning(), uncapped.morning()])
      return one !== null && other !== null && idsOf(one).join() === idsOf(other).join()
    }
    const sameBy = Date.now() + 60_000
    let same = await isSame()
    while (!same && Date.now() < sameBy) {
      await sleep(1_000)
      same = await isSame()
    }
    const most = Math.max(...proxy.passed.map(({ at }) => proxy.passed.filter(one => one.at > at - 60_000 && one.at <= at).length))
    facts.push(`under a cap of ${CAP_A_MINUTE} a minute: complete after ${seconds(whole.ms)} s, ${proxy.passed.filter(({ status }) => status === 429).length} of ${proxy.passed.length} requests answered 429`)
    check(`requests in any minute under a cap of ${CAP_A_MINUTE}`, most, CAP_A_MINUTE)
    check('verdicts that differ under a cap', same ? 0 : 1, 0)
  }
  finally {
    await proxy.stop()
  }
}

/** The reads that what is wrong by state rests on, and no others; ms. */
async function readByState(apiUrl: string): Promise<number> {
  const client = createClient({ apiUrl })
  const reads = createReads(client)
  const began = performance.now()
  await reads.getCapabilities()
  const now = client.serverNow()
  await Promise.all([reads.listRunsUnfinished({ dueBeforeAt: now }), reads.listFlows(), reads.listDeployments(), reads.listWorkPools()])
  await reads.listRunsEnded({ sinceAt: now - 90 * HOUR_MS, types: ['FAILED', 'CRASHED', 'CANCELLED'] })
  const ms = Math.round(performance.now() - began)
  await client.close()
  return ms
}

/** Lets a job's next run fail, and gives how many seconds it takes until that stands in the verdict. */
async function changeOf(server: RealServer, own: OwnProcess, job: ScaleManifest['good'][number] | undefined): Promise<number> {
  if (job === undefined)
    throw new Error('no job is left to fail')
  const { id } = await server.post(`/deployments/${job.deployment}/create_flow_run`, {}) as { id: string }
  await setState(server.apiUrl, id, 'RUNNING')
  await setState(server.apiUrl, id, 'FAILED', `OSError: disk of ${job.flow} is full`)
  const at = Date.now()
  return (await own.until(({ problems }) => isRaised(problems, job.flow), { sinceAt: at, withinMs: 120_000, what: `${job.flow} raised` })).ms / 1_000
}

const isRaised = (problems: MorningAnswer['problems'], flow: string): boolean => problems.some(({ jobs, open }) => open && jobs.some(job => job.flow === flow))

/** Those jobs whose last run failed are in it, and so are those that wait. */
function hasOpen(problems: MorningAnswer['problems'], { open }: ScaleManifest): boolean {
  return open.every(({ flow }) => isRaised(problems, flow)) && problems.some(({ kind }) => kind === 'late' || kind === 'pool')
}

/** All that was due is judged: what is still being read are the days that only baselines rest on. */
function isJudged({ asOf, incomplete }: MorningAnswer): boolean {
  return asOf !== null && incomplete.every(({ weighs, reading }) => weighs !== 'expectations' || reading === undefined)
}

function isLearnt({ checked, asOf }: MorningAnswer): boolean {
  return asOf !== null && Date.parse(checked.reachFrom) <= Date.parse(asOf) - 14 * DAY_MS + 60_000
}

function idsOf({ problems }: MorningAnswer): string[] {
  return problems.filter(({ open }) => open).map(({ id, section, kind }) => `${section} ${kind} ${id}`).sort()
}

function groupByPause(passed: readonly Passed[]): Passed[][] {
  const groups: Passed[][] = []
  for (const one of passed) {
    const last = groups.at(-1)?.at(-1)
    if (last === undefined || one.at - last.at > PAUSE_MS)
      groups.push([one])
    else
      groups.at(-1)?.push(one)
  }
  return groups
}

function toShares(passed: readonly Passed[]): string {
  const byName = new Map<string, Passed[]>()
  for (const one of passed)
    byName.set(one.name, [...byName.get(one.name) ?? [], one])
  return [...byName].sort((a, b) => sum(b[1]) - sum(a[1])).slice(0, 6).map(([name, own]) => `${own.length} ${name} ${seconds(sum(own))} s`).join(', ')
}

function sum(passed: readonly Passed[]): number {
  return passed.reduce((total, { ms }) => total + ms, 0)
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(2)
}

function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN
}
