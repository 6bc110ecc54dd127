import { describe, expect, it } from 'vitest'
import { hideSecrets } from './hidden-secrets.ts'

describe('hideSecrets', () => {
  it.each(['password', 'db_password', 'DB_PASSWORD', 'passwd', 'apiKey', 'api-key', 'api_key', 'token', 'accessToken', 'client_secret', 'aws_secret_access_key', 'Authorization', 'private_key', 'credentials', 'dsn', 'connectionString', 'signing_key', 'key'])('hides the value of %s', (name) => {
    expect(hideSecrets({ [name]: 'hunter2' })).toEqual({ [name]: '•••' })
  })
  it.each(['day', 'keyspace', 'monkey', 'keys', 'passenger', 'author', 'customer'])('shows the value of %s', (name) => {
    expect(hideSecrets({ [name]: 'x' })).toEqual({ [name]: 'x' })
  })
  it('looks at any depth, and hides whole values', () => {
    expect(hideSecrets({ a: [{ b: { token: { value: 1 } } }], secrets: ['x', 'y'] })).toEqual({ a: [{ b: { token: '•••' } }], secrets: '•••' })
  })
  it('hides passwords in addresses', () => {
    expect(hideSecrets({ url: 'use postgres://ann:hunter2@db:5432/x' })).toEqual({ url: 'use postgres://ann:•••@db:5432/x' })
  })
  it('shows that a secret was not given', () => {
    expect(hideSecrets({ token: null })).toEqual({ token: null })
  })
  it('takes a key of any name as a key', () => {
    const given = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as Record<string, unknown>
    expect(JSON.stringify(hideSecrets(given))).toBe('{"__proto__":{"polluted":true},"constructor":1}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
