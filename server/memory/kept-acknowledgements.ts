import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AcknowledgedSubject, AcknowledgedUntil, Acknowledgement } from '../../shared/model/acknowledgement.ts'
import type { Database } from './database.ts'

/** Who acts: as they named themselves, which nobody checks, and as the doors know them. */
export interface Signature {
  by: string | null
  as: string
  at: number
}

/** What people said of one server's problems and jobs. Nothing is ever deleted. */
export interface KeptAcknowledgements {
  /** Newest first, those taken back as well. The same array until one is made or taken back. */
  list: () => readonly Acknowledgement[]
  /** The newest of a subject holds: it ends the ones before it. */
  make: (said: Pick<Acknowledgement, 'subject' | 'until' | 'note'>, signature: Signature) => Acknowledgement
  /** null: there is none with this id. One that has ended stays as it ended. */
  takeBack: (id: string, signature: Signature) => Acknowledgement | null
}

const Row = z.object({
  id: z.string(),
  subject: z.string(),
  until: z.string(),
  note: z.string(),
  made_by: z.string().nullable(),
  made_at: z.number(),
  ended_by: z.string().nullable(),
  ended_at: z.number().nullable(),
})

export function keepAcknowledgements(database: Database, serverId: number): KeptAcknowledgements {
  const load = (): Acknowledgement[] => database
    .rows(Row, 'SELECT id, subject, until, note, made_by, made_at, ended_by, ended_at FROM acknowledgements WHERE server_id = ? ORDER BY made_at DESC, id', serverId)
    .map(row => ({
      id: row.id,
      subject: JSON.parse(row.subject) as AcknowledgedSubject,
      until: JSON.parse(row.until) as AcknowledgedUntil,
      note: row.note,
      by: row.made_by,
      madeAt: row.made_at,
      source: 'page',
      ended: row.ended_at === null ? null : { at: row.ended_at, by: row.ended_by },
    }))
  const end = (id: string, { by, as, at }: Signature): void =>
    database.write('UPDATE acknowledgements SET ended_by = ?, ended_as = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL', by, as, at, id)
  let list: readonly Acknowledgement[] = load()
  return {
    list: () => list,
    make({ subject, until, note }, signature) {
      const made: Acknowledgement = { id: randomUUID(), subject, until, note, by: signature.by, madeAt: signature.at, source: 'page', ended: null }
      database.transact(() => {
        list.filter(earlier => earlier.ended === null && isSameSubject(earlier.subject, subject)).forEach(({ id }) => end(id, signature))
        database.write('INSERT INTO acknowledgements VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)', made.id, serverId, JSON.stringify(subject), JSON.stringify(until), note, signature.by, signature.as, signature.at)
      })
      list = load()
      return made
    },
    takeBack(id, signature) {
      if (!list.some(known => known.id === id))
        return null
      end(id, signature)
      list = load()
      return list.find(known => known.id === id) ?? null
    },
  }
}

function isSameSubject(a: AcknowledgedSubject, b: AcknowledgedSubject): boolean {
  return (a.kind === 'problem' && b.kind === 'problem' && a.identity === b.identity)
    || (a.kind === 'job' && b.kind === 'job' && a.jobKey === b.jobKey)
}
