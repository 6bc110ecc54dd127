import type { DueSlot } from '../../expectations/due-slots.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import { countNights, type Finding, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import type { Section } from '../kind.ts'
import { formatClock, formatCount } from '../words.ts'
import { whyAbsent } from './why-absent.ts'
import type { SlotsContext } from './slots-judgement.ts'

interface Missing extends SlotsContext {
  /** Ascending, at least one. */
  slots: readonly DueSlot[]
  open: boolean
  partition: string | null
  /** The first slot of the same absence, where it lies further back than rows are known. */
  firstAt: number | null
  /** In place of "3 slots since …": where only some of many are absent. */
  share: string | null
}

/** Slots without a run, of one job or one of its parts. */
export function toMissing({ slots, open, partition, firstAt, share, job, question }: Missing): Finding {
  const { at, timeZone } = question
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const [first, last] = [slots[0], slots.at(-1)]
  const sinceAt = Math.min(firstAt ?? Number.POSITIVE_INFINITY, first?.at ?? at)
  const nightCount = countNights(slots.map(slot => slot.at), THRESHOLDS.nightApartMs)
  const lastKept = job.runs.findLast(run => run.autoScheduled && dueAt(run) <= at) ?? null
  const why = last === undefined ? null : whyAbsent(last, { job, question, lastKept })
  const expected = share ?? (slots.length === 1 && sinceAt === first?.at
    ? `expected ${clock(sinceAt)}`
    : sinceAt === first?.at ? `${formatCount(slots.length, 'slot')} since ${clock(sinceAt)} without a run` : `no slot since ${clock(sinceAt)} has a run`)
  const lastWords = lastKept === null ? 'no automatic run of it is known' : `its last one was due ${clock(dueAt(lastKept))}`
  const because = why === null ? null : why.when === null ? why.cause.text : `${why.cause.text}, ${why.when}`
  return toFinding({
    job,
    kind: 'missing',
    section: sectionOf({ open, lasts: why?.lasts === true, sinceAt, nightCount, at }),
    open,
    sinceAt,
    slotAt: last?.at ?? sinceAt,
    cause: why?.cause ?? null,
    partition,
    expectation: 'start',
    title: `${job.name}${partition === null ? '' : ` (${partition})`} did not run`,
    reason: because === null ? `${expected}; nothing was scheduled, cause not known; ${lastWords}` : `${because}; ${expected}; ${lastWords}`,
    evidence: [
      { text: first?.told === 'rows' ? `${expected}, as its earlier runs tell` : expected, at: first?.at ?? sinceAt, runId: null, source: first?.told === 'rows' ? 'baseline' : 'schedule' },
      ...why?.evidence ?? [],
      { text: lastWords, at: lastKept === null ? null : dueAt(lastKept), runId: lastKept?.id ?? null, source: 'state' },
    ],
    nightCount,
  })
}

function sectionOf({ open, lasts, ...lasted }: { open: boolean, lasts: boolean, sinceAt: number, nightCount: number, at: number }): Section {
  if (!open)
    return 'recovered'
  return lasts && isLong(lasted) ? 'known' : 'needs-you'
}

/** What somebody stopped is known from the third day; what nothing explains never is. */
export function isLong({ sinceAt, nightCount, at }: { sinceAt: number, nightCount: number, at: number }): boolean {
  return nightCount >= THRESHOLDS.chronicNightCount || at - sinceAt >= THRESHOLDS.skippedKnownMs
}
