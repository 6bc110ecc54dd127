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
  await expect(page).toHaveURL(/flow:ledger-close/)
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

test('anything is found and opened by keys', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Find or do anything' })
  await expect(field).toBeFocused()
  await field.pressSequentially('ledger')
  await expect(page.getByRole('option', { name: 'ledger-close/eu' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/(deployments|flows)\/[0-9a-f-]{36}/)
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
})

test('an address of Prefect opens the same run here', async ({ page, request }) => {
  const { runs } = await (await request.get('/api/runs?q=state:failed')).json() as { runs: { id: string }[] }
  const id = runs[0]?.id ?? ''
  await page.goto('/')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill(`http://prefect.example:4200/v2/runs/flow-run/${id}?tab=Logs`)
  await expect(page.getByRole('option').first()).toContainText('run')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/runs/${id}$`))
  await page.goto(`/runs/flow-run/${id}`)
  await expect(page).toHaveURL(new RegExp(`/runs/${id}$`))
})

test('pages, failures and the list of keys are a key away', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('need')
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await expect(page).toHaveURL(/\/flows$/)
  await page.keyboard.press('n')
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
  const first = page.url()
  await page.keyboard.press('n')
  await expect(page).not.toHaveURL(first)
  await page.keyboard.press('p')
  await expect(page).toHaveURL(first)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('next run that needs somebody')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('combobox', { name: 'Which runs' })).toBeFocused()
})
