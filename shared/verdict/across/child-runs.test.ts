import { describe, expect, it } from 'vitest'
import { aFlow, aRunState } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, night, nightly, nights, NOW } from '../build.ts'
import type { ChildRun, Picture } from '../picture.ts'

const MINUTE = 60_000
const THREE = Date.parse('2026-11-24T03:00:00Z')
const flows = new Map([['flow-1', aFlow()], ['flow-2', aFlow({ id: 'flow-2', name: 'loader' })]])

const child = (rootRunId: string, { id = 'child', minute = 3, message = 'Flow run encountered an exception: KeyError: \'x\'' }: { id?: string, minute?: number, message?: string } = {}): ChildRun => ({
  rootRunId,
  run: night(0, 'FAILED', { id, name: id, flowId: 'flow-2', deploymentId: null, autoScheduled: false, parentTaskRunId: 'task', endedAt: THREE + minute * MINUTE, message }),
})

const picture = (root: FlowRun, children: ChildRun[], given: Partial<Picture> = {}): Picture => aPicture({ flows, deployments: inventory(nightly()), runs: [...nights(13, 1), root], children, ...given })

describe('a root whose child failed', () => {
  it('is one problem with the child\'s cause, where it only says that something failed', () => {
    const root = night(0, 'FAILED', { message: '1/3 states failed.' })
    const { problems } = answerOf(picture(root, [child(root.id)]))
    expect(problems).toMatchObject([{ kind: 'failed', section: 'needs-you', title: 'KeyError: \'x\'', cause: { key: 'KeyError: \'x\'' } }])
    expect(problems[0]?.jobs).toMatchObject([{ flow: 'ledger', runId: root.id }])
  })

  it('is told with the child that failed first, the deepest of nested ones', () => {
    const root = night(0, 'FAILED', { message: '1/3 states failed.' })
    const children = [child(root.id, { id: 'outer', minute: 4, message: '1/1 states failed.' }), child(root.id, { id: 'inner', minute: 3 })]
    const { problems } = answerOf(picture(root, children))
    expect(problems[0]).toMatchObject({ title: 'KeyError: \'x\'' })
    expect(problems[0]?.evidence.map(({ text }) => text)).toContain('inner of loader, a run it started, failed first, 03:03')
  })

  it('keeps its own cause where it names one', () => {
    const root = night(0, 'FAILED', { message: 'Flow run encountered an exception: RuntimeError: 3 loads failed' })
    expect(answerOf(picture(root, [child(root.id)])).problems[0]?.cause?.key).toBe('RuntimeError: ‹n› load failed')
  })

  it('shares its problem with a job that failed of the same by itself', () => {
    const root = night(0, 'FAILED', { message: '1/3 states failed.' })
    const other = { deploymentId: 'deployment-2' }
    const { problems } = answerOf(aPicture({ flows, deployments: inventory(nightly(), nightly({ id: 'deployment-2', name: 'other' })), children: [child(root.id)], runs: [...nights(13, 1), root, ...nights(13, 1, other), night(0, 'FAILED', { ...other, message: 'KeyError: \'x\'' })] }))
    expect(problems).toHaveLength(1)
    expect(problems[0]?.jobs).toHaveLength(2)
  })

  it('is back from the known when another child fails', () => {
    const failed = [2, 1, 0].map(daysBack => night(daysBack, 'FAILED', { message: '1/3 states failed.' }))
    const children = failed.map((root, index) => ({ ...child(root.id, { id: `child ${index}`, message: index === 2 ? 'ValueError: rates are empty' : 'KeyError: \'x\'' }) }))
      .map(({ run, rootRunId }, index) => ({ rootRunId, run: { ...run, endedAt: failed[index]!.endedAt! - MINUTE } }))
    expect(answerOf(picture(failed[2]!, children, { runs: [...nights(13, 3), ...failed] })).problems).toMatchObject([{ section: 'needs-you', title: 'ValueError: rates are empty' }])
    const same = children.map(({ run, rootRunId }) => ({ rootRunId, run: { ...run, state: aRunState({ type: 'FAILED', at: run.endedAt!, message: 'KeyError: \'x\'' }) } }))
    expect(answerOf(picture(failed[2]!, same, { runs: [...nights(13, 3), ...failed] })).problems).toMatchObject([{ section: 'known', title: 'KeyError: \'x\'' }])
  })

  it('is no problem when it completed; its row says so', () => {
    const root = night(0)
    const { problems, asExpected, verdict } = answerOf(picture(root, [child(root.id), child(root.id, { id: 'second' })]))
    expect({ problems, status: verdict.status }).toEqual({ problems: [], status: 'ok' })
    expect(asExpected[0]?.reason).toContain('2 of its child runs failed')
  })

  it('is worth a look while it goes on', () => {
    const root = night(0, 'RUNNING', { endedAt: null, startedAt: NOW - 6 * MINUTE, state: aRunState({ type: 'RUNNING', at: NOW - 6 * MINUTE }) })
    const late = { ...child(root.id), run: { ...child(root.id).run, endedAt: NOW - 2 * MINUTE } }
    expect(answerOf(picture(root, [late])).problems).toMatchObject([{ kind: 'failed', section: 'worth-a-look', open: true, cause: { key: 'KeyError: \'x\'' } }])
  })

  it('is not told of a child of an earlier attempt', () => {
    const root = night(0, 'RUNNING', { endedAt: null, runCount: 1, startedAt: THREE, state: aRunState({ type: 'RUNNING', at: NOW - 2 * MINUTE }) })
    expect(answerOf(picture(root, [child(root.id)])).problems).toEqual([])
  })
})
