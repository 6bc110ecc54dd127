import { describe, expect, it } from 'vitest'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, night, nightly, nights } from '../build.ts'

const MINUTE = 60_000
const THREE = Date.parse('2026-11-24T03:00:00Z')
const names = 'abcdefgh'.split('')
const began = (name: string, minutes: number): FlowRun => night(0, 'COMPLETED', { deploymentId: name, workPool: 'gpu', startedAt: THREE + minutes * MINUTE, endedAt: THREE + (minutes + 5) * MINUTE })
function told(tonight: readonly FlowRun[]): string[] {
  const deployments = inventory(...names.map(name => nightly({ id: name, name, workPool: 'gpu' })))
  const runs = [...names.flatMap(deploymentId => nights(13, 1, { deploymentId, workPool: 'gpu' })), ...tonight]
  return answerOf(aPicture({ deployments, runs })).problems.map(({ kind, section, title, jobs }) => `${section} ${kind} ${jobs.length}: ${title}`)
}

describe('jobs that began late in one pool', () => {
  it('are one thing where it started nothing meanwhile', () => {
    expect(told(names.map((name, index) => began(name, 180 + index * 2)))).toEqual(['worth-a-look started-late 8: work pool gpu started nothing from 03:00 to 06:00'])
  })

  it('stay their own affair where one of them began in time', () => {
    const seven = names.slice(1).map((name, index) => began(name, 180 + index * 2))
    expect(told([began('a', 1), ...seven])).toHaveLength(7)
  })

  it('stay their own affair up to five', () => {
    expect(told([...names.slice(0, 5).map((name, index) => began(name, 180 + index * 2)), ...names.slice(5).map(name => night(0, 'COMPLETED', { deploymentId: name, workPool: 'other' }))])).toHaveLength(5)
  })
})
