import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { RUN_ACTS, type ActOutcome, type RunAct } from '../../shared/api/acts.ts'
import type { Database } from './database.ts'
import type { Signature } from './kept-acknowledgements.ts'

/** An act as it is written down. */
export interface KeptAct {
  id: string
  act: RunAct
  runId: string
  runName: string
  edited: readonly string[]
  signature: Signature
  outcome: ActOutcome | null
}

/** What was done to one server's runs. Rows are only ever added: the act before it is sent, its outcome when it came. */
export interface KeptActs {
  /** On the disk when it returns. Throws a DataFolderError where it cannot be written: then nothing may be sent. */
  begin: (act: Omit<KeptAct, 'id' | 'outcome'>) => string
  finish: (id: string, outcome: ActOutcome, at: number) => void
  /** Latest first; of one run, or of all. */
  list: (about: { runId: string | null, limit: number }) => KeptAct[]
}

const Row = z.object({
  id: z.string(),
  act: z.enum(RUN_ACTS),
  run_id: z.string(),
  run_name: z.string(),
  edited: z.string(),
  made_by: z.string().nullable(),
  made_as: z.string(),
  made_at: z.number(),
  status: z.enum(['accepted', 'refused', 'later', 'unknown']).nullable(),
  reason: z.string().nullable(),
  made_run_id: z.string().nullable(),
})

export function keepActs(database: Database, serverId: number): KeptActs {
  return {
    begin({ act, runId, runName, edited, signature }) {
      const id = randomUUID()
      database.write('INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', id, serverId, act, runId, runName, JSON.stringify(edited), signature.by, signature.as, signature.at)
      return id
    },
    finish(id, { status, reason, madeRunId }, at) {
      database.write('INSERT INTO act_outcomes VALUES (?, ?, ?, ?, ?)', id, status, reason, madeRunId, at)
    },
    list({ runId, limit }) {
      return database.rows(Row, `
        SELECT acts.id, act, run_id, run_name, edited, made_by, made_as, made_at, status, reason, made_run_id
        FROM acts LEFT JOIN act_outcomes ON act_outcomes.act_id = acts.id
        WHERE server_id = ? AND (? IS NULL OR run_id = ? OR made_run_id = ?) ORDER BY made_at DESC, acts.id LIMIT ?`, serverId, runId, runId, runId, limit)
        .map(row => ({
          id: row.id,
          act: row.act,
          runId: row.run_id,
          runName: row.run_name,
          edited: z.array(z.string()).parse(JSON.parse(row.edited)),
          signature: { by: row.made_by, as: row.made_as, at: row.made_at },
          outcome: row.status === null ? null : { status: row.status, reason: row.reason, madeRunId: row.made_run_id },
        }))
    },
  }
}
