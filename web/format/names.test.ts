import { describe, expect, it } from 'vitest'
import { jobNames, shortNames } from './names.ts'

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

describe('jobNames', () => {
  it('leaves the deployment out where the flow says enough', () => {
    expect(jobNames([{ flow: 'ledger', deployment: 'prod' }, { flow: 'payroll', deployment: null }])).toEqual(['ledger', 'payroll'])
  })
  it('says the deployment where one flow has several', () => {
    expect(shortNames(jobNames([{ flow: 'sync', deployment: 'orders' }, { flow: 'sync', deployment: 'stock' }]))).toEqual(['sync/orders', 'stock'])
  })
})
