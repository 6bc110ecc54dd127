import { describe, expect, it } from 'vitest'
import { safeAddress } from './safe-address.ts'

describe('safeAddress', () => {
  it.each(['http://prefect.internal:4200/runs', 'https://app.example.com/x?y=1#z'])('lets %s be a link', (address) => {
    expect(safeAddress(address)).toBe(address)
  })
  it.each(['javascript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil', '/runs', 'file:///etc/passwd', '', 'http//x'])('makes no link of %j', (address) => {
    expect(safeAddress(address)).toBeNull()
  })
})
