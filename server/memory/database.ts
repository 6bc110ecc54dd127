import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import type { z } from 'zod'
import { DataFolderError } from './data-folder.ts'
import { MIGRATIONS } from './schema.ts'

type Value = string | number | null

/** One SQLite file of this process alone. Every write is on the disk when its call returns. */
export interface Database {
  rows: <T>(schema: z.ZodType<T>, sql: string, ...values: Value[]) => T[]
  write: (sql: string, ...values: Value[]) => void
  /** All of its writes, or none. */
  transact: (act: () => void) => void
  /** Gives the lock back. */
  close: () => void
}

const FILE = 'firstlight.sqlite'
/** Marks a file as ours: "FLGT". */
const APPLICATION_ID = 0x464C4754

/** Opens the file in a folder, which it makes; null: a database in memory. Throws a DataFolderError; a file that cannot be used stays as it is. */
export function openDatabase(folder: string | null): Database {
  const connection = folder === null ? new Libsql(':memory:') : openFile(folder)
  try {
    if (folder !== null)
      lock(connection)
    checkOwn(connection, folder)
    if (folder !== null)
      connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    migrate(connection)
  }
  catch (error) {
    connection.close()
    throw folder === null ? error : toRefusal(error, folder)
  }
  return toDatabase(connection, folder)
}

function openFile(folder: string): Libsql.Database {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return new Libsql(join(folder, FILE))
  }
  catch (error) {
    throw new DataFolderError(`FIRSTLIGHT_DATA must be a folder that First Light can write to; ${folder} is not (${wordsOf(error)}).`, { cause: error })
  }
}

/** A lock of the operating system, held until the process ends in whichever way: none is ever left over. */
function lock(connection: Libsql.Database): void {
  connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
}

function checkOwn(connection: Libsql.Database, folder: string | null): void {
  const [health] = connection.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[]
  if (health?.quick_check !== 'ok')
    throw new DataFolderError(`${FILE} in FIRSTLIGHT_DATA (${folder}) is damaged: put a backup in its place, or move it away to begin anew.`)
  const [{ tables } = { tables: 0 }] = connection.prepare('SELECT count(*) AS tables FROM sqlite_master').all() as { tables: number }[]
  if (tables > 0 && pragma(connection, 'application_id') !== APPLICATION_ID)
    throw new DataFolderError(`${FILE} in FIRSTLIGHT_DATA (${folder}) is not First Light's: name another folder.`)
  if (pragma(connection, 'user_version') > MIGRATIONS.length)
    throw new DataFolderError(`${FILE} in FIRSTLIGHT_DATA (${folder}) was written by a newer First Light: start that one, or name another folder.`)
}

function migrate(connection: Libsql.Database): void {
  const version = pragma(connection, 'user_version')
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index >= version)
      connection.exec(`BEGIN; ${step}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}

function pragma(connection: Libsql.Database, name: 'application_id' | 'user_version'): number {
  const [row] = connection.prepare(`PRAGMA ${name}`).all() as Record<string, number>[]
  return row?.[name] ?? Number.NaN
}

function toDatabase(connection: Libsql.Database, folder: string | null): Database {
  const statements = new Map<string, Libsql.Statement>()
  const prepare = (sql: string): Libsql.Statement => {
    const known = statements.get(sql)
    if (known !== undefined)
      return known
    const made = connection.prepare(sql)
    statements.set(sql, made)
    return made
  }
  const tell = <T>(act: () => T): T => {
    try {
      return act()
    }
    catch (error) {
      if (!codeOf(error).startsWith('SQLITE_'))
        throw error
      throw new DataFolderError(`What First Light keeps could not be written to FIRSTLIGHT_DATA (${folder ?? 'in memory'}): ${wordsOf(error)}.`, { cause: error })
    }
  }
  return {
    rows: (schema, sql, ...values) => prepare(sql).all(...values).map(row => schema.parse(row)),
    write: (sql, ...values) => tell(() => prepare(sql).run(...values)),
    transact: act => tell(() => connection.transaction(act)()),
    close() {
      statements.clear()
      // The driver keeps the file, and so the lock, while a statement is not yet swept up: the lock is given back by hand.
      if (folder !== null)
        connection.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_master')
      connection.close()
    },
  }
}

function toRefusal(error: unknown, folder: string): unknown {
  const code = codeOf(error)
  if (code === 'SQLITE_BUSY')
    return new DataFolderError(`FIRSTLIGHT_DATA (${folder}) is in use by another First Light: end that one, or name another folder for this one.`, { cause: error })
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT')
    return new DataFolderError(`${FILE} in FIRSTLIGHT_DATA (${folder}) is damaged: put a backup in its place, or move it away to begin anew.`, { cause: error })
  return error instanceof DataFolderError ? error : new DataFolderError(`FIRSTLIGHT_DATA (${folder}) cannot be used: ${wordsOf(error)}.`, { cause: error })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}
