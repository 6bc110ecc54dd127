/**
 * `GET /api/live?server=`: server-sent events. `event: revision` with one line of JSON; a comment every 15 s keeps it open.
 * It carries revisions of answers, not data: who sees a number it does not have, reads that answer again.
 */
export interface RevisionEvent {
  /** Grows with every change of the picture that can change Morning, the night sheet, Flows or the server's state. */
  picture: number
}

/** `event: session-ended`: the login is over; the stream closes. */
export type SessionEndedEvent = Record<string, never>
