import type { QueryClient } from '@tanstack/vue-query'
import type { LocationQuery } from 'vue-router'
import { logsQuery } from '../../queries/logs.ts'
import { readServer } from '../../server-address.ts'
import { toLogAsked, toLogStart } from './log-view.ts'
import { readRunView } from './run-view.ts'

/** A link to a run is opened for its log: the first lines are asked for while the script of the page is still on its way. */
export function readRunAhead(queryClient: QueryClient, id: string, query: LocationQuery): void {
  const view = readRunView(query)
  if (view.tab === null)
    void queryClient.prefetchInfiniteQuery(logsQuery({ ...toLogAsked(id, readServer(query), view), start: toLogStart(view, null) }))
}
