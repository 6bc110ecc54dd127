import { existsSync } from 'node:fs'

/** Where distributions put Chromium; an installed one is used before any download. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** Path of an installed Chromium: `FIRSTLIGHT_CHROMIUM`, else the usual places; null where Playwright's own download is to be used. */
export function installedChromium(): string | null {
  return [process.env['FIRSTLIGHT_CHROMIUM'], ...INSTALLED].find(path => path !== undefined && existsSync(path)) ?? null
}

/** Launch options that keep a test browser off the network and away from the person's profile. */
export function chromiumLaunch(): { executablePath?: string, args: string[] } {
  const executablePath = installedChromium()
  return {
    ...(executablePath !== null && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  }
}
