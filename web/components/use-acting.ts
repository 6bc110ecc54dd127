import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { serverQuery } from '../queries/server.ts'

/** Whether runs and deployments may be acted on; false until that is known. */
export function useActing(): ComputedRef<boolean> {
  const { data } = useQuery(() => serverQuery(null))
  return computed(() => data.value?.actions === true)
}
