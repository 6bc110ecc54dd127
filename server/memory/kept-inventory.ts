import { z } from 'zod'
import type { Schedule } from '../../shared/model/deployment.ts'
import type { GoneDeployment, PauseSighting, Remembered, ScheduleSighting } from '../../shared/verdict/remembered.ts'
import type { Database } from './database.ts'
import { compareInventory, type DeploymentRecord, type InventoryChanges, type InventoryReading, type KnownInventory } from './inventory-changes.ts'

type Seen = Pick<Remembered, 'schedules' | 'pauses' | 'gone'>

/** What was seen of a server's flows and deployments. */
export interface KeptInventory {
  /** The same object until the next note. */
  seen: () => Seen
  /** A whole inventory: what is not in it is gone. */
  note: (reading: InventoryReading) => void
}

const AtRow = z.object({ inventory_at: z.number().nullable() })
const DeploymentRow = z.object({ about: z.string(), last_seen_at: z.number().nullable(), gone_at: z.number().nullable() })
const PauseRow = z.object({ job_key: z.string(), active_at: z.number().nullable(), paused_at: z.number(), resumed_at: z.number().nullable() })
const ScheduleRow = z.object({ job_key: z.string(), first_seen_at: z.number(), last_seen_at: z.number().nullable(), schedules: z.string() })

export function keepInventory(database: Database, serverId: number): KeptInventory {
  let { known, seen } = load(database, serverId)
  return {
    seen: () => seen,
    note(reading) {
      const changes = compareInventory(known, reading)
      database.transact(() => {
        writeChanges(database, { serverId, changes, lastSeenAt: known.at ?? reading.at, at: reading.at })
        database.write('UPDATE servers SET inventory_at = ? WHERE id = ?', reading.at, serverId)
      });
      ({ known, seen } = load(database, serverId))
    },
  }
}

function writeChanges({ write }: Database, { serverId, changes, lastSeenAt, at }: { serverId: number, changes: InventoryChanges, lastSeenAt: number, at: number }): void {
  for (const record of changes.deployments)
    write('INSERT INTO deployments VALUES (?, ?, ?, NULL, NULL) ON CONFLICT DO UPDATE SET about = excluded.about, last_seen_at = NULL, gone_at = NULL', serverId, record.id, JSON.stringify(record))
  for (const id of changes.goneIds)
    write('UPDATE deployments SET last_seen_at = ?, gone_at = ? WHERE server_id = ? AND id = ?', lastSeenAt, at, serverId, id)
  for (const key of changes.endedSchedules)
    write('UPDATE schedule_sightings SET last_seen_at = ? WHERE server_id = ? AND job_key = ? AND last_seen_at IS NULL', lastSeenAt, serverId, key)
  for (const [key, schedules] of changes.schedules)
    write('INSERT OR REPLACE INTO schedule_sightings VALUES (?, ?, ?, NULL, ?)', serverId, key, at, JSON.stringify(schedules))
  for (const [key, { activeAt, pausedAt }] of changes.paused)
    write('INSERT OR REPLACE INTO pauses VALUES (?, ?, ?, ?, NULL)', serverId, key, activeAt, pausedAt)
  for (const key of changes.resumed)
    write('UPDATE pauses SET resumed_at = ? WHERE server_id = ? AND job_key = ?', at, serverId, key)
}

/** Some milliseconds for hundreds of deployments, once a reading of the inventory: cheaper than a second truth beside the file. */
function load({ rows }: Database, serverId: number): { known: KnownInventory, seen: Seen } {
  const at = rows(AtRow, 'SELECT inventory_at FROM servers WHERE id = ?', serverId)[0]?.inventory_at ?? null
  const deployments = new Map<string, DeploymentRecord>()
  const gone = new Map<string, GoneDeployment>()
  for (const { about, last_seen_at: lastSeenAt, gone_at: goneAt } of rows(DeploymentRow, 'SELECT about, last_seen_at, gone_at FROM deployments WHERE server_id = ?', serverId)) {
    const record = JSON.parse(about) as DeploymentRecord
    if (goneAt === null || lastSeenAt === null)
      deployments.set(record.id, record)
    else
      gone.set(record.id, { ...record, lastSeenAt, goneAt })
  }
  const sightings = new Map<string, ScheduleSighting[]>()
  const present = new Map<string, readonly Schedule[]>()
  for (const row of rows(ScheduleRow, 'SELECT job_key, first_seen_at, last_seen_at, schedules FROM schedule_sightings WHERE server_id = ? ORDER BY first_seen_at', serverId)) {
    const schedules = JSON.parse(row.schedules) as Schedule[]
    const sighting = { schedules, firstSeenAt: row.first_seen_at, lastSeenAt: row.last_seen_at ?? at ?? row.first_seen_at }
    sightings.set(row.job_key, [...sightings.get(row.job_key) ?? [], sighting])
    if (row.last_seen_at === null)
      present.set(row.job_key, schedules)
  }
  const pauses = new Map(rows(PauseRow, 'SELECT job_key, active_at, paused_at, resumed_at FROM pauses WHERE server_id = ?', serverId)
    .map(row => [row.job_key, { activeAt: row.active_at, pausedAt: row.paused_at, ...(row.resumed_at !== null && { resumedAt: row.resumed_at }) } satisfies PauseSighting]))
  return { known: { at, deployments, schedules: present, pauses }, seen: { schedules: sightings, pauses, gone } }
}
