/** How one run was set up, as only its own page asks. `null`: the server does not say. */
export interface RunSetup {
  /** What it gave its infrastructure over the work pool's own, of any JSON shape; secrets may be among it. */
  jobVariables: Readonly<Record<string, unknown>>
  /** The process, container or pod it ran in, in the infrastructure's own words. */
  infrastructureId: string | null
  /** The worker that started it; named by 3.x only. */
  worker: string | null
  /** Two runs of one key are one run. */
  idempotencyKey: string | null
  /** How often the flow is tried again by itself, and after how long; null before it began. */
  retries: { count: number, delayMs: number } | null
}
