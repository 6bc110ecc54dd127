/** What somebody said about a problem or a job: seen, not to be told again for now. */
export interface Acknowledgement {
  id: string
  subject: AcknowledgedSubject
  until: AcknowledgedUntil
  /** In the person's words; empty: none given. */
  note: string
  /** As they named themselves; null: nobody said, or the settings file did. */
  by: string | null
  madeAt: number
  /** Where it was said. */
  source: 'page' | 'settings'
  /** Taken back, and by whom; null: it still holds. */
  ended: { at: number, by: string | null } | null
}

export type AcknowledgedSubject
  /** One cause as it hit these jobs: another job of the same cause, or another cause of the same job, is told again. */
  = | { kind: 'problem', identity: string, title: string, jobKeys: readonly string[] }
    /** Whatever happens to one job. */
    | { kind: 'job', jobKey: string }
    /** Whatever happens to jobs of a flow, or with a tag. */
    | { kind: 'flow', flow: string }
    | { kind: 'tag', tag: string }

export type AcknowledgedUntil
  = | { kind: 'date', at: number }
    /** Until the job's cause is another than `causeKeys`, those of the moment it was said. */
    | { kind: 'cause-changes', causeKeys: readonly string[] }
    /** Until a good run after it was said. */
    | { kind: 'good-again' }
    /** Until taken back; only the settings file says so. */
    | { kind: 'always' }
