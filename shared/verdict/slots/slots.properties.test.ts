import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_STANDARDS } from '../../declared/expectation.ts'
import { scheduledSlots } from '../../expectations/slots.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aDeployment, aFlowRun, aRunState, aSchedule } from '../../model/build.ts'
import type { Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { aPicture, inventory, LONG_AGO, NOW } from '../build.ts'
import { judgeMorning, type Morning } from '../morning.ts'
import type { Picture } from '../picture.ts'

const CRONS = ['0 3 * * *', '30 2 * * 1-5', '*/20 * * * *', '15 * * * *', '0 4 * * 2', '0 1,13 * * *'] as const
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York'] as const

/** A fortnight of one job in which some slots have no run. */
interface World {
  picture: Picture
  schedule: Schedule
  runs: readonly FlowRun[]
  /** An instant of the fortnight. */
  someAt: number
}

const world: fc.Arbitrary<World> = fc.record({
  cron: fc.constantFrom(...CRONS),
  timeZone: fc.constantFrom(...ZONES),
  absent: fc.array(fc.nat(60), { maxLength: 5 }),
  someAt: fc.integer({ min: 1, max: 14 * 24 * 60 }).map(minutes => NOW - minutes * MINUTE_MS),
}).map(({ cron, timeZone, absent, someAt }) => {
  const schedule = aSchedule({ rule: { kind: 'cron', cron, timeZone, dayOr: true }, createdAt: LONG_AGO, updatedAt: LONG_AGO })
  const slots = scheduledSlots(schedule.rule, NOW - 14 * DAY_MS, NOW - 10 * MINUTE_MS) ?? []
  const runs = slots.filter((_, index) => !absent.includes(slots.length - 1 - index)).map(at => aFlowRun({ id: `run ${at}`, createdAt: at - HOUR_MS, expectedStartAt: at, startedAt: at + 1_000, endedAt: at + MINUTE_MS, ranForMs: 59_000, runCount: 1, state: aRunState({ type: 'COMPLETED', at: at + MINUTE_MS }) }))
  return { schedule, runs, someAt, picture: aPicture({ deployments: inventory(aDeployment({ createdAt: LONG_AGO, schedules: [schedule] })), runs }) }
})

function judge(picture: Picture): Morning {
  return judgeMorning(picture, { window: { fromAt: NOW - 13 * HOUR_MS, toAt: NOW, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }, NOW)
}

function toldOf(picture: Picture): unknown {
  return judge(picture).problems.map(({ section, open, sinceAt, findings }) => ({ section, open, sinceAt, findings: findings.map(({ kind, title, slotAt }) => ({ kind, title, slotAt })) }))
}

function absentOf(picture: Picture): number[] {
  return judge(picture).judgements.flatMap(({ absent }) => [...absent])
}

describe('slots, whatever the schedule and whichever lack their run', () => {
  it('are never both kept and missed', () => {
    fc.assert(fc.property(world, ({ picture, runs }) => {
      const kept = new Set(runs.map(run => run.expectedStartAt))
      expect(absentOf(picture).filter(at => kept.has(at))).toEqual([])
    }), { seed: 5 })
  })
  it('are judged alike after a deploy made the schedules anew', () => {
    fc.assert(fc.property(world.filter(({ runs }) => runs.length > 8), ({ picture, schedule, someAt }) => {
      const anew = aDeployment({ createdAt: LONG_AGO, schedules: [{ ...schedule, id: 'anew', createdAt: someAt, updatedAt: someAt }] })
      expect(toldOf({ ...picture, deployments: inventory(anew) })).toEqual(toldOf(picture))
    }), { seed: 5 })
  })
  it('are judged alike under other ids', () => {
    fc.assert(fc.property(world, ({ picture, schedule, runs }) => {
      const deployments = inventory(aDeployment({ id: 'other', createdAt: LONG_AGO, schedules: [{ ...schedule, id: 'other' }] }))
      expect(toldOf({ ...picture, deployments, runs: runs.map(run => ({ ...run, id: `other ${run.id}`, deploymentId: 'other', scheduleId: 'other' })) })).toEqual(toldOf(picture))
    }), { seed: 5 })
  })
  it('are judged alike after the deployment was made anew under another id', () => {
    fc.assert(fc.property(world, ({ picture, schedule, runs, someAt }) => {
      const anew = aDeployment({ id: 'other', createdAt: someAt, schedules: [{ ...schedule, id: 'other', createdAt: someAt, updatedAt: someAt }] })
      const old = { id: 'deployment-1', flowId: 'flow-1', flow: 'ledger', name: 'nightly', tags: [], schedules: [schedule], entrypoint: null, lastSeenAt: someAt - MINUTE_MS, goneAt: someAt }
      const split = runs.map(run => (run.expectedStartAt ?? 0) > someAt ? { ...run, deploymentId: 'other' } : run)
      expect(absentOf({ ...picture, deployments: inventory(anew), runs: split, remembered: { ...picture.remembered, gone: new Map([[old.id, old]]) } })).toEqual(absentOf(picture))
    }), { seed: 5 })
  })
  it('are not made missing by what is only counted', () => {
    fc.assert(fc.property(world, fc.boolean(), ({ picture, runs, someAt }, isCounted) => {
      const coverage = new Map([['deployment-1', { rowsFromAt: someAt, keptFromAt: isCounted ? NOW - 14 * DAY_MS : null }]])
      const absent = absentOf({ ...picture, coverage, runs: runs.filter(run => (run.expectedStartAt ?? 0) >= someAt) })
      expect(absent).toEqual(absentOf(picture).filter(at => at >= someAt))
    }), { seed: 5 })
  })
})
