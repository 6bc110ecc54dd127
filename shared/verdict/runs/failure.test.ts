import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aRunState } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { aPicture, inventory, judgedRuns, night, nightly, nights, NOW } from '../build.ts'
import type { Picture } from '../picture.ts'

const THREE = Date.parse('2026-11-24T03:00:00Z')
const picture = (runs: FlowRun[], given: Partial<Picture> = {}): Picture => aPicture({ deployments: inventory(nightly()), runs, ...given })
const findings = (runs: FlowRun[], given: Partial<Picture> = {}) => judgedRuns(picture(runs, given)).findings
const texts = (finding: { evidence: readonly { text: string }[] } | undefined): string[] => finding?.evidence.map(({ text }) => text) ?? []

describe('a failure', () => {
  it('from before the window stays open until a good run', () => {
    const failed = night(3, 'FAILED', { message: 'boom' })
    expect(findings([...nights(13, 4), failed])).toMatchObject([{ kind: 'failed', section: 'needs-you', open: true, sinceAt: failed.endedAt }])
    expect(findings([...nights(13, 4), failed, night(2)])).toEqual([])
  })

  it('is told in its own words, without those Prefect puts in front', () => {
    expect(findings([night(0, 'FAILED', { message: 'Flow run encountered an exception: KeyError: \'x\'' })])).toMatchObject([{ reason: 'KeyError: \'x\'' }])
    expect(findings([night(0, 'CRASHED', { message: 'Crash detected!' })])).toMatchObject([{ reason: 'Crash detected!' }])
  })

  it('counts the nights of its cause only', () => {
    const failed = (daysBack: number, message: string): FlowRun => night(daysBack, 'FAILED', { message })
    expect(findings([...nights(13, 4), failed(3, 'KeyError: \'x\''), failed(2, 'KeyError: \'x\''), failed(1, 'quota exceeded'), failed(0, 'quota exceeded')])).toMatchObject([{ nightCount: 2, section: 'needs-you' }])
  })

  it('of days of which not all is known makes no streak', () => {
    const rowsFromAt = NOW - 1.5 * DAY_MS
    const coverage = new Map([['deployment-1', { rowsFromAt, keptFromAt: null }]])
    const failed = [9, 6, 3, 0].map(daysBack => night(daysBack, 'FAILED', { message: 'boom' }))
    expect(findings(failed, { coverage })).toMatchObject([{ nightCount: 1, section: 'needs-you' }])
    const unseen = judgedRuns(picture(failed.slice(0, 3), { coverage }))
    expect(unseen).toMatchObject({ findings: [], unknown: 'quiet-owl failed, and not all that came after it was read' })
  })

  it('that was retried to the end is recovered', () => {
    const done = night(0, 'COMPLETED', { runCount: 2, endedAt: THREE + HOUR_MS, state: aRunState({ type: 'COMPLETED', at: THREE + HOUR_MS }) })
    const history = [aRunState({ type: 'RUNNING', at: THREE }), aRunState({ type: 'FAILED', at: THREE + MINUTE_MS, message: 'ValueError: boom' }), aRunState({ type: 'RUNNING', at: THREE + 50 * MINUTE_MS }), aRunState({ type: 'COMPLETED', at: THREE + HOUR_MS })]
    const [finding] = findings([...nights(13, 1), done], { histories: new Map([[done.id, history]]) })
    expect(finding).toMatchObject({ kind: 'failed', section: 'recovered', open: false, cause: { key: 'ValueError: boom' } })
    expect(texts(finding)).toContain('run again, it ended well 04:00')
  })

  it('of the night before is not put right by a run that was marked completed and never ran', () => {
    const marked = night(0, 'COMPLETED', { startedAt: null, ranForMs: null, runCount: 0 })
    const { findings } = judgedRuns(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 2), night(1, 'FAILED', { message: 'KeyError: 1' }), marked] }))
    expect(findings).toMatchObject([{ kind: 'failed', section: 'needs-you' }, { kind: 'missing', section: 'worth-a-look', title: 'ledger did not run and was marked completed by hand' }])
  })
  it('that was only marked completed is not recovered', () => {
    const marked = night(0)
    const history = [aRunState({ type: 'RUNNING', at: THREE }), aRunState({ type: 'FAILED', at: THREE + MINUTE_MS, message: 'boom' }), aRunState({ type: 'COMPLETED', at: THREE + HOUR_MS })]
    expect(findings([...nights(13, 1), marked], { histories: new Map([[marked.id, history]]) })).toMatchObject([{ section: 'worth-a-look', title: 'ledger failed and was marked completed by hand' }])
  })
})

describe('a part of a job', () => {
  const customers = ['acme', 'globex', 'initech']
  const part = (daysBack: number, customer: string, given: Partial<FlowRun> & { message?: string } = {}): FlowRun => night(daysBack, given.message === undefined ? 'COMPLETED' : 'FAILED', { id: `${daysBack} ${customer}`, parameters: { customer }, ...given })
  const before = (to: number, names = customers): FlowRun[] => Array.from({ length: 6 }, (_, index) => 6 + to - index).flatMap(daysBack => names.map(customer => part(daysBack, customer)))

  it('is open though another passes', () => {
    const runs = [...before(0), part(0, 'acme', { message: 'boom' }), part(0, 'globex'), part(0, 'initech')]
    expect(findings(runs)).toMatchObject([{ partition: 'customer=acme', section: 'needs-you', open: true }])
  })

  it('is recovered by its own later success only', () => {
    const runs = [...before(1), part(1, 'acme', { message: 'boom' }), part(1, 'globex'), part(0, 'globex'), part(0, 'initech')]
    expect(findings(runs)).toMatchObject([{ partition: 'customer=acme', open: true }])
    expect(findings([...runs, part(0, 'acme')])).toEqual([])
  })

  it('is told with the others where more than five fail alike', () => {
    const names = Array.from({ length: 8 }, (_, index) => `c${index}`)
    const [finding, ...others] = findings([...before(0, names), ...names.map(customer => part(0, customer, { message: 'KeyError: \'rate\'' }))])
    expect(others).toEqual([])
    expect(finding).toMatchObject({ partition: null, cause: { key: 'KeyError: \'rate\'' } })
    expect(texts(finding)[0]).toContain('8 parts: customer=c0; customer=c1')
  })
})

describe('a slot named by a date', () => {
  const dated = (daysBack: number, message?: string): FlowRun => night(daysBack, message === undefined ? 'COMPLETED' : 'FAILED', { parameters: { as_of: `2026-11-${24 - daysBack}` }, ...(message !== undefined && { message }) })
  const runs = [...[9, 8, 7, 6, 5, 4, 3, 2].map(daysBack => dated(daysBack)), dated(1, 'boom'), dated(0)]

  it('is recovered by the next, which says that it was not run again', () => {
    const [finding, ...others] = judgedRuns(picture(runs), { fromAt: NOW - 2 * DAY_MS }).findings
    expect(others).toEqual([])
    expect(finding).toMatchObject({ section: 'recovered', partition: null })
    expect(texts(finding)).toContain('as_of=2026-11-23 was not run again')
  })

  it('is told while the next one is of the window', () => {
    expect(judgedRuns(picture(runs), { fromAt: NOW - 12 * HOUR_MS }).findings).toMatchObject([{ section: 'recovered' }])
    expect(judgedRuns(picture(runs), { fromAt: NOW - HOUR_MS }).findings).toEqual([])
  })

  it('says so when it was run again', () => {
    const again = { ...dated(1), id: 'again', autoScheduled: false, expectedStartAt: NOW - HOUR_MS, createdAt: NOW - HOUR_MS }
    expect(texts(judgedRuns(picture([...runs, again]), { fromAt: NOW - 2 * DAY_MS }).findings[0])).toContain('as_of=2026-11-23 was run again')
  })
})

describe('a job that fails and comes right', () => {
  const flaky = (nightsBack: readonly number[]): FlowRun[] => nights(13, 0).flatMap((run, index) => nightsBack.includes(13 - index)
    ? [{ ...run, id: `bad ${index}`, state: aRunState({ type: 'FAILED', at: run.endedAt ?? 0, message: 'boom' }) }, { ...run, id: `good ${index}`, autoScheduled: false, expectedStartAt: (run.expectedStartAt ?? 0) + HOUR_MS, endedAt: (run.endedAt ?? 0) + HOUR_MS }]
    : [run])

  it('is flakier than usual on three nights of a week, with none before', () => {
    expect(findings(flaky([4, 2, 0]))).toMatchObject([{ kind: 'flaky', section: 'worth-a-look' }])
  })

  it('is recovered when it was so before, or less often', () => {
    expect(findings(flaky([9, 4, 2, 0]))).toMatchObject([{ kind: 'failed', section: 'recovered' }])
    expect(findings(flaky([2, 0]))).toMatchObject([{ kind: 'failed', section: 'recovered' }])
  })
})
