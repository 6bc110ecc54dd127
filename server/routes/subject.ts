import type { H3Event } from 'h3'
import { z } from 'zod'
import type { BaselineBand, DurationPoint, FlowRow, SubjectAnswer } from '../../shared/api/flows.ts'
import { suggestExpectation } from '../../shared/declared/suggestion.ts'
import { withoutBackfills } from '../../shared/expectations/backfills.ts'
import type { Baseline } from '../../shared/expectations/baseline.ts'
import { nextSlots } from '../../shared/expectations/slots.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { toMark } from '../../shared/model/run-state.ts'
import { toFlowRows } from '../../shared/verdict/flow-health.ts'
import { knownSinceAt } from '../../shared/verdict/held-runs.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import { toJudgementAnswer } from '../../shared/verdict/judgement-facts.ts'
import { toIso, toProblemAnswer } from '../../shared/verdict/morning-answer.ts'
import { isRead, type Picture } from '../../shared/verdict/picture.ts'
import { toDays, toStartDelay, toVersions } from '../../shared/verdict/subject-facts.ts'
import { usualDuration, zoneOf } from '../../shared/verdict/usual-duration.ts'
import { Refusal } from '../errors.ts'
import { uiLink } from '../prefect/ui-links.ts'
import type { Shown } from '../shown.ts'
import { shownOf, toAddress, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { WHOLE_VIEW, type Judged } from './judged.ts'
import { readId, readQuery, TimeZone } from './query.ts'
import { toRunRow } from './run-row.ts'

const MOST_RUNS = 50
const MOST_POINTS = 500
const NEXT_COUNT = 5

const SubjectQuery = z.object({ tz: TimeZone.optional() })

/** One flow, or one deployment: how it fares, from the picture. */
export function subjectRoute(deps: RouteDeps, kind: 'flow' | 'deployment') {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const id = readId(event, kind)
    const { tz } = readQuery(event, SubjectQuery)
    const judged = deps.judge(shown, { ...WHOLE_VIEW, timeZone: tz ?? null })
    return await deps.kept.answer(event, toETag(judged.etag, kind, id), () => toSubject(judged, { kind, id, shown, server: toAddress(shown, deps) }))
  }
}

function toSubject(judged: Judged, { kind, id, shown, server }: { kind: 'flow' | 'deployment', id: string, shown: Shown, server: string | null }): SubjectAnswer {
  const { picture, morning, question, now } = judged
  const at = morning.at ?? now
  const flow = findFlow(judged, { kind, id })
  const deployment = kind === 'flow' ? null : flow.deployments.find(row => row.id === id) ?? null
  const isOf = (thing: { flowId: string, deploymentId: string | null }): boolean => kind === 'flow' ? thing.flowId === id : thing.deploymentId === id
  const runs = picture.runs.filter(isOf).sort((a, b) => dueAt(b) - dueAt(a))
  const absentByJob = new Map(morning.judgements.map(({ job, absent }) => [job.key, absent]))
  const judgements = morning.judgements.filter(({ job }) => isOf(job))
  const [own] = kind === 'deployment' ? judgements : []
  const ascending = runs.filter(run => dueAt(run) <= at).reverse()
  const usual = own === undefined ? null : usualDuration(withoutBackfills(ascending), at, { job: own.job, picture })
  const asked = { picture, fromAt: question.window.fromAt, at, timeZone: question.window.timeZone, standards: question.standards }
  return {
    asOf: picture.asOf === null ? null : toIso(picture.asOf),
    flow,
    deployment,
    nextSlots: toNextSlots(picture, { isOf, at }),
    problems: morning.problems.filter(({ findings }) => findings.some(({ job }) => isOf(job))).map(problem => toProblemAnswer(problem, { server, at, fromAt: question.window.fromAt, timeZone: question.window.timeZone, absentByJob })),
    durations: runs.slice(0, MOST_POINTS).map(toPoint).filter(point => point !== null).reverse(),
    baseline: usual === null ? null : toBand(usual),
    startDelay: own === undefined ? null : toStartDelay(ascending),
    versions: own === undefined ? [] : toVersions(ascending),
    judgement: own === undefined ? null : toJudgementAnswer(own, morning, asked),
    suggestion: own === undefined || deployment === null ? null : suggestExpectation({ name: `${flow.name}/${deployment.name}`, runs: ascending, baseline: usual, timeZone: zoneOf(own.job.subject) ?? question.window.timeZone }),
    days: toDays(ascending, judgements.flatMap(({ absent }) => absent), { fromAt: knownSinceAt(picture), at, timeZone: question.window.timeZone }),
    runs: runs.slice(0, MOST_RUNS).map(run => toRunRow(run, picture, now)),
    prefectUrl: shown.apiUrl === null ? null : uiLink(shown.apiUrl, kind, { id, version: shown.watcher.health().version }),
    complete: isRead(picture),
    incomplete: picture.unread.map(({ reason }) => reason),
  }
}

/** Absent only where the inventory was read: before that nobody can say. */
function findFlow({ picture, morning, question, now }: Judged, { kind, id }: { kind: 'flow' | 'deployment', id: string }): FlowRow {
  const flowId = kind === 'flow' ? id : picture.deployments.get(id)?.flowId
  const flow = toFlowRows(picture, morning.judgements, { at: morning.at ?? now, timeZone: question.window.timeZone }).find(row => row.id === flowId)
  if (flow !== undefined)
    return flow
  if (picture.asOf === null)
    throw new Refusal(503, 'Prefect was not read yet.', { 'retry-after': '5' })
  throw new Refusal(404, `Prefect knows no ${kind} with this id: it was deleted, or never was.`)
}

function toNextSlots(picture: Picture, { isOf, at }: { isOf: (thing: { flowId: string, deploymentId: string }) => boolean, at: number }): string[] {
  const slots = [...picture.deployments.values()]
    .filter(deployment => !deployment.paused && isOf({ flowId: deployment.flowId, deploymentId: deployment.id }))
    .flatMap(({ schedules }) => schedules.filter(({ active }) => active).flatMap(({ rule }) => nextSlots(rule, at, NEXT_COUNT) ?? []))
  return [...new Set(slots)].sort((a, b) => a - b).slice(0, NEXT_COUNT).map(toIso)
}

function toBand({ medianMs, slowMs, fastMs, runCount }: Baseline): BaselineBand {
  return { medianMs, slowMs, fastMs, runCount }
}

function toPoint(run: FlowRun): DurationPoint | null {
  return run.ranForMs === null ? null : { runId: run.id, at: toIso(run.startedAt ?? dueAt(run)), ranForMs: run.ranForMs, mark: toMark(run.state) }
}
