import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose } from 'vue'
import { hasNewer, tidyPages, toLines } from '../../../shared/logs/log-pages.ts'
import { logsQuery, type LogsAsked } from '../../queries/logs.ts'
import { LIVE_RUN_MS } from '../../queries/run.ts'

/** One log, read page by page in both directions and, while its run is live, as it is written. Needs a component scope. */
export function useLogReader(asked: () => LogsAsked) {
  const queryClient = useQueryClient()
  const options = computed(() => logsQuery(asked()))
  const query = useInfiniteQuery(() => ({ ...options.value, placeholderData: keepPreviousData }))
  const pages = computed(() => query.data.value?.pages ?? [])
  const lines = computed(() => toLines(pages.value))
  const live = computed(() => pages.value.at(-1)?.live ?? false)

  function tidy(grown: 'older' | 'newer'): void {
    queryClient.setQueryData(options.value.queryKey, held => held && tidyPages(held, grown))
  }

  async function readNewer(): Promise<void> {
    if (query.isFetching.value || !query.hasNextPage.value)
      return
    await query.fetchNextPage({ cancelRefetch: false })
    tidy('newer')
  }

  async function readOlder(): Promise<void> {
    if (query.isFetching.value || !query.hasPreviousPage.value)
      return
    await query.fetchPreviousPage({ cancelRefetch: false })
    tidy('older')
  }

  /** What failed is asked again, and no page that was read. */
  async function retry(): Promise<void> {
    if (query.isFetchPreviousPageError.value)
      await readOlder()
    else if (query.isFetchNextPageError.value)
      await readNewer()
    else
      await query.refetch()
  }

  /** Lines still to come are asked for only by a reader who has all there are. */
  const timer = setInterval(() => {
    if (!live.value || hasNewer(pages.value) || document.hidden)
      return
    void (lines.value.length === 0 ? query.refetch({ cancelRefetch: false }) : readNewer())
  }, LIVE_RUN_MS)
  onScopeDispose(() => clearInterval(timer))

  return {
    lines,
    live,
    /** The first error of the whole run under the same task filter. */
    firstErrorId: computed(() => pages.value[0]?.firstErrorId ?? null),
    hasOlder: query.hasPreviousPage,
    /** Lines known to wait after those read. */
    hasUnreadNewer: computed(() => hasNewer(pages.value)),
    /** Lines of the question before this one, until this one is answered. */
    isStale: query.isPlaceholderData,
    isRead: computed(() => query.data.value !== undefined),
    isReading: query.isFetching,
    error: query.error,
    readNewer,
    readOlder,
    retry,
  }
}
