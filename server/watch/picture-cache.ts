import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { KeptPicture } from './picture-reader.ts'

/** Where one server's picture is kept for the next process. What is lost with it can be read again. */
export interface PictureCache {
  /** null: nothing is kept, or nothing that can be used. */
  load: () => Promise<KeptPicture | null>
  /** Never throws: what could not be kept is read again. */
  save: (picture: KeptPicture) => Promise<void>
}

/** Keeps nothing. */
export const NO_CACHE: PictureCache = { load: async () => null, save: async () => {} }

/** Of what stands beside the runs; to be raised with any change of its shape. That of the runs tells itself by its columns. */
const VERSION = 2

/** A run is a line of values in this order. */
const COLUMNS = Object.keys({
  id: true, name: true, flowId: true, deploymentId: true, state: true, createdAt: true, expectedStartAt: true, nextStartAt: true, startedAt: true, endedAt: true, ranForMs: true, runCount: true,
  autoScheduled: true, scheduleId: true, maker: true, parameters: true, parentTaskRunId: true, tags: true, workPool: true, workQueue: true, deploymentVersion: true, flowVersion: true,
} satisfies Record<keyof FlowRun, true>) as (keyof FlowRun)[]

/** Rows turned into text between which others have their turn. */
const ROWS_AT_ONCE = 500

const Head = z.object({ version: z.literal(VERSION), columns: z.literal(COLUMNS.join()), server: z.string(), apiUrl: z.string() })

/** One compressed file a server in a folder, which it makes; replaced as a whole, so that a kill leaves the old one or the new one. */
export function createPictureCache({ folder, name, apiUrl, log }: { folder: string, name: string, apiUrl: string, log: Logger }): PictureCache {
  const identity = { server: name, apiUrl: apiUrl.replace(/\/+$/, '') }
  const path = join(folder, `picture-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)}.json.gz`)
  let isToldOf = false

  async function read(): Promise<KeptPicture> {
    const runs: FlowRun[] = []
    const share = createShare()
    let head: z.infer<typeof Head> | null = null
    let rest: Omit<KeptPicture, 'runs'> | null = null
    // The checksum of the compression tells a damaged file; one cut off has no end.
    await pipeline(createReadStream(path), createGunzip(), toLines, async (lines) => {
      for await (const line of lines) {
        if (head === null)
          head = ofServer(Head.parse(JSON.parse(line)))
        else if (rest === null)
          rest = JSON.parse(line) as Omit<KeptPicture, 'runs'>
        else
          runs.push(toRun(JSON.parse(line) as unknown[], share))
      }
    })
    if (rest === null)
      throw new Error('it ends before the runs')
    return { ...rest as Omit<KeptPicture, 'runs'>, runs }
  }

  function ofServer(head: z.infer<typeof Head>): z.infer<typeof Head> {
    if (head.server !== identity.server || head.apiUrl !== identity.apiUrl)
      throw new Error('it is of another server')
    return head
  }

  return {
    async load() {
      try {
        return await read()
      }
      catch (error) {
        // Not there, of another version, cut off or damaged: everything is read anew.
        log.debug({ err: error }, 'the cache is not used')
        await rm(path, { force: true }).catch(() => {})
        return null
      }
    },
    async save({ runs, ...rest }) {
      const making = `${path}.tmp`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const head = { version: VERSION, columns: COLUMNS.join(), ...identity }
        await pipeline(Readable.from(toText(head, rest, runs)), createGzip({ level: 1 }), createWriteStream(making, { mode: 0o600 }))
        await rename(making, path)
      }
      catch (error) {
        await rm(making, { force: true }).catch(() => {})
        if (!isToldOf)
          log.warn({ err: error }, `what was read could not be kept in FIRSTLIGHT_CACHE (${folder}): the next start reads it again`)
        isToldOf = true
      }
    },
  }
}

async function* toText(head: object, rest: object, runs: readonly FlowRun[]): AsyncGenerator<Buffer> {
  yield Buffer.from(`${JSON.stringify(head)}\n${JSON.stringify(rest)}\n`)
  for (let start = 0; start < runs.length; start += ROWS_AT_ONCE) {
    yield Buffer.from(runs.slice(start, start + ROWS_AT_ONCE).map(run => `${JSON.stringify(COLUMNS.map(column => run[column]))}\n`).join(''))
    await nextTurn()
  }
}

/** Gives one object for all texts that say the same. */
type Share = (text: string) => string

function createShare(): Share {
  const known = new Map<string, string>()
  return (text) => {
    const same = known.get(text)
    if (same === undefined)
      known.set(text, text)
    return same ?? text
  }
}

const SHARED: ReadonlySet<keyof FlowRun> = new Set(['flowId', 'deploymentId', 'scheduleId', 'workPool', 'workQueue', 'deploymentVersion', 'flowVersion'])

/** Properties set in one order make all runs of one shape, which takes the least memory. */
function toRun(values: readonly unknown[], share: Share): FlowRun {
  const run: Partial<Record<keyof FlowRun, unknown>> = {}
  COLUMNS.forEach((column, index) => {
    const value = values[index]
    run[column] = SHARED.has(column) && typeof value === 'string' ? share(value) : value
  })
  return run as unknown as FlowRun
}

async function* toLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let left = ''
  for await (const chunk of chunks) {
    const lines = (left + decoder.write(chunk)).split('\n')
    left = lines.pop() ?? ''
    yield* lines
  }
  if (left !== '')
    throw new Error('its last line is cut off')
}
