import type { UpstreamFailure } from './failure.ts'

/** Where the address of the orchestration API came from. */
export type ServerSource = 'environment' | 'settings-file' | 'profile' | 'found-local' | 'demo'

/** Only production servers drive the sentence and the status of the morning; of another one there is a line. */
export const SERVER_ROLES = ['production', 'other'] as const
export type ServerRole = typeof SERVER_ROLES[number]

/** One of the servers that are shown, as all pages name it. */
export interface ServerRow {
  name: string
  role: ServerRole
  /** Host and port, without path or credentials; null for the demo. */
  host: string | null
  state: 'up' | 'down' | 'unread'
  /** Why it is down, in words; null when up. */
  trouble: { failure: UpstreamFailure, message: string } | null
}

/** `GET /api/server?server=`: which orchestration API this page shows, and how it fares. */
export interface ServerAnswer extends ServerRow {
  demo: boolean
  source: ServerSource
  /** One sentence: which one and why. */
  why: string
  /** Root of Prefect's own UI, for links to the same thing there; null where there is none (demo). */
  uiUrl: string | null
  /** As the server reports it; null until read. */
  version: string | null
  /** Every server there is, this one too, the default one first. */
  servers: ServerRow[]
  /** Demo only: a healthy Prefect server now answers on port 4200 of this machine, and can be shown instead. */
  localServerFound: boolean
  /** The zone instants are shown in unless the reader chose another: `FIRSTLIGHT_TZ`, else the host's. */
  timeZone: string
  /** Whether runs and deployments may be acted on. */
  actions: boolean
  /** Whether somebody is logged in by the shared secret, so that a logout makes sense. */
  loggedIn: boolean
}

/** `POST /api/server/switch` (no body fields): leave the demo for the server found on port 4200. Answers the new ServerAnswer. */
export type SwitchAnswer = ServerAnswer
