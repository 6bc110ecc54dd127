import { describe, expect, it } from 'vitest'
import { addLook, NO_LOOKS, readLooks, type Looks } from './last-look.ts'

const HOUR = 3_600_000
const whole = { isPart: false }
const first = addLook(NO_LOOKS, { at: 0, ids: ['a', 'b'] }, whole)

describe('addLook', () => {
  it('has nothing to compare with at the first visit', () => {
    expect(first).toEqual({ before: null, now: { at: 0, ids: ['a', 'b'] } })
  })
  it('goes on with a visit while the page is looked at', () => {
    expect(addLook(first, { at: HOUR / 4, ids: ['a', 'c'] }, whole)).toEqual({ before: null, now: { at: HOUR / 4, ids: ['a', 'c'] } })
  })
  it('begins another visit after a while away', () => {
    const second = addLook(first, { at: HOUR, ids: ['a', 'c'] }, whole)
    expect(second).toEqual({ before: { at: 0, ids: ['a', 'b'] }, now: { at: HOUR, ids: ['a', 'c'] } })
    expect(addLook(second, { at: HOUR + 60_000, ids: ['a'] }, whole).before).toEqual({ at: 0, ids: ['a', 'b'] })
  })
  it('forgets nothing over an answer that is not whole', () => {
    expect(addLook(first, { at: 60_000, ids: ['c'] }, { isPart: true }).now?.ids).toEqual(['a', 'b', 'c'])
  })
})

describe('readLooks', () => {
  it('reads back what was stored', () => {
    const looks: Looks = { before: { at: 1, ids: ['a'] }, now: { at: 2, ids: [] } }
    expect(readLooks(JSON.stringify(looks))).toEqual(looks)
  })
  it.each([null, '', 'x', '[]', '{"now":{"at":"soon","ids":[]}}', '{"now":{"at":1}}', '7'])('reads %j as no look', (text) => {
    expect(readLooks(text)).toEqual(NO_LOOKS)
  })
})
