import { defineConfig } from '@playwright/test'
import { chromiumLaunch } from './e2e/chromium.ts'

const PORT = Number(process.env['FIRSTLIGHT_E2E_PORT'] ?? 4281)

/** Stories run against the built server on the embedded demo; the build is made before (`npm run build`). */
export default defineConfig({
  testDir: 'e2e/stories',
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  reporter: process.env['CI'] ? [['dot']] : [['list']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    launchOptions: chromiumLaunch(),
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'node dist/server/main.mjs',
    env: { PORT: String(PORT), HOST: '127.0.0.1', FIRSTLIGHT_DEMO: '1', FIRSTLIGHT_TZ: 'Europe/Berlin' },
    url: `http://127.0.0.1:${PORT}/readyz`,
    reuseExistingServer: false,
    timeout: 20_000,
  },
})
