import { DAY_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import type { SignsOfLife } from '../../shared/verdict/picture.ts'
import type { Reads } from '../prefect/reads.ts'
import { toTrouble, type Allowance } from './side-reads.ts'

/** A run that has been running for less is not asked about: three heartbeats could not be missing yet. */
const RUNNING_FOR_MS = 10 * MINUTE_MS
/** Heartbeats of all runs are asked for at once, lines of each by itself. */
const BEATS_EVERY_MS = MINUTE_MS
const LINES_EVERY_MS = 5 * MINUTE_MS
/** A run with a heartbeat this new is alive, whatever its lines say. */
const BEAT_IS_NEW_MS = 7 * MINUTE_MS
/** Servers keep heartbeats for seven days. */
const BEATS_REACH_MS = 6 * DAY_MS
/** Runs it started whose lines count as its own; a parent may wait for one of them for hours. */
const MOST_CHILDREN = 100

export interface SignsOfLifeReader {
  /** Of all these runs that have been running for a while, at once. */
  readHeartbeats: (runs: readonly FlowRun[], options: { now: number, allowance: Allowance, signal: AbortSignal }) => Promise<void>
  /** Of those with no new heartbeat, one by one as far as the allowance goes, those asked for longest ago first. */
  readLines: (options: { now: number, allowance: Allowance, signal: AbortSignal }) => Promise<void>
  all: () => ReadonlyMap<string, SignsOfLife>
  /** Why the last reading failed; null: it did not. */
  trouble: () => string | null
}

export function createSignsOfLife(reads: Reads): SignsOfLifeReader {
  let running: readonly FlowRun[] = []
  let logs = new Map<string, { stateId: string, log: NonNullable<SignsOfLife['log']> }>()
  let beats: ReadonlyMap<string, NonNullable<SignsOfLife['heartbeat']>> = new Map()
  const troubles: { beats: string | null, lines: string | null } = { beats: null, lines: null }
  let beatsReadAt = Number.NEGATIVE_INFINITY

  async function readBeats(now: number, signal: AbortSignal): Promise<void> {
    const sinceAt = Math.max(now - BEATS_REACH_MS, Math.min(...running.map(sinceOf)))
    beatsReadAt = now
    const found = await reads.getHeartbeats({ flowRunIds: running.map(({ id }) => id), sinceAt, signal })
    const readAt = Math.min(now, found?.knownUntilAt ?? now)
    beats = new Map([...found?.byRun ?? []].map(([id, beat]) => [id, { ...beat, readAt }]))
  }

  async function readOwnLines(run: FlowRun, now: number, signal: AbortSignal): Promise<void> {
    const children = (await reads.listChildRuns(run.id, { cap: MOST_CHILDREN, signal })).rows.slice(0, MOST_CHILDREN)
    const lines = await reads.listLastLogs({ flowRunIds: [run.id, ...children.map(({ id }) => id)], sinceAt: sinceOf(run), limit: 1, signal })
    logs.set(run.id, { stateId: run.state?.id ?? '', log: { lastAt: lastHeardAt(lines, { sinceAt: sinceOf(run), children }), readAt: now } })
  }

  return {
    async readHeartbeats(runs, { now, allowance, signal }) {
      running = runs.filter(run => run.state?.type === 'RUNNING' && now - sinceOf(run) > RUNNING_FOR_MS)
      const stateIds = new Map(running.map(run => [run.id, run.state?.id]))
      logs = new Map([...logs].filter(([id, { stateId }]) => stateIds.get(id) === stateId))
      beats = new Map([...beats].filter(([id]) => stateIds.has(id)))
      if (running.length > 0 && now - beatsReadAt >= BEATS_EVERY_MS && allowance.take(2))
        troubles.beats = await toTrouble(async () => await readBeats(now, signal))
    },
    async readLines({ now, allowance, signal }) {
      const askedAt = ({ id }: FlowRun): number => logs.get(id)?.log.readAt ?? Number.NEGATIVE_INFINITY
      const unsure = running.filter(run => now - (beats.get(run.id)?.lastAt ?? Number.NEGATIVE_INFINITY) > BEAT_IS_NEW_MS && now - askedAt(run) >= LINES_EVERY_MS)
      for (const run of unsure.sort((a, b) => askedAt(a) - askedAt(b) || sinceOf(a) - sinceOf(b))) {
        if (!allowance.take(2))
          return
        troubles.lines = await toTrouble(async () => await readOwnLines(run, now, signal))
        if (troubles.lines !== null)
          return
      }
    },
    all: () => new Map([...new Set([...logs.keys(), ...beats.keys()])].map(id => [id, { log: logs.get(id)?.log ?? null, heartbeat: beats.get(id) ?? null }])),
    trouble: () => troubles.beats ?? troubles.lines,
  }
}

/** When the run went into its present state. */
function sinceOf(run: FlowRun): number {
  return run.state?.at ?? run.startedAt ?? run.createdAt
}

/** When it last wrote something, itself or a run it started; null: never. A child that came to another state was heard of as well. */
function lastHeardAt(lines: readonly LogLine[], { sinceAt, children }: { sinceAt: number, children: readonly FlowRun[] }): number | null {
  const heardAt = [...lines.map(({ at }) => at), ...children.flatMap(({ state }) => state?.at ?? [])].filter(at => at >= sinceAt)
  return heardAt.length === 0 ? null : Math.max(...heardAt)
}
