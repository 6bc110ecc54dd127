import { describe, expect, it } from 'vitest'
import { toRunPause } from './run-pause.ts'

const paused = (state_details: unknown): unknown => ({ state: { type: 'PAUSED', state_details } })

describe('toRunPause', () => {
  it('reads until when it waits, and what for', () => {
    const details = { pause_timeout: '2026-11-24T10:00:00.500000Z', pause_reschedule: true, run_input_keyset: { schema: 'suspended-1-schema', description: 'suspended-1-description', response: 'suspended-1-response' } }
    expect(toRunPause(paused(details))).toEqual({ untilAt: Date.parse('2026-11-24T10:00:00.5Z'), isSuspended: true, inputKeys: { schema: 'suspended-1-schema', description: 'suspended-1-description' } })
  })
  it('is null for a run that is not paused', () => {
    expect(toRunPause({ state: { type: 'RUNNING', state_details: {} } })).toBeNull()
    expect(toRunPause({ state: null })).toBeNull()
  })
  it('takes odd details for none', () => {
    for (const details of [null, 'x', {}, { pause_timeout: 'soon', pause_reschedule: 'yes', run_input_keyset: { schema: 7 } }])
      expect(toRunPause(paused(details))).toEqual({ untilAt: null, isSuspended: false, inputKeys: null })
  })
})
