import type { Mark } from '../model/run-state.ts'
import type { Kind, Section } from '../verdict/kind.ts'
import type { ServerRole } from './server.ts'
import type { Unread } from '../verdict/picture.ts'

/** ISO 8601 UTC, as all instants on our wire. */
export type IsoInstant = string

/** Query of `GET /api/morning` and `GET /api/night-sheet`, all optional: `server`, `from`, `to` (ISO), `tz` (IANA), `tag`, `flow` (both repeatable). */
export interface MorningWindow {
  from: IsoInstant
  to: IsoInstant
  tz: string
}

export type VerdictStatus = 'ok' | 'attention' | 'unknown'

/** Where a number of the sentence leads: a section of the page. */
export type CountName = 'jobs' | 'asExpected' | 'needsYou' | 'worthALook' | 'recovered' | 'known' | 'unknown'

/** A stretch of the sentence; with `count`, it is a link to the rows it counts. `tone: 'bad'` is the part that needs a person. */
export interface SentencePart {
  text: string
  count?: CountName
  tone?: 'bad' | 'unsure'
}

/** Each job is in exactly one count but `jobs`, which is their sum. */
export type MorningCounts = Record<CountName, number>

/** A job as a problem names it. `runId`/`slot` point at the occurrence that stands for it. */
export interface ProblemJob {
  flowId: string
  deploymentId: string | null
  flow: string
  deployment: string | null
  runId: string | null
  slot: IsoInstant | null
}

/** A fact a problem rests on, and where it was read. */
export interface Evidence {
  text: string
  at: IsoInstant | null
  runId: string | null
  /** `state`: a run's state · `log`: its log · `schedule`: computed from the schedule · `deployment`, `work-pool`: inventory · `baseline`: earlier runs · `declared`: the settings file. */
  source: 'state' | 'log' | 'schedule' | 'deployment' | 'work-pool' | 'baseline' | 'declared'
}

/** One night (local noon to noon) of a job or problem, oldest first in a strip. `null` mark: nothing was due and nothing ran. */
export interface StripNight {
  /** Date of the morning it ends in, YYYY-MM-DD. */
  night: string
  mark: Mark | null
  runId: string | null
  /** Share of its runs and slots that failed, crashed, are late or missing, as far as they were read; 0 where none is known. */
  badRatio: number
}

export interface ProblemAnswer {
  /** As addresses name its server; null: the default one, which they leave out. */
  server: string | null
  /** Lasting: hash of server and cause, or of server, job and expectation. */
  id: string
  section: Section
  kind: Kind
  /** As a colleague would say it. */
  title: string
  /** The machine's own words or the fact behind the title; never cut silently. */
  reason: string
  cause: { key: string, text: string } | null
  since: IsoInstant
  /** false once it was put right. */
  open: boolean
  jobs: ProblemJob[]
  evidence: Evidence[]
  /** Runs it is about, each once: those that can be acted on. */
  runIds: string[]
  /** Whether this cause was not seen on earlier nights of the reach. */
  isNew: boolean
  /** Nights in a row it has now occurred. */
  nightCount: number
  /** The last 14 nights of its first job. */
  strip: StripNight[]
  /** When its first job is due next; null when nothing is scheduled. */
  nextSlot: IsoInstant | null
  /** Jobs that did not run because of it; counted where it is listed. */
  consequences: ProblemJob[]
  /** What is different since the last good run, in words. */
  changes: string[]
  /** Highest tier of its jobs, 1 being most important. */
  tier: 1 | 2 | 3
  /** The declared deadline that presses most; null: none is declared. */
  deadline: { at: IsoInstant, isMissed: boolean } | null
  /** What somebody said about it. It is in force where the section is `known`; else a new job or cause brought the problem back. */
  acknowledgement: AcknowledgementAnswer | null
  /** Which part of its first job it is about, `customer=A`; null: the whole job. */
  partition: string | null
}

export interface AcknowledgementAnswer {
  id: string
  /** null: nobody gave a name, or the settings file says so. */
  by: string | null
  /** Empty: none given. */
  note: string
  /** In words: `until Thu 08:00`, `until it is good again`. */
  until: string
  madeAt: IsoInstant
}

/** A job whose night went as it should, or that cannot be judged (`reason` says why). */
export interface JobRow {
  /** As addresses name its server; null: the default one, which they leave out. */
  server: string | null
  flowId: string
  deploymentId: string | null
  flow: string
  deployment: string | null
  /** Its last run of the window; null where it has none. */
  runId: string | null
  mark: Mark
  /** One short fact: "3 runs, last 06:00", or why it is unknown. */
  reason: string
}

/** A server the sentence is about. */
export interface MorningServer {
  name: string
  /** As addresses name it; null: the default one. */
  server: string | null
}

/** A server beside those the sentence is about, in a line of its own. */
export interface OtherServer extends MorningServer {
  role: ServerRole
  verdict: { status: VerdictStatus, sentence: string }
}

/** `server=NAME` asks for one; else it is of every production server together. */
export interface MorningAnswer {
  /** The default one first where it is among them. */
  servers: MorningServer[]
  others: OtherServer[]
  demo: boolean
  /** As of when upstream was last read whole, by its own clock, of several servers the oldest; null: never yet. */
  asOf: IsoInstant | null
  window: MorningWindow
  complete: boolean
  incomplete: Unread[]
  verdict: { status: VerdictStatus, sentence: string, parts: SentencePart[] }
  counts: MorningCounts
  problems: ProblemAnswer[]
  asExpected: JobRow[]
  unknown: JobRow[]
  /** Open problems that the filter hides; 0 without a filter. */
  outsideCount: number
  /** What was looked at. */
  checked: {
    runCount: number
    deploymentCount: number
    setAsideCount: number
    reachFrom: IsoInstant
    /** Jobs of `counts` whose night was judged: all but the unknown. */
    judgedCount: number
    /** Of the judged ones, those of which nothing says when they should run: only what they did was judged. */
    withoutExpectationCount: number
  }
  /** Declared expectations that no job matches: most likely a name was mistyped. */
  unmatched: { line: number, about: string }[]
  /** Tags and flow names there are, for the filter. */
  choices: { tags: string[], flows: string[] }
}
