import type { FlowRun } from '../../shared/model/flow-run.ts'
import { toFlowRun, toOddFlowRun } from './flow-run.ts'
import { parseInstant } from './instant.ts'
import { PAGE_SIZE, takeFresh, textOf, type FilterBodies, type FlowRunFilter, type Pager } from './paging.ts'
import { readRows, type Listed } from './rows.ts'

export interface RunCrawl {
  /** Besides the bounds on `field`. */
  filter: FlowRunFilter
  flows?: FilterBodies['/flow_runs/filter']['flows']
  /** What is sorted by and bounded, so that the server walks one index. Prefect cannot sort by end oldest first. */
  field: 'expected_start_time' | 'end_time'
  order: 'newest-first' | 'oldest-first'
  /** Both inclusive, as ISO text; null: no bound. */
  from: string | null
  to: string | null
  /** Most rows to read. */
  cap: number
  /** Called with the rows of each page as it comes. */
  onPage?: ((rows: readonly FlowRun[]) => void) | undefined
  signal: AbortSignal | undefined
}

/**
 * Page after page by the last row's own timestamp, bound included, so that runs made meanwhile shift nothing. Runs of one
 * instant have no order upstream: repeats are dropped by id, and more than a page of one instant is passed by offset.
 */
export async function crawlRuns(pager: Pager, { filter, flows, field, order, from, to, cap, onPage, signal }: RunCrawl): Promise<Listed<FlowRun>> {
  const seen = new Set<string>()
  const found: Listed<FlowRun> = { rows: [], complete: true, setAsideCount: 0 }
  const sort = field === 'end_time' ? 'END_TIME_DESC' : order === 'oldest-first' ? 'EXPECTED_START_TIME_ASC' : 'EXPECTED_START_TIME_DESC'
  let cursor: string | null = null
  let stillCount = 0
  for (let offset = 0; ;) {
    const [after, before]: (string | null)[] = order === 'oldest-first' ? [cursor ?? from, to] : [from, cursor ?? to]
    const bounds = { ...(after !== null && { after_: after }), ...(before !== null && { before_: before }) }
    const page = await pager.read({ path: '/flow_runs/filter', body: { sort, ...(flows !== undefined && { flows }), flow_runs: { ...filter, [field]: bounds } }, limit: PAGE_SIZE, offset, signal })
    const fresh = takeFresh(page.bodies, seen)
    const { rows, setAsideCount, oddFields } = readRows(fresh, toFlowRun, toOddFlowRun)
    pager.noteOdd('/flow_runs/filter', oddFields)
    found.rows.push(...rows)
    found.setAsideCount += setAsideCount
    onPage?.(rows)
    if (page.isLast)
      return found
    // A page of known runs follows a full one of a single instant; two in a row mean that paging leads nowhere.
    stillCount = fresh.length === 0 ? stillCount + 1 : 0
    if (found.rows.length >= cap || stillCount > 1)
      return { ...found, complete: false }
    const last = lastInstantText(page.bodies, field)
    const moves: boolean = last !== null && last !== cursor
    offset = moves ? 0 : offset + page.limit
    cursor = moves ? last : cursor
  }
}

/** The last timestamp that upstream will understand again. */
function lastInstantText(bodies: readonly unknown[], field: string): string | null {
  const texts = bodies.map(body => textOf(body, field))
  return texts.findLast(text => text !== null && parseInstant(text) !== null) ?? null
}
