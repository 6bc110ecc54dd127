import { isMap, isScalar, isSeq } from 'yaml'
import type { z } from 'zod'
import { toInstant } from '../shared/model/zone.ts'

export interface Place {
  /** The file's name, as in "firstlight.yaml". */
  name: string
  /** "firstlight.yaml line 12" of an offset. */
  where: (offset: number | undefined) => string
  line: (offset: number | undefined) => number
  mistakes: string[]
}

/** Reads a list of the settings file, each with the line it begins on. Each mistake names its line and the field; a wrong one is left out. */
export function readList<T>(value: unknown, schema: z.ZodType<T>, { list, one }: { list: string, one: string }, { where, line, mistakes }: Place): { body: T, line: number }[] {
  if (!isSeq(value)) {
    mistakes.push(`${where(isScalar(value) || isMap(value) ? value.range?.[0] : undefined)}: ${list} must be a list.`)
    return []
  }
  return value.items.flatMap((item) => {
    const offset = isMap(item) || isScalar(item) ? item.range?.[0] : undefined
    const read = schema.safeParse(isMap(item) ? item.toJSON() : item)
    if (read.success)
      return [{ body: read.data, line: line(offset) }]
    for (const { path, message } of read.error.issues) {
      const key = isMap(item) ? item.items.find(pair => isScalar(pair.key) && pair.key.value === path[0])?.key : undefined
      const at = where(isScalar(key) ? key.range?.[0] : offset)
      mistakes.push(`${at}: ${path.length === 0 ? one : path.join('.')} ${message.replace(/^Unrecognized keys?: /, 'has no field ').replace(/^Invalid input: /, '')}.`)
    }
    return []
  })
}

/** An instant with its offset, or a date in UTC: its start or its end; null for anything else. */
export function readMoment(text: string, { isEnd }: { isEnd: boolean }): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  if (year !== undefined)
    return toInstant({ year: Number(year), month: Number(month), day: Number(day) + (isEnd ? 1 : 0), hour: 0, minute: 0, second: 0 }, 'UTC') - (isEnd ? 1 : 0)
  const at = /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : at
}
