import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aRunState } from '../../model/build.ts'
import { aPicture, inventory, judgedRuns, night, nightly, nights, NOW } from '../build.ts'
import type { Finding, Question } from '../finding.ts'
import type { Picture, SignsOfLife } from '../picture.ts'
import { NOTHING_REMEMBERED } from '../remembered.ts'

const ago = (minutes: number): number => NOW - minutes * MINUTE_MS
/** Lines until so many minutes ago, asked for just now. */
const lines = (minutes: number, given: Partial<NonNullable<SignsOfLife['log']>> = {}): SignsOfLife['log'] => ({ lastAt: ago(minutes), readAt: NOW, ...given })
/** Beats of three minutes from the run's start until so many minutes ago. */
const beats = (minutes: number, given: Partial<NonNullable<SignsOfLife['heartbeat']>> = {}): SignsOfLife['heartbeat'] => ({ count: (60 - minutes) / 3 + 1, firstAt: ago(60), lastAt: ago(minutes), readAt: NOW, ...given })

/** What is found of a job of two hours whose run has been going on for so long. */
function judged(signs: SignsOfLife | null, { runningForMinutes = 60, usualMs = 2 * HOUR_MS, picture = {}, question = {} }: { runningForMinutes?: number, usualMs?: number, picture?: Partial<Picture>, question?: Partial<Question> } = {}): Finding[] {
  const run = night(0, 'RUNNING', { id: 'tonight', endedAt: null, startedAt: ago(runningForMinutes), state: aRunState({ type: 'RUNNING', at: ago(runningForMinutes) }) })
  const earlier = nights(13, 1, { ranForMs: usualMs })
  return judgedRuns(aPicture({ deployments: inventory(nightly()), runs: [...earlier, run], signsOfLife: signs === null ? new Map() : new Map([['tonight', signs]]), ...picture }), question).findings
}
const kinds = (findings: Finding[]): string[] => findings.map(({ kind, section }) => `${kind} ${section}`)

describe('a running run that sent heartbeats', () => {
  it('is perhaps dead when three did not come, and says what was last seen', () => {
    const [found, ...others] = judged({ log: lines(13), heartbeat: beats(12) })
    expect(others).toEqual([])
    expect(found).toMatchObject({ kind: 'stuck', section: 'needs-you', open: true, sinceAt: ago(12), expectation: 'duration', title: 'ledger is perhaps dead', reason: 'Running since 06:00, but nothing was heard of it for 12 m: last line 06:47, last heartbeat 06:48' })
  })
  it.each([
    ['fewer than three are missing', { log: lines(30), heartbeat: beats(9) }],
    ['it wrote a line since', { log: lines(2), heartbeat: beats(12) }],
    ['they are known only until a while ago', { log: lines(30), heartbeat: beats(12, { readAt: ago(4) }) }],
    ['its lines were not asked for', { log: null, heartbeat: beats(12) }],
    ['its lines were asked for a while ago', { log: lines(30, { readAt: ago(4) }), heartbeat: beats(12) }],
    ['its client sends them more rarely', { log: lines(50), heartbeat: beats(20, { count: 3 }) }],
    ['only the first one came, so that its rhythm is not known', { log: lines(58), heartbeat: beats(60) }],
  ] as const)('is not where %s', (_, signs) => {
    expect(judged(signs)).toEqual([])
  })
  it('is not for what was lost while the server was away', () => {
    const gaps = [{ fromAt: ago(12), toAt: ago(8) }]
    expect(judged({ log: lines(13), heartbeat: beats(12) }, { picture: { remembered: { ...NOTHING_REMEMBERED, gaps } } })).toEqual([])
    expect(judged({ log: lines(13), heartbeat: beats(12) }, { picture: { remembered: { ...NOTHING_REMEMBERED, gaps: gaps.map(gap => ({ ...gap, unattended: true })) } } })).toHaveLength(1)
  })
  it('needs no earlier runs', () => {
    expect(kinds(judged({ log: lines(13), heartbeat: beats(12) }, { usualMs: 0, picture: { runs: [night(0, 'RUNNING', { id: 'tonight', endedAt: null, state: aRunState({ type: 'RUNNING', at: ago(60) }) })] } }))).toEqual(['stuck needs-you'])
  })
  it('is judged by what an earlier attempt left only until it began anew', () => {
    expect(judged({ log: lines(130), heartbeat: beats(129, { firstAt: ago(150), count: 8 }) }, { runningForMinutes: 5 })).toEqual([])
  })
})

describe('a running run without heartbeats', () => {
  const hours = (count: number): { runningForMinutes: number } => ({ runningForMinutes: count * 60 })
  it('may compute silently for two hours each night', () => {
    expect(judged({ log: lines(119), heartbeat: null }, hours(2))).toEqual([])
    expect(judged({ log: lines(239), heartbeat: null }, hours(4))).toEqual([])
  })
  it('is long, and no more, however silent, with its last line as evidence', () => {
    const [found] = judged({ log: lines(7 * 60), heartbeat: null }, hours(8))
    expect(kinds(found === undefined ? [] : [found])).toEqual(['running-long needs-you'])
    expect(found?.evidence).toContainEqual({ text: 'its last log line 00:00', at: ago(7 * 60), runId: 'tonight', source: 'log' })
  })
  it('is long, and no more, where it never wrote a line', () => {
    expect(kinds(judged({ log: { lastAt: null, readAt: NOW }, heartbeat: null }, hours(8)))).toEqual(['running-long needs-you'])
  })
})
