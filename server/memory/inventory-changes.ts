import type { Deployment, Flow, Schedule } from '../../shared/model/deployment.ts'
import type { GoneDeployment, PauseSighting } from '../../shared/verdict/remembered.ts'

/** What a deployment was, as far as it is wanted after it is gone. */
export type DeploymentRecord = Pick<GoneDeployment, 'id' | 'flowId' | 'flow' | 'name' | 'tags' | 'schedules' | 'entrypoint'>

/** What the last whole inventory held. */
export interface KnownInventory {
  /** When it was read; null: none was. */
  at: number | null
  /** Present ones, by id. */
  deployments: ReadonlyMap<string, DeploymentRecord>
  /** By job key. */
  schedules: ReadonlyMap<string, readonly Schedule[]>
  /** The last one of each job key, ended ones among them. */
  pauses: ReadonlyMap<string, PauseSighting>
}

export interface InventoryReading {
  flows: ReadonlyMap<string, Flow>
  deployments: ReadonlyMap<string, Deployment>
  /** By the upstream's clock. */
  at: number
}

/** What is to be written of a whole inventory; all empty where nothing changed. */
export interface InventoryChanges {
  /** New and changed ones. */
  deployments: readonly DeploymentRecord[]
  goneIds: readonly string[]
  /** Job keys whose schedules are others than before, or are seen for the first time. */
  schedules: ReadonlyMap<string, readonly Schedule[]>
  /** Job keys whose schedules are no longer what they were, gone ones among them. */
  endedSchedules: readonly string[]
  paused: ReadonlyMap<string, PauseSighting>
  /** Job keys that are no longer paused, or no longer there. */
  resumed: readonly string[]
}

/** Compares a whole inventory with the one before. */
export function compareInventory(before: KnownInventory, { flows, deployments, at }: InventoryReading): InventoryChanges {
  const named = [...deployments.values()].flatMap((deployment) => {
    const flow = flows.get(deployment.flowId)?.name
    // Without its flow's name it cannot be said which job it is: the next reading may know.
    return flow === undefined ? [] : [{ deployment, record: toRecord(deployment, flow), key: `${flow}/${deployment.name}` }]
  })
  const wasThere = new Set([...before.deployments.values()].map(({ flow, name }) => `${flow}/${name}`))
  const schedules = new Map(named.filter(({ key, record }) => isOtherSchedule(before.schedules.get(key), record.schedules)).map(({ key, record }) => [key, record.schedules]))
  const keys = new Set(named.map(({ key }) => key))
  const isAllNamed = named.length === deployments.size
  const wasPaused = (key: string): boolean => before.pauses.has(key) && before.pauses.get(key)?.resumedAt === undefined
  const pausedKeys = new Set(named.filter(({ deployment }) => deployment.paused).map(({ key }) => key))
  return {
    deployments: named.map(({ record }) => record).filter(record => JSON.stringify(before.deployments.get(record.id)) !== JSON.stringify(record)),
    goneIds: [...before.deployments.keys()].filter(id => !deployments.has(id)),
    schedules,
    endedSchedules: [...before.schedules.keys()].filter(key => schedules.has(key) || (isAllNamed && !keys.has(key))),
    paused: new Map([...pausedKeys].filter(key => !wasPaused(key)).map(key => [key, { activeAt: wasThere.has(key) ? before.at : null, pausedAt: at }])),
    resumed: isAllNamed ? [...before.pauses.keys()].filter(key => wasPaused(key) && !pausedKeys.has(key)) : [],
  }
}

function toRecord({ id, flowId, name, tags, schedules, entrypoint }: Deployment, flow: string): DeploymentRecord {
  return { id, flowId, flow, name, tags, schedules, entrypoint }
}

/** A deploy makes all schedules anew under other ids; they are others only if they are due at other times or give other parameters. */
function isOtherSchedule(before: readonly Schedule[] | undefined, now: readonly Schedule[]): boolean {
  const meaning = (schedules: readonly Schedule[]): string =>
    JSON.stringify(schedules.map(({ active, rule, parameters }) => JSON.stringify([active, rule, Object.entries(parameters).sort()])).sort())
  return before === undefined || meaning(before) !== meaning(now)
}
