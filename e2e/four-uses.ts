import { expect as expectPage, type BrowserContext, type Page } from '@playwright/test'

/** What a morning holds, as far as the four uses go through it. */
export interface UsedMorning {
  /** Of First Light, without a trailing slash. */
  address: string
  /** A run that failed in the night. */
  runId: string
  /** What the link of its problem says, and a line of its log. */
  problem: string | RegExp
  line: string | RegExp
  flow: string
  /** Has runs in the last day, and other flows have it too. */
  tag: string
}

export const BY = ['mouse', 'keyboard'] as const
type By = typeof BY[number]

const see = expectPage.configure({ timeout: 15_000 })
const logOf = (page: Page) => page.getByRole('log', { name: 'Log lines' })
const lineOf = (page: Page, words: string | RegExp) => logOf(page).getByRole('listitem').filter({ hasText: words }).first()
const copied = async (page: Page): Promise<string> => await page.evaluate(async () => await navigator.clipboard.readText())

/** The morning check: from the sentence to the run behind its problem, which says why and opens its log on the line that does. */
export async function checkMorning(page: Page, by: By, { address, runId, problem, line }: UsedMorning): Promise<void> {
  await page.goto(`${address}/`)
  await see(page.getByRole('heading', { level: 1 })).toContainText(/needs? you/)
  const link = page.getByRole('listitem').getByRole('link', { name: problem }).first()
  await see(link).toBeVisible()
  if (by === 'mouse') {
    await link.click()
  }
  else {
    const isThere = async (): Promise<boolean> => await link.evaluate(element => element === document.activeElement)
    for (let presses = 0; presses < 60 && !await isThere(); presses++)
      await page.keyboard.press('j')
    await page.keyboard.press('Enter')
  }
  await see(page).toHaveURL(new RegExp(`/runs/${runId}`))
  await see(page.getByRole('region', { name: 'Why' }).getByText(line).first()).toBeInViewport()
  await see(lineOf(page, line)).toBeVisible()
}

/** A link to a line of a run opens on that line in a browser that was never here. */
export async function shareLine(page: Page, by: By, { address, runId, line }: UsedMorning, fresh: () => Promise<BrowserContext>): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${address}/runs/${runId}`)
  await see(lineOf(page, line)).toBeVisible()
  const marked = page.getByRole('group', { name: 'Marked lines' })
  if (by === 'mouse') {
    await lineOf(page, line).getByRole('link').first().click()
    await marked.getByRole('button', { name: 'Copy link' }).click()
  }
  else {
    await logOf(page).focus()
    await page.keyboard.press('j')
    await see(page).toHaveURL(/line=/)
    for (let presses = 0; presses < 300 && !await lineOf(page, line).evaluate(element => element.matches('.marked')); presses++)
      await page.keyboard.press('j')
    await marked.getByRole('button', { name: 'Copy link' }).press('Enter')
  }
  await see.poll(async () => await copied(page)).toMatch(/line=.*tz=|tz=.*line=/)
  const context = await fresh()
  const colleague = await context.newPage()
  await colleague.goto(await copied(page))
  await see(colleague.getByRole('group', { name: 'Marked lines' })).toContainText('1 line marked')
  await see(lineOf(colleague, line)).toBeInViewport()
  await context.close()
}

/** Runs of one flow, then those that have a tag: clicked together or typed, the address is the same, and opens the same list elsewhere. */
export async function filterRuns(page: Page, by: By, { address, flow, tag }: UsedMorning, fresh: () => Promise<BrowserContext>): Promise<void> {
  await page.goto(`${address}/runs`)
  const rows = (of: Page) => of.getByRole('table', { name: 'Runs' }).getByRole('row').filter({ has: of.getByRole('link') })
  await see(rows(page).first()).toBeVisible()
  if (by === 'mouse') {
    for (const [field, value] of [['flow', flow], ['tag', tag]] as const) {
      await page.getByRole('button', { name: `Show only a ${field}` }).click()
      const find = page.getByRole('textbox', { name: `Find: Show only a ${field}` })
      if (await find.count() > 0)
        await find.fill(value)
      await page.getByRole('option', { name: value, exact: true }).click()
      await page.keyboard.press('Escape')
    }
  }
  else {
    await page.keyboard.press('/')
    await page.keyboard.type(`flow:${flow} tag:${tag}`)
    await page.keyboard.press('Enter')
  }
  await see(page).toHaveURL(new RegExp(`flow:${flow}.*tag:${tag}`))
  const isOfFlow = async (of: Page): Promise<void> => {
    await see(async () => {
      const all = await rows(of).allInnerTexts()
      see(all.length).toBeGreaterThan(0)
      see(all.filter(words => !words.includes(flow))).toEqual([])
    }).toPass()
  }
  await isOfFlow(page)
  const context = await fresh()
  const colleague = await context.newPage()
  await colleague.goto(page.url())
  await isOfFlow(colleague)
  see(await rows(colleague).first().innerText()).toBe(await rows(page).first().innerText())
  await context.close()
}
