import { describe, expect, it } from 'vitest'
import { readScreenAddress } from './screen-address.ts'

const ID = '0a1b2c3d-0000-4000-8000-000000000000'

describe('readScreenAddress', () => {
  it.each(['/', '/?from=2026-11-22T18:00:00Z&tag=a', '/runs?q=state:failed', `/runs/${ID}?line=x&tz=Europe/Berlin`, `/runs/${ID}/compare?with=x`, '/logs?q=a+b', '/flows', `/flows/${ID}`, `/deployments/${ID}`, `/runs/flow-run/${ID}`, `/flow-runs/flow-run/${ID}?tab=Logs`, `/v2/runs/task-run/${ID}`, '/dashboard'])('goes on to %s', (address) => {
    expect(readScreenAddress(address)).toBe(address)
  })

  it.each([null, '', 'http://evil.test/runs', '//evil.test/runs', `//evil.test/flow-runs/${ID}`, `/.//evil.test/flow-runs/${ID}`, `/\\evil.test/flow-runs/${ID}`, '/login', '/api/runs', `/api/runs/${ID}`, '/nowhere', 'javascript:alert(1)', 'http://['])('goes nowhere else: %s', (address) => {
    expect(readScreenAddress(address)).toBe('/')
  })

  it.each([['/runs/a?share=abc', '/runs/a'], ['/runs/a?tz=Asia/Tokyo&share=abc&q=x+y', '/runs/a?tz=Asia/Tokyo&q=x+y'], ['/?share', '/']])('hands no share token on: %s', (address, kept) => {
    expect(readScreenAddress(address)).toBe(kept)
  })
})
