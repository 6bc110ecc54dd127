import { getQuery, type H3Event } from 'h3'
import { readFilterAddress } from '../../shared/filter/filter-address.ts'
import type { RunRow } from '../../shared/api/runs.ts'
import type { Shown } from '../shown.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { listRunsInParts } from './runs.ts'

/** Rows of a file; who needs more bounds the time. */
const MOST_ROWS = 20_000

const COLUMNS: readonly (readonly [string, (run: RunRow) => string | number | null])[] = [
  ['run', run => run.name], ['id', run => run.id], ['flow', run => run.flow.name], ['deployment', run => run.deployment?.name ?? null],
  ['state', run => run.state?.name ?? null], ['due', run => run.expectedAt], ['began', run => run.startedAt], ['ended', run => run.endedAt],
  ['took_seconds', run => run.ranForMs === null ? null : run.ranForMs / 1_000], ['late_seconds', run => run.lateByMs === null ? null : run.lateByMs / 1_000],
  ['attempts', run => run.runCount], ['tags', run => run.tags.join(' ')], ['message', run => run.state?.message ?? null],
]

/** The runs of the address as a file, page after page as they are read: its length costs no memory. */
export function runsCsvRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { filter } = readFilterAddress(getQuery(event) as Record<string, string | string[]>)
    const pages = listRunsInParts(shown, { filter, signal: event.req.signal })
    const first = await pages.next() // what cannot be read at all is refused before the file begins
    return new Response(toFile(first, pages, shown), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="runs.csv"', 'cache-control': 'no-store' } })
  }
}

function toFile(first: IteratorResult<RunRow[]>, pages: AsyncGenerator<RunRow[]>, { name }: Pick<Shown, 'name'>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let next: IteratorResult<RunRow[]> | null = first
  let count = 0
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(`\uFEFF${COLUMNS.map(([name]) => name).join(',')}\r\n`))
    },
    async pull(controller) {
      const { done, value } = next ?? await pages.next()
      next = null
      if (done === true) {
        controller.close()
        return
      }
      const rows = value.slice(0, MOST_ROWS - count)
      count += rows.length
      controller.enqueue(encoder.encode(rows.map(toLine).join('')))
      if (count >= MOST_ROWS) {
        controller.enqueue(encoder.encode(`${quote(`# cut after ${MOST_ROWS} runs of ${name}: bound the time for the others`)}\r\n`))
        await pages.return(undefined)
        controller.close()
      }
    },
    async cancel() {
      await pages.return(undefined)
    },
  })
}

function toLine(run: RunRow): string {
  return `${COLUMNS.map(([, of]) => quote(of(run))).join(',')}\r\n`
}

/** A spreadsheet computes what begins like a formula, whoever wrote it: such text is kept text by a quote in front. */
function quote(value: string | number | null): string {
  if (value === null || typeof value === 'number')
    return String(value ?? '')
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
