import { createHash, randomBytes } from 'node:crypto'

const HOUR_MS = 3_600_000
/** Unused for a day, or a week old: log in again. A morning page is used once a day. */
const IDLE_MS = 26 * HOUR_MS
const LONGEST_MS = 7 * 24 * HOUR_MS
const MOST = 10_000

export interface Sessions {
  /** Begins a session and gives the token its cookie carries. */
  begin: () => string
  /** Whether the token is of a living session; `use` keeps it from idling out. */
  isLive: (token: string | null, options?: { use: boolean }) => boolean
  end: (token: string | null) => void
}

/** Logins, in memory: a restart ends them all. Tokens are 256 random bits and kept hashed, so that a dump opens nothing. */
export function createSessions(now: () => number): Sessions {
  const sessions = new Map<string, { beganAt: number, usedAt: number }>()
  const hash = (token: string): string => createHash('sha256').update(token).digest('base64')
  return {
    begin() {
      const token = randomBytes(32).toString('base64url')
      for (const oldest of sessions.keys()) {
        if (sessions.size < MOST)
          break
        sessions.delete(oldest)
      }
      sessions.set(hash(token), { beganAt: now(), usedAt: now() })
      return token
    },
    isLive(token, { use } = { use: true }) {
      const session = token === null ? undefined : sessions.get(hash(token))
      if (token === null || session === undefined)
        return false
      if (now() - session.usedAt > IDLE_MS || now() - session.beganAt > LONGEST_MS) {
        sessions.delete(hash(token))
        return false
      }
      if (use)
        session.usedAt = now()
      return true
    },
    end(token) {
      if (token !== null)
        sessions.delete(hash(token))
    },
  }
}
