import type { DueSlot } from '../../expectations/due-slots.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { isFrequent } from '../runs/frequent.ts'
import { isBad } from '../runs/judged-run.ts'
import { formatClock } from '../words.ts'
import type { KnownRows } from './known-rows.ts'
import { toMissing } from './missing.ts'
import { lastEndedAt, toSlotGroups, type SlotGroup } from './slot-groups.ts'
import type { SlotsContext } from './slots-judgement.ts'
import { firstSkippedAt, whyAbsent } from './why-absent.ts'

/** Slots that are judged together, and those of them that have no run. */
export interface JudgedGroup extends SlotGroup {
  absent: readonly DueSlot[]
}

/** Parts of a job; one whose parts all miss the very same instants is judged as a whole. */
export function toJudgedGroups(slots: readonly DueSlot[], isAbsent: ReadonlySet<DueSlot>): JudgedGroup[] {
  const groups = toSlotGroups(slots).map(group => ({ ...group, absent: group.slots.filter(slot => isAbsent.has(slot)) }))
  const instantsOf = ({ absent }: JudgedGroup): string => absent.map(({ at }) => at).join(' ')
  const [first] = groups
  if (first === undefined || groups.length < 2 || first.absent.length === 0 || groups.some(group => instantsOf(group) !== instantsOf(first)))
    return groups
  return [{ partition: null, slots: first.slots, absent: first.absent, isRunOf: () => true }]
}

/** Parts told one by one; more are the job's affair. */
const MOST_PARTS = 5
const MOST_NAMED = 12

/** Findings of more than five parts that stand alike become one of the job, which names them. */
export function foldMissing(findings: readonly Finding[], partCount: number): Finding[] {
  return [true, false].flatMap((open) => {
    const alike = findings.filter(finding => finding.open === open)
    const [first, ...others] = [...alike].sort((a, b) => a.sinceAt - b.sinceAt)
    if (first === undefined || others.length < MOST_PARTS)
      return alike
    const names = alike.map(({ partition }) => partition ?? '')
    const named = `${names.slice(0, MOST_NAMED).join('; ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`
    const share = `${names.length} of ${partCount} parts`
    return [{ ...first, partition: null, title: `${first.job.name} did not run for ${share}`, reason: `${first.reason}; missing: ${named}`, evidence: [{ text: `${share}: ${named}`, at: first.sinceAt, runId: null, source: 'schedule' }, ...first.evidence], nightCount: Math.max(...alike.map(({ nightCount }) => nightCount)), slotAt: Math.max(...alike.map(({ slotAt, sinceAt }) => slotAt ?? sinceAt)) }]
  })
}

interface GroupContext extends SlotsContext {
  /** Of the whole job by due time, without backfills. */
  runs: readonly FlowRun[]
  known: KnownRows
}

/** Absent slots are open until a later-due run of their group ended; those of a frequent job only if they are more than its weather. */
export function judgeGroup(group: JudgedGroup, context: GroupContext): Finding[] {
  const { question: { at, fromAt }, runs, known } = context
  const own = runs.filter(run => dueAt(run) <= at && group.isRunOf(run))
  const endedAt = lastEndedAt(runs, group, at)
  const frequent = !context.everySlot && isFrequent(ofOwnInstant(own), at)
  const isOpen = ({ at: slotAt }: DueSlot): boolean => context.everySlot || endedAt === null || slotAt > endedAt
  // A pause may have begun before rows are known: then its first skipped slot stands for them.
  const skippedAt = endedAt === null ? firstSkippedAt(context.job, context.question, group.absent[0]?.at ?? at) : null
  const absent = group.absent.length === 0 ? group.slots.filter(slot => slot.at === skippedAt) : group.absent
  const open = frequent ? openOfFrequent(group, own, context) : absent.filter(isOpen)
  const told = { ...context, partition: group.partition, share: null }
  if (open.length > 0)
    return [toMissing({ ...told, slots: open, open: true, firstAt: skippedAt })]
  const put = absent.filter(slot => slot.at >= fromAt)
  if (put.length === 0)
    return []
  const share = frequent ? shareOf(put, group.slots.filter(slot => slot.at >= Math.max(fromAt, known.keptFromAt)), context) : null
  return [toMissing({ ...told, slots: put, open: false, firstAt: null, share })]
}

/** One run of each instant: forty schedules at one instant do not make a job frequent. */
function ofOwnInstant(runs: readonly FlowRun[]): readonly FlowRun[] {
  return runs.filter((run, index) => index === 0 || dueAt(run) - dueAt(runs[index - 1] ?? run) > THRESHOLDS.slotJoinMs)
}

/**
 * Absent slots of a frequent job since its last good run, once three slots since then were absent or bad; those that its deployment's
 * pause or end explains count at once. Three bad runs are told by themselves.
 */
function openOfFrequent({ slots, absent }: JudgedGroup, runs: readonly FlowRun[], { job, question }: GroupContext): readonly DueSlot[] {
  const lastGood = runs.findLast(run => run.state?.type === 'COMPLETED')
  const since = absent.filter(slot => lastGood === undefined || slot.at > dueAt(lastGood))
  const last = since.at(-1)
  if (last === undefined)
    return []
  const badCount = runs.filter(run => isBad(run) && (lastGood === undefined || dueAt(run) > dueAt(lastGood))).length
  const isLast = last === slots.at(-1)
  const isExplained = isLast && whyAbsent(last, { job, question, lastKept: runs.at(-1) ?? null }) !== null
  const isSilent = since.length + badCount >= THRESHOLDS.frequentBadCount && badCount < THRESHOLDS.frequentBadCount
  return isExplained || isSilent ? since : []
}

const MOST_CLOCKS = 3

/** `1 of 13 missing (03:00)`. */
function shareOf(absent: readonly DueSlot[], slots: readonly DueSlot[], { question: { at, timeZone } }: GroupContext): string {
  const clocks = absent.slice(-MOST_CLOCKS).map(slot => formatClock(slot.at, at, timeZone)).join(', ')
  return `${absent.length} of ${slots.length} missing (${absent.length > MOST_CLOCKS ? `the last ${clocks}` : clocks})`
}
