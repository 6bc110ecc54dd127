import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, watch, type ComputedRef, type Ref } from 'vue'
import type { Timeline } from '../../../shared/api/timeline.ts'
import { joinParts } from '../../../shared/timeline/joined-timeline.ts'
import { timelineQuery } from '../../queries/timeline.ts'
import { useServer } from '../../components/use-server.ts'

/** The tasks of a run, part after part where they are very many: what has been read is there, and whether more is coming. */
export function useTimeline(id: () => string): {
  timeline: ComputedRef<Timeline | null>
  error: Ref<Error | null>
  isReading: Ref<boolean>
  /** More parts are to come. */
  isGrowing: Ref<boolean>
  readAgain: () => Promise<unknown>
} {
  const server = useServer()
  const { data, error, isFetching, hasNextPage, isFetchNextPageError, fetchNextPage, refetch } = useInfiniteQuery(() => ({ ...timelineQuery(id(), server.value), shallow: true }))
  watch([hasNextPage, isFetching], async ([hasNext, isBusy]) => {
    if (hasNext && !isBusy && !isFetchNextPageError.value)
      await fetchNextPage()
  }, { immediate: true })
  return {
    timeline: computed(() => joinParts(data.value?.pages ?? [])),
    error,
    isReading: isFetching,
    isGrowing: hasNextPage,
    readAgain: async () => isFetchNextPageError.value ? await fetchNextPage() : await refetch(),
  }
}
