import { describe, expect, it } from 'vitest'
import { shortNames } from './names.ts'

describe('shortNames', () => {
  it('says a common beginning once', () => {
    expect(shortNames(['warehouse-sync-a', 'warehouse-sync-b', 'warehouse-sync-c'])).toEqual(['warehouse-sync-a', 'b', 'c'])
  })
  it('never cuts a word', () => {
    expect(shortNames(['ingest-orders', 'ingest-orphans'])).toEqual(['ingest-orders', 'orphans'])
    expect(shortNames(['orders', 'orphans'])).toEqual(['orders', 'orphans'])
  })
  it('keeps a name that is no longer than what is common', () => {
    expect(shortNames(['a-b', 'a-'])).toEqual(['a-b', 'a-'])
  })
  it('leaves one name and none as they are', () => {
    expect([shortNames(['ledger']), shortNames([])]).toEqual([['ledger'], []])
  })
})
