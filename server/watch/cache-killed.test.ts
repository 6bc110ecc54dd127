import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPictureCache } from './picture-cache.ts'

const KILL_COUNT = 12
/** Kills spread over the time that one writing takes. */
const SPREAD_MS = 90

// Below the project, so that the writer finds its packages.
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))
let place = ''
beforeAll(async () => {
  mkdirSync(CACHE, { recursive: true })
  place = mkdtempSync(join(CACHE, 'killed-cache-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: fileURLToPath(new URL('./cache-writer.ts', import.meta.url)), outDir: place, rolldownOptions: { output: { entryFileNames: 'writer.mjs' } } },
  })
}, 60_000)
afterAll(() => rmSync(place, { recursive: true }))

/** Lets a writer run until it has written once, and some more; gives the last number it said. */
async function killedAfter(folder: string, moreMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(place, 'writer.mjs'), folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  await new Promise<void>(resolve => child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString()
    resolve()
  }))
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  await wait(moreMs)
  child.kill('SIGKILL')
  await ended
  return Number(said.trim().split('\n').at(-1))
}

it(`is whole after ${KILL_COUNT} kills in the midst of writing`, async () => {
  const folder = join(place, 'cache')
  for (let kill = 0; kill < KILL_COUNT; kill++) {
    const said = await killedAfter(folder, kill * SPREAD_MS / KILL_COUNT)
    const kept = await createPictureCache({ folder, name: 'default', apiUrl: 'http://127.0.0.1:4300/api', log: pino({ level: 'silent' }) }).load()
    expect(kept?.readAt, `after kill ${kill + 1}`).toBeGreaterThanOrEqual(said)
    expect(kept?.runs.length).toBe(3_000)
    expect(new Set(kept?.runs.map(({ runCount }) => runCount))).toEqual(new Set([kept?.readAt]))
  }
}, 60_000)
