import { describe, expect, it } from 'vitest'
import type { ProblemAnswer } from '../../../shared/api/morning.ts'
import { partPaused } from './paused-jobs.ts'

const NOW = { now: Date.parse('2026-11-28T07:00:00Z'), timeZone: 'UTC' }

function aProblem(id: string, given: Partial<ProblemAnswer> = {}): ProblemAnswer {
  return { id, section: 'known', cause: { key: `paused ${id}`, text: 'its deployment is paused' }, acknowledgement: null, since: '2026-11-20T03:00:00Z', ...given } as ProblemAnswer
}

describe('jobs that are paused for long', () => {
  it('are told in one line from three on, with the oldest', () => {
    const problems = [aProblem('a'), aProblem('b', { since: '2024-03-01T03:00:00Z' }), aProblem('c')]
    expect(partPaused(problems, NOW)).toEqual({ paused: { problems, words: '3 paused, oldest 2024' }, others: [] })
    expect(partPaused([aProblem('a'), aProblem('b', { since: '2026-01-03T03:00:00Z' }), aProblem('c')], NOW).paused?.words).toBe('3 paused, oldest 3 Jan')
  })

  it('are rows where they are few', () => {
    const problems = [aProblem('a'), aProblem('b')]
    expect(partPaused(problems, NOW)).toEqual({ paused: null, others: problems })
  })

  it('stay apart from other causes, from what is open to somebody, and from what somebody spoke of', () => {
    const others = [
      aProblem('off', { cause: { key: 'schedule off a', text: 'its schedule was switched off' } }),
      aProblem('none', { cause: null }),
      aProblem('new', { section: 'needs-you' }),
      aProblem('said', { acknowledgement: {} as ProblemAnswer['acknowledgement'] }),
    ]
    const paused = ['a', 'b', 'c'].map(id => aProblem(id))
    expect(partPaused([...paused, ...others], NOW)).toMatchObject({ paused: { problems: paused }, others })
  })
})
