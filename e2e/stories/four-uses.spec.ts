import { expect, test } from '@playwright/test'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { BY, checkMorning, filterRuns, shareLine, type UsedMorning } from '../four-uses.ts'

let morning: UsedMorning

test.beforeAll(async ({ request, baseURL }) => {
  const { problems } = await (await request.get('/api/morning')).json() as MorningAnswer
  const problem = problems.find(({ title }) => title.includes('KeyError'))
  expect(problem?.jobs[0]?.runId, 'the demo always has a KeyError').toBeTruthy()
  morning = { address: baseURL!.replace(/\/$/, ''), runId: problem!.jobs[0]!.runId!, problem: /KeyError/, line: 'LookupError', flow: 'ledger-close', tag: 'team:finance' }
})

for (const by of BY) {
  test(`a morning is checked, and a failed run's log read, by ${by}`, async ({ page }) => await checkMorning(page, by, morning))
  test(`a line is shared by ${by}`, async ({ page, browser }) => await shareLine(page, by, morning, async () => await browser.newContext()))
  test(`runs are filtered by flow and tag, by ${by}`, async ({ page, browser }) => await filterRuns(page, by, morning, async () => await browser.newContext()))
}
