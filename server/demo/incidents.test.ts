import { beforeAll, describe, expect, it } from 'vitest'
import { createDemo } from './demo.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface State { type: string, name: string, message: string | null }
interface RunRow { id: string, flow_id: string, deployment_id: string, state_type: string, state_name: string, run_count: number, end_time: string | null, start_time: string | null, expected_start_time: string, state: State }
interface DeploymentRow { id: string, flow_id: string, name: string, paused: boolean, status: string, schedules: { active: boolean }[] }
interface NamedRow { id: string, name: string, status: string }

/** The demo at an instant, asked as its readers ask it. */
async function nightAt(startAt: number, zone: string) {
  const demo = createDemo({ now: () => startAt, zone })
  const list = async <Row>(path: string, body: object): Promise<Row[]> => {
    const response = await demo.fetch(new Request(`http://demo/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ limit: 200, ...body }) }))
    expect(response.status).toBe(200)
    return await response.json() as Row[]
  }
  const states = async (runId: string): Promise<State[]> => await (await demo.fetch(new Request(`http://demo/api/flow_run_states/?flow_run_id=${runId}`))).json() as State[]
  const flows = new Map((await list<NamedRow>('/flows/filter', {})).map(({ id, name }) => [id, name]))
  const deployments = new Map((await list<DeploymentRow>('/deployments/filter', {})).map(one => [`${flows.get(one.flow_id)}/${one.name}`, one]))
  const job = (name: string): DeploymentRow => deployments.get(name)!
  /** Rows of a job due in the hours before the start, newest first. */
  const dueBefore = async (name: string, hours = 24): Promise<RunRow[]> => await list<RunRow>('/flow_runs/filter', {
    sort: 'EXPECTED_START_TIME_DESC',
    flow_runs: { deployment_id: { any_: [job(name).id] }, expected_start_time: { after_: new Date(startAt - hours * HOUR + 1).toISOString(), before_: new Date(startAt).toISOString() } },
  })
  const messages = async (runId: string): Promise<string[]> => (await list<{ message: string }>('/logs/filter', { logs: { flow_run_id: { any_: [runId] } } })).map(({ message }) => message)
  return { list, states, job, dueBefore, messages }
}

describe.each([
  ['a morning in UTC', '2026-11-24T08:55:00Z', 'UTC'],
  ['an afternoon in Berlin', '2026-11-24T14:20:31Z', 'Europe/Berlin'],
  ['late evening in Tokyo', '2026-11-24T14:55:00Z', 'Asia/Tokyo'],
  ['the night the clock goes back', '2026-10-25T07:00:00Z', 'Europe/Berlin'],
  ['the night the clock goes forward', '2026-03-29T06:00:00Z', 'Europe/Berlin'],
  ['just after midnight', '2026-11-24T00:05:00Z', 'UTC'],
  ['the night the clock skips midnight in Santiago', '2026-09-06T05:00:00Z', 'America/Santiago'],
  ['the night the clock goes back in New York', '2026-11-01T13:00:00Z', 'America/New_York'],
])('on %s', (_, start, zone) => {
  const startAt = Date.parse(start)
  let night: Awaited<ReturnType<typeof nightAt>>
  beforeAll(async () => {
    night = await nightAt(startAt, zone)
  })

  it('five warehouse jobs fail for one cause', async () => {
    const { dueBefore } = night
    for (const table of ['orders', 'customers', 'inventory', 'payments', 'shipments']) {
      const [run] = await dueBefore(`warehouse-sync/${table}`)
      expect(run).toMatchObject({ state_name: 'Failed' })
      expect(run?.state.message).toMatch(/OperationalError.*Connection refused/)
    }
  })

  it.each([
    ['ledger-close/eu', 'FAILED', 'Failed'],
    ['rebuild-search-index/catalogue', 'RUNNING', 'Running'],
    ['embed-catalogue/nightly', 'SCHEDULED', 'Late'],
    ['resize-images/bulk', 'CRASHED', 'Crashed'],
    ['fraud-scores/nightly', 'FAILED', 'TimedOut'],
    ['crm-dedupe/nightly', 'RUNNING', 'Running'],
    ['backfill-sessions/nightly', 'CANCELLED', 'Cancelled'],
    ['ingest-partner-feeds/nightly', 'SCHEDULED', 'AwaitingRetry'],
  ])('%s has one run, %s/%s', async (name, type, state) => {
    const { dueBefore } = night
    const runs = await dueBefore(name)
    expect(runs.map(({ state_type, state_name }) => [state_type, state_name])).toEqual([[type, state]])
  })

  it('a paused job has no rows since', async () => {
    const { dueBefore, job } = night
    expect(job('payroll-export/nightly').paused).toBe(true)
    expect(await dueBefore('payroll-export/nightly', 48)).toEqual([])
    expect((await dueBefore('payroll-export/nightly', 10 * 24)).length).toBeGreaterThan(3)
  })

  it('an active schedule has no row tonight, and had one the night before', async () => {
    const { dueBefore, job } = night
    expect(job('export-tax-report/daily')).toMatchObject({ paused: false, schedules: [{ active: true }] })
    expect(await dueBefore('export-tax-report/daily')).toEqual([])
    expect(await dueBefore('export-tax-report/daily', 49)).toHaveLength(1)
  })

  it('one job failed four nights running, one recovered, one weekly job was not run since', async () => {
    const { dueBefore } = night
    const chronic = await dueBefore('scrape-competitor-prices/nightly', 4 * 24)
    const hourly = (await dueBefore('sync-invoices/hourly')).filter(({ state_type }) => state_type !== 'RUNNING').map(({ state_type }) => state_type)
    const weekly = await dueBefore('gdpr-purge/weekly', 6 * 24)
    expect(chronic.slice(0, 4).map(({ state_type }) => state_type)).toEqual(['FAILED', 'FAILED', 'FAILED', 'FAILED'])
    expect(hourly.filter(type => type === 'FAILED')).toHaveLength(1)
    expect(hourly[0]).toBe('COMPLETED')
    expect(weekly.map(({ state_type }) => state_type)).toEqual(['FAILED'])
    expect(Date.parse(weekly[0]!.expected_start_time)).toBeLessThan(startAt - 2 * DAY)
  })

  it('a run retried by hand is open again, its failure in its history', async () => {
    const { dueBefore, states } = night
    const [run] = await dueBefore('crm-dedupe/nightly')
    const names = (await states(run!.id)).map(({ name }) => name)
    expect(run).toMatchObject({ run_count: 2, end_time: null })
    expect(names.slice(names.indexOf('Failed'))).toEqual(['Failed', 'AwaitingRetry', 'Pending', 'Submitting', 'Running'])
  })

  it('nothing else is left failed', async () => {
    const { list } = night
    const ended: RunRow[] = []
    for (let offset = 0; offset === ended.length; offset += 200) {
      ended.push(...await list<RunRow>('/flow_runs/filter', {
        sort: 'END_TIME_DESC',
        offset,
        flow_runs: { parent_task_run_id: { is_null_: true }, state: { type: { any_: ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'] } } },
      }))
    }
    const flows = new Map((await list<NamedRow>('/flows/filter', {})).map(({ id, name }) => [id, name]))
    const latest = new Map<string, RunRow>()
    for (const run of ended) {
      const job = `${run.flow_id} ${run.deployment_id}`
      if (!latest.has(job))
        latest.set(job, run)
    }
    const bad = [...latest.values()].filter(run => run.state_type !== 'COMPLETED').map(run => flows.get(run.flow_id))
    expect(bad.toSorted()).toEqual([
      'backfill-sessions', 'fraud-scores', 'gdpr-purge', 'ledger-close', 'resize-images', 'scrape-competitor-prices',
      'warehouse-sync', 'warehouse-sync', 'warehouse-sync', 'warehouse-sync', 'warehouse-sync',
    ])
  })

  it('the pool of the late run has no worker', async () => {
    const { list } = night
    const pools = await list<NamedRow>('/work_pools/filter', {})
    expect(pools.filter(({ status }) => status === 'NOT_READY').map(({ name }) => name)).toEqual(['gpu-pool'])
  })

  it('the logs hold the nested traceback and the last words before the lock', async () => {
    const { dueBefore, messages } = night
    const [failed] = await dueBefore('ledger-close/eu')
    const [hanging] = await dueBefore('rebuild-search-index/catalogue')
    expect((await messages(failed!.id)).some(text => text.includes('direct cause of the following exception') && text.includes(`KeyError: 'customer_tier'`))).toBe(true)
    expect((await messages(hanging!.id)).at(-1)).toMatch(/waiting for lock/)
    expect((await messages(hanging!.id)).join()).not.toMatch(/published version/)
    expect(startAt - Date.parse(hanging!.start_time!)).toBeGreaterThan(2 * HOUR)
  })
})
