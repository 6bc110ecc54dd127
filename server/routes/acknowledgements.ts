import type { H3Event } from 'h3'
import { z } from 'zod'
import type { AcknowledgeBody, AcknowledgedRow, AcknowledgementsAnswer, EndBody } from '../../shared/api/acknowledgements.ts'
import type { AcknowledgedSubject, AcknowledgedUntil, Acknowledgement } from '../../shared/model/acknowledgement.ts'
import { causeKeyOf } from '../../shared/verdict/across/acknowledged.ts'
import type { Finding } from '../../shared/verdict/finding.ts'
import { toAcknowledgementAnswer, toProblemAnswer } from '../../shared/verdict/morning-answer.ts'
import { identityOf } from '../../shared/verdict/problem.ts'
import { Refusal } from '../errors.ts'
import type { Signature } from '../memory/kept-acknowledgements.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { WHOLE_VIEW, type Judged } from './judged.ts'
import { Instant, readBody, readId, readQuery, TimeZone } from './query.ts'

/** One line, without what would make it look like another text. */
const plain = (most: number): z.ZodType<string> => {
  const wanted = `text of at most ${most} characters without control characters`
  return z.string(wanted).trim().max(most, wanted).regex(/^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u, wanted)
}
export const Name = plain(80)
const Identifier = z.string('a text').min(1, 'a text that is not empty').max(500, 'a shorter text')

const Body: z.ZodType<Omit<AcknowledgeBody, 'until'> & { until: UntilAsked }> = z.object({
  subject: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('problem'), problemId: Identifier }),
    z.object({ kind: z.literal('job'), flow: Identifier, deployment: Identifier.nullable() }, 'a job, by its flow and its deployment or null'),
  ], 'a problem or a job'),
  until: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('date'), at: Instant }),
    z.object({ kind: z.literal('cause-changes') }),
    z.object({ kind: z.literal('good-again') }),
  ], 'a date, cause-changes or good-again'),
  note: plain(500),
  by: Name,
}, 'JSON with subject, until, note and by')
const End: z.ZodType<EndBody> = z.object({ by: Name }, 'JSON with by')
const ListQuery = z.object({ tz: TimeZone.optional() })

type UntilAsked = { kind: 'date', at: number } | { kind: 'cause-changes' } | { kind: 'good-again' }

/** What was said: in force, and over. */
export function acknowledgementsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { memory, standards, watcher } = shownOf(event, deps)
    const at = watcher.now()
    const context = { at, timeZone: readQuery(event, ListQuery).tz ?? deps.timeZone }
    const said = memory.acknowledgements.list()
    const active = standards().acknowledgements.filter(one => !isOver(one, at))
    const rows = (list: readonly Acknowledgement[]): AcknowledgedRow[] => list.map(one => toRow(one, context))
    return await answerJson(event, { active: rows(active), ended: rows(said.filter(one => isOver(one, at))) } satisfies AcknowledgementsAnswer)
  }
}

/** Says that a problem of this morning, or a job, is known. Answered once it is on the disk. */
export function acknowledgeRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { subject: asked, until, note, by } = await readBody(event, Body)
    const shown = shownOf(event, deps)
    const judged = deps.judge(shown, WHOLE_VIEW)
    const { subject, findings } = asked.kind === 'problem' ? findProblem(asked.problemId, judged) : findJob(asked, judged)
    const made = shown.memory.acknowledgements.make({ subject, until: toUntil(until, { findings, now: shown.watcher.now() }), note }, signatureOf(event, { by, shown }))
    shown.watcher.renew()
    return await answerJson(event, toRow(made, { at: shown.watcher.now(), timeZone: deps.timeZone }))
  }
}

/** Takes one back. One that is over already stays as it ended. */
export function takeBackRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { by } = await readBody(event, End)
    const id = readId(event, 'acknowledgement')
    const shown = shownOf(event, deps)
    if (shown.standards().acknowledgements.some(one => one.id === id && one.source === 'settings'))
      throw new Refusal(409, `The settings file says so, on line ${id.split('-').at(-1)}: take it out there.`)
    const ended = shown.memory.acknowledgements.takeBack(id, signatureOf(event, { by, shown }))
    if (ended === null)
      throw new Refusal(404, 'There is no acknowledgement with this id.')
    shown.watcher.renew()
    return await answerJson(event, toRow(ended, { at: shown.watcher.now(), timeZone: deps.timeZone }))
  }
}

interface Found {
  subject: AcknowledgedSubject
  /** What is wrong with it now. */
  findings: readonly Finding[]
}

function findProblem(id: string, { morning, question }: Judged): Found {
  const problem = morning.problems.find(candidate => candidate.id === id)
  if (problem === undefined || morning.at === null)
    throw new Refusal(404, 'This problem is no longer on the list.')
  if (problem.section === 'recovered')
    throw new Refusal(409, 'This problem was put right already.')
  const { findings } = problem
  const { fromAt, timeZone } = question.window
  const { title } = toProblemAnswer(problem, { server: null, at: morning.at, fromAt, timeZone, absentByJob: new Map() })
  return { findings, subject: { kind: 'problem', identity: identityOf(findings[0]), title, jobKeys: [...new Set(findings.map(({ job }) => job.key))].sort() } }
}

function findJob({ flow, deployment }: { flow: string, deployment: string | null }, { morning }: Judged): Found {
  const judgements = morning.judgements.filter(({ job }) => job.flow === flow && job.deployment === deployment)
  const [first] = judgements
  if (first === undefined)
    throw new Refusal(404, 'There is no job with this flow and deployment.')
  return { subject: { kind: 'job', jobKey: first.job.key }, findings: first.findings }
}

function toUntil(until: UntilAsked, { findings, now }: { findings: readonly Finding[], now: number }): AcknowledgedUntil {
  if (until.kind === 'date' && until.at <= now)
    throw new Refusal(400, 'until.at must be an instant to come.')
  if (until.kind !== 'cause-changes')
    return until
  if (findings.length === 0)
    throw new Refusal(409, 'Nothing is wrong with this job now, so there is no cause that could change.')
  return { kind: 'cause-changes', causeKeys: [...new Set(findings.map(causeKeyOf))].sort() }
}

/** Who asks for something, as they name themselves and as the doors know them. */
export function signatureOf(event: H3Event, { by, shown }: { by: string, shown: Shown }): Signature {
  return { by: by === '' ? null : by, as: event.context.actor ?? 'unknown', at: shown.watcher.now() }
}

function isOver({ ended, until }: Acknowledgement, at: number): boolean {
  return ended !== null || (until.kind === 'date' && until.at <= at)
}

function toRow(one: Acknowledgement, context: { at: number, timeZone: string }): AcknowledgedRow {
  const { id, until, note, by, madeAt } = toAcknowledgementAnswer(one, context)
  const { source, ended } = one
  return { id, about: wordsOf(one.subject), until, note, by, madeAt, source, ended: ended === null ? null : { at: new Date(ended.at).toISOString(), by: ended.by } }
}

function wordsOf(subject: AcknowledgedSubject): string {
  switch (subject.kind) {
    case 'problem': return subject.title
    case 'job': return subject.jobKey.replace(/\/$/, '')
    case 'flow': return `every job of ${subject.flow}`
    case 'tag': return `every job with the tag ${subject.tag}`
  }
}
