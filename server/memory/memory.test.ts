import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aDeployment, aFlow, aFlowRun, aSchedule } from '../../shared/model/build.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import { DataFolderError } from './data-folder.ts'
import { createMemory, type Memory, type ServerMemory } from './memory.ts'
import { MIGRATIONS } from './schema.ts'

const MINUTE = 60_000
const SERVER = { name: 'default', apiUrl: 'http://127.0.0.1:4300/api' }
const SIGNED = { by: 'Ann', as: 'loopback', at: 5_000 }

let folder = ''
let memory: Memory | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'first-light-memory-'))
})
afterEach(() => {
  memory?.close()
  memory = null
  rmSync(folder, { recursive: true })
})

/** The server's part, read from the file anew. */
function reopened(server = SERVER): ServerMemory {
  memory?.close()
  memory = createMemory({ folder })
  return memory.of(server)
}

const inventory = (deployments: readonly Deployment[], at: number) => ({ flows: new Map([['flow-1', aFlow()]]), deployments: new Map(deployments.map(deployment => [deployment.id, deployment])), at })
const refusal = (): string => {
  try {
    createMemory({ folder }).close()
  }
  catch (error) {
    return error instanceof DataFolderError ? error.message : String(error)
  }
  return 'opened'
}

describe('createMemory', () => {
  it('remembers nothing at first', () => {
    expect(reopened().remembered()).toEqual({ schedules: new Map(), pauses: new Map(), gone: new Map(), gaps: [] })
  })

  it('keeps acts on runs and on deployments apart, and those of an earlier First Light', () => {
    const earlier = new Libsql(join(folder, 'firstlight.sqlite'))
    const steps = MIGRATIONS.slice(0, 3)
    earlier.exec(`${steps.join(';')}; PRAGMA application_id = ${0x464C4754}; PRAGMA user_version = 3;
      INSERT INTO servers (name, api_url) VALUES ('${SERVER.name}', '${SERVER.apiUrl}');
      INSERT INTO acts VALUES ('act-1', 1, 'retry', 'x', 'bold-yak', '[]', 'Ann', 'loopback', 1000)`)
    earlier.close()
    reopened().acts.begin({ act: 'pause-deployment', subject: { kind: 'deployment', id: 'x', name: 'orders/nightly' }, edited: [], signature: SIGNED })
    const { acts } = reopened()
    const listed = (subject: Parameters<typeof acts.list>[0]['subject']): unknown[] => acts.list({ subject, limit: 10 }).map(({ act, subject: { kind, name } }) => [act, kind, name])
    expect(listed(null)).toEqual([['pause-deployment', 'deployment', 'orders/nightly'], ['retry', 'run', 'bold-yak']])
    expect(listed({ kind: 'run', id: 'x' })).toEqual([['retry', 'run', 'bold-yak']])
    expect(listed({ kind: 'deployment', id: 'x' })).toEqual([['pause-deployment', 'deployment', 'orders/nightly']])
  })

  it('keeps schedules as they were seen', () => {
    const hourly = aSchedule({ rule: { kind: 'interval', intervalMs: 3_600_000, anchorAt: 0.125, timeZone: null } })
    const server = reopened()
    server.noteInventory(inventory([aDeployment()], 1_000))
    server.noteInventory(inventory([aDeployment()], 2_000))
    server.noteInventory(inventory([aDeployment({ schedules: [hourly] })], 3_000))
    server.noteInventory(inventory([aDeployment({ schedules: [hourly] })], 4_000.5))
    const sightings = [{ schedules: [aSchedule()], firstSeenAt: 1_000, lastSeenAt: 2_000 }, { schedules: [hourly], firstSeenAt: 3_000, lastSeenAt: 4_000.5 }]
    expect(server.remembered().schedules.get('ledger/nightly')).toEqual(sightings)
    expect(reopened().remembered().schedules.get('ledger/nightly')).toEqual(sightings)
  })

  it('keeps the last pause of a job, with when it ended', () => {
    const server = reopened()
    server.noteInventory(inventory([aDeployment()], 1_000))
    server.noteInventory(inventory([aDeployment({ paused: true })], 2_000))
    expect([...reopened().remembered().pauses]).toEqual([['ledger/nightly', { activeAt: 1_000, pausedAt: 2_000 }]])
    const later = reopened()
    later.noteInventory(inventory([aDeployment()], 3_000))
    expect([...later.remembered().pauses]).toEqual([['ledger/nightly', { activeAt: 1_000, pausedAt: 2_000, resumedAt: 3_000 }]])
    later.noteInventory(inventory([aDeployment()], 4_000))
    expect([...reopened().remembered().pauses]).toEqual([['ledger/nightly', { activeAt: 1_000, pausedAt: 2_000, resumedAt: 3_000 }]])
    const again = reopened()
    again.noteInventory(inventory([aDeployment({ paused: true })], 5_000))
    expect([...again.remembered().pauses]).toEqual([['ledger/nightly', { activeAt: 4_000, pausedAt: 5_000 }]])
  })

  it('knows what is gone, and what came back', () => {
    const server = reopened()
    server.noteInventory(inventory([aDeployment({ tags: ['core'] })], 1_000))
    server.noteInventory(inventory([], 2_000))
    const gone = reopened().remembered()
    expect([...gone.gone.values()]).toEqual([{ id: 'deployment-1', flowId: 'flow-1', flow: 'ledger', name: 'nightly', tags: ['core'], schedules: [aSchedule()], entrypoint: null, lastSeenAt: 1_000, goneAt: 2_000 }])
    expect(gone.schedules.get('ledger/nightly')).toEqual([{ schedules: [aSchedule()], firstSeenAt: 1_000, lastSeenAt: 1_000 }])
    const back = reopened()
    back.noteInventory(inventory([aDeployment({ tags: ['core'] })], 3_000))
    expect(back.remembered().gone.size).toBe(0)
    expect(back.remembered().schedules.get('ledger/nightly')).toHaveLength(2)
  })

  it('gives the same object until something is noted', () => {
    const server = reopened()
    server.noteInventory(inventory([aDeployment()], 1_000))
    const before = server.remembered()
    server.noteRead(1_000)
    expect(server.remembered()).toBe(before)
    server.noteInventory(inventory([aDeployment()], 2_000))
    expect(server.remembered()).not.toBe(before)
  })

  it('keeps gaps, and counts the time it did not run as one of its own', () => {
    const server = reopened()
    server.noteRead(0)
    server.noteFailure(MINUTE)
    server.noteFailure(5 * MINUTE)
    expect(server.remembered().gaps).toEqual([{ fromAt: 0, toAt: 5 * MINUTE }])
    server.noteRead(6 * MINUTE)
    server.noteRead(6 * MINUTE + 15_000)
    const later = reopened()
    later.noteRead(60 * MINUTE)
    expect(later.remembered().gaps).toEqual([{ fromAt: 0, toAt: 6 * MINUTE }, { fromAt: 6 * MINUTE + 15_000, toAt: 60 * MINUTE, unattended: true }])
    expect(reopened().remembered().gaps).toHaveLength(2)
  })

  it('keeps vanished runs for 60 days', () => {
    const server = reopened()
    const run = aFlowRun({ expectedStartAt: 1.5, parameters: { customer: 'a' } })
    server.noteVanished([run], 0)
    server.noteVanished([run], 10)
    expect(reopened().vanished()).toEqual([run])
    const later = reopened()
    later.noteVanished([aFlowRun({ id: 'run-2' })], 61 * 24 * 60 * MINUTE)
    expect(later.vanished().map(({ id }) => id)).toEqual(['run-2'])
  })

  it('keeps servers of another name or address apart', () => {
    reopened().noteInventory(inventory([aDeployment()], 1_000))
    expect(reopened({ ...SERVER, apiUrl: 'http://127.0.0.1:4301/api' }).remembered().schedules.size).toBe(0)
    expect(reopened({ ...SERVER, name: 'lab' }).remembered().schedules.size).toBe(0)
    expect(reopened({ ...SERVER, apiUrl: `${SERVER.apiUrl}/` }).remembered().schedules.size).toBe(1)
  })

  it('keeps what is only for this process in no file', () => {
    const own = createMemory({ folder: null })
    own.of(SERVER).noteInventory(inventory([aDeployment()], 1_000))
    expect(own.of(SERVER).remembered().schedules.size).toBe(1)
    own.close()
    expect(createMemory({ folder: null }).of(SERVER).remembered().schedules.size).toBe(0)
  })
})

describe('acknowledgements', () => {
  const subject = { kind: 'problem' as const, identity: 'cause x', title: 'x failed', jobKeys: ['ledger/nightly'] }

  it('are kept with who and when', () => {
    const made = reopened().acknowledgements.make({ subject, until: { kind: 'good-again' }, note: 'on it', }, SIGNED)
    expect(reopened().acknowledgements.list()).toEqual([{ id: made.id, subject, until: { kind: 'good-again' }, note: 'on it', by: 'Ann', madeAt: 5_000, source: 'page', ended: null }])
  })

  it('are taken back once, and stay in the history', () => {
    const { acknowledgements } = reopened()
    const { id } = acknowledgements.make({ subject, until: { kind: 'good-again' }, note: '' }, SIGNED)
    expect(acknowledgements.takeBack('none', SIGNED)).toBeNull()
    expect(acknowledgements.takeBack(id, { by: 'Bob', as: 'member', at: 6_000 })?.ended).toEqual({ at: 6_000, by: 'Bob' })
    expect(acknowledgements.takeBack(id, { by: null, as: 'member', at: 7_000 })?.ended).toEqual({ at: 6_000, by: 'Bob' })
    expect(reopened().acknowledgements.list()).toHaveLength(1)
  })

  it('end the ones before them of the same problem', () => {
    const { acknowledgements } = reopened()
    acknowledgements.make({ subject, until: { kind: 'date', at: 9_000 }, note: 'first' }, SIGNED)
    acknowledgements.make({ subject: { kind: 'job', jobKey: 'ledger/nightly' }, until: { kind: 'good-again' }, note: 'job' }, SIGNED)
    acknowledgements.make({ subject, until: { kind: 'good-again' }, note: 'second' }, { ...SIGNED, at: 8_000 })
    expect(acknowledgements.list().filter(({ ended }) => ended === null).map(({ note }) => note).sort()).toEqual(['job', 'second'])
  })
})

describe('the data folder', () => {
  const file = (): string => join(folder, 'firstlight.sqlite')

  it('is this process\'s alone, until it is closed', () => {
    reopened()
    expect(refusal()).toBe(`FIRSTLIGHT_DATA (${folder}) is in use by another First Light: end that one, or name another folder for this one.`)
    memory?.close()
    memory = null
    expect(refusal()).toBe('opened')
  })

  it('is made where it is missing, for this person only', () => {
    folder = join(folder, 'a', 'b')
    reopened()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    memory?.close()
    memory = null
    rmSync(folder, { recursive: true })
    folder = join(folder, '..', '..')
  })

  it('is refused where it is a file', () => {
    writeFileSync(join(folder, 'x'), '')
    expect(() => createMemory({ folder: join(folder, 'x') })).toThrow(/^FIRSTLIGHT_DATA must be a folder that First Light can write to/)
  })

  it.each([
    ['no database', () => writeFileSync(file(), 'not a database '.repeat(200)), /is damaged: put a backup in its place/],
    ['another program\'s', () => new Libsql(file()).exec('CREATE TABLE notes (a)'), /is not First Light's: name another folder/],
    ['of a newer First Light', () => {
      reopened()
      memory?.close()
      memory = null
      new Libsql(file()).exec('PRAGMA user_version = 99')
    }, /was written by a newer First Light/],
    ['torn', () => {
      const server = reopened()
      for (let at = 0; at < 50; at++)
        server.noteVanished([aFlowRun({ id: `run-${at}` })], at)
      memory?.close()
      memory = null
      const bytes = readFileSync(file())
      writeFileSync(file(), bytes.subarray(0, Math.floor(bytes.length / 2)))
    }, /is damaged: put a backup in its place/],
  ])('is refused and left as it is where its file is %s', (_, spoil, message) => {
    spoil()
    const before = readFileSync(file())
    expect(refusal()).toMatch(message)
    expect(readFileSync(file()).equals(before)).toBe(true)
  })
})
