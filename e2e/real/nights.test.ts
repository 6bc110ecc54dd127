import { afterAll, beforeAll, expect, it } from 'vitest'
import { INCIDENTS, writeFortnightUpTo } from '../nights/generate.ts'
import { emptyScore, formatScore, scoreAnswer } from '../nights/score.ts'
import { describeReal } from './describe-real.ts'
import { lookAt, plantedAfterwards, toLines } from './looked-at-night.ts'
import { startServer, type RealServer } from './servers.ts'

const NIGHTS = 4
const NAMES = Object.keys(INCIDENTS)

/** Made-up fortnights that end now, each with its share of all incidents there are, through a real server and the built First Light. */
await describeReal('3.8.8', 'the verdict on written fortnights', () => {
  let prefect: RealServer

  beforeAll(async () => {
    const started = await startServer({ version: '3.8.8' })
    if ('unavailable' in started)
      throw new Error(started.unavailable)
    prefect = started
  })

  afterAll(async () => {
    await prefect?.stop()
  })

  it.each(Array.from({ length: NIGHTS }, (_, index) => index))('is what was planted, on each look: night %i', async (index) => {
    const written = writeFortnightUpTo(Date.now(), index, NAMES.filter((_, place) => place % NIGHTS === index))
    const { looks, pure } = await lookAt(prefect, written)
    const score = emptyScore()
    looks.forEach(look => scoreAnswer(score, plantedAfterwards(written), look))
    expect(score.missed).toEqual([])
    expect(formatScore(score)).toContain(`raised once ${score.planted}/${score.planted}`)
    for (const look of looks)
      expect(toLines(look)).toEqual(toLines(pure))
  })
})
