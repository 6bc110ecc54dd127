import type { StripNight } from '../api/morning.ts'
import { scheduledSlots } from '../expectations/slots.ts'
import { DAY_MS } from '../expectations/thresholds.ts'
import { toMark, type Mark } from '../model/run-state.ts'
import { nightOf, nightsUpTo } from '../model/window.ts'
import { dueAt, type Job } from './job.ts'

const NIGHT_COUNT = 14

/** How far back to look for 14 slots: of a job of each night, of each week, of each month. */
const LOOKS_BACK_DAYS = [15, 105, 460] as const

/** Which mark stands for a night that saw several: what needs a person first, then what is unfinished, then what went well. */
const WORST_FIRST: readonly Mark[] = ['failed', 'crashed', 'missing', 'late', 'unknown', 'paused', 'running', 'cancelled', 'completed', 'scheduled']

const BAD: ReadonlySet<Mark> = new Set<Mark>(['failed', 'crashed', 'missing', 'late'])

/**
 * The last 14 nights of a job, oldest first: the worst mark of each. Of a job due once a night or rarer they are the nights it was
 * due or ran in, so that one of each week shows its weeks; where nothing is known of one its mark is null.
 *
 * @param absent - slots without a run, any order
 * @param at - the instant judged; what was due later is left out
 */
export function toStrip(job: Job, absent: readonly number[], { at, timeZone }: { at: number, timeZone: string }): StripNight[] {
  const marks = new Map<string, Omit<StripNight, 'badRatio'>>()
  const counts = new Map<string, { all: number, bad: number }>()
  const put = (instant: number, mark: Mark, runId: string | null): void => {
    const night = nightOf(instant, timeZone)
    const known = marks.get(night)?.mark ?? null
    const { all, bad } = counts.get(night) ?? { all: 0, bad: 0 }
    counts.set(night, { all: all + 1, bad: bad + (BAD.has(mark) ? 1 : 0) })
    if (known === null || WORST_FIRST.indexOf(mark) < WORST_FIRST.indexOf(known))
      marks.set(night, { night, mark, runId })
  }
  for (const run of job.runs) {
    if (dueAt(run) <= at)
      put(dueAt(run), toMark(run.state), run.id)
  }
  for (const slot of absent)
    put(slot, 'missing', null)
  const slots = rareSlots(job, at)
  const nights = slots === null
    ? nightsUpTo(at, NIGHT_COUNT, timeZone)
    : [...new Set([...slots.map(slot => nightOf(slot, timeZone)), ...marks.keys()])].sort().slice(-NIGHT_COUNT)
  const ratioOf = ({ all, bad } = { all: 1, bad: 0 }): number => Math.round(1_000 * bad / all) / 1_000
  return nights.map(night => ({ ...marks.get(night) ?? { night, mark: null, runId: null }, badRatio: ratioOf(counts.get(night)) }))
}

/** The last slots of a job due once a night or rarer; null for one that is due more often, or by no schedule that can be read. */
function rareSlots({ subject }: Job, at: number): readonly number[] | null {
  const rules = subject?.schedules.filter(({ active }) => active).map(({ rule }) => rule) ?? []
  if (rules.length === 0)
    return null
  let slots: readonly number[] = []
  for (const days of LOOKS_BACK_DAYS) {
    const named = rules.map(rule => scheduledSlots(rule, at - days * DAY_MS, at))
    if (named.includes(null))
      return null
    slots = [...new Set(named.flatMap(own => own ?? []))]
    if (slots.length > days + 1)
      return null
    if (slots.length >= NIGHT_COUNT)
      break
  }
  return slots
}
