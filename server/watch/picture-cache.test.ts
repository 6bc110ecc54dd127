import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { aFlowRun, aRunState } from '../../shared/model/build.ts'
import { createPictureCache, type PictureCache } from './picture-cache.ts'
import type { KeptPicture } from './picture-reader.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true, force: true })))

const log = pino({ level: 'silent' })

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'first-light-cache-'))
  folders.push(folder)
  return folder
}

function aCache(folder: string, given: { name?: string, apiUrl?: string } = {}): PictureCache {
  return createPictureCache({ folder, name: 'default', apiUrl: 'http://127.0.0.1:4300/api', log, ...given })
}

function aKept(given: Partial<KeptPicture> = {}): KeptPicture {
  const runs = [aFlowRun({ id: 'a', parameters: { customer: 'Ä "1"\n' } }), aFlowRun({ id: 'b', state: aRunState({ type: 'FAILED', message: 'ValueError: x' }), endedAt: 1.001 })]
  return { readAt: 5, wholeReadAt: 4, runsKnownFromAt: 3, adHoc: { counted: null, unsure: [], unsureFromAt: 0 }, coverage: [['d', { rowsFromAt: 2, keptFromAt: null }]], extras: { histories: [], errors: [] }, runs, ...given }
}

const onlyFile = (folder: string): string => {
  const [file, ...others] = readdirSync(folder)
  expect(others).toEqual([])
  return join(folder, file ?? '')
}

describe('the cache', () => {
  it('gives back what was kept', async () => {
    const folder = aFolder()
    await aCache(folder).save(aKept())
    expect(await aCache(folder).load()).toEqual(aKept())
  })
  it('holds nothing at first', async () => {
    expect(await aCache(join(aFolder(), 'not there yet')).load()).toBeNull()
  })
  it('keeps servers apart by name and address', async () => {
    const folder = aFolder()
    await aCache(folder).save(aKept())
    expect(await aCache(folder, { name: 'other' }).load()).toBeNull()
    expect(await aCache(folder, { apiUrl: 'http://127.0.0.1:4301/api' }).load()).toBeNull()
    expect(await aCache(folder, { apiUrl: 'http://127.0.0.1:4300/api/' }).load()).toEqual(aKept())
  })
  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
    ['damaged', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 60), Buffer.from([0, 1, 2, 3]), bytes.subarray(64)])],
    ['no file of ours', () => Buffer.from('hello')],
    ['empty', () => Buffer.alloc(0)],
    ['of another version', (bytes: Buffer) => gzipSync(gunzipSync(bytes).toString('utf8').replace('"version":2', '"version":0'))],
    ['of runs with other columns', (bytes: Buffer) => gzipSync(gunzipSync(bytes).toString('utf8').replace('id,name', 'id,title'))],
  ])('is thrown away when %s', async (_, spoil) => {
    const folder = aFolder()
    await aCache(folder).save(aKept())
    const file = onlyFile(folder)
    writeFileSync(file, spoil(readFileSync(file)))
    expect(await aCache(folder).load()).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })
  it('stays as it was where a later writing does not end', async () => {
    const folder = aFolder()
    await aCache(folder).save(aKept())
    const halfway = { get: (): never => { throw new Error('killed') } }
    await aCache(folder).save({ ...aKept(), get runs() { return halfway.get() } } as unknown as KeptPicture).catch(() => {})
    expect(await aCache(folder).load()).toEqual(aKept())
  })
  it('loses nothing but itself where the folder cannot be written to', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'file'), '')
    await aCache(join(folder, 'file')).save(aKept())
    expect(await aCache(join(folder, 'file')).load()).toBeNull()
  })
})
