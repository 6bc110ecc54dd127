import { z } from 'zod'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { Remembered } from '../../shared/verdict/remembered.ts'
import { DataFolderError } from './data-folder.ts'
import { openDatabase, type Database } from './database.ts'
import type { InventoryReading } from './inventory-changes.ts'
import { keepAcknowledgements, type KeptAcknowledgements } from './kept-acknowledgements.ts'
import { keepActs, type KeptActs } from './kept-acts.ts'
import { keepInventory } from './kept-inventory.ts'
import { keepReading } from './kept-reading.ts'

/** What First Light keeps of all servers it was ever shown: one file, on the disk before a call returns. */
export interface Memory {
  /** One server's part. A server is its name and the address of its API. */
  of: (server: { name: string, apiUrl: string | null }) => ServerMemory
  close: () => void
}

/**
 * What cannot be read again of one server. Instants are by its own clock. A note that could not be written does not throw, since
 * reading goes on without it: `trouble` tells of it. After the close nothing is noted any more.
 */
export interface ServerMemory {
  /** The same object until a note changes it. */
  remembered: () => Remembered
  /** Runs that were seen and are 404 now, for 60 days. */
  vanished: () => readonly FlowRun[]
  /** A whole inventory, never a part of one: what is not in it is gone. */
  noteInventory: (reading: InventoryReading) => void
  noteVanished: (runs: readonly FlowRun[], at: number) => void
  /** A reading that succeeded; `at` is when it began. */
  noteRead: (at: number) => void
  /** An attempt to read that failed; `at` is when it began. */
  noteFailure: (at: number) => void
  /** Throw a DataFolderError where they could not be written. */
  acknowledgements: KeptAcknowledgements
  /** Throws a DataFolderError where an act could not be written down. */
  acts: KeptActs
  /** Why the last note could not be written, in one sentence; null: it was. */
  trouble: () => string | null
}

const ServerRow = z.object({ id: z.number() })

/** Opens what is kept in a folder; null: kept while this process runs. Throws a DataFolderError where the folder cannot be used. */
export function createMemory({ folder }: { folder: string | null }): Memory {
  const database = openDatabase(folder)
  const settles: (() => void)[] = []
  let isClosed = false
  return {
    of({ name, apiUrl }) {
      const { memory, settle } = toServerMemory(database, () => isClosed, idOf(database, { name, apiUrl: apiUrl?.replace(/\/+$/, '') ?? '' }))
      settles.push(settle)
      return memory
    },
    close() {
      if (isClosed)
        return
      isClosed = true
      try {
        settles.forEach(settle => settle())
      }
      finally {
        database.close()
      }
    },
  }
}

function idOf({ rows, write }: Database, { name, apiUrl }: { name: string, apiUrl: string }): number {
  write('INSERT INTO servers (name, api_url) VALUES (?, ?) ON CONFLICT DO NOTHING', name, apiUrl)
  const [row] = rows(ServerRow, 'SELECT id FROM servers WHERE name = ? AND api_url = ?', name, apiUrl)
  if (row === undefined)
    throw new DataFolderError('What First Light keeps could not be read back.')
  return row.id
}

function toServerMemory(database: Database, isClosed: () => boolean, serverId: number): { memory: ServerMemory, settle: () => void } {
  const inventory = keepInventory(database, serverId)
  const reading = keepReading(database, serverId)
  let trouble: string | null = null
  let remembered: Remembered | null = null

  function note(act: () => void): void {
    if (isClosed())
      return
    try {
      act()
      trouble = null
    }
    catch (error) {
      if (!(error instanceof DataFolderError))
        throw error
      trouble = error.message
    }
  }

  function toRemembered(): Remembered {
    const seen = inventory.seen()
    const gaps = reading.gaps()
    if (remembered === null || remembered.schedules !== seen.schedules || remembered.gaps !== gaps)
      remembered = { ...seen, gaps }
    return remembered
  }

  return {
    memory: {
      remembered: toRemembered,
      vanished: reading.vanished,
      noteInventory: given => note(() => inventory.note(given)),
      noteVanished: (runs, at) => note(() => reading.noteVanished(runs, at)),
      noteRead: at => note(() => reading.noteRead(at)),
      noteFailure: at => note(() => reading.noteFailure(at)),
      acknowledgements: keepAcknowledgements(database, serverId),
      acts: keepActs(database, serverId),
      trouble: () => trouble,
    },
    settle: reading.settle,
  }
}
