/** Where a line stands in the order of a log: by instant, then by id. */
export interface LogPlace {
  /** ISO 8601 UTC with microseconds: as text in the order of time. */
  at: string
  /** null: the instant alone, before every line of it. */
  id: string | null
}

/** Lines from one to another, both meant; a single line is both. */
export interface LineRange {
  first: LogPlace
  last: LogPlace
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const ID = /^[\w-]{1,64}$/

/** `2026-11-23T01:05:48.013482Z.ID`, or the instant alone; null for anything else. */
export function readLogPlace(text: string): LogPlace | null {
  const at = text.slice(0, 27)
  const id = text.length === 27 ? null : text.slice(28)
  if (!INSTANT.test(at) || Number.isNaN(Date.parse(at)) || (id !== null && (text.charAt(27) !== '.' || !ID.test(id))))
    return null
  return { at, id }
}

export function writeLogPlace({ at, id }: LogPlace): string {
  return id === null ? at : `${at}.${id}`
}

/** `LINE` or `LINE~LINE`, in either order; null for anything else. */
export function readLineRange(text: string): LineRange | null {
  const [one, other, ...rest] = text.split('~').map(readLogPlace)
  if (one == null || other === null || rest.length > 0)
    return null
  return toLineRange(one, other ?? one)
}

export function writeLineRange({ first, last }: LineRange): string {
  return comparePlaces(first, last) === 0 ? writeLogPlace(first) : `${writeLogPlace(first)}~${writeLogPlace(last)}`
}

export function toLineRange(one: LogPlace, other: LogPlace): LineRange {
  return comparePlaces(one, other) <= 0 ? { first: one, last: other } : { first: other, last: one }
}

/** Negative where `a` is before `b`, 0 for the same place. */
export function comparePlaces(a: LogPlace, b: LogPlace): number {
  return compareTexts(a.at, b.at) || compareTexts(a.id ?? '', b.id ?? '')
}

export function isWithin(place: LogPlace, { first, last }: LineRange): boolean {
  return comparePlaces(first, place) <= 0 && comparePlaces(place, last) <= 0
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
