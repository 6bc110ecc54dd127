import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ScheduleCase } from '../../shared/expectations/schedule-cases.ts'
import { SCHEDULE_CASES } from '../../shared/expectations/schedule-cases.ts'
import { slotsBetween } from '../../shared/expectations/slots.ts'
import type { ScheduleRule } from '../../shared/model/deployment.ts'
import { zoneOffsetMs } from '../../shared/model/zone.ts'
import { describeReal } from './describe-real.ts'
import type { RealServer } from './servers.ts'
import { startServer } from './servers.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Holds both clock changes of every zone that has any. */
const YEAR = { fromAt: Date.parse('2026-11-24T00:00:30Z'), toAt: Date.parse('2027-11-24T00:00:30Z') }
/** Prefect's generators give up at about 1,000 tries. */
const COMPARED_AT_MOST = 300
const AROUND_A_CHANGE_MS = [20 * DAY_MS, 3 * DAY_MS, 3 * HOUR_MS]

let server: RealServer
let flowId: string

// Its scheduler loop looks 100 runs and 100 days ahead; the endpoint runs the same generator and insert over a range of ours.
await describeReal('3.8.8', 'slotsBetween beside the rows of Prefect\'s own scheduler', () => {
  beforeAll(async () => {
    const started = await startServer({ version: '3.8.8' })
    if ('unavailable' in started)
      throw new Error(started.unavailable)
    server = started
    flowId = (await server.post('/flows/', { name: 'scheduled' }) as { id: string }).id
  })
  afterAll(() => server.stop())

  it('compares at least 40 schedules', () => {
    expect(SCHEDULE_CASES.length).toBeGreaterThanOrEqual(40)
  })

  it.each(SCHEDULE_CASES)('are the same instants: $name', async (scheduleCase) => {
    const deploymentId = await createDeployment(scheduleCase)
    const slots: number[] = []
    for (const { fromAt, toAt } of rangesFor(scheduleCase.rule)) {
      slots.push(...slotsBetween(scheduleCase.rule, fromAt, toAt) ?? [NaN])
      await server.post(`/deployments/${deploymentId}/schedule`, {
        start_time: toIso(fromAt), end_time: toIso(toAt), min_time: (toAt - fromAt) / 1_000, min_runs: 1_000, max_runs: 1_000,
      })
    }
    const ours = slots.map(toIso)
    const rows = await scheduledRows(deploymentId)
    expect({ onlyOurs: ours.filter(slot => !rows.includes(slot)), onlyRows: rows.filter(row => !ours.includes(row)) }).toEqual({ onlyOurs: [], onlyRows: [] })
    expect(ours).toHaveLength(rows.length)
  })
})

/** The whole year where it has few slots, else as much as can be compared around each clock change of the rule's zone. */
function rangesFor(rule: ScheduleRule): { fromAt: number, toAt: number }[] {
  const isComparable = ({ fromAt, toAt }: { fromAt: number, toAt: number }): boolean => (slotsBetween(rule, fromAt, toAt)?.length ?? Infinity) <= COMPARED_AT_MOST
  if (isComparable(YEAR))
    return [YEAR]
  const timeZone = (rule.kind === 'unreadable' ? null : rule.timeZone) ?? 'UTC'
  const changes = clockChanges(timeZone)
  return (changes.length > 0 ? changes : clockChanges('Europe/Berlin')).map((at) => {
    const around = AROUND_A_CHANGE_MS.map(ms => ({ fromAt: at - ms + 30_000, toAt: at + ms + 30_000 }))
    const range = around.find(isComparable)
    if (range === undefined)
      throw new Error('too many slots even in hours')
    return range
  })
}

function clockChanges(timeZone: string): number[] {
  const hours = Array.from({ length: (YEAR.toAt - YEAR.fromAt) / HOUR_MS }, (_, hour) => Date.parse('2026-11-24T00:00:00Z') + hour * HOUR_MS)
  return hours.filter(at => zoneOffsetMs(at, timeZone) !== zoneOffsetMs(at - HOUR_MS, timeZone))
}

async function createDeployment({ name, rule }: ScheduleCase): Promise<string> {
  const body = { name, flow_id: flowId, paused: false, schedules: [{ active: true, schedule: toPrefectSchedule(rule) }] }
  return (await server.post('/deployments/', body) as { id: string }).id
}

function toPrefectSchedule(rule: ScheduleRule): object {
  const zone = rule.kind !== 'unreadable' && rule.timeZone !== null ? { timezone: rule.timeZone } : {}
  switch (rule.kind) {
    case 'cron':
      return { cron: rule.cron, day_or: rule.dayOr, ...zone }
    case 'interval':
      return { interval: rule.intervalMs / 1_000, anchor_date: toIso(rule.anchorAt), ...zone }
    case 'rrule':
      return { rrule: rule.rrule, ...zone }
    case 'unreadable':
      throw new Error(rule.text)
  }
}

/** When the rows of a deployment are due, ascending. */
async function scheduledRows(deploymentId: string): Promise<string[]> {
  const dues: string[] = []
  for (let offset = 0; ; offset += 200) {
    const rows = await server.post('/flow_runs/filter', {
      sort: 'EXPECTED_START_TIME_ASC', limit: 200, offset, flow_runs: { deployment_id: { any_: [deploymentId] } },
    }) as { expected_start_time: string }[]
    dues.push(...rows.map(row => toIso(Date.parse(row.expected_start_time))))
    if (rows.length < 200)
      return dues
  }
}

function toIso(at: number): string {
  return Number.isNaN(at) ? 'unreadable' : new Date(at).toISOString()
}
