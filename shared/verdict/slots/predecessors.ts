import { nextSlots } from '../../expectations/slots.ts'
import { DAY_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Deployment, Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { schedulesText } from '../../expectations/schedule-eras.ts'
import type { Picture } from '../picture.ts'
import type { GoneDeployment } from '../remembered.ts'

/** A deployment that is gone and whose job goes on: it was made anew under another id, or renamed. */
export interface Predecessor {
  id: string
  /** Key of the job it was; another one than the job's where it was renamed. */
  key: string
  /** Active and switched off ones; null: not known. */
  schedules: readonly Schedule[] | null
  /** The last read that saw it; without one its last run's due time. */
  lastSeenAt: number
  isRenamed: boolean
}

/** A deployment that runs name and the inventory does not hold. */
export interface LostDeployment {
  id: string
  flowId: string
  /** null: it was never seen, only its runs. */
  remembered: GoneDeployment | null
  /** Of its runs, by due time; empty: none is known. */
  runs: readonly FlowRun[]
}

export interface Inheritance {
  /** By the heir's deployment id, oldest first. */
  byHeir: ReadonlyMap<string, readonly Predecessor[]>
  /** Nobody took over from them. */
  ended: readonly LostDeployment[]
}

/** Who took over from whom. A deployment of the same flow and name is the same job; else a new one that is due alike or runs the same code. */
export function toInheritance(lost: readonly LostDeployment[], picture: Picture): Inheritance {
  const byHeir = new Map<string, Predecessor[]>()
  const ended: LostDeployment[] = []
  if (lost.length === 0)
    return { byHeir, ended }
  const flowOf = (flowId: string): string => picture.flows.get(flowId)?.name ?? flowId
  const byKey = new Map([...picture.deployments.values()].map(deployment => [`${flowOf(deployment.flowId)}/${deployment.name}`, deployment]))
  const entrypoints = countEntrypoints([...picture.deployments.values(), ...picture.remembered.gone.values()])
  const renamed: { one: LostDeployment, heir: Deployment, score: number }[] = []
  const put = (heir: Deployment, one: LostDeployment, isRenamed: boolean): void => {
    const list = byHeir.get(heir.id) ?? []
    byHeir.set(heir.id, [...list, toPredecessor(one, { isRenamed, flow: flowOf(one.flowId) })].sort((a, b) => a.lastSeenAt - b.lastSeenAt))
  }
  for (const one of lost) {
    const same = one.remembered === null ? undefined : byKey.get(`${one.remembered.flow}/${one.remembered.name}`)
    if (same !== undefined) {
      put(same, one, false)
      continue
    }
    for (const heir of picture.deployments.values()) {
      const score = likeness(one, heir, entrypoints)
      if (score > 0 && isInTime(one, heir))
        renamed.push({ one, heir, score })
    }
  }
  // One heir for each, one that is gone for each heir: the likest first.
  const taken = new Set<string>()
  const heirs = new Set<string>()
  for (const { one, heir } of renamed.sort((a, b) => b.score - a.score || (a.heir.id < b.heir.id ? -1 : 1))) {
    const old = one.remembered === null ? one.id : `${one.remembered.flow}/${one.remembered.name}`
    if (taken.has(one.id) || (heirs.has(heir.id) && !heirs.has(`${heir.id} ${old}`)))
      continue
    taken.add(one.id)
    heirs.add(heir.id).add(`${heir.id} ${old}`)
    put(heir, one, true)
  }
  const inherited = new Set([...byHeir.values()].flat().map(({ id }) => id))
  return { byHeir, ended: lost.filter(({ id }) => !inherited.has(id)) }
}

function toPredecessor({ id, remembered, runs }: LostDeployment, { isRenamed, flow }: { isRenamed: boolean, flow: string }): Predecessor {
  const last = runs.at(-1)
  return {
    id,
    key: remembered === null ? `${flow}/#${id}` : `${remembered.flow}/${remembered.name}`,
    schedules: remembered?.schedules ?? null,
    lastSeenAt: remembered?.lastSeenAt ?? last?.expectedStartAt ?? last?.createdAt ?? 0,
    isRenamed,
  }
}

function countEntrypoints(all: readonly Pick<Deployment, 'entrypoint' | 'flowId'>[]): Map<string, number> {
  const flows = new Map<string, Set<string>>()
  for (const { entrypoint, flowId } of all) {
    if (entrypoint !== null)
      flows.set(entrypoint, (flows.get(entrypoint) ?? new Set()).add(flowId))
  }
  return new Map([...flows].map(([entrypoint, ids]) => [entrypoint, ids.size]))
}

/**
 * How alike two deployments are; 0: not enough. The same code alone is enough unless several flows go by that file's name; being
 * due alike needs the same tags, and where there are none the same flow. Of one that was never seen only the flow is known.
 */
function likeness({ flowId, remembered }: LostDeployment, heir: Deployment, entrypoints: ReadonlyMap<string, number>): number {
  const isSameFlow = flowId === heir.flowId
  if (remembered === null)
    return isSameFlow ? 1 : 0
  // A flow that was renamed is one flow more with this entrypoint: the old one and the new one.
  const isSameCode = remembered.entrypoint !== null && remembered.entrypoint === heir.entrypoint && (isSameFlow || (entrypoints.get(remembered.entrypoint) ?? 0) <= 2)
  const tagsOf = (tags: readonly string[]): string => [...tags].sort().join('\n')
  const isTagged = tagsOf(remembered.tags) === tagsOf(heir.tags) && (remembered.tags.length > 0 || isSameFlow)
  const isDueAlike = remembered.schedules.length > 0 && schedulesText(remembered.schedules) === schedulesText(heir.schedules)
  return isSameCode || (isDueAlike && isTagged) ? Number(isSameCode) * 4 + Number(isDueAlike) * 3 + Number(isTagged) + Number(isSameFlow) * 2 : 0
}

/** Whether the heir was made within one slot of the old one's end. */
function isInTime({ remembered, runs }: LostDeployment, heir: Deployment): boolean {
  const last = runs.at(-1)
  const lastDueAt = last === undefined ? null : last.expectedStartAt ?? last.createdAt
  const [endFromAt, endToAt] = remembered === null ? [lastDueAt, lastDueAt] : [remembered.lastSeenAt, remembered.goneAt]
  if (endFromAt === null || endToAt === null)
    return false
  const slotMs = slotLengthMs(remembered, runs, endFromAt)
  return heir.createdAt >= endFromAt - slotMs && heir.createdAt <= endToAt + slotMs + THRESHOLDS.missingGraceMs && (lastDueAt === null || remembered !== null || heir.createdAt > lastDueAt)
}

/** From one slot to the next; a day where nothing says. */
function slotLengthMs(remembered: GoneDeployment | null, runs: readonly FlowRun[], at: number): number {
  const lengths = (remembered?.schedules ?? []).flatMap(({ rule }) => {
    const [one, other] = nextSlots(rule, at, 2) ?? []
    return one === undefined || other === undefined ? [] : [other - one]
  })
  if (lengths.length > 0)
    return Math.min(...lengths)
  const due = runs.slice(-2).map(run => run.expectedStartAt ?? run.createdAt)
  const [one, other] = due
  return remembered === null && one !== undefined && other !== undefined ? Math.max(DAY_MS, other - one) : DAY_MS
}
