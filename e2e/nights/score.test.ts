import { describe, expect, it } from 'vitest'
import { writeFortnight } from './generate.ts'
import { addScore, emptyScore, formatScore } from './score.ts'

const FORTNIGHTS = 240

describe('the verdict on fortnights it has not seen', () => {
  it(`tells all that was planted in ${FORTNIGHTS} of them, and nothing else`, () => {
    const score = emptyScore()
    for (let number = 1; number <= FORTNIGHTS; number++)
      addScore(score, writeFortnight(number))
    expect(score.missed.slice(0, 40)).toEqual([])
    expect(formatScore(score)).toContain(`raised once ${score.planted}/${score.planted}`)
  }, 300_000)
})
