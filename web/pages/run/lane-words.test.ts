import { describe, expect, it } from 'vitest'
import type { TimelineRow } from '../../../shared/api/timeline.ts'
import { aRow } from '../../../shared/timeline/build.ts'
import { toTaskLanes, type LaneChoice } from '../../../shared/timeline/task-lanes.ts'
import { laneWords } from './lane-words.ts'

const wordsOf = (rows: TimelineRow[], choice: LaneChoice = {}): string[] => toTaskLanes(rows, 60_000, choice).lanes.map(lane => laneWords(lane))

describe('laneWords', () => {
  it.each<[string, Partial<TimelineRow>, string]>([
    ['a finished task', {}, 'load · 33 s'],
    ['a task of no length', { endMs: 3 }, 'load · < 0.1 s'],
    ['a task tried again', { runCount: 3 }, 'load · 33 s · 3 tries'],
    ['a task not started', { startMs: null, endMs: null, mark: 'scheduled', stateName: 'Pending' }, 'load · not started'],
    ['a cached task without times', { startMs: null, endMs: null, stateName: 'Cached' }, 'load · cached'],
    ['a cached task with times', { endMs: 3, stateName: 'Cached' }, 'load · < 0.1 s · cached'],
    ['a task nobody saw end', { endMs: null, mark: 'crashed', stateName: 'Crashed' }, 'load · end not known'],
    ['a name that would turn its line around', { name: 'a\u202Eb' }, 'a⟨U+202E⟩b · 33 s'],
    ['a running task', { endMs: null, mark: 'running', stateName: 'Running' }, 'load · 1 m'],
    ['a child run', { kind: 'flow', name: 'child / brisk-owl' }, 'child / brisk-owl · 33 s · folded'],
  ])('tells %s', (_, given, words) => {
    expect(wordsOf([aRow({ name: 'load', endMs: 33_000, ...given })])).toEqual([words])
  })

  it('tells tries that the row itself does not say', () => {
    expect(laneWords(toTaskLanes([aRow({ name: 'load', endMs: 33_000, runCount: null })], 60_000).lanes[0]!, { runCount: 3 })).toBe('load · 33 s · 3 tries')
  })

  it('tells how many are folded, and what needs a person', () => {
    const rows = Array.from({ length: 200 }, (_, index) => aRow({ name: `transform-${index}`, endMs: 33_000, mark: index < 3 ? 'failed' : 'completed' }))
    expect(wordsOf(rows, { isGrouped: true })).toEqual(['transform × 200 · 33 s · 3 failed · folded'])
  })

  it('tells attempts of the run, and what was not reached', () => {
    const attempts = [{ number: 1, mark: 'failed' as const, fromMs: 0 }, { number: 2, mark: 'completed' as const, fromMs: 40_000 }]
    expect(wordsOf([aRow({ name: 'load', endMs: 33_000 })], { attempts })).toEqual(['attempt 1 · 33 s · 1 task · failed · folded', 'attempt 2 · 20 s · 0 tasks · completed'])
    expect(wordsOf([], { absent: [{ kind: 'task', name: 'mail', count: 3, startMs: 0, medianMs: 2_000, runCount: 5 }] })).toEqual(['mail · not reached, usually 3 of it, usually 2 s'])
    expect(laneWords(toTaskLanes([], 60_000, { absent: [{ kind: 'task', name: 'mail', count: 1, startMs: 0, medianMs: null, runCount: 5 }] }).lanes[0]!, { isLive: true })).toBe('mail · not reached yet')
  })
})
