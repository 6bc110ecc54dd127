import { needsLoggedError, toCause, type Cause } from '../../causes/fingerprint.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { isTerminal } from '../../model/run-state.ts'
import { countNights, type Finding, type JobJudgement, type Question, toFinding } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import type { Picture } from '../picture.ts'
import { failureKind } from '../runs/failure.ts'
import { formatClock, formatCount } from '../words.ts'

/**
 * A child that failed is its root's affair: it explains a root that failed, is a note where the root completed all the same, and
 * worth a look while the root goes on.
 */
export function foldChildren(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  const failedByRoot = toFailedByRoot(question)
  if (failedByRoot.size === 0)
    return [...judgements]
  return judgements.map((judgement) => {
    const explained = judgement.findings.map(finding => explain(finding, judgement, { question, failedByRoot }))
    const roots = judgement.job.runs.filter(run => failedByRoot.has(run.id))
    const goingOn = roots.flatMap(root => toGoingOn(root, { judgement: { ...judgement, findings: explained }, question, children: failedByRoot.get(root.id) ?? [] }))
    const noteCount = roots
      .filter(root => root.state?.type === 'COMPLETED' && (root.endedAt ?? 0) >= question.fromAt && dueAt(root) <= question.at)
      .reduce((count, root) => count + (failedByRoot.get(root.id)?.length ?? 0), 0)
    const notes = noteCount === 0 ? judgement.notes : [...judgement.notes, `${noteCount} of its child runs failed`]
    return { ...judgement, findings: [...explained, ...goingOn], notes }
  })
}

/** Failed and crashed children by the run at the top, the one that failed first in front: of nested ones that is the deepest. */
function toFailedByRoot({ picture, at }: Question): Map<string, FlowRun[]> {
  const byRoot = new Map<string, FlowRun[]>()
  for (const { run, rootRunId } of picture.children) {
    if (rootRunId !== null && endOf(run) <= at && (run.state?.type === 'FAILED' || run.state?.type === 'CRASHED'))
      byRoot.set(rootRunId, [...byRoot.get(rootRunId) ?? [], run])
  }
  for (const runs of byRoot.values())
    runs.sort((a, b) => endOf(a) - endOf(b) || b.createdAt - a.createdAt || (a.name < b.name ? -1 : 1))
  return byRoot
}

function endOf(run: FlowRun): number {
  return run.endedAt ?? run.state?.at ?? dueAt(run)
}

interface Explanation {
  question: Question
  failedByRoot: ReadonlyMap<string, readonly FlowRun[]>
}

/** The root's own words are the cause where it has any; where it only says that something below failed, the child's are. */
function explain(finding: Finding, { job }: JobJudgement, { question, failedByRoot }: Explanation): Finding {
  const root = finding.run
  const [first, ...others] = root === null ? [] : failedByRoot.get(root.id) ?? []
  if (root === null || first === undefined || finding.expectation !== 'good-run' || !isOfLastAttempt(first, root, question.picture))
    return finding
  const cause = causeOfChild(first, job.key, question.picture)
  const childName = flowNameOf(first, question.picture)
  const evidence = [
    { text: `${first.name} of ${childName}, a run it started, ${verbOf(first)} first, ${formatClock(endOf(first), question.at, question.timeZone)}`, at: endOf(first), runId: first.id, source: 'state' as const },
    ...(others.length > 0 ? [{ text: `${formatCount(others.length, 'more run')} it started failed`, at: null, runId: null, source: 'state' as const }] : []),
  ]
  if (cause === null)
    return { ...finding, evidence: [...finding.evidence, ...evidence] }
  const speaks = !needsLoggedError(root) && finding.cause !== null
  const nightCount = speaks ? finding.nightCount : countSameNights(cause, finding, { job, question, failedByRoot })
  return {
    ...finding,
    nightCount,
    section: finding.section === 'known' && nightCount < THRESHOLDS.chronicNightCount ? 'needs-you' : finding.section,
    cause: speaks ? finding.cause : cause,
    title: finding.kind === 'retrying' ? finding.title : cause.said,
    reason: speaks ? finding.reason : first.state?.message ?? cause.said,
    evidence: [...finding.evidence, ...evidence],
  }
}

/** Nights of the streak on which the same thing went wrong below; one whose children were not read counts as the same. */
function countSameNights(cause: Cause, { run, nightCount }: Finding, { job, question, failedByRoot }: Explanation & { job: Job }): number {
  const index = job.runs.findIndex(({ id }) => id === run?.id)
  const before = job.runs.slice(0, index)
  const streak = before.slice(before.findLastIndex(({ state }) => state?.type === 'COMPLETED') + 1)
  const isOther = (root: FlowRun): boolean => {
    const child = failedByRoot.get(root.id)?.[0]
    const other = child === undefined ? null : causeOfChild(child, job.key, question.picture)
    return other !== null && other.key !== cause.key
  }
  const lastOther = streak.findLastIndex(isOther)
  return lastOther === -1 ? nightCount : countNights([...streak.slice(lastOther + 1), ...(run === null ? [] : [run])].map(dueAt), THRESHOLDS.nightApartMs)
}

/** A child of an earlier attempt says nothing about the one that counts. */
function isOfLastAttempt(child: FlowRun, root: FlowRun, { histories }: Picture): boolean {
  const lastStartAt = histories.get(root.id)?.findLast(({ type }) => type === 'RUNNING')?.at ?? root.startedAt
  const isOver = root.state !== null && isTerminal(root.state.type)
  return !isOver || lastStartAt === null || endOf(child) >= lastStartAt
}

interface RootContext {
  judgement: JobJudgement
  question: Question
  children: readonly FlowRun[]
}

/** Nobody is needed while the root may still put it right. Told apart only where nothing else is open with that root. */
function toGoingOn(root: FlowRun, { judgement: { job, findings }, question, children }: RootContext): Finding[] {
  const isGoing = root.state?.type === 'RUNNING' && dueAt(root) <= question.at
  const [first] = isGoing ? children.filter(child => endOf(child) >= (root.state?.at ?? 0)) : []
  if (first === undefined || findings.some(({ run }) => run?.id === root.id))
    return []
  const cause = causeOfChild(first, job.key, question.picture)
  const text = `${first.name} of ${flowNameOf(first, question.picture)} ${verbOf(first)} ${formatClock(endOf(first), question.at, question.timeZone)}`
  return [toFinding({
    job,
    kind: failureKind(first.state),
    section: 'worth-a-look',
    sinceAt: endOf(first),
    run: root,
    cause,
    expectation: 'good-run',
    title: `a run that ${job.name} started ${verbOf(first)}; it goes on`,
    reason: first.state?.message ?? cause?.said ?? text,
    evidence: [{ text, at: endOf(first), runId: first.id, source: 'state' }],
  })]
}

function causeOfChild(child: FlowRun, jobKey: string, { loggedErrors }: Picture): Cause | null {
  return toCause(child.state?.message ?? null, loggedErrors.get(child.id)?.text ?? null, jobKey)
}

function flowNameOf({ flowId, name }: FlowRun, { flows }: Picture): string {
  return flows.get(flowId)?.name ?? name
}

function verbOf({ state }: FlowRun): string {
  return { 'failed': 'failed', 'crashed': 'crashed', 'timed-out': 'timed out' }[failureKind(state)]
}
