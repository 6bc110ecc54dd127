import { describe, expect, it } from 'vitest'
import type { ProblemAnswer } from '../../../shared/api/morning.ts'
import type { SheetShape } from '../../../shared/timeline/night-sheet.ts'
import { shapeWords, sheetNames } from './sheet-words.ts'

const HOUR = 3_600_000
const window = { from: '2026-11-23T17:00:00Z', to: '2026-11-24T06:00:00Z', tz: 'Europe/Berlin' }
const sheet = { window, nowMs: 13 * HOUR }
const shape = (given: Partial<SheetShape>): SheetShape => ({ x: 0, y: 0, width: 4, height: 4, mark: 'failed', dueX: null, runId: 'run', problemId: null, job: 0, startMs: 7 * HOUR, endMs: 7 * HOUR + 45_000, ...given })

describe('shapeWords', () => {
  it('tells when a run began and how long it took', () => {
    expect(shapeWords(shape({}), sheet)).toBe('failed, began 01:00, took 45 s')
  })
  it('counts a run that goes on up to now', () => {
    expect(shapeWords(shape({ mark: 'running', endMs: null }), sheet)).toBe('is running, began 01:00, so far 6 h')
  })
  it('tells when what is absent or waits was due', () => {
    expect(shapeWords(shape({ mark: 'missing', runId: null, endMs: null }), sheet)).toBe('did not run, due 01:00')
    expect(shapeWords(shape({ mark: 'late', endMs: null }), sheet)).toBe('has not started, due 01:00')
  })
})

describe('sheetNames', () => {
  const job = (flow: string, deployment: string | null = null): ProblemAnswer['jobs'][number] => ({ flowId: flow, deploymentId: null, flow, deployment, runId: null, slot: null })
  const problem = (given: Partial<ProblemAnswer>): ProblemAnswer => ({ server: null, id: 'p', section: 'needs-you', kind: 'failed', title: '', reason: '', cause: null, since: window.from, open: true, jobs: [job('ledger')], evidence: [], runIds: [], isNew: false, nightCount: 1, strip: [], nextSlot: null, consequences: [], changes: [], tier: 2, deadline: null, acknowledgement: null, partition: null, ...given })

  it('names what needs somebody, and nothing else', () => {
    expect([...sheetNames([problem({}), problem({ id: 'q', section: 'known' })])]).toEqual([['p', 'ledger']])
  })
  it('names a few jobs of one cause, and counts many', () => {
    expect(sheetNames([problem({ jobs: [job('sync', 'a'), job('sync', 'b')] })]).get('p')).toBe('sync/a, b')
    expect(sheetNames([problem({ jobs: ['a', 'b', 'c', 'd', 'e'].map(name => job('sync', name)) })]).get('p')).toBe('sync/a +4')
  })
})
