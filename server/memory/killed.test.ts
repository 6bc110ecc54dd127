import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemory } from './memory.ts'

const KILL_COUNT = 100
const SEED = 20_261_124

// Below the project, so that the writer finds its packages.
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))
let place = ''
beforeAll(async () => {
  mkdirSync(CACHE, { recursive: true })
  place = mkdtempSync(join(CACHE, 'killed-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['libsql'] },
    build: { ssr: fileURLToPath(new URL('./killed-writer.ts', import.meta.url)), outDir: place, minify: true, rolldownOptions: { output: { entryFileNames: 'writer.mjs' } } },
  })
}, 60_000)
afterAll(() => rmSync(place, { recursive: true }))

/** Shares from 0 to 1, the same ones each time. */
function sharesOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** Lets a writer run and kills it; gives the whole lines it said. */
async function killedLines(folder: string, { count, startedMs, afterMs }: { count: number, startedMs: number | null, afterMs: number }): Promise<string[]> {
  const child = spawn(process.execPath, [join(place, 'writer.mjs'), folder, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  const began = new Promise<void>(resolve => child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString()
    resolve()
  }))
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  // Some are killed while they open the file, the others while they write.
  await (startedMs === null ? began : wait(startedMs))
  await wait(afterMs)
  child.kill('SIGKILL')
  await ended
  expect(child.signalCode).toBe('SIGKILL')
  return said.split('\n').slice(0, -1)
}

it(`nothing answered is lost by ${KILL_COUNT} kills`, async () => {
  const folder = join(place, 'data')
  const share = sharesOf(SEED)
  const answered = new Set<string>()
  for (let kill = 0; kill < KILL_COUNT; kill++) {
    const lines = await killedLines(folder, { count: answered.size, startedMs: share() < 0.3 ? 40 + share() * 80 : null, afterMs: share() * 25 })
    lines.forEach(line => answered.add(line))
    const memory = createMemory({ folder })
    const kept = new Set(memory.of({ name: 'default', apiUrl: 'http://127.0.0.1:4300/api' }).acknowledgements.list().flatMap(({ id, ended }) => ended === null ? [id] : [id, `${id} ended`]))
    memory.close()
    expect([...answered].filter(line => !kept.has(line)), `after kill ${kill + 1}`).toEqual([])
  }
  expect(answered.size).toBeGreaterThan(KILL_COUNT)
}, 120_000)
