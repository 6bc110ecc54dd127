import { UpstreamError } from '../prefect/error.ts'
import type { RowStretch } from '../prefect/reads.ts'
import type { Listed } from '../prefect/rows.ts'

export interface ShelfOptions<T> {
  /** What the rows are called, in the plural. */
  name: string
  keyOf: (row: T) => string
  /** Of a row, what it says of itself; another one means that it was changed. */
  tellOf: (row: T) => string
  listAll: (signal: AbortSignal) => Promise<Listed<T>>
  /** How the list is gone over in parts; null: it is always read as a whole. */
  parts: { leastSize: number, list: (stretch: RowStretch, signal: AbortSignal) => Promise<Listed<T>>, listById: (ids: string[], signal: AbortSignal) => Promise<Listed<T>> } | null
}

/** One list of things as they are now. */
export interface Shelf<T> {
  /** Takes all rows; gives why they are not whole, null when they are. Throws where the server cannot be reached or refuses. */
  fill: (at: number, signal: AbortSignal) => Promise<string | null>
  /** Reads the next part. Once something in it is new or changed all is read anew, so that what is noted of it has one instant. */
  goOver: (at: number, signal: AbortSignal) => Promise<string | null>
  rows: () => ReadonlyMap<string, T>
  isFilled: () => boolean
  /** As of when all was as it stands here; null: the last reading was not whole. */
  wholeAt: () => number | null
  /** Requests that `goOver` takes, as far as nothing changed. */
  partCount: () => number
  setAsideCount: () => number
  changeCount: () => number
}

/** A list is gone over in at most so many parts: with one each 15 s, in under five minutes. */
const MOST_PARTS = 16
/** All is not read anew more often than this. */
const WHOLE_EVERY_MS = 60_000

interface Sweep<T> {
  beganAt: number
  offset: number
  seen: Map<string, T>
  setAsideCount: number
}

export function createShelf<T>({ name, keyOf, tellOf, listAll, parts }: ShelfOptions<T>): Shelf<T> {
  let rows: ReadonlyMap<string, T> = new Map()
  let isFilled = false
  let wholeAt: number | null = null
  let filledAt = Number.NEGATIVE_INFINITY
  let setAsideCount = 0
  let changeCount = 0
  let sweep: Sweep<T> | null = null
  let isOutdated = false

  const partSize = (): number => parts === null ? Number.POSITIVE_INFINITY : Math.max(parts.leastSize, Math.ceil(rows.size / MOST_PARTS))

  async function orTrouble(work: () => Promise<string | null>): Promise<string | null> {
    try {
      return await work()
    }
    catch (error) {
      if (!(error instanceof UpstreamError) || error.failure === 'unreachable' || error.failure === 'refused')
        throw error
      return `The ${name} could not be read: ${error.message}`
    }
  }

  function take(fresh: ReadonlyMap<string, T>): void {
    const isSame = isFilled && fresh.size === rows.size && [...fresh].every(([key, row]) => JSON.stringify(row) === JSON.stringify(rows.get(key)))
    changeCount += isSame ? 0 : 1
    rows = isSame ? rows : fresh
    isFilled = true
  }

  async function fill(at: number, signal: AbortSignal): Promise<string | null> {
    sweep = null
    wholeAt = null
    return await orTrouble(async () => {
      const listed = await listAll(signal)
      take(new Map(listed.rows.map(row => [keyOf(row), row])))
      isOutdated = false
      filledAt = at
      wholeAt = listed.complete && listed.setAsideCount === 0 ? at : null
      setAsideCount = listed.setAsideCount
      return listed.complete ? setAsideWords() : `There are more than ${rows.size} ${name}: not all were read.`
    })
  }

  const setAsideWords = (): string | null => setAsideCount === 0 ? null : `Of the ${name} ${setAsideCount} came in a shape that is not understood.`

  const isOther = (row: T): boolean => {
    const known = rows.get(keyOf(row))
    return known === undefined || tellOf(known) !== tellOf(row)
  }

  return {
    fill,
    async goOver(at, signal) {
      const size = partSize()
      if (parts === null || !isFilled || (isOutdated && at - filledAt >= WHOLE_EVERY_MS))
        return await fill(at, signal)
      const current = sweep ??= { beganAt: at, offset: 0, seen: new Map(), setAsideCount: 0 }
      return await orTrouble(async () => {
        const listed = await parts.list({ limit: size, offset: current.offset }, signal)
        const isAll = listed.complete && current.offset === 0
        isOutdated ||= !isAll && listed.rows.some(isOther)
        listed.rows.forEach(row => current.seen.set(keyOf(row), row))
        current.setAsideCount += listed.setAsideCount
        current.offset += size
        if (!listed.complete)
          return isOutdated && at - filledAt >= WHOLE_EVERY_MS ? await fill(at, signal) : setAsideWords()
        // Rows that went meanwhile moved others forward, past the part that was read next: only what is not found by its id is gone.
        const lost = [...rows.keys()].filter(key => !current.seen.has(key))
        if (lost.length > 0 && !isAll)
          (await parts.listById(lost, signal)).rows.forEach(row => current.seen.set(keyOf(row), row))
        sweep = null
        take(current.seen)
        setAsideCount = current.setAsideCount
        wholeAt = setAsideCount === 0 && !isOutdated ? current.beganAt : null
        return setAsideWords()
      })
    },
    rows: () => rows,
    isFilled: () => isFilled,
    wholeAt: () => wholeAt,
    partCount: () => Math.max(1, Math.ceil(rows.size / partSize())),
    setAsideCount: () => setAsideCount,
    changeCount: () => changeCount,
  }
}
