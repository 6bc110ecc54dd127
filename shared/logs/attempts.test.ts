import { describe, expect, it } from 'vitest'
import { aRunState } from '../model/build.ts'
import type { StateType } from '../model/run-state.ts'
import { toAttempts } from './attempts.ts'

const states = (...types: StateType[]) => types.map((type, index) => aRunState({ type, at: index * 10 }))

describe('toAttempts', () => {
  it('begins one each time it runs', () => {
    expect(toAttempts(states('SCHEDULED', 'PENDING', 'RUNNING', 'SCHEDULED', 'RUNNING', 'FAILED'))).toEqual([
      { number: 1, fromAt: null, toAt: 40 },
      { number: 2, fromAt: 40, toAt: null },
    ])
  })

  it('goes on after a pause', () => {
    expect(toAttempts(states('RUNNING', 'PAUSED', 'RUNNING', 'COMPLETED'))).toHaveLength(1)
  })

  it('has none before the first', () => {
    expect(toAttempts(states('SCHEDULED', 'PENDING'))).toEqual([])
  })
})
