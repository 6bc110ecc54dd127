import { expect, test } from '@playwright/test'

test('the first key press offers to skip to the page', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('the night\'s sheet is walked by arrow keys, and Enter opens what is chosen', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /The night as bars/ }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('figure [aria-live]')).not.toBeEmpty()
  for (let tries = 0; tries < 60 && !/failed/.test(await page.locator('figure [aria-live]').textContent() ?? ''); tries++)
    await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
})

test('a list is opened, narrowed, chosen from and left by keys, and focus returns', async ({ page }) => {
  await page.goto('/runs')
  const opener = page.getByRole('button', { name: 'Show only a flow' })
  await expect(page.getByRole('table', { name: /Runs/ })).toBeVisible()
  await opener.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('ledger')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/flow=ledger-close/)
  await page.keyboard.press('Escape')
  await expect(opener).toBeFocused()
})

test('what has focus shows it', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => document.activeElement === null ? '' : getComputedStyle(document.activeElement).outlineStyle)
    expect(outline).not.toBe('none')
  }
})

test('evidence opens and closes by key', async ({ page }) => {
  await page.goto('/')
  const button = page.getByRole('button', { name: /^Evidence/ }).first()
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(button).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Space')
  await expect(button).toHaveAttribute('aria-expanded', 'false')
})
