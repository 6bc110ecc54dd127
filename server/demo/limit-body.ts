import { uuidOf } from './chance.ts'
import type { JobSpec } from './catalogue.ts'
import { DAY, writeInstant } from './instant.ts'
import type { RunBook } from './run-book.ts'
import type { RunDetail } from './run-detail.ts'
import type { RunNow } from './run-now.ts'
import type { TaskNow } from './task-now.ts'

/** The one flow whose tasks carry a tag with a limit: only one may write to the index. */
const WRITES_INDEX = 'rebuild-search-index'
const INDEX_TAG = 'index-writer'

/** Deployments of which so many runs may go on at once. */
const DEPLOYMENT_LIMITS: Readonly<Record<string, number>> = { 'rebuild-search-index/catalogue': 1 }

export const taskTagsOf = (flow: string): string[] => flow === WRITES_INDEX ? [INDEX_TAG] : []

export const deploymentLimitOf = ({ flow, deployment }: JobSpec): number | null => DEPLOYMENT_LIMITS[`${flow}/${deployment}`] ?? null

/** The limit as its deployment shows it; runs past it wait. */
export function toDeploymentLimit(deploymentId: string, limit: number, { usedCount, madeAt }: { usedCount: number, madeAt: number }): Record<string, unknown> {
  return toLimit(`deployment:${deploymentId}`, limit, { usedCount, madeAt })
}

/** Every limit by name, those of deployments and tags among them. */
export function toLimitBodies(book: RunBook, detail: RunDetail, now: number): Record<string, unknown>[] {
  const madeAt = book.night.startAt - 90 * DAY
  const going = book.runsAt(now).filter(({ type }) => type === 'RUNNING')
  const ofDeployments = book.jobs.flatMap(({ spec, deploymentId }) => {
    const limit = deploymentLimitOf(spec)
    return limit === null || deploymentId === null ? [] : [toDeploymentLimit(deploymentId, limit, { usedCount: going.filter(({ plan }) => plan.job.deploymentId === deploymentId && plan.parent === null).length, madeAt })]
  })
  return [
    // A run that talks to the CRM holds a connection of it while it goes on.
    toLimit('crm-connections', 4, { usedCount: going.filter(({ plan }) => plan.job.spec.flow.startsWith('crm')).length, madeAt }),
    ...ofDeployments,
    toLimit('partner-feed-requests', 60, { usedCount: 0, madeAt, freedPerSecond: 1 }),
    toLimit(`tag:${INDEX_TAG}`, 1, { usedCount: writersAt(going, detail, now).length, madeAt }),
  ]
}

/** Limits of tags, with the task runs that hold their places. */
export function toTagLimitBodies(book: RunBook, detail: RunDetail, now: number): Record<string, unknown>[] {
  const madeAt = writeInstant(book.night.startAt - 90 * DAY)
  const writers = writersAt(book.runsAt(now).filter(({ type }) => type === 'RUNNING'), detail, now)
  return [{ id: idOf(`tag:${INDEX_TAG}`), created: madeAt, updated: madeAt, tag: INDEX_TAG, concurrency_limit: 1, active_slots: writers.map(({ plan }) => plan.id) }]
}

function writersAt(going: readonly RunNow[], detail: RunDetail, now: number): TaskNow[] {
  return going.filter(({ plan }) => plan.flow.name === WRITES_INDEX).flatMap(run => detail.tasksOf(run, now)).filter(({ state }) => state.type === 'RUNNING')
}

const idOf = (name: string): string => uuidOf(`limit ${name}`)

function toLimit(name: string, limit: number, { usedCount, madeAt, freedPerSecond = 0 }: { usedCount: number, madeAt: number, freedPerSecond?: number }): Record<string, unknown> {
  return { id: idOf(name), created: writeInstant(madeAt), updated: writeInstant(madeAt), active: true, name, limit, active_slots: usedCount, slot_decay_per_second: freedPerSecond }
}
