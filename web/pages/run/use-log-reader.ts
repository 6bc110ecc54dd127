import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, watch } from 'vue'
import { hasNewer, tidyPages, toLines } from '../../../shared/logs/log-pages.ts'
import { logsQuery, type LogAsked, type LogStart } from '../../queries/logs.ts'
import { LIVE_RUN_MS } from '../../queries/run.ts'

/** Fewer lines than fill the list, while there are more: of some loggers a page may hold none. */
const FEW_LINES = 60

/** One log, read page by page in both directions and, while its run is live, as it is written. Needs a component scope. */
export function useLogReader(asked: () => LogAsked & { start: LogStart }) {
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

  watch([pages, query.isFetching], async () => {
    if (query.isFetching.value || query.isPlaceholderData.value || query.error.value !== null)
      return
    if (hasNewer(pages.value) && lines.value.length < FEW_LINES)
      await readNewer()
    else if (query.hasPreviousPage.value && lines.value.length === 0) // lines put in above would come between a jump and its place
      await readOlder()
  })

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
    /** What became of the line the reading began at; null where it began elsewhere. */
    aim: computed(() => pages.value.find(({ aim }) => aim !== null)?.aim ?? null),
    runNames: computed(() => new Map(pages.value.flatMap(({ runNames }) => Object.entries(runNames)))),
    incomplete: computed(() => pages.value[0]?.incomplete ?? null),
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
