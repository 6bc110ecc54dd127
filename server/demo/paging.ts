import type { Json } from './conditions.ts'
import { Refusal, untaught } from './refusal.ts'

/** Default and most rows of one answer. */
const LIMIT = 200

export type Compare<Row> = (a: Row, b: Row) => number
export type Sorts<Row> = Readonly<Record<string, Compare<Row>>>

/** What has no instant comes first, as on SQLite. */
export const byTime = <Row>(of: (row: Row) => number | null): Compare<Row> => (a, b) => toOrder(of(a) ?? Number.NEGATIVE_INFINITY, of(b) ?? Number.NEGATIVE_INFINITY)
export const byText = <Row>(of: (row: Row) => string): Compare<Row> => (a, b) => toOrder(of(a), of(b))
export const reversed = <Row>(compare: Compare<Row>): Compare<Row> => (a, b) => compare(b, a)

const toOrder = <T extends number | string>(a: T, b: T): number => a < b ? -1 : a > b ? 1 : 0

/** The page of `rows` that `sort`, `limit` and `offset` of the body ask for. Ties stay in the order of the rows, as upstream has no tie-breaker. */
export function toPage<Row>(rows: readonly Row[], body: Json, sorts: Sorts<Row>, usual: string): readonly Row[] {
  const { limit = LIMIT, offset = 0, sort = usual } = body
  const compare = typeof sort === 'string' ? sorts[sort] : undefined
  if (compare === undefined)
    throw untaught(`the sort ${String(sort)}`)
  if (Number(limit) > LIMIT)
    throw new Refusal(422, `Invalid limit: must be less than or equal to ${LIMIT}.`)
  if (Number(limit) < 0)
    throw new Refusal(422, 'Invalid limit: must be greater than or equal to 0.')
  return [...rows].sort(compare).slice(Number(offset), Number(offset) + Number(limit))
}
