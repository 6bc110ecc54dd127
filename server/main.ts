import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { readPlace } from './app.ts'
import { createBff } from './bff.ts'
import { listen } from './listen.ts'
import { DataFolderError } from './memory/data-folder.ts'
import { readOwnSettings } from './own-settings.ts'
import { readScreen } from './screen.ts'

// The first reading makes much that is thrown away at once: left alone, the heap doubles before it is swept, and keeps what it took.
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=30')

/** Ends the process with the reasons, and nothing else. */
function refuse(reasons: readonly string[]): never {
  process.stderr.write(`First Light cannot start:\n${reasons.map(reason => `  ${reason}\n`).join('')}`)
  process.exit(1)
}

const read = readOwnSettings(process.env)
const settings = read.settings ?? refuse(read.mistakes)
const { basePath } = readPlace(settings)
const screen = readScreen(fileURLToPath(new URL('../web', import.meta.url)), basePath) ?? refuse(['The screen is not built: run npm start, or npm run build.'])
const bff = await createBff({ settings, screen, now: Date.now }).catch((error: unknown) => {
  if (error instanceof DataFolderError)
    refuse([error.message])
  throw error
})
const server = await listen(bff, settings).catch((error: NodeJS.ErrnoException) =>
  refuse([error.code === 'EADDRINUSE' ? `PORT ${settings.port} is taken by another program; choose another one.` : `HOST ${settings.host} and PORT ${settings.port} cannot be listened on: ${error.code ?? error.message}.`]))

const shows = bff.stage.servers().map(({ name, demo, why, apiUrl }, _, { length }) => `${demo ? 'the embedded demo' : apiUrl}${length > 1 ? ` as ${name}` : ''}, because ${why}`).join(' · ')
const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
process.stdout.write(`First Light: http://${host}:${server.port}${basePath} · shows ${shows}\n`)
bff.stage.start()

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.close().finally(() => process.exit(0)))
