import { parametersOf } from '../../expectations/backfills.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { toFailure } from '../runs/failure.ts'
import { isBad } from '../runs/judged-run.ts'
import { formatClock, formatCount } from '../words.ts'
import { isGood } from './good-run.ts'
import type { DeclaredContext } from './judge-declared.ts'

const MOST_NAMED = 6

/** Where every slot counts: bad runs of which no good run has the same parameters or the same slot, however many came after. */
export function undoneSlots({ job, declared, question }: DeclaredContext): Finding | null {
  if (declared.everySlot !== true)
    return null
  const good = job.runs.filter(run => isGood(run, declared))
  const slotOf = (run: FlowRun): number => Math.round(dueAt(run) / THRESHOLDS.slotJoinMs)
  const done = new Set(good.flatMap(run => [`${slotOf(run)}`, ...(Object.keys(run.parameters).length > 0 ? [parametersOf(run)] : [])]))
  // Parameters that every night has name no slot.
  const usual = new Set(good.map(parametersOf).filter((parameters, index, all) => all.indexOf(parameters) !== index))
  const undone = job.runs.filter(run => isBad(run) && dueAt(run) <= question.at && !done.has(`${slotOf(run)}`) && (usual.has(parametersOf(run)) || !done.has(parametersOf(run))))
  const last = undone.at(-1)
  if (last === undefined)
    return null
  const slots = undone.slice(-MOST_NAMED).map(run => formatClock(dueAt(run), question.at, question.timeZone)).join(', ')
  const failure = toFailure(last, undone, { job, question, open: true })
  return { ...failure, section: 'needs-you', reason: `${formatCount(undone.length, 'slot')} not done since (${slots}): ${failure.reason}`, evidence: [...failure.evidence.slice(0, 1), { text: 'declared: every slot counts', at: null, runId: null, source: 'declared' }] }
}
