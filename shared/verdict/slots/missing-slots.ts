import type { DueSlot } from '../../expectations/due-slots.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { countNights, type Finding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { isFrequent } from '../runs/frequent.ts'
import { isBad } from '../runs/judged-run.ts'
import { formatClock } from '../words.ts'
import type { KnownRows } from './known-rows.ts'
import { isLong, toMissing } from './missing.ts'
import { lastEndedAt, toSlotGroups, type SlotGroup } from './slot-groups.ts'
import type { SlotsContext } from './slots-judgement.ts'
import { whyAbsent } from './why-absent.ts'

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
  /** The first slot that was skipped by what stops the job now; null: nothing does, or that is not known. */
  skipped: DueSlot | null
}

/**
 * Absent slots are open until a later-due run of their group ended; those of a frequent job only if they are more than its weather.
 * What was stopped for days stays so, whoever ran it by hand meanwhile.
 */
export function judgeGroup(group: JudgedGroup, context: GroupContext): Finding[] {
  const { question: { at, fromAt }, runs, known } = context
  const own = runs.filter(run => dueAt(run) <= at && group.isRunOf(run))
  const told = { ...context, partition: group.partition, share: null }
  const stopped = stoppedSlots(group, own, context)
  if (stopped !== null)
    return [toMissing({ ...told, ...stopped, open: true })]
  const endedAt = lastEndedAt(own)
  const frequent = !context.everySlot && isFrequent(ofOwnInstant(own), at)
  const isOpen = ({ at: slotAt }: DueSlot): boolean => context.everySlot || endedAt === null || slotAt > endedAt
  const open = frequent ? openOfFrequent(group, own, context) : group.absent.filter(isOpen)
  if (open.length > 0)
    return [toMissing({ ...told, slots: open, open: true, firstAt: null })]
  const put = group.absent.filter(slot => slot.at >= fromAt)
  if (put.length === 0)
    return []
  const share = frequent ? shareOf(put, group.slots.filter(slot => slot.at >= Math.max(fromAt, known.keptFromAt)), context) : null
  return [toMissing({ ...told, slots: put, open: false, firstAt: null, share })]
}

/** The slots that a pause, or a schedule switched off or removed, skipped, if that goes on for days; null: nothing does. */
function stoppedSlots({ slots, absent: withoutRow }: JudgedGroup, runs: readonly FlowRun[], { job, question, skipped }: GroupContext): { slots: readonly DueSlot[], firstAt: number } | null {
  // It may have begun before rows are known: then its first skipped slot stands for them.
  const absent = withoutRow.length > 0 ? withoutRow : slots.filter(slot => slot === skipped)
  const last = absent.at(-1)
  const why = last === undefined ? null : whyAbsent(last, { job, question, lastKept: null })
  if (why?.lasts !== true || last !== slots.at(-1))
    return null
  const endedAt = lastEndedAt(runs.filter(run => run.autoScheduled))
  const isSince = (slot: DueSlot): boolean => endedAt === null || slot.at > endedAt
  const since = absent.filter(isSince)
  const firstAt = Math.min(...[...since, ...skipped === null ? [] : [skipped]].filter(isSince).map(slot => slot.at))
  return since.length > 0 && isLong({ sinceAt: firstAt, nightCount: countNights(since.map(slot => slot.at), THRESHOLDS.nightApartMs), at: question.at }) ? { slots: since, firstAt } : null
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
