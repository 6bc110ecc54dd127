import { describe, expect, it } from 'vitest'
import { aDeployment, aFlow, aSchedule } from '../../shared/model/build.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import { compareInventory, type KnownInventory } from './inventory-changes.ts'

const FLOWS = new Map([['flow-1', aFlow()]])
const NOTHING: KnownInventory = { at: null, deployments: new Map(), schedules: new Map(), pauses: new Map() }
const HOURLY = aSchedule({ rule: { kind: 'cron', cron: '0 * * * *', timeZone: 'UTC', dayOr: true } })

const reading = (deployments: readonly Deployment[], at: number) => ({ flows: FLOWS, deployments: new Map(deployments.map(deployment => [deployment.id, deployment])), at })

/** What is known after an inventory with these deployments at 1,000. */
function known(deployments: readonly Deployment[], given: Partial<KnownInventory> = {}): KnownInventory {
  const changes = compareInventory(NOTHING, reading(deployments, 1_000))
  return { at: 1_000, deployments: new Map(changes.deployments.map(record => [record.id, record])), schedules: changes.schedules, pauses: changes.paused, ...given }
}

describe('compareInventory', () => {
  it('notes everything of a first inventory', () => {
    const changes = compareInventory(NOTHING, reading([aDeployment()], 1_000))
    expect(changes.deployments).toEqual([{ id: 'deployment-1', flowId: 'flow-1', flow: 'ledger', name: 'nightly', tags: [], schedules: [aSchedule()], entrypoint: null }])
    expect([...changes.schedules]).toEqual([['ledger/nightly', [aSchedule()]]])
    expect([changes.goneIds, changes.endedSchedules, changes.resumed]).toEqual([[], [], []])
  })

  it('has nothing to write where nothing changed', () => {
    const changes = compareInventory(known([aDeployment()]), reading([aDeployment()], 2_000))
    expect(changes).toEqual({ deployments: [], goneIds: [], schedules: new Map(), endedSchedules: [], paused: new Map(), resumed: [] })
  })

  it('takes schedules made anew by a deploy for the same', () => {
    const two = [aSchedule(), HOURLY]
    const anew = [{ ...HOURLY, id: 'b', createdAt: 9 }, { ...aSchedule(), id: 'a', updatedAt: 9 }]
    expect(compareInventory(known([aDeployment({ schedules: two })]), reading([aDeployment({ schedules: anew })], 2_000)).schedules.size).toBe(0)
  })

  it.each([
    ['another rule', [HOURLY]],
    ['a schedule switched off', [aSchedule({ active: false })]],
    ['other parameters', [aSchedule({ parameters: { customer: 'b' } })]],
    ['none left', []],
  ])('sees %s as another schedule', (_, schedules) => {
    const changes = compareInventory(known([aDeployment()]), reading([aDeployment({ schedules })], 2_000))
    expect([...changes.schedules]).toEqual([['ledger/nightly', schedules]])
    expect(changes.endedSchedules).toEqual(['ledger/nightly'])
  })

  it('says between which reads a job was paused', () => {
    const paused = compareInventory(known([aDeployment()]), reading([aDeployment({ paused: true })], 2_000))
    expect([...paused.paused]).toEqual([['ledger/nightly', { activeAt: 1_000, pausedAt: 2_000 }]])
  })

  it('does not know since when a job is paused that was so when first seen', () => {
    expect(compareInventory(NOTHING, reading([aDeployment({ paused: true })], 2_000)).paused.get('ledger/nightly')).toEqual({ activeAt: null, pausedAt: 2_000 })
    const other = known([aDeployment({ id: 'other', name: 'other' })])
    expect(compareInventory(other, reading([aDeployment({ paused: true })], 2_000)).paused.get('ledger/nightly')).toEqual({ activeAt: null, pausedAt: 2_000 })
  })

  it('ends a pause once, and notes none twice', () => {
    const before = known([aDeployment({ paused: true })])
    expect(compareInventory(before, reading([aDeployment({ paused: true })], 2_000)).paused.size).toBe(0)
    expect(compareInventory(before, reading([aDeployment()], 2_000)).resumed).toEqual(['ledger/nightly'])
    expect(compareInventory(before, reading([], 2_000)).resumed).toEqual(['ledger/nightly'])
    const ended = { ...before, pauses: new Map([['ledger/nightly', { activeAt: null, pausedAt: 500, resumedAt: 900 }]]) }
    expect(compareInventory(ended, reading([aDeployment()], 2_000)).resumed).toEqual([])
    expect([...compareInventory(ended, reading([aDeployment({ paused: true })], 2_000)).paused.keys()]).toEqual(['ledger/nightly'])
  })

  it('says what is gone, and that its schedules ended', () => {
    expect(compareInventory(known([aDeployment()]), reading([], 2_000))).toMatchObject({ goneIds: ['deployment-1'], endedSchedules: ['ledger/nightly'] })
  })

  it('lets a job made anew under another id keep its schedules', () => {
    const changes = compareInventory(known([aDeployment()]), reading([aDeployment({ id: 'deployment-2' })], 2_000))
    expect(changes).toMatchObject({ goneIds: ['deployment-1'], endedSchedules: [], schedules: new Map() })
    expect(changes.deployments.map(({ id }) => id)).toEqual(['deployment-2'])
  })

  it('waits with a deployment whose flow has no name yet', () => {
    const before = known([aDeployment({ paused: true })])
    const changes = compareInventory(before, { ...reading([aDeployment({ paused: true })], 2_000), flows: new Map() })
    expect(changes).toEqual({ deployments: [], goneIds: [], schedules: new Map(), endedSchedules: [], paused: new Map(), resumed: [] })
  })
})
