import { describe, expect, it } from 'vitest'
import { parseInstant } from './instant.ts'
import { toDeployment, toFlow, toWorkPool } from './inventory.ts'
import deployments2 from './recorded/2.20.26-deployments-filter.json'
import flows2 from './recorded/2.20.26-flows-filter.json'
import pools2 from './recorded/2.20.26-work_pools-filter.json'
import deployments3 from './recorded/3.8.8-deployments-filter.json'
import flows3 from './recorded/3.8.8-flows-filter.json'
import pools3 from './recorded/3.8.8-work_pools-filter.json'
import { readRows } from './rows.ts'
import { toRule } from './schedule.ts'

describe('toDeployment', () => {
  it('reads a deployment of 3.8.8', () => {
    expect(toDeployment(deployments3[1])).toEqual({
      id: '4a19a763-17a5-4d15-8c01-d67a08cf3863',
      name: 'nightly',
      flowId: 'dd5380d5-5725-4edc-a96a-3ae6c25a0e84',
      tags: ['lab', 'team:a'],
      paused: false,
      schedules: [{
        id: 'bb6f5ccb-2dd4-4c02-8f03-f4a4ebcac202',
        active: true,
        rule: { kind: 'cron', cron: '*/5 * * * *', timeZone: null, dayOr: true },
        createdAt: parseInstant('2026-11-22T21:28:04.825313Z'),
        updatedAt: parseInstant('2026-11-22T22:00:14.469000Z'),
        parameters: {},
      }],
      createdAt: parseInstant('2026-11-22T21:28:04.774211Z'),
      updatedAt: parseInstant('2026-11-22T22:00:04.351000Z'),
      workPool: 'lab-pool',
      workQueue: 'default',
      entrypoint: 'demo.py:etl',
      concurrencyLimit: null,
      collision: null,
      version: 'v1',
    })
  })
  it('reads paused ones, several schedules, and zones', () => {
    expect(toDeployment(deployments3[0])).toMatchObject({ paused: true, schedules: [{ rule: { timeZone: 'Europe/Berlin' } }, { rule: { kind: 'interval', intervalMs: 3_600_000 } }] })
  })
  it('reads the schedules of 2.20, once each', () => {
    expect(toDeployment(deployments2[0])).toMatchObject({ name: 'nightly2', paused: false, schedules: [{ active: true, rule: { kind: 'cron', cron: '*/30 * * * *' } }] })
    expect(toDeployment(deployments2[0]).schedules).toHaveLength(1)
  })
  it('keeps a schedule it cannot understand, as active and unreadable', () => {
    const { schedules } = toDeployment({ ...deployments3[1], schedules: [{ active: 'yes' }, deployments3[1]!.schedules[0]] })
    expect(schedules).toMatchObject([{ active: true, rule: { kind: 'unreadable', text: '{"active":"yes"}' } }, { rule: { kind: 'cron' } }])
  })
  it.each(['paused', 'schedules', 'tags', 'created', 'name'])('is set aside without %s', (field) => {
    expect(readRows([{ ...deployments3[0], [field]: undefined }, deployments3[1]], toDeployment)).toMatchObject({ rows: [{ name: 'nightly' }], setAsideCount: 1 })
  })
})

describe('toRule', () => {
  it.each([
    ['a cron with both days needed', { cron: '0 3 13 * 5', timezone: 'America/New_York', day_or: false }, { kind: 'cron', cron: '0 3 13 * 5', timeZone: 'America/New_York', dayOr: false }],
    ['an interval with its anchor', { interval: 0.5, anchor_date: '2026-11-22T21:28:05.053819Z', timezone: 'UTC' }, { kind: 'interval', intervalMs: 500, anchorAt: parseInstant('2026-11-22T21:28:05.053819Z'), timeZone: 'UTC' }],
    ['a recurrence rule', { rrule: 'FREQ=DAILY', timezone: 'UTC' }, { kind: 'rrule', rrule: 'FREQ=DAILY', timeZone: 'UTC' }],
    ['an interval without anchor', { interval: 60 }, { kind: 'unreadable', text: '{"interval":60}' }],
    ['an interval of nothing', { interval: 0, anchor_date: '2026-11-22T21:28:05Z' }, { kind: 'unreadable', text: '{"interval":0,"anchor_date":"2026-11-22T21:28:05Z"}' }],
    ['a shape of another day', { lunar: 'full moon' }, { kind: 'unreadable', text: '{"lunar":"full moon"}' }],
    ['nothing', undefined, { kind: 'unreadable', text: 'undefined' }],
  ])('reads %s', (_, body, rule) => {
    expect(toRule(body)).toEqual(rule)
  })
})

describe('toFlow', () => {
  it('reads flows of both versions', () => {
    for (const body of [...flows3, ...flows2])
      expect(toFlow(body)).toEqual({ id: body.id, name: body.name, tags: body.tags, createdAt: parseInstant(body.created) })
  })
})

describe('toWorkPool', () => {
  it('reads pools of both versions without their template', () => {
    expect(toWorkPool(pools3[0])).toEqual({ name: 'lab-pool', type: 'process', paused: false, status: 'NOT_READY', concurrencyLimit: null })
    expect(toWorkPool(pools2[0])).toMatchObject({ name: 'pool2', type: 'process', paused: false })
  })
  it('does not guess a status it does not know', () => {
    expect(toWorkPool({ ...pools3[0], status: 'ASLEEP' }).status).toBeNull()
  })
})
