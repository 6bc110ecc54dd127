import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { takesTextQueries, writeTextQuery } from './log-search.ts'

describe('writeTextQuery', () => {
  it.each([
    ['connection refused', '"connection refused" "\u001B"'],
    ['say "no" -x \\', String.raw`"say \"no\" -x \\"` + ' "\u001B"'],
    ['größe geprüft', '"e gepr" "\u001B"'],
  ])('quotes %j', (phrase, query) => {
    expect(writeTextQuery(phrase)).toBe(query)
  })

  it.each(['مخزن', '⟨NUL⟩', '東京', 'a⟩'])('cannot ask for %j', (phrase) => {
    expect(writeTextQuery(phrase)).toBeNull()
  })

  it('keeps within what Prefect takes', () => {
    fc.assert(fc.property(fc.string({ maxLength: 500, unit: fc.constantFrom('a', '"', '\\', ' ', 'ö') }), (phrase) => {
      expect((writeTextQuery(phrase) ?? '').length).toBeLessThanOrEqual(200)
    }))
  })
})

describe('takesTextQueries', () => {
  const answering = (status: number) => createClient({ apiUrl: 'http://upstream.invalid/api', pauseMs: 1, fetch: () => new Response('[]', { status }) })

  it.each([[200, true], [422, false], [500, false]])('after %i is %s', async (status, takes) => {
    expect(await takesTextQueries(answering(status), undefined)).toBe(takes)
  })

  it('is not known of a server that does not answer', async () => {
    await expect(takesTextQueries(answering(503), undefined)).rejects.toThrow()
  })
})
