import { describe, expect, it } from 'vitest'
import { sheetTicks } from './sheet-ticks.ts'

const window = { from: '2026-11-23T17:00:00Z', to: '2026-11-24T06:00:00Z', tz: 'Europe/Berlin' }

describe('sheetTicks', () => {
  it('names the day at midnight of the zone', () => {
    expect(sheetTicks(window, 1_200).filter(({ isDay }) => isDay).map(({ label }) => label)).toEqual(['Tue 24'])
  })
  it('shows the hour that occurs twice as often', () => {
    const labels = sheetTicks({ from: '2026-10-24T22:00:00Z', to: '2026-10-25T05:00:00Z', tz: 'Europe/Berlin' }, 1_200).map(({ label }) => label)
    expect(labels.filter(label => label === '02')).toHaveLength(2)
  })
})
