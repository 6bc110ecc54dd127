import { describe, expect, it } from 'vitest'
import { fewAtATime } from './few-at-a-time.ts'

const nextTurn = async (): Promise<void> => await new Promise(resolve => setTimeout(resolve, 1))

describe('fewAtATime', () => {
  it('does each once, in order, never more at a time than it may', async () => {
    const begun: number[] = []
    let [now, most] = [0, 0]
    await fewAtATime([1, 2, 3, 4, 5, 6, 7], async (thing) => {
      begun.push(thing)
      most = Math.max(most, now += 1)
      await nextTurn()
      now -= 1
    }, { atOnce: 3, isStopped: () => false })
    expect([begun, most]).toEqual([[1, 2, 3, 4, 5, 6, 7], 3])
  })
  it('begins no more once it is stopped, and lets go on what has begun', async () => {
    const ended: number[] = []
    let isStopped = false
    await fewAtATime([1, 2, 3, 4, 5], async (thing) => {
      isStopped ||= thing === 2
      await nextTurn()
      ended.push(thing)
    }, { atOnce: 2, isStopped: () => isStopped })
    expect(ended).toEqual([1, 2])
  })
})
