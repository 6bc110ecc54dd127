/** What Prefect does by itself when something happens, or does not. */
export interface Automation {
  id: string
  name: string
  enabled: boolean
  /** Names of the events it looks at, such as `prefect.flow-run.Completed`; empty: any. */
  events: readonly string[]
  /** It acts when they do not come. */
  onAbsence: boolean
  /** Ids of the deployments that it runs. */
  runsDeploymentIds: readonly string[]
  /** It runs the deployment that an event is about, whichever that is. */
  runsInferred: boolean
}
