import type { UpstreamFailure } from './failure.ts'

/** Where the address of the orchestration API came from. */
export type ServerSource = 'environment' | 'settings-file' | 'profile' | 'found-local' | 'demo'

/** `GET /api/server?server=`: which orchestration API this page shows, and how it fares. */
export interface ServerAnswer {
  name: string
  demo: boolean
  source: ServerSource
  /** One sentence: which one and why. */
  why: string
  /** Host and port, without path or credentials; null for the demo. */
  host: string | null
  /** Root of Prefect's own UI, for links to the same thing there; null where there is none (demo). */
  uiUrl: string | null
  /** As the server reports it; null until read. */
  version: string | null
  state: 'up' | 'down' | 'unread'
  /** Why it is down, in words; null when up. */
  trouble: { failure: UpstreamFailure, message: string } | null
  /** Demo only: a healthy Prefect server now answers on port 4200 of this machine, and can be shown instead. */
  localServerFound: boolean
  /** The zone instants are shown in unless the reader chose another: `FIRSTLIGHT_TZ`, else the host's. */
  timeZone: string
  /** Whether somebody is logged in by the shared secret, so that a logout makes sense. */
  loggedIn: boolean
}

/** `POST /api/server/switch` (no body fields): leave the demo for the server found on port 4200. Answers the new ServerAnswer. */
export type SwitchAnswer = ServerAnswer
