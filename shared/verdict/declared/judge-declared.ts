import { isExpectedAt } from '../../declared/calendar.ts'
import { resolveDeclared, type Declared } from '../../declared/resolved.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'
import type { Job } from '../job.ts'
import { earliest } from '../judge-runs.ts'
import { notFollowed } from './after-job.ts'
import { incomplete } from './completeness.ts'
import { deadlineOf, missedDeadline } from './deadline.ts'
import { undoneSlots } from './every-slot.ts'
import { staleParts } from './freshness.ts'
import { isGood } from './good-run.ts'
import { brokenLimits } from './limits.ts'

/** What declared expectations of one job are judged with. */
export interface DeclaredContext {
  job: Job
  declared: Declared
  question: Question
  deadline: Finding['deadline']
}

/** Adds to each judgement what was declared of its job, and takes away what was declared to be fine. */
export function judgeDeclared(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  if (question.standards.expectations.length === 0)
    return [...judgements]
  const jobs = new Map(judgements.map(({ job }) => [job.key, job]))
  return judgements.map(judgement => judgeOne(judgement, jobs, question))
}

function judgeOne(judgement: JobJudgement, jobs: ReadonlyMap<string, Job>, question: Question): JobJudgement {
  const { job } = judgement
  const declared = resolveDeclared(question.standards.expectations, job)
  if (declared === null)
    return judgement
  const context: DeclaredContext = { job, declared, question, deadline: null }
  const deadline = deadlineOf(declared, context)
  const given = { ...context, deadline }
  const learnt = judgement.findings.filter(finding => !isExcused(finding, given))
  // That a run is perhaps dead says more than that it takes longer than was declared.
  const isDead = learnt.some(({ kind, expectation }) => kind === 'stuck' && expectation === 'duration')
  const own = [undoneSlots(given), missedDeadline(given), incomplete(given), ...staleParts(given), ...brokenLimits(given), notFollowed(jobs, given)]
    .filter(finding => finding !== null)
    .filter(({ expectation }) => !isDead || expectation !== 'duration')
  // One thing is told once: what was learnt of a run's start or duration gives way to what was declared of it, and failure goes before lateness.
  const isTold = ({ expectation }: Finding): boolean => own.some(finding => finding.expectation === expectation && expectation !== 'good-run')
  const hasOpen = learnt.some(({ open, expectation }) => open && expectation === 'good-run')
  const findings = [...learnt.filter(finding => !isTold(finding) && !(finding.expectation === 'good-run' && !finding.open && own.some(({ kind }) => kind !== 'deadline'))), ...own.filter(({ kind, expectation }) => !hasOpen || (kind !== 'deadline' && expectation !== 'good-run') || expectation === 'completeness')]
  const changesAt = earliest([judgement.changesAt, deadline === null || deadline.isMissed ? null : deadline.at])
  return { ...judgement, changesAt, findings: findings.map(finding => ({ ...finding, tier: declared.tier ?? finding.tier, deadline, section: toSection(finding, deadline, declared) })) }
}

/** Chronic is no excuse for tier 1; slow becomes urgent when it made the job miss its deadline. */
function toSection({ section, open, kind, nightCount }: Finding, deadline: Finding['deadline'], { tier }: Declared): Finding['section'] {
  if (section === 'known' && tier === 1 && open && nightCount > 0)
    return 'needs-you'
  return deadline?.isMissed === true && (kind === 'slow' || kind === 'started-late') ? 'needs-you' : section
}

/** Something that went wrong when nothing was expected, or ended in a way that was declared good. */
function isExcused({ run, slotAt, sinceAt, expectation }: Finding, { declared, question }: DeclaredContext): boolean {
  const timeZone = declared.doneBy?.timeZone ?? declared.complete?.by.timeZone ?? question.timeZone
  if (expectation === 'start')
    return !isExpectedAt(declared.calendar, slotAt ?? sinceAt, timeZone)
  return run !== null && run.endedAt !== null && run.state?.type !== 'COMPLETED' && isGood(run, declared)
}
