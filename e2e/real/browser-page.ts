import { chromium, type Browser, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { chromiumLaunch } from '../chromium.ts'
import { startOwnServer, type OwnServer } from '../own-server.ts'

/** What the tests of one block see of First Light: a page of their own each, all of one built server that may act. */
export interface BrowserPage {
  /** Of the test that runs. */
  page: Page
  /** One that shares nothing with it. */
  newPage: () => Promise<Page>
  /** Of our server, without a trailing slash. */
  address: string
}

/**
 * Starts the built First Light over a Prefect server for the tests of this block, and gives each a fresh browser context. A test in
 * which the page throws, or opens a dialog, fails.
 *
 * @param apiUrl - asked once all that is started before the tests runs
 */
export function useBrowserPage(apiUrl: () => string): BrowserPage {
  let own: OwnServer
  let browser: Browser
  const shown = { newPage: async () => await (await browser.newContext()).newPage() } as BrowserPage
  let troubles: string[]

  beforeAll(async () => {
    own = await startOwnServer({ env: { PREFECT_API_URL: apiUrl(), FIRSTLIGHT_ACTIONS: 'on' } })
    shown.address = own.address
    browser = await chromium.launch(chromiumLaunch())
  })
  afterAll(async () => {
    await browser?.close()
    await own?.stop()
  })
  beforeEach(async () => {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    shown.page = await context.newPage()
    troubles = []
    shown.page.on('pageerror', error => troubles.push(error.message))
    shown.page.on('dialog', dialog => troubles.push(dialog.message()))
  })
  afterEach(async () => {
    await shown.page.context().close()
    expect(troubles).toEqual([])
  })
  return shown
}
