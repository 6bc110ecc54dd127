import { randomUUID } from 'node:crypto'
import type { H3 } from 'h3'
import { destination, pino, type Logger } from 'pino'
import { createApp } from './app.ts'
import { createAttempts } from './doors/attempts.ts'
import { createSessions } from './doors/sessions.ts'
import { createKeptAnswers } from './routes/answer.ts'
import { createJudge } from './routes/judged.ts'
import { createLiveStreams, type LiveStreams } from './routes/live.ts'
import { createOnce } from './routes/once.ts'
import type { Screen } from './screen.ts'
import type { Settings } from './settings.ts'
import { createStage, type Stage } from './stage.ts'

/** Answers read on demand that are kept for the next who asks; a page of logs is the largest, some 100 kB. */
const MOST_KEPT_READS = 100

/** The whole server, but for its socket. */
export interface Bff {
  app: H3
  stage: Stage
  live: LiveStreams
  log: Logger
  close: () => Promise<void>
}

export async function createBff({ settings, screen, now }: { settings: Settings, screen: Screen | null, now: () => number }): Promise<Bff> {
  const log = createLog(settings)
  const stage = await createStage({ settings, log, now })
  const live = createLiveStreams()
  const bootId = randomUUID()
  const app = createApp({
    settings,
    screen,
    servers: stage.servers,
    onRevision: stage.onRevision,
    timeZone: settings.timeZone,
    actions: settings.actions,
    localServerFound: stage.localServerFound,
    switchToLocal: stage.switchToLocal,
    bootId,
    judge: createJudge({ timeZone: settings.timeZone, bootId }),
    kept: createKeptAnswers(),
    once: createOnce({ most: MOST_KEPT_READS, now }),
    sessions: createSessions(now),
    attempts: createAttempts(now),
    live,
    log,
    now,
  })
  return {
    app,
    stage,
    live,
    log,
    async close() {
      live.close()
      await stage.close()
    },
  }
}

/** To stderr, in UTC. What could hold a credential is blacked out wherever it stands. */
function createLog({ log: level }: Pick<Settings, 'log'>): Logger {
  const secret = ['authorization', 'cookie', 'apiKey', 'authString', 'secret', 'headers']
  return pino({ level, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: [...secret, ...secret.map(name => `*.${name}`)], censor: '***' } }, destination(2))
}
