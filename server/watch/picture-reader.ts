import type { UpstreamFailure } from '../../shared/api/failure.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { Deployment, Flow, WorkPool } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import { formatCount } from '../../shared/verdict/words.ts'
import type { Coverage, Picture, Unread } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads, RunsOf } from '../prefect/reads.ts'
import type { ServerMemory } from '../memory/memory.ts'
import { createChildren } from './children.ts'
import { frequentIds, readTails } from './frequent.ts'
import { createInventory } from './inventory.ts'
import { inLanes } from './lanes.ts'
import { createPools } from './pools.ts'
import { createRunBook, type RunBook } from './run-book.ts'
import { createRunExtras } from './run-extras.ts'

/** How far back the picture reaches. */
export const REACH_MS = 14 * DAY_MS
/** Read first: longer than any default window, which begins on a Friday evening at the earliest. */
const WINDOW_MS = 90 * HOUR_MS
/** Earlier runs are read in stretches of this length, newest first. */
const STRETCH_MS = 82 * HOUR_MS
/** Rows of the reach that are read at most; unfinished and failed ones besides. */
const HISTORY_CAP = 45_000
/** Runs without a deployment that are read, where there are frequent jobs besides. */
const AD_HOC_CAP = 2_000
const NO_RUNS = { rows: [] as FlowRun[], complete: true, setAsideCount: 0 }
/** An end is stamped before its row can be seen. */
const OVERLAP_MS = MINUTE_MS
const INVENTORY_EVERY_MS = MINUTE_MS
const WHOLE_EVERY_MS = HOUR_MS
/** A whole reading that left something out is tried again after this. */
const PARTIAL_AGAIN_MS = 5 * MINUTE_MS
/** Runs looked up one by one in a round; the others wait for the next. */
const MOST_LOOKUPS = 50
const LOOKUP_LANES = 4
/** Requests for what explains or completes a verdict, beside those of a refresh: with them none makes more than six. */
const MOST_ASIDE = 3
const MOST_ASIDE_AT_FIRST = 40
/** Failures that can be one page's alone: one run with an integer past 64 bits makes Prefect 3.8.8 answer 500 to every list it is in. */
const PAGE_FAILURES: ReadonlySet<UpstreamFailure> = new Set(['rejected', 'unreadable', 'timed-out'])
const BAD_ENDS: readonly StateType[] = ['FAILED', 'CRASHED', 'CANCELLED']

export interface PictureReader {
  /**
   * Reads everything at first and each hour, and what changed otherwise. `onProgress` is called when the picture has gained
   * something worth showing before all is read. Throws UpstreamError when runs cannot be read; the picture then stays as it was.
   */
  read: (signal: AbortSignal, onProgress: () => void) => Promise<void>
  picture: () => Picture
  /** When each kind of thing was last read, by the upstream's clock; null: not yet. */
  lastReads: () => readonly { what: string, at: number | null }[]
  /** Grows when the picture says something else, its time aside. */
  changeCount: () => number
}

/** What reading notes of what cannot be read again. */
export type ReaderMemory = Pick<ServerMemory, 'remembered' | 'vanished' | 'noteInventory' | 'noteVanished'>

/** Keeps one server's picture. `now` is the upstream's clock, epoch ms. */
export function createPictureReader({ server, demo, reads, memory, now }: { server: string, demo: boolean, reads: Reads, memory: ReaderMemory, now: () => number }): PictureReader {
  const inventory = createInventory(reads)
  const extras = createRunExtras({ reads, now })
  const pools = createPools(reads)
  const children = createChildren(reads)
  const unread = new Map<string, Unread>()
  const setAside = new Map<string, number>()
  let book: RunBook = createRunBook()
  let asOf: number | null = null
  let readAt: number | null = null
  /** When everything is read again; null: it never was. */
  let wholeDueAt: number | null = null
  let wholeReadAt: number | null = null
  let inventoryReadAt = Number.NEGATIVE_INFINITY
  let surroundingsReadAt = Number.NEGATIVE_INFINITY
  let runsKnownFromAt: number | null = null
  let coverage: ReadonlyMap<string, Coverage> = new Map()
  let ownChanges = 0

  function note(key: string, fact: Unread | null): void {
    if (unread.get(key)?.reason !== fact?.reason)
      ownChanges += 1
    if (fact === null)
      unread.delete(key)
    else
      unread.set(key, fact)
  }

  async function readInventory(at: number, signal: AbortSignal): Promise<void> {
    const facts = await inventory.read(signal)
    for (const [key, fact] of facts)
      note(key, fact)
    inventoryReadAt = at
    if (inventory.isWhole())
      memory.noteInventory({ ...inventory.maps(), at })
  }

  /** What explains a verdict without making one: asked for a refresh later than the inventory, so that none asks for much at once. */
  async function readSurroundings(at: number, { childrenSince, signal }: { childrenSince: number, signal: AbortSignal }): Promise<void> {
    await pools.read([...inventory.maps().workPools.values()], signal)
    await children.read({ sinceAt: childrenSince, roots: new Set(book.all().map(({ id }) => id)), signal })
    note('children', children.isWhole() ? null : { what: 'runs', reason: 'Not all runs that other runs started were read: why some failed may be missing.', weighs: 'detail' })
    surroundingsReadAt = at
  }

  /** Everything, in the order in which it matters for the first verdict. */
  async function readWhole(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const at = now()
    const isFirst = wholeDueAt === null
    const found = isFirst ? book : createRunBook()
    const windowFromAt = at - WINDOW_MS
    const [unfinished] = await Promise.all([reads.listRunsUnfinished({ dueBeforeAt: at, signal }), readInventory(at, signal)])
    const deployments = [...inventory.maps().deployments.values()]
    const frequent = new Set(frequentIds(deployments, at))
    // Where some are due every few minutes, theirs are most of all runs: the others' are read apart from them.
    const of: RunsOf | undefined = frequent.size === 0 ? undefined : { deploymentIds: deployments.filter(({ id }) => !frequent.has(id)).map(({ id }) => id) }
    if (isFirst && of !== undefined)
      await showByState(unfinished.rows, { sinceAt: windowFromAt, at, signal, onProgress })
    const differing: string[] = []
    const tailRows = { rows: [] as FlowRun[], setAsideCount: 0 }
    const [bad, due, adHoc, tails] = await Promise.all([
      reads.listRunsEnded({ of, sinceAt: at - REACH_MS, types: BAD_ENDS, signal }),
      listDue({ of, fromAt: windowFromAt, toAt: at, cap: HISTORY_CAP, signal }),
      of === undefined ? NO_RUNS : reads.listRunsDue({ of: 'no-deployment', fromAt: at - REACH_MS, toAt: at, cap: AD_HOC_CAP, signal }),
      readTails(reads, deployments.filter(({ id }) => frequent.has(id)), { fromAt: at - REACH_MS, windowFromAt, at, signal, onRows: (rows, setAsideCount) => {
        tailRows.rows.push(...rows)
        tailRows.setAsideCount += setAsideCount
      }, onDiffer: id => differing.push(id) }),
    ])
    coverage = tails
    note('tails', differing.length === 0 ? null : { what: 'runs', reason: `Of ${formatCount(differing.length, 'frequent job')} not as many runs were counted as were due: which are missing was not read.`, weighs: 'verdict' })
    if (isFirst || due.trouble === null)
      note('due', due.trouble === null ? null : { what: 'runs', reason: `Runs that were due could not be read: ${due.trouble}`, weighs: 'verdict' })
    for (const [name, listed] of Object.entries({ due, bad, unfinished, adHoc, tails: tailRows })) {
      found.put(listed.rows)
      setAside.set(name, listed.setAsideCount)
    }
    let knownFromAt = due.complete ? windowFromAt : oldestDueAt(due.rows) ?? at
    if (isFirst) {
      await extras.readRetries(found.unfinished(), signal)
      runsKnownFromAt = knownFromAt
      note('history', { what: 'history', reason: 'Runs of the days before are still being read.', weighs: 'verdict' })
      settle(at)
      onProgress()
    }
    let last = due
    let left = HISTORY_CAP - due.rows.length
    let historySetAside = 0
    while (last.complete && knownFromAt > at - REACH_MS && left > 0) {
      const fromAt = Math.max(at - REACH_MS, knownFromAt - STRETCH_MS)
      last = await listDue({ of, fromAt, toAt: knownFromAt, cap: left, signal })
      found.put(last.rows)
      historySetAside += last.setAsideCount
      left -= last.rows.length
      knownFromAt = last.complete ? fromAt : oldestDueAt(last.rows) ?? knownFromAt
      if (isFirst && last.complete) {
        runsKnownFromAt = knownFromAt
        onProgress()
      }
    }
    setAside.set('history', historySetAside)
    const isReread = isFirst || last.trouble === null
    if (isReread)
      runsKnownFromAt = knownFromAt
    note('history', knownFromAt <= at - REACH_MS ? null : { what: 'history', reason: toHistoryWords(knownFromAt, last.trouble), weighs: 'detail' })
    note('ad hoc', adHoc.complete ? null : { what: 'history', reason: 'Of runs without a deployment only the latest are read.', weighs: 'detail' })
    note('bad', bad.complete ? null : { what: 'runs', reason: `More than ${formatCount(bad.rows.length, 'run')} failed in 14 days: the earliest are left out.`, weighs: 'detail' })
    noteUnfinished(unfinished.complete, unfinished.rows.length)
    if (!isReread)
      book.put(found.all()) // what was known before is still the best there is
    else if (!isFirst)
      await replaceBook(found, { knownFromAt, at, signal })
    wholeReadAt = at
    wholeDueAt = at + (last.trouble === null ? WHOLE_EVERY_MS : PARTIAL_AGAIN_MS)
    await readSurroundings(at, { childrenSince: windowFromAt, signal })
    await finish(at, signal)
  }

  /** What is wrong by state, before anything else is asked of a large server: it is said that this is not all. */
  async function showByState(unfinished: readonly FlowRun[], { sinceAt, at, signal, onProgress }: { sinceAt: number, at: number, signal: AbortSignal, onProgress: () => void }): Promise<void> {
    book.put(unfinished)
    book.put((await reads.listRunsEnded({ sinceAt, types: BAD_ENDS, signal })).rows)
    runsKnownFromAt = at
    note('due', { what: 'runs', reason: 'Whether all that was due has run is still being checked.', weighs: 'verdict' })
    settle(at)
    onProgress()
  }

  /** The longest lists: where one of their pages fails for ever, what changes can still be followed. Gives nothing then, and why. */
  async function listDue(query: Parameters<Reads['listRunsDue']>[0]): Promise<Awaited<ReturnType<Reads['listRunsDue']>> & { trouble: string | null }> {
    try {
      return { ...await reads.listRunsDue(query), trouble: null }
    }
    catch (error) {
      if (!(error instanceof UpstreamError) || !PAGE_FAILURES.has(error.failure))
        throw error
      return { rows: [], complete: false, setAsideCount: 0, trouble: error.message }
    }
  }

  /** What a whole reading no longer holds was deleted, unless it says otherwise when asked for by name. */
  async function replaceBook(found: RunBook, { knownFromAt, at, signal }: { knownFromAt: number, at: number, signal: AbortSignal }): Promise<void> {
    const lost = book.all().filter(run => !found.has(run.id) && (run.expectedStartAt ?? run.createdAt) >= Math.max(knownFromAt, coverage.get(run.deploymentId ?? '')?.rowsFromAt ?? knownFromAt) && (run.expectedStartAt ?? run.createdAt) <= at)
    const before = new Map(book.all().map(run => [run.id, run.state?.id]))
    if (found.all().some(run => before.get(run.id) !== run.state?.id) || lost.length > 0)
      ownChanges += 1
    ownChanges += book.changeCount() - found.changeCount()
    book = found
    await lookUp(lost, signal)
  }

  /** What changed since the last reading: who is unfinished now, and who ended. */
  async function readDelta(since: number, signal: AbortSignal): Promise<void> {
    const at = now()
    const [unfinished, ended] = await Promise.all([
      reads.listRunsUnfinished({ dueBeforeAt: at, signal }),
      reads.listRunsEnded({ sinceAt: since - OVERLAP_MS, signal }),
      at - inventoryReadAt >= INVENTORY_EVERY_MS ? readInventory(at, signal) : at - surroundingsReadAt >= INVENTORY_EVERY_MS ? readSurroundings(at, { childrenSince: surroundingsReadAt - OVERLAP_MS, signal }) : undefined,
    ])
    const ids = new Set([...unfinished.rows, ...ended.rows].map(({ id }) => id))
    const left = unfinished.complete ? book.unfinished().filter(run => !ids.has(run.id) && (run.expectedStartAt ?? run.createdAt) <= at) : []
    book.put(unfinished.rows)
    book.put(ended.rows)
    setAside.set('unfinished', unfinished.setAsideCount)
    setAside.set('ended', ended.setAsideCount)
    noteUnfinished(unfinished.complete, unfinished.rows.length)
    await lookUp(left, signal)
    await finish(at, signal)
  }

  function noteUnfinished(complete: boolean, count: number): void {
    note('unfinished', complete ? null : { what: 'runs', reason: `More than ${formatCount(count, 'run')} are unfinished: not all were read.`, weighs: 'verdict' })
  }

  /** Asks for runs by id that no list holds any more: changed, or deleted by somebody. */
  async function lookUp(runs: readonly FlowRun[], signal: AbortSignal): Promise<void> {
    if (runs.length === 0)
      return
    const there = await reads.listRunsById(runs.map(({ id }) => id), { signal })
    book.put(there.rows)
    const found = new Set(there.rows.map(({ id }) => id))
    await inLanes(runs.filter(({ id }) => !found.has(id)).slice(0, MOST_LOOKUPS), LOOKUP_LANES, async (run) => {
      try {
        book.put([(await reads.getFlowRun(run.id, { signal })).run])
      }
      catch (error) {
        if (!(error instanceof UpstreamError) || (error.failure !== 'absent' && error.failure !== 'unreadable'))
          throw error
        // One that became unreadable stays as last seen: the lists count it as set aside.
        if (error.failure === 'absent') {
          book.remove(run.id)
          memory.noteVanished([run], now())
        }
      }
    })
  }

  async function finish(at: number, signal: AbortSignal): Promise<void> {
    book.forgetBefore(at - REACH_MS)
    children.forgetBefore(at - WINDOW_MS)
    extras.forgetAllBut([...book.all(), ...children.all().map(({ run }) => run)])
    await extras.readRetries(book.unfinished(), signal)
    settle(at)
    try {
      const leftCount = await extras.readDetails([...book.all(), ...children.all().map(({ run }) => run)], { sinceAt: at - WINDOW_MS, now: at, signal })
      note('reasons', leftCount === 0 ? null : { what: 'reasons', reason: `The logs of ${formatCount(leftCount, 'failed run')} were not read.`, weighs: 'detail' })
    }
    catch (error) {
      if (!(error instanceof UpstreamError))
        throw error
      note('reasons', { what: 'reasons', reason: `Why runs failed could not be read from their logs: ${error.message}`, weighs: 'detail' })
    }
    await readAside(at, signal)
  }

  /** What runs say in their logs, and what they took long ago; beside a refresh that asks for much already, nothing. */
  async function readAside(at: number, signal: AbortSignal): Promise<void> {
    const mostRequests = wholeReadAt === at ? MOST_ASIDE_AT_FIRST : at === inventoryReadAt || at === surroundingsReadAt ? 0 : MOST_ASIDE
    const { trouble, knownFromAt } = await extras.readAside(book.all(), { now: at, reachFromAt: at - REACH_MS, mostRequests, signal })
    const reason = trouble !== null
      ? `Not all that runs logged, or took long ago, could be read: ${trouble}`
      : knownFromAt !== null && knownFromAt > at - WINDOW_MS + WHOLE_EVERY_MS
        ? `Errors that runs logged before ${toUtcWords(knownFromAt)} were not read, so good runs that logged some may be missing.`
        : null
    note('logs', reason === null ? null : { what: 'logs', reason, weighs: 'detail' })
  }

  function settle(at: number): void {
    const count = [...setAside.values()].reduce((sum, part) => sum + part, 0)
    note('set aside', count === 0 ? null : { what: 'runs', reason: `${formatCount(count, 'run')} came in a shape that is not understood.`, weighs: 'verdict' })
    readAt = at
    if (inventory.isKnown())
      asOf = at
  }

  return {
    async read(signal, onProgress) {
      if (readAt === null || wholeDueAt === null || now() >= wholeDueAt)
        await readWhole(signal, onProgress)
      else
        await readDelta(readAt, signal)
    },
    picture: () => ({
      server,
      demo,
      asOf,
      reachFromAt: (asOf ?? now()) - REACH_MS,
      runsKnownFromAt,
      coverage,
      workQueues: pools.workQueues(),
      workers: pools.workers(),
      children: children.all(),
      remembered: memory.remembered(),
      ...inventory.maps() satisfies { flows: ReadonlyMap<string, Flow>, deployments: ReadonlyMap<string, Deployment>, workPools: ReadonlyMap<string, WorkPool> },
      runs: book.all(),
      histories: extras.histories(),
      loggedErrors: extras.loggedErrors(),
      signsOfLife: extras.signsOfLife(),
      errorLines: extras.errorLines(),
      olderRuns: extras.olderRuns(),
      vanished: memory.vanished().filter(run => (run.expectedStartAt ?? run.createdAt) >= (asOf ?? now()) - REACH_MS),
      unread: [...unread.values()],
      setAsideCount: [...setAside.values()].reduce((sum, count) => sum + count, inventory.setAsideCount()),
    }),
    lastReads: () => [
      { what: 'runs that began, ended or wait', at: readAt },
      { what: 'all runs that were due', at: wholeReadAt },
      { what: 'flows, deployments and pools', at: Number.isFinite(inventoryReadAt) ? inventoryReadAt : null },
      { what: 'queues, workers and runs that runs started', at: Number.isFinite(surroundingsReadAt) ? surroundingsReadAt : null },
    ],
    changeCount: () => book.changeCount() + ownChanges + extras.changeCount() + inventory.changeCount() + pools.changeCount() + children.changeCount(),
  }
}

function toHistoryWords(knownFromAt: number, trouble: string | null): string {
  const left = `runs due before ${toUtcWords(knownFromAt)}`
  return trouble === null ? `There are more runs than are read: ${left} are left out.` : `Not read were ${left}: ${trouble}`
}

function toUtcWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function oldestDueAt(runs: readonly FlowRun[]): number | null {
  return runs.at(-1)?.expectedStartAt ?? null
}
