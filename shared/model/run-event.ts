/** Something that happened to a run or because of it, as Prefect noted it. */
export interface RunEvent {
  id: string
  at: number
  /** `prefect.flow-run.Failed`, or any name an author chose. */
  name: string
  /** What it happened to, by its name or else its id. */
  resource: string
  /** What else it names, with the part it plays: `worker`, `automation`, `actor`. */
  related: readonly { role: string, name: string }[]
  /** The state's message, or what else it says in words; null: nothing. */
  message: string | null
}
