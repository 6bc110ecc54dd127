import type { Acknowledgement } from '../model/acknowledgement.ts'

/** A time of day on the wall of a zone; null zone: the page's. */
export interface WallTime {
  minuteOfDay: number
  timeZone: string | null
}

/** Days on which an expectation holds or does not. Dates are YYYY-MM-DD in the expectation's zone. */
export interface Calendar {
  /** Business days end where these begin. */
  holidays: readonly string[]
  /** Only these days of a month; null: every day. */
  only: 'first-business-day' | 'last-business-day' | 'business-days' | null
  /** Nothing is expected inside: maintenance, blackouts. Instants, or whole dates. */
  blackouts: readonly { fromAt: number, toAt: number }[]
}

/** What somebody declared of the jobs that match. A field that is null says nothing; the most specific match wins field by field. */
export interface Expectation {
  /** Where it stands in the settings file. */
  line: number
  /** Of which server's jobs; null: of every server's. */
  server: string | null
  match: { kind: 'deployment', name: string } | { kind: 'flow', name: string } | { kind: 'tag', name: string }
  tier: 1 | 2 | 3 | null
  owner: string | null
  /** Each bad or absent slot stays open until it is run again. */
  everySlot: boolean | null
  /** A good run must have ended by then, each day it is due. */
  doneBy: WallTime | null
  /** The last good run is at most this old, for each key. */
  freshForMs: number | null
  /** By then one good run for each of these values of a parameter. */
  complete: { parameter: string, values: readonly string[], by: WallTime } | null
  startsWithinMs: number | null
  takesAtMostMs: number | null
  /** Ratio, 0–1, over the window. */
  succeedsAtLeast: number | null
  /** A good run within this time after each good run of the other job. */
  after: { job: string, withinMs: number } | null
  /** Names of end states that count as good besides COMPLETED ones. */
  goodEnds: readonly string[] | null
  calendar: Calendar | null
}

/** What people said beforehand: declared expectations, acknowledgements and mutes. */
export interface Standards {
  expectations: readonly Expectation[]
  acknowledgements: readonly Acknowledgement[]
}

export const NO_STANDARDS: Standards = { expectations: [], acknowledgements: [] }
