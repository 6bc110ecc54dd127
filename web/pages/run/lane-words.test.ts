import { describe, expect, it } from 'vitest'
import type { TimelineRow } from '../../../shared/api/timeline.ts'
import { toTaskLanes } from '../../../shared/timeline/task-lanes.ts'
import { laneWords } from './lane-words.ts'

const wordsOf = (given: Partial<TimelineRow>): string => {
  const row: TimelineRow = { id: 'a', kind: 'task', name: 'load', mark: 'completed', stateName: 'Completed', startMs: 0, endMs: 33_000, runCount: 1, parents: [], ...given }
  return laneWords(toTaskLanes([row], 60_000).lanes[0]!)
}

describe('laneWords', () => {
  it.each<[string, Partial<TimelineRow>, string]>([
    ['a finished task', {}, 'load · 33 s'],
    ['a task of no length', { endMs: 3 }, 'load · < 0.1 s'],
    ['a task tried again', { runCount: 3 }, 'load · 33 s · 3 tries'],
    ['a task not started', { startMs: null, endMs: null, mark: 'scheduled', stateName: 'Pending' }, 'load · not started'],
    ['a cached task without times', { startMs: null, endMs: null, stateName: 'Cached' }, 'load · cached'],
    ['a task nobody saw end', { endMs: null, mark: 'crashed', stateName: 'Crashed' }, 'load · end not known'],
    ['a name that would turn its line around', { name: 'a\u202Eb' }, 'a⟨U+202E⟩b · 33 s'],
    ['a running task', { endMs: null, mark: 'running', stateName: 'Running' }, 'load · 1 m'],
  ])('tells %s', (_, given, words) => {
    expect(wordsOf(given)).toBe(words)
  })
})
