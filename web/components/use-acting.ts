import { computed, type ComputedRef } from 'vue'
import { useDefaultServer } from './use-server.ts'

/** Whether runs and deployments may be acted on; false until that is known. */
export function useActing(): ComputedRef<boolean> {
  const server = useDefaultServer()
  return computed(() => server.value?.actions === true)
}
