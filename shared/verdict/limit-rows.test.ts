import { describe, expect, it } from 'vitest'
import { aRunState, aTaskRun } from '../model/build.ts'
import type { ConcurrencyLimit } from '../model/concurrency-limit.ts'
import { aPicture, inventory, night, nightly } from './build.ts'
import { toLimitRows, type ReadLimits } from './limit-rows.ts'

const limit = (name: string, given: Partial<ConcurrencyLimit> = {}): ConcurrencyLimit => ({ name, active: true, limit: 2, usedCount: 0, freedPerSecond: 0, ...given })
const read = (given: Partial<ReadLimits>): ReadLimits => ({ limits: [], tagLimits: [], tasks: new Map(), runs: new Map(), ...given })

describe('toLimitRows', () => {
  it('puts full ones first; one that is switched off is never full', () => {
    const rows = toLimitRows(read({ limits: [limit('a', { usedCount: 1 }), limit('b', { usedCount: 2 }), limit('c', { usedCount: 2, active: false })] }), aPicture())
    expect(rows.map(({ name }) => name)).toEqual(['b', 'c', 'a'])
  })

  it('names the tasks that hold places of a tag, once though both lists have it', () => {
    const task = aTaskRun({ id: 't', name: 'load', flowRunId: 'run', state: aRunState({ type: 'RUNNING', at: 0 }), startedAt: 0 })
    const [row, ...others] = toLimitRows(read({ limits: [limit('tag:db', { usedCount: 1 })], tagLimits: [{ tag: 'db', limit: 2, taskRunIds: ['t', 'not read'] }], tasks: new Map([['t', task]]), runs: new Map([['run', { name: 'calm-owl' }]]) }), aPicture())
    expect(others).toEqual([])
    expect(row).toMatchObject({ kind: 'tag', name: 'db', usedCount: 2, holders: [{ runId: 'run', name: 'calm-owl', task: 'load', since: '1970-01-01T00:00:00.000Z' }] })
  })

  it('keeps a tag\'s limit where the list with its holders is not to be had', () => {
    expect(toLimitRows(read({ limits: [limit('tag:db')], tagLimits: null }), aPicture())).toMatchObject([{ kind: 'tag', name: 'db', holders: null }])
  })

  it('calls the limit of a deployment by its name, with the runs that go on', () => {
    const picture = aPicture({ deployments: inventory(nightly()), runs: [night(0, 'RUNNING', { id: 'going', name: 'calm-owl', endedAt: null })] })
    expect(toLimitRows(read({ limits: [limit('deployment:deployment-1', { usedCount: 1 }), limit('deployment:gone')] }), picture)).toMatchObject([
      { kind: 'deployment', name: 'ledger/nightly', deploymentId: 'deployment-1', holders: [{ runId: 'going', name: 'calm-owl', task: null }] },
      { kind: 'deployment', name: 'gone', deploymentId: null, holders: [] },
    ])
  })

  it('says of a global one that nobody tells who holds it, and how fast its places come free', () => {
    expect(toLimitRows(read({ limits: [limit('api', { freedPerSecond: 0.5 })] }), aPicture())).toMatchObject([{ kind: 'global', holders: null, freedPerSecond: 0.5 }])
  })
})
