import { z } from 'zod'
import { MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { ReadGap } from '../../shared/verdict/remembered.ts'
import type { Database } from './database.ts'
import { afterFailure, afterRead, type Accounted } from './read-gaps.ts'

/** When a server was read, and what it no longer holds. Instants are when an attempt began, by the upstream's clock. */
export interface KeptReading {
  /** Oldest first. The same array until a gap is added or grows. */
  gaps: () => readonly ReadGap[]
  noteRead: (at: number) => void
  noteFailure: (at: number) => void
  /** Runs that were seen and are 404 now. The same array until one is added. */
  vanished: () => readonly FlowRun[]
  noteVanished: (runs: readonly FlowRun[], at: number) => void
  /** Writes what was held back. */
  settle: () => void
}

/** A pulse each minute is enough: what is lost of it after a kill makes the gap longer, never shorter. */
const PULSE_MS = MINUTE_MS
/** The picture reaches 14 days back. */
const KEPT_MS = 60 * 24 * 60 * MINUTE_MS

const AtRow = z.object({ accounted_at: z.number().nullable() })
const GapRow = z.object({ from_at: z.number(), to_at: z.number(), unattended: z.number() })
const RunRow = z.object({ run: z.string() })

export function keepReading(database: Database, serverId: number): KeptReading {
  const { rows, write } = database
  let writtenAt = rows(AtRow, 'SELECT accounted_at FROM servers WHERE id = ?', serverId)[0]?.accounted_at ?? null
  let accounted: Accounted = { untilAt: writtenAt, failingFromAt: null }
  const loadGaps = (): ReadGap[] => rows(GapRow, 'SELECT from_at, to_at, unattended FROM read_gaps WHERE server_id = ? ORDER BY from_at', serverId)
    .map(row => ({ fromAt: row.from_at, toAt: row.to_at, ...(row.unattended === 1 && { unattended: true }) }))
  const loadVanished = (): FlowRun[] => rows(RunRow, 'SELECT run FROM vanished_runs WHERE server_id = ? ORDER BY noted_at, id', serverId).map(({ run }) => JSON.parse(run) as FlowRun)
  let gaps = loadGaps()
  let vanished = loadVanished()

  function writeAccounted(at: number | null): void {
    write('UPDATE servers SET accounted_at = ? WHERE id = ?', at, serverId)
    writtenAt = at
  }

  function note({ accounted: next, gap }: { accounted: Accounted, gap: ReadGap | null }): void {
    const { untilAt } = next
    if (gap !== null) {
      database.transact(() => {
        write('INSERT INTO read_gaps VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET to_at = excluded.to_at', serverId, gap.fromAt, gap.toAt, gap.unattended === true ? 1 : 0)
        write('DELETE FROM read_gaps WHERE server_id = ? AND to_at < ?', serverId, gap.toAt - KEPT_MS)
        writeAccounted(untilAt)
      })
      gaps = loadGaps()
    }
    else if (untilAt !== null && (writtenAt === null || Math.abs(untilAt - writtenAt) >= PULSE_MS)) {
      writeAccounted(untilAt)
    }
    accounted = next
  }

  return {
    gaps: () => gaps,
    noteRead: at => note(afterRead(accounted, at)),
    noteFailure: at => note(afterFailure(accounted, at)),
    vanished: () => vanished,
    noteVanished(runs, at) {
      if (runs.length === 0)
        return
      database.transact(() => {
        for (const run of runs)
          write('INSERT INTO vanished_runs VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', serverId, run.id, JSON.stringify(run), at)
        write('DELETE FROM vanished_runs WHERE server_id = ? AND noted_at < ?', serverId, at - KEPT_MS)
      })
      vanished = loadVanished()
    },
    settle() {
      if (accounted.untilAt !== writtenAt)
        writeAccounted(accounted.untilAt)
    },
  }
}
