/** What a paused run waits for, besides somebody who resumes it. */
export interface RunPause {
  /** When it fails unless it was resumed; null: it waits for as long as it takes. */
  untilAt: number | null
  /** Its process ends before its next task, and a new one begins its flow anew; else the process is to wait, and nobody knows whether it does. */
  isSuspended: boolean
  /** Under which names the run left what it asks for; null: it asks for nothing. */
  inputKeys: InputKeys | null
}

export interface InputKeys {
  schema: string
  description: string | null
}

/** What somebody has to give a run before it goes on. */
export interface RunInput {
  /** JSON Schema; null: it left none that can be read. */
  schema: Record<string, unknown> | null
  description: string | null
}
