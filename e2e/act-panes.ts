import type { Locator, Page } from '@playwright/test'

/** What can be done to the run. */
export const actsOf = (page: Page): Locator => page.getByRole('region', { name: 'Acts', exact: true })
export const deploymentActsOf = (page: Page): Locator => page.getByRole('region', { name: 'Acts on the deployment' })
/** The record of what was done to it here. */
export const doneOf = (page: Page): Locator => page.getByRole('region', { name: 'What was done here' })
/** Why a paused run does not go on. */
export const waitsOf = (page: Page): Locator => page.getByRole('region', { name: 'What it waits for' })
