import type { IsoInstant } from './morning.ts'

/** `POST /api/acknowledgements`: says that something is known. Answered once it is on disk. 404 for a problem the morning does not list. */
export interface AcknowledgeBody {
  subject: { kind: 'problem', problemId: string } | { kind: 'job', flow: string, deployment: string | null }
  until: { kind: 'date', at: IsoInstant } | { kind: 'cause-changes' } | { kind: 'good-again' }
  /** At most 500 characters; empty: none. */
  note: string
  /** As the person names themselves, at most 80 characters; empty: no name. */
  by: string
}

/** `POST /api/acknowledgements/ID/end`: takes one back. */
export interface EndBody {
  by: string
}

/** One that was said, with what became of it. */
export interface AcknowledgedRow {
  id: string
  /** What it is about, in words. */
  about: string
  /** `until Thu 08:00`, `until it is good again`. */
  until: string
  note: string
  by: string | null
  madeAt: IsoInstant
  source: 'page' | 'settings'
  /** null: it still holds. */
  ended: { at: IsoInstant, by: string | null } | null
}

/** `GET /api/acknowledgements`: those that hold, then those that ended, newest first in each. */
export interface AcknowledgementsAnswer {
  active: AcknowledgedRow[]
  ended: AcknowledgedRow[]
}
