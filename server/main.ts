import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createBff } from './bff.ts'
import { listen } from './listen.ts'
import { readScreen, warmScreen } from './screen.ts'
import { readPlace } from './app.ts'
import { readSettings, type SettingsFiles } from './settings.ts'

const files: SettingsFiles = {
  readText(path) {
    try {
      return readFileSync(path, 'utf8')
    }
    catch {
      return null // not there or not readable: the settings say which of the two matters
    }
  },
  homeDirectory: homedir(),
  hostTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
}

const { settings, mistakes } = readSettings(process.env, files)
if (settings === null) {
  process.stderr.write(`First Light cannot start:\n${mistakes.map(mistake => `  ${mistake}\n`).join('')}`)
  process.exit(1)
}

const { basePath } = readPlace(settings)
const screen = readScreen(fileURLToPath(new URL('../web', import.meta.url)), basePath)
if (screen === null) {
  process.stderr.write('First Light cannot start: the screen is not built; run npm start or npm run build.\n')
  process.exit(1)
}
const bff = await createBff({ settings, screen, now: Date.now })
const server = await listen(bff, settings)
const { demo, why, apiUrl } = bff.stage.shown()
process.stdout.write(`First Light: http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${server.port}${basePath} · shows ${demo ? 'the embedded demo' : apiUrl}, because ${why}\n`)
void warmScreen(screen)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.close().then(() => process.exit(0)))
