import type { LimitHolder } from './pools.ts'

/** An automation whose action runs a deployment. */
export interface StartingAutomation {
  name: string
  enabled: boolean
  /** Names of the events it looks at; empty: any. */
  events: string[]
  /** It acts when they do not come. */
  onAbsence: boolean
  /** false: it runs whichever deployment its event is about, so perhaps this one. */
  isNamed: boolean
}

/** `GET /api/deployments/ID/starts?server=`: what starts a deployment beside its schedule, and which limit its runs are under. */
export interface StartsAnswer {
  /** null: this Prefect has no list of them, or keeps it from us. */
  automations: StartingAutomation[] | null
  /** false: there are more automations than were read. */
  complete: boolean
  /** Learnt from its runs; null: nothing else starts them nine times in ten. */
  trigger: { by: 'end' | 'run', /** Any of them, where several end as near. */ jobs: { flow: string, deployment: string | null, flowId: string, deploymentId: string | null }[] } | null
  /** null: none. */
  limit: { limit: number, collision: 'enqueue' | 'cancel-new', holders: LimitHolder[] } | null
}
