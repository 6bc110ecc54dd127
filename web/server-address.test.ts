import { describe, expect, it } from 'vitest'
import { readServer, withServer } from './server-address.ts'

const onStaging = { name: 'run', query: { server: 'staging', q: 'error' } }

describe('readServer', () => {
  it.each([[{}, null], [{ server: '' }, null], [{ server: null }, null], [{ server: 'eu' }, 'eu'], [{ server: ['eu', 'us'] }, 'eu']])('reads %j as %j', (query, name) => {
    expect(readServer(query)).toBe(name)
  })
})

describe('withServer', () => {
  it('stays with the server of the page', () => {
    expect(withServer({ name: 'run', params: { id: 'a' }, query: { tz: 'UTC' } }, onStaging)).toEqual({ name: 'run', params: { id: 'a' }, query: { server: 'staging', tz: 'UTC' } })
  })
  it('goes to the server a link names', () => {
    expect(withServer({ name: 'run', query: { server: 'eu' } }, onStaging)).toEqual({ name: 'run', query: { server: 'eu' } })
  })
  it('goes to the default one where a link says so', () => {
    expect(withServer({ name: 'runs', query: { server: null } }, onStaging)).toEqual({ name: 'runs', query: {} })
  })
  it('writes no server where none is named', () => {
    expect(withServer({ name: 'runs' }, { name: 'run', query: {} })).toEqual({ name: 'runs', query: {} })
  })
  it('stays with it where only the query changes', () => {
    expect(withServer({ query: { q: 'warning' } }, onStaging)).toEqual({ query: { server: 'staging', q: 'warning' } })
    expect(withServer({ query: {} }, { name: 'morning', query: { server: 'staging' } })).toEqual({ query: {} })
  })
  it('leads to the Morning of all servers, and leaves paths alone', () => {
    expect(withServer({ name: 'morning' }, onStaging)).toEqual({ name: 'morning' })
    expect(withServer('/runs/a', onStaging)).toBe('/runs/a')
  })
})
