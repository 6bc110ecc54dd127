import { useQuery } from '@tanstack/vue-query'
import { watch } from 'vue'
import { useRouter } from 'vue-router'
import type { MorningAnswer, ProblemAnswer } from '../../shared/api/morning.ts'
import { jobNames, shortNames } from '../format/names.ts'
import { morningQuery } from '../queries/morning.ts'
import { morningRoute } from '../routes.ts'
import { usePreferences } from '../stores/preferences.ts'
import { problemJobRoute } from './problem-route.ts'
import { useTimeZone } from './use-time-zone.ts'

/** More at once are told as a number. */
const MOST_TOLD = 3
const MOST_NAMES = 4

/** Tells, by the browser's own notices, of problems that need somebody and were not there before, while the page is out of sight. */
export function useProblemNotices(): void {
  const preferences = usePreferences()
  const router = useRouter()
  const timeZone = useTimeZone()
  const { data } = useQuery(() => ({ ...morningQuery({ server: null, from: null, to: null, tz: timeZone.value, tag: [], flow: [] }), enabled: preferences.givesNotice }))
  /** null: no morning was whole yet, so that what is not in it need not be new. */
  let seen: Set<string> | null = null

  watch([data, () => preferences.givesNotice] as const, ([morning, givesNotice]) => {
    if (morning === undefined || !givesNotice)
      return
    const problems = morning.problems.filter(({ section }) => section === 'needs-you')
    const news = seen === null ? [] : problems.filter(({ id }) => !seen?.has(id))
    if (morning.complete || seen !== null)
      seen = new Set([...seen ?? [], ...problems.map(({ id }) => id)])
    if (news.length > 0 && document.visibilityState === 'hidden' && 'Notification' in window && Notification.permission === 'granted')
      tell(news, morning)
  }, { immediate: true })

  function tell(news: readonly ProblemAnswer[], { verdict }: MorningAnswer): void {
    if (news.length > MOST_TOLD)
      return show(`${news.length} new problems`, verdict.sentence, { tag: 'several', open: () => void router.push(morningRoute()) })
    for (const problem of news) {
      const [job] = problem.jobs
      const names = jobNames(problem.jobs)
      show(problem.title, [...shortNames(names.slice(0, MOST_NAMES)), ...(names.length > MOST_NAMES ? [`${names.length - MOST_NAMES} more`] : [])].join(', '), {
        tag: problem.id,
        open: () => void router.push(job === undefined ? morningRoute() : problemJobRoute(job, problem)),
      })
    }
  }
}

/** Of one tag only one notice stands, however many tabs tell of it. */
function show(title: string, body: string, { tag, open }: { tag: string, open: () => void }): void {
  const notice = new Notification(title, { body, tag: `first-light ${tag}` })
  notice.addEventListener('click', () => {
    window.focus()
    open()
    notice.close()
  })
}
