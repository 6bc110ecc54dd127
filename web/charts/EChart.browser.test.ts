import { expect, it } from 'vitest'
import { createApp, h } from 'vue'
import { durationScatter } from './duration-scatter.ts'
import EChart from './EChart.vue'

it('draws its option on a canvas and goes without a trace', () => {
  const host = document.createElement('div')
  host.style.width = '600px'
  document.body.append(host)
  const colors = { ok: 'green', bad: 'red', late: 'orange', run: 'blue', soft: 'grey', line: 'silver', ink: 'black', panel: 'white', okPale: 'palegreen' }
  const option = durationScatter([{ runId: 'a', at: '2026-11-24T03:00:00Z', ranForMs: 90_000, mark: 'completed' }], { colors, now: 0, timeZone: 'UTC', baseline: null })
  const app = createApp({ render: () => h(EChart, { option }) })
  app.mount(host)
  expect(host.querySelector('canvas')?.width).toBeGreaterThan(0)
  app.unmount()
  expect(host.querySelector('canvas')).toBeNull()
})
