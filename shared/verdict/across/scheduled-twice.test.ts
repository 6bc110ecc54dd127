import { describe, expect, it } from 'vitest'
import { aSchedule } from '../../model/build.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, nightly, nights } from '../build.ts'

const MADE = Date.parse('2026-11-23T12:00:00Z')
const old = nightly({ id: 'old', name: 'nightly', entrypoint: 'a.py:main', workPool: 'k8s' })
const anew = (given: Partial<Deployment> = {}): Deployment => ({ ...old, id: 'new', name: 'every-night', createdAt: MADE, schedules: [aSchedule({ id: 'new', createdAt: MADE, updatedAt: MADE })], ...given })
const ofOld = nights(13, 0, { deploymentId: 'old' })
const ofNew = nights(0, 0, { deploymentId: 'new' })
const told = (deployments: readonly Deployment[], runs: readonly FlowRun[] = [...ofOld, ...ofNew]) =>
  answerOf(aPicture({ deployments: inventory(...deployments), runs })).problems.map(({ kind, section, title, jobs }) => `${kind} ${section}: ${title} (${jobs.map(({ deployment }) => deployment).sort().join(', ')})`)

describe('two deployments of the same', () => {
  it('are scheduled twice where both ran and the old one was left behind', () => {
    expect(told([old, anew()])).toEqual(['twice needs-you: ledger is scheduled twice, as nightly and every-night (every-night, nightly)'])
  })
  it('are known after three nights', () => {
    const since = MADE - 3 * 86_400_000
    expect(told([old, anew({ createdAt: since, schedules: [aSchedule({ id: 'new', createdAt: since, updatedAt: since })] })], [...ofOld, ...nights(3, 0, { deploymentId: 'new' })])[0]).toMatch(/^twice known/)
  })
  it.each<[string, Deployment[], FlowRun[]?]>([
    ['one of them is paused', [{ ...old, paused: true }, anew()]],
    ['they have other tags', [old, anew({ tags: ['eu'] })]],
    ['they run in other pools', [old, anew({ workPool: 'other' })]],
    ['they run other code', [old, anew({ entrypoint: 'b.py:main' })]],
    ['their code is not known', [{ ...old, entrypoint: null }, anew({ entrypoint: null })]],
    ['they are due at other times', [old, anew({ schedules: [aSchedule({ createdAt: MADE, updatedAt: MADE, rule: { kind: 'cron', cron: '0 3 * * 1-5', timeZone: 'UTC', dayOr: true } })] })]],
    ['their schedules give other parameters', [old, anew({ schedules: [aSchedule({ createdAt: MADE, updatedAt: MADE, parameters: { customer: 'B' } })] })]],
    ['their runs have other parameters', [old, anew()], [...ofOld, ...nights(0, 0, { deploymentId: 'new', parameters: { customer: 'B' } })]],
    ['one is an environment by its name', [old, anew({ name: 'nightly-staging' })]],
    ['both were deployed since', [{ ...old, schedules: [aSchedule({ createdAt: MADE + 1_000, updatedAt: MADE + 1_000 })] }, anew()]],
    ['both are old', [old, anew({ createdAt: LONG_AGO, schedules: [aSchedule({ id: 'new', createdAt: LONG_AGO, updatedAt: LONG_AGO })] })]],
    ['there are three of them', [old, anew(), anew({ id: 'third', name: 'third', createdAt: LONG_AGO })]],
    ['they are of two flows', [old, anew({ flowId: 'flow-2' })]],
  ])('are two jobs where %s', (_, deployments, runs = [...ofOld, ...ofNew, ...nights(13, 0, { deploymentId: 'third' })]) => {
    expect(told(deployments, runs).filter(text => text.startsWith('twice'))).toEqual([])
  })
  it('are not told before both ran', () => {
    expect(told([old, anew()], ofOld).filter(text => text.startsWith('twice'))).toEqual([])
  })
})
