import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../expectations/thresholds.ts'
import { aFlowRun, aRunState } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, judgedRuns, night, nightly, nights, NOW } from '../build.ts'
import type { ErrorLines, Picture } from '../picture.ts'

const NONE: ErrorLines = { count: 0 }
const SOME: ErrorLines = { count: 2, text: 'Could not reach crm: ConnectionError: refused', at: NOW - 4 * 60 * MINUTE_MS }
const looked = (runs: readonly FlowRun[], lines: ErrorLines): [string, ErrorLines][] => runs.map(({ id }) => [id, lines])

const tonight = night(0)
const before = nights(13, 1)
function pictureOf(errorLines: [string, ErrorLines][], runs: FlowRun[] = [...before, tonight], given: Partial<Picture> = {}): Picture {
  return aPicture({ deployments: inventory(nightly()), runs, errorLines: new Map(errorLines), ...given })
}
const kinds = (picture: Picture): string[] => judgedRuns(picture).findings.map(({ kind, section }) => `${kind} ${section}`)

describe('errorsLogged', () => {
  it('tells a good run that wrote errors its job never writes', () => {
    expect(judgedRuns(pictureOf([...looked(before, NONE), [tonight.id, SOME]])).findings).toMatchObject([{ kind: 'errors-logged', section: 'worth-a-look', open: true, run: { id: tonight.id }, expectation: 'clean-log', reason: 'Could not reach crm: ConnectionError: refused' }])
  })
  it('is silent about what the job writes now and then', () => {
    expect(kinds(pictureOf([...looked(before, NONE), [before.at(-9)!.id, SOME], [tonight.id, SOME]]))).toEqual([])
  })
  it('is silent where too few earlier logs are known', () => {
    expect(kinds(pictureOf([...looked(before.slice(-4), NONE), [tonight.id, SOME]]))).toEqual([])
  })
  it('is silent about a run of an earlier window', () => {
    expect(kinds(pictureOf([...looked(before, NONE), [before.at(-1)!.id, SOME]], [...before]))).toEqual([])
  })
  it('is over with the next good run that writes none', () => {
    const again = night(0, 'COMPLETED', { id: 'again', autoScheduled: false, expectedStartAt: NOW - 30 * MINUTE_MS, endedAt: NOW - 20 * MINUTE_MS })
    expect(kinds(pictureOf([...looked(before, NONE), [tonight.id, SOME], ['again', NONE]], [...before, tonight, again]))).toEqual([])
  })
  it('leaves a run that was marked completed by hand to those words', () => {
    const histories = new Map([[tonight.id, [aRunState({ type: 'RUNNING' }), aRunState({ type: 'FAILED', message: 'KeyError: 1' }), aRunState({ type: 'COMPLETED' })]]])
    expect(kinds(pictureOf([...looked(before, NONE), [tonight.id, SOME]], [...before, tonight], { histories }))).toEqual(['failed worth-a-look'])
  })
  it('asks three runs of a frequent job', () => {
    const every = Array.from({ length: 60 }, (_, index) => aFlowRun({ id: `run ${index}`, expectedStartAt: NOW - (60 - index) * 30 * MINUTE_MS, startedAt: NOW - (60 - index) * 30 * MINUTE_MS, endedAt: NOW - (60 - index) * 30 * MINUTE_MS + MINUTE_MS, ranForMs: MINUTE_MS, runCount: 1, state: aRunState({ type: 'COMPLETED' }) }))
    const last = (count: number): [string, ErrorLines][] => [...looked(every.slice(-20, -count), NONE), ...looked(every.slice(-count), SOME)]
    expect(kinds(pictureOf(last(2), every))).toEqual([])
    expect(kinds(pictureOf(last(3), every))).toEqual(['errors-logged worth-a-look'])
  })
  describe('in several jobs', () => {
    const job = (id: string): { runs: FlowRun[], lines: (told: ErrorLines) => [string, ErrorLines][] } => {
      const runs = nights(13, 0, { deploymentId: id })
      return { runs, lines: told => [...looked(runs.slice(0, -1), NONE), [runs.at(-1)!.id, told]] }
    }
    const [one, other] = [job('one'), job('other')]
    const problemsOf = (lines: [string, ErrorLines][], runs = [...one.runs, ...other.runs]) =>
      answerOf(aPicture({ deployments: inventory(nightly({ id: 'one', name: 'one' }), nightly({ id: 'other', name: 'other' })), runs, errorLines: new Map(lines) })).problems.map(({ kind, section, jobs }) => `${section} ${kind} ${jobs.map(({ deployment }) => deployment).join('+')}`)

    it('is one problem where they say the same', () => {
      expect(problemsOf([...one.lines(SOME), ...other.lines(SOME)])).toEqual(['worth-a-look errors-logged one+other'])
    })
    it('are two where they say something else', () => {
      expect(problemsOf([...one.lines(SOME), ...other.lines({ count: 1, text: 'OSError: disk of ledger is full', at: NOW })])).toHaveLength(2)
    })
    it('stands apart from a job that failed of the same', () => {
      const failed = { ...other.runs.at(-1)!, state: aRunState({ type: 'FAILED', message: 'Could not reach crm: ConnectionError: refused' }) }
      expect(problemsOf(one.lines(SOME), [...one.runs, ...other.runs.slice(0, -1), failed])).toEqual(['needs-you failed other', 'worth-a-look errors-logged one'])
    })
  })
  it('leaves the morning well', () => {
    const answer = answerOf(pictureOf([...looked(before, NONE), [tonight.id, SOME]]))
    expect([answer.verdict.status, answer.counts]).toEqual(['ok', { jobs: 1, asExpected: 0, needsYou: 0, worthALook: 1, recovered: 0, known: 0, unknown: 0 }])
  })
})
