import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { DEPLOYMENT_ACTS, RUN_ACTS, type ActOutcome, type ActSubject, type DeploymentAct, type RunAct } from '../../shared/api/acts.ts'
import type { Database } from './database.ts'
import type { Signature } from './kept-acknowledgements.ts'

/** An act as it is written down. */
export interface KeptAct {
  id: string
  act: RunAct | DeploymentAct
  subject: ActSubject
  edited: readonly string[]
  signature: Signature
  outcome: ActOutcome | null
}

/** What was done to one server's runs and deployments. Rows are only ever added: the act before it is sent, its outcome when it came. */
export interface KeptActs {
  /** On the disk when it returns. Throws a DataFolderError where it cannot be written: then nothing may be sent. */
  begin: (act: Omit<KeptAct, 'id' | 'outcome'>) => string
  finish: (id: string, outcome: ActOutcome, at: number) => void
  /** Latest first; of one run, made ones included, or of one deployment; null: of all. */
  list: (about: { subject: Pick<ActSubject, 'kind' | 'id'> | null, limit: number }) => KeptAct[]
}

const Row = z.object({
  id: z.string(),
  act: z.enum([...RUN_ACTS, ...DEPLOYMENT_ACTS]),
  subject_kind: z.enum(['run', 'deployment']),
  subject_id: z.string(),
  subject_name: z.string(),
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
    begin({ act, subject, edited, signature }) {
      const id = randomUUID()
      database.write('INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', id, serverId, act, subject.id, subject.name, JSON.stringify(edited), signature.by, signature.as, signature.at, subject.kind)
      return id
    },
    finish(id, { status, reason, madeRunId }, at) {
      database.write('INSERT INTO act_outcomes VALUES (?, ?, ?, ?, ?)', id, status, reason, madeRunId, at)
    },
    list({ subject, limit }) {
      const [kind, id] = [subject?.kind ?? null, subject?.id ?? null]
      return database.rows(Row, `
        SELECT acts.id, act, subject_kind, subject_id, subject_name, edited, made_by, made_as, made_at, status, reason, made_run_id
        FROM acts LEFT JOIN act_outcomes ON act_outcomes.act_id = acts.id
        WHERE server_id = ? AND (? IS NULL OR (subject_kind = ? AND subject_id = ?) OR (? = 'run' AND made_run_id = ?)) ORDER BY made_at DESC, acts.id LIMIT ?`, serverId, kind, kind, id, kind, id, limit)
        .map(row => ({
          id: row.id,
          act: row.act,
          subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
          edited: z.array(z.string()).parse(JSON.parse(row.edited)),
          signature: { by: row.made_by, as: row.made_as, at: row.made_at },
          outcome: row.status === null ? null : { status: row.status, reason: row.reason, madeRunId: row.made_run_id },
        }))
    },
  }
}
