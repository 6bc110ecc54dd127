import { useQueryClient } from '@tanstack/vue-query'
import { useRoute, useRouter } from 'vue-router'
import { useTimeZone } from '../components/use-time-zone.ts'
import { morningQuery } from '../queries/morning.ts'
import { runRoute } from '../routes.ts'
import { useKeys } from './use-keys.ts'

/** `n` and `p` walk the runs of what needs somebody, worst first, from whichever page: first the morning's, then the next of them. */
export function useFailureKeys(): void {
  const client = useQueryClient()
  const route = useRoute()
  const router = useRouter()
  const timeZone = useTimeZone()

  async function go(step: 1 | -1): Promise<void> {
    const morning = await client.query(morningQuery({ server: null, from: null, to: null, tz: timeZone.value, tag: [], flow: [] })).catch(() => null) // its own page says why it cannot be read
    const serverOf = new Map(morning?.problems.filter(({ section }) => section === 'needs-you').flatMap(({ jobs, server }) => jobs.flatMap(({ runId }) => runId === null ? [] : [[runId, server] as const])))
    const ids = [...serverOf.keys()]
    const at = ids.indexOf(String(route.params['id'] ?? ''))
    const next = ids[at === -1 ? (step === 1 ? 0 : ids.length - 1) : at + step]
    if (next !== undefined)
      await router.push(runRoute(next, { server: serverOf.get(next) }))
  }
  useKeys([
    { keys: 'n', words: 'next run that needs somebody', act: () => void go(1) },
    { keys: 'p', words: 'the one before', act: () => void go(-1) },
  ])
}
