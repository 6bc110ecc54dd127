import { getQuery, getRouterParam, type H3Event } from 'h3'
import { z } from 'zod'
import { toCause } from '../../shared/causes/fingerprint.ts'
import { readFilterAddress } from '../../shared/filter/filter-address.ts'
import { writeFilterText } from '../../shared/filter/filter-text.ts'
import { toBounds } from '../../shared/filter/run-matches.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { Kind } from '../../shared/verdict/kind.ts'
import { formatClock, formatDuration } from '../../shared/verdict/words.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { WHOLE_VIEW } from './judged.ts'
import { readMorning } from './morning.ts'
import { readQuery, TimeZone } from './query.ts'
import { getRun } from './run-detail.ts'

/** What a link is about, for whoever shows it before it is opened. */
export interface Preview {
  title: string
  description: string
}

const RunQuery = z.object({ tz: TimeZone.optional() })

/** A chat gives up on a link that takes longer. */
const PREVIEW_WITHIN_MS = 2_000

/**
 * Whether a page is asked for by something that shows what a link leads to, and not by a browser that opens it: browsers of the
 * last years say how they came to ask.
 */
export function wantsPreview(event: H3Event): boolean {
  return !event.req.headers.has('sec-fetch-mode')
}

/**
 * Subject, state, what names the fault, and how long it took: never parameters, nor a log's own words. Titles of problems and names of
 * runs are left out for it: both can hold parameters. null: the page says it itself.
 */
export async function toPreview(event: H3Event, path: string, deps: RouteDeps): Promise<Preview | null> {
  const named = getRouterParam(event, 'id', { decode: true }) ?? getRouterParam(event, 'name', { decode: true }) ?? ''
  const of: Readonly<Record<string, () => Preview | null | Promise<Preview>>> = {
    '/': () => ofMorning(event, deps),
    '/runs': () => ofRuns(event, deps),
    '/runs/:id': () => ofRun(event, named, deps),
    '/flows/:id': () => ofJob(event, named, deps),
    '/deployments/:id': () => ofJob(event, named, deps),
    '/pools/:name': () => ofPool(event, named, deps),
  }
  try {
    return await Promise.race([
      of[path]?.() ?? null,
      new Promise<null>(resolve => setTimeout(resolve, PREVIEW_WITHIN_MS, null).unref()),
    ])
  }
  catch {
    return null // what is wrong with the address or upstream is the page's to tell
  }
}

function ofMorning(event: H3Event, deps: RouteDeps): Preview {
  const { verdict, problems } = readMorning(event, deps).answer()
  return { title: verdict.sentence, description: problems.filter(({ section }) => section === 'needs-you').slice(0, 3).map(({ jobs: [job], cause, kind }) => `${job?.flow ?? ''}: ${cause?.text ?? toWords(kind)}`).join(' · ') }
}

const TIME_WORDS = { due: 'Due', started: 'Begun', ended: 'Ended' } as const

/** Which runs, without what was typed of their parameters and names. */
function ofRuns(event: H3Event, deps: RouteDeps): Preview {
  const { filter } = readFilterAddress(getQuery(event) as Record<string, string | string[]>)
  const told = writeFilterText({ ...filter, time: null, clauses: filter.clauses.filter(({ field }) => field !== 'parameter' && field !== 'name') })
  const { tz: timeZone = deps.timeZone } = readQuery(event, RunQuery)
  const now = shownOf(event, deps).watcher.now()
  const { fromAt, toAt } = toBounds(filter.time ?? { from: null, to: null }, now)
  const clock = (at: number): string => formatClock(at, now, timeZone)
  const time = [...fromAt === null ? [] : [`from ${clock(fromAt)}`], ...toAt === null ? [] : [`to ${clock(toAt)}`]].join(' ')
  return { title: told === '' ? 'Runs' : `Runs · ${told}`, description: time === '' ? 'The latest ones.' : `${TIME_WORDS[filter.time?.of ?? 'due']} ${time}, ${timeZone}.` }
}

function ofPool(event: H3Event, name: string, deps: RouteDeps): Preview | null {
  const shown = shownOf(event, deps)
  const pool = shown.watcher.picture().workPools.get(name)
  if (pool === undefined)
    return null
  const { morning } = deps.judge(shown, WHOLE_VIEW)
  const open = morning.problems.filter(({ open, findings }) => open && findings.some(({ kind, job }) => kind === 'pool' && job.subject?.workPool === name))
  return { title: `${open.length > 0 ? '✕ ' : ''}${name} · work pool`, description: open.length === 0 ? `${pool.paused ? 'Paused. ' : ''}No problem comes from it.` : open.map(({ findings: [first] }) => first.cause?.text ?? toWords(first.kind)).join(' · ') }
}

async function ofRun(event: H3Event, id: string, deps: RouteDeps): Promise<Preview> {
  const shown = shownOf(event, deps)
  const { run } = await getRun(deps, shown, id)
  const { flows, deployments } = shown.watcher.picture()
  const flow = flows.get(run.flowId)?.name ?? 'deleted flow'
  const deployment = deployments.get(run.deploymentId ?? '')?.name ?? null
  const now = shown.watcher.now()
  const { tz: timeZone = deps.timeZone } = readQuery(event, RunQuery)
  const at = run.endedAt ?? run.startedAt ?? run.expectedStartAt ?? run.createdAt
  const took = run.ranForMs === null ? [] : [`${run.endedAt === null ? 'running for' : 'took'} ${formatDuration(run.ranForMs)}`]
  return { title: `${markOf(run)}${flow}${deployment === null ? '' : `/${deployment}`} · ${formatClock(at, now, timeZone)} ${(run.state?.name ?? 'no state').toLowerCase()}`, description: [...causeOf(run, flow), ...took].join(' · ') }
}

function markOf({ state }: FlowRun): string {
  return { FAILED: '✕ ', CRASHED: '✕ ', COMPLETED: '✓ ', RUNNING: '▸ ' }[state?.type as string] ?? ''
}

/** What names the fault, without the values of this run. */
function causeOf({ state }: FlowRun, jobKey: string): string[] {
  const cause = state?.type === 'FAILED' || state?.type === 'CRASHED' ? toCause(state.message, null, jobKey) : null
  return cause === null ? [] : [cause.text]
}

function ofJob(event: H3Event, id: string, deps: RouteDeps): Preview | null {
  const shown = shownOf(event, deps)
  const { flows, deployments } = shown.watcher.picture()
  const deployment = deployments.get(id)
  const flow = flows.get(deployment?.flowId ?? id)
  if (flow === undefined)
    return null
  const { morning } = deps.judge(shown, WHOLE_VIEW)
  const open = morning.problems.filter(({ open, section, findings }) => open && section === 'needs-you' && findings.some(({ job }) => deployment === undefined ? job.flowId === flow.id : job.deploymentId === id))
  return { title: `${open.length > 0 ? '✕ ' : ''}${flow.name}${deployment === undefined ? '' : `/${deployment.name}`}`, description: open.length === 0 ? 'Nothing of it needs anybody.' : open.map(({ findings: [first] }) => first.cause?.text ?? toWords(first.kind)).join(' · ') }
}

function toWords(kind: Kind): string {
  return kind.replace('-', ' ')
}

/** The page with what it is about in its head. */
export function writePreview(html: string, { title, description }: Preview): string {
  const meta = (name: string, content: string): string => `<meta property="og:${name}" content="${escape(content)}">`
  const head = [meta('type', 'website'), meta('site_name', 'First Light'), meta('title', title), meta('description', description)].join('\n    ')
  return html.replace(/<title>[^<]*<\/title>/, () => `<title>${escape(title)}</title>\n    <meta name="description" content="${escape(description)}">\n    ${head}`)
}

const LONGEST = 300

/** Names are anybody's: nothing in them becomes markup, hides or turns the text around. */
function escape(text: string): string {
  const shown = text.replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g, ' ').trim()
  return (shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
