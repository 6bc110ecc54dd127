import { MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { Coverage } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads, RunsOf } from '../prefect/reads.ts'
import type { AdHoc } from './ad-hoc.ts'
import { readTail, TAIL_COST } from './frequent.ts'
import { noteTails } from './learning.ts'
import { lookUp } from './look-up.ts'
import type { Notes } from './notes.ts'
import { PAGE_FAILURES, REACH_MS, WINDOW_MS } from './reach.ts'
import { isUnfinished, type RunBook } from './run-book.ts'
import type { SetAside } from './set-aside.ts'
import type { Turn } from './turns.ts'

/** Runs that are counted with one request. */
const COUNTED_AT_ONCE = 5_000
/** Fewer runs than this are read instead: that costs as much as counting them, and sees more. */
const READ_AT_ONCE = 150
/** Rows read where so few were expected. */
const MOST_REREAD = 1_000
/** What changed so shortly before may have been read already, or not yet. */
const SETTLED_MS = 2 * MINUTE_MS
/** All is gone over in this time, where that takes no more than a request a minute. */
const ROUND_MS = 15 * MINUTE_MS
const REFRESH_MS = 15_000

/** A part of what is known, to be held against what there is. */
type Part
  = | { kind: 'runs', of: RunsOf | undefined, fromAt: number, toAt: number, isSplit: boolean }
    | { kind: 'tail', deploymentId: string }
    | { kind: 'ad-hoc' }

export interface AuditOptions {
  reads: Reads
  book: RunBook
  notes: Notes
  setAside: SetAside
  adHoc: Pick<AdHoc, 'counted' | 'recount'>
  deployments: () => ReadonlyMap<string, Deployment>
  /** How far back all runs are known; null: not yet. */
  knownFromAt: () => number | null
  /** Of those that are due too often for all their runs to be known; renewed here. */
  coverage: () => Map<string, Coverage>
  onVanished: (run: FlowRun) => void
  /** Everything was gone over once more; `at`: since when. */
  onRound: (at: number) => void
  /** When runs that changed were last read, by the upstream's clock. */
  readAt: () => number
}

/**
 * Finds what no list of what changed can tell: runs that were deleted, or given another end. Runs are counted by state for many
 * deployments at once; where a count differs it is counted again for each half, until there are few enough to be read.
 */
export function createAudit(options: AuditOptions): Turn & { changeCount: () => number } {
  const { reads, book, notes, setAside, adHoc, deployments, onVanished, onRound, readAt } = options
  const waiting: Part[] = []
  let roundCount = 1
  let roundBeganAt = Number.NEGATIVE_INFINITY
  let roundSetAside = 0
  let changeCount = 0

  /** What is known of the reach, in parts that can be counted at once. */
  function toParts(knownFromAt: number): Part[] {
    const at = readAt()
    const fromAt = Math.ceil(Math.max(at - REACH_MS, knownFromAt) / 1_000) * 1_000
    const toAt = Math.floor((at - SETTLED_MS) / 1_000) * 1_000
    if (fromAt >= toAt)
      return []
    const coverage = options.coverage()
    const part = (of: RunsOf | undefined): Part => ({ kind: 'runs', of, fromAt, toAt, isSplit: false })
    if (coverage.size === 0 && book.all().length <= READ_AT_ONCE)
      return [part(undefined)]
    const counts = new Map<string, number>([...deployments().keys()].map(id => [id, 0]))
    for (const { deploymentId } of book.all()) {
      if (deploymentId !== null)
        counts.set(deploymentId, (counts.get(deploymentId) ?? 0) + 1)
    }
    const groups: { ids: string[], count: number }[] = []
    for (const [id, count] of [...counts].filter(([id]) => !coverage.has(id))) {
      const last = groups.at(-1)
      if (last !== undefined && last.count + count <= COUNTED_AT_ONCE) {
        last.ids.push(id)
        last.count += count
      }
      else {
        groups.push({ ids: [id], count })
      }
    }
    const tails = [...coverage.keys()].filter(id => deployments().has(id)).map((deploymentId): Part => ({ kind: 'tail', deploymentId }))
    return [...groups.map(({ ids }) => part({ deploymentIds: ids })), adHoc.counted() === null ? part('no-deployment') : { kind: 'ad-hoc' }, ...tails]
  }

  async function goOver(part: Part, signal: AbortSignal): Promise<void> {
    if (part.kind === 'tail')
      await renewTail(part.deploymentId, signal)
    else if (part.kind === 'ad-hoc')
      await adHoc.recount(readAt(), signal)
    else
      await hold(part, signal)
  }

  async function hold(part: Part & { kind: 'runs' }, signal: AbortSignal): Promise<void> {
    const known = book.all().filter(run => isIn(run, part))
    if (known.length <= READ_AT_ONCE)
      await reread(part, { known, signal })
    else if (!isSameCount(await reads.countRunsByState({ ...part, signal }), known))
      waiting.unshift(...split(part))
  }

  async function reread(part: Part & { kind: 'runs' }, { known, signal }: { known: readonly FlowRun[], signal: AbortSignal }): Promise<void> {
    const listed = await reads.listRunsDue({ ...part, cap: MOST_REREAD, signal })
    book.put(listed.rows)
    roundSetAside += listed.setAsideCount
    const found = new Set(listed.rows.map(({ id }) => id))
    if (listed.complete)
      await lookUp(known.filter(({ id }) => !found.has(id)), { reads, book, onVanished, signal })
  }

  async function renewTail(deploymentId: string, signal: AbortSignal): Promise<void> {
    const deployment = deployments().get(deploymentId)
    if (deployment === undefined)
      return
    const coverage = options.coverage()
    const at = readAt()
    const windowFromAt = at - WINDOW_MS
    const tail = await readTail(reads, deployment, { fromAt: at - REACH_MS, windowFromAt, at, signal })
    const found = new Set(tail.rows.map(({ id }) => id))
    const own = book.all().filter(run => run.deploymentId === deploymentId && !isUnfinished(run) && !found.has(run.id) && dueAt(run) <= at - SETTLED_MS)
    // Those before the page are counted from now on; bad ones are kept.
    own.filter(run => run.state?.type === 'COMPLETED' && dueAt(run) < tail.coverage.rowsFromAt).forEach(({ id }) => book.remove(id))
    book.put(tail.rows)
    setAside.put(`tail ${deploymentId}`, tail.setAsideCount)
    changeCount += (coverage.get(deploymentId)?.keptFromAt === null) === (tail.coverage.keptFromAt === null) ? 0 : 1
    coverage.set(deploymentId, tail.coverage)
    noteTails(notes, coverage, windowFromAt)
    await lookUp(own.filter(run => dueAt(run) >= tail.coverage.rowsFromAt), { reads, book, onVanished, signal })
  }

  return {
    everyMs: () => waiting.some(part => part.kind === 'runs' && part.isSplit) ? REFRESH_MS : Math.max(MINUTE_MS, ROUND_MS / roundCount),
    cost: () => waiting[0]?.kind === 'runs' ? 1 : TAIL_COST,
    async work(signal) {
      if (waiting.length === 0) {
        const knownFromAt = options.knownFromAt()
        if (knownFromAt === null)
          return
        waiting.push(...toParts(knownFromAt))
        roundCount = Math.max(1, waiting.length)
        roundBeganAt = readAt()
        roundSetAside = 0
      }
      const part = waiting.shift()
      if (part === undefined)
        return
      try {
        await goOver(part, signal)
        notes.put('audit', null)
      }
      catch (error) {
        waiting.unshift(part)
        if (!(error instanceof UpstreamError) || !PAGE_FAILURES.has(error.failure))
          throw error
        notes.put('audit', { what: 'history', reason: `Whether earlier runs are still as they were could not be read: ${error.message}`, weighs: 'detail' })
      }
      if (waiting.length === 0) {
        setAside.put('due', roundSetAside)
        onRound(roundBeganAt)
      }
    },
    changeCount: () => changeCount,
  }
}

function dueAt(run: FlowRun): number {
  return run.expectedStartAt ?? run.createdAt
}

function isIn({ deploymentId, expectedStartAt }: FlowRun, { of, fromAt, toAt }: Part & { kind: 'runs' }): boolean {
  const isOf = of === undefined || (of === 'no-deployment' ? deploymentId === null : deploymentId !== null && of.deploymentIds.includes(deploymentId))
  return isOf && expectedStartAt !== null && expectedStartAt >= fromAt && expectedStartAt < toAt
}

function isSameCount(counted: ReadonlyMap<string, number>, known: readonly FlowRun[]): boolean {
  const own = new Map<string, number>()
  for (const { state } of known)
    own.set(state?.type ?? '', (own.get(state?.type ?? '') ?? 0) + 1)
  return [...new Set([...counted.keys(), ...own.keys()])].every(type => (counted.get(type) ?? 0) === (own.get(type) ?? 0))
}

/** By deployment; one alone, by time. */
function split(part: Part & { kind: 'runs' }): Part[] {
  const { of, fromAt, toAt } = part
  if (of !== undefined && of !== 'no-deployment' && of.deploymentIds.length > 1) {
    const half = Math.ceil(of.deploymentIds.length / 2)
    return [of.deploymentIds.slice(0, half), of.deploymentIds.slice(half)].map(deploymentIds => ({ ...part, of: { deploymentIds }, isSplit: true }))
  }
  const middle = Math.round((fromAt + toAt) / 2_000) * 1_000
  return middle <= fromAt || middle >= toAt ? [] : [{ ...part, toAt: middle, isSplit: true }, { ...part, fromAt: middle, isSplit: true }]
}
