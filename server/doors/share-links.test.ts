import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createShareLinks, type SharedAddress } from './share-links.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-23T08:55:00Z')
const at = (address: string): SharedAddress => ({ path: address.split('?')[0] ?? '', query: new URLSearchParams(address.split('?')[1] ?? '') })

function links(secret = 'correct horse battery staple') {
  const clock = { now: NOW }
  return { clock, ...createShareLinks({ secret, now: () => clock.now }) }
}

describe('createShareLinks', () => {
  it('signs for seven days', () => {
    const { clock, sign, isGood } = links()
    const { token, untilAt } = sign(at('/runs/a?tz=UTC'))
    expect(token).toMatch(/^[\w-]{52}$/)
    expect(untilAt).toBe(NOW + 7 * DAY_MS)
    clock.now = untilAt - 1
    expect(isGood(at('/runs/a?tz=UTC'), token)).toBe(true)
    clock.now = untilAt
    expect(isGood(at('/runs/a?tz=UTC'), token)).toBe(false)
  })

  it.each(['/runs/b?tz=UTC', '/runs/a', '/runs/a?tz=Asia/Tokyo', '/runs/a?tz=UTC&server=other', '/?tz=UTC', '/runs/a/?tz=UTC', '/flows/a?tz=UTC'])('signs nothing else: %s', (other) => {
    const { sign, isGood } = links()
    expect(isGood(at(other), sign(at('/runs/a?tz=UTC')).token)).toBe(false)
  })

  it('signs a morning with its window and filter', () => {
    const { sign, isGood } = links()
    const morning = '/?from=2026-11-22T18:00:00Z&to=2026-11-23T08:55:00Z&tz=UTC&tag=a&tag=b'
    const { token } = sign(at(morning))
    expect(isGood(at('/?tz=UTC&tag=a&tag=b&to=2026-11-23T08:55:00Z&from=2026-11-22T18:00:00Z&utm=chat'), token)).toBe(true)
    for (const other of [morning.replace('22T', '21T'), morning.replace('&tag=b', ''), morning.replace('&tag=a&tag=b', '&tag=a&flow=b'), morning.replace('08:55', '09:55')])
      expect(isGood(at(other), token)).toBe(false)
  })

  it('knows no token of another secret', () => {
    expect(links('another secret altogether').isGood(at('/runs/a'), links().sign(at('/runs/a')).token)).toBe(false)
  })

  it('takes no token of which one character is another, or any other text', () => {
    const { sign, isGood } = links()
    const { token } = sign(at('/runs/a'))
    fc.assert(fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. '), (place, character) => {
      const forged = token.slice(0, place) + character + token.slice(place + 1)
      expect(isGood(at('/runs/a'), forged)).toBe(forged === token)
    }))
    fc.assert(fc.property(fc.string({ maxLength: 80 }), text => !isGood(at('/runs/a'), text)))
    expect([`${token}A`, ` ${token}`, token.slice(1), '', `${token}=`].some(text => isGood(at('/runs/a'), text))).toBe(false)
  })

  it('cannot be made to last longer', () => {
    const { clock, sign, isGood } = links()
    const bytes = Buffer.from(sign(at('/runs/a')).token, 'base64url')
    bytes.writeUIntBE(NOW + 365 * DAY_MS, 1, 6)
    clock.now = NOW + 8 * DAY_MS
    expect(isGood(at('/runs/a'), bytes.toString('base64url'))).toBe(false)
  })
})
