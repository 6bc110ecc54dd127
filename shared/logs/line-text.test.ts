import { describe, expect, it } from 'vitest'
import { aLogRow } from './build.ts'
import { sourceOf, toTextRow } from './line-text.ts'

describe('sourceOf', () => {
  const names = new Map([['task-1', 'extract-000']])
  it.each([
    [{ taskRunId: 'task-1' }, 'extract-000'],
    [{ taskRunId: '0197aaaa-bbbb' }, 'task 0197aaaa'],
    [{}, 'flow'],
    [{ logger: 'prefect.flow_runs.worker' }, 'worker'],
    [{ logger: 'my.own' }, 'my.own'],
  ])('names the writer of %j', (given, source) => {
    expect(sourceOf(aLogRow(given), names)).toBe(source)
  })
})

describe('toTextRow', () => {
  it('is instant, level, logger and message without colours', () => {
    expect(toTextRow(aLogRow({ level: 30, message: '\u001B[33mslow\u001B[0m\u0000' }))).toBe('2026-11-23T01:05:03.120482Z WARNING  prefect.flow_runs | slow⟨NUL⟩')
  })
})
