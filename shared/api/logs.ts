import type { IsoInstant } from './morning.ts'

export interface LogRow {
  id: string
  /** With microseconds. */
  at: IsoInstant
  level: number
  logger: string
  /** As written, or its beginning where `wholeLength` is not null. */
  message: string
  /** Characters of the whole message, where only its beginning is here; null: it is whole. */
  wholeLength: number | null
  taskRunId: string | null
  /** The run it is of: the one asked for, or one below it. */
  runId: string
}

/** Which lines of a run are meant, as every address below has them: `level=&task=&attempt=&logger=&logger=&subflows=1`. */
export interface LogFilterQuery {
  /** Lines of this level and above. */
  level?: number | null
  /** Lines of this task run. */
  task?: string | null
  /** Lines written during this attempt, of the task where one is given, else of the run. */
  attempt?: number | null
  /** Lines of these loggers. */
  logger?: readonly string[]
  /** With the lines of all runs below it. */
  subflows?: '1' | null
}

/**
 * `GET /api/runs/ID/logs?cursor=&start=first|last|first-error|line&line=`: one page of lines, oldest first always.
 * Without a cursor, `start` says where to begin; `first-error` begins a few lines before the first line of level 40 or more,
 * or at the last page where there is none; `line` around a place (`TIMESTAMP.ID`, or an instant alone).
 */
export interface LogsAnswer {
  lines: LogRow[]
  /** Hand back as `cursor` for the page before; null at the first line. */
  older: string | null
  /** Hand back as `cursor` for the page after; null at the last line there is. While `live`, ask again with `newest`. */
  newer: string | null
  /** Cursor just past the last line of this page, for following a live run; null when no line was read yet. */
  newest: string | null
  /** The first error of the whole run under the same filter; null when there is none. */
  firstErrorId: string | null
  /** With `start=line`: what became of it; null without. */
  aim: LogAim | null
  live: boolean
  /** Names of the runs below that lines of this page are of. */
  runNames: Record<string, string>
  /** What is not among the lines and why, in words; null: all are. */
  incomplete: string | null
}

export interface LogAim {
  /** `hidden`: it is there, but the filter leaves it out. `gone`: no such line is there. */
  is: 'there' | 'hidden' | 'gone'
  /** The line itself, else the nearest one shown; null where none is. */
  id: string | null
}

/** `GET /api/runs/ID/logs/error?after=LINE|before=LINE`: the next line of level 40 or more, as `TIMESTAMP.ID`; null: there is none. */
export interface NextErrorAnswer {
  line: string | null
}

/** `GET /api/runs/ID/logs/line?line=TIMESTAMP.ID`: one line, whole. 404 where it is gone. */
export interface LogLineAnswer {
  line: LogRow
}

/**
 * `GET /api/runs/ID/logs/find?q=`: every line that holds the phrase, oldest first, as lines of JSON (application/x-ndjson) while
 * they are found. The last one has `done` or `failed`; without either the answer was cut off.
 */
export type FindMessage
  = | {
    /** Places, `TIMESTAMP.ID`. */
    hits: string[]
    /** Lines looked at so far, and up to when. */
    readCount: number
    upTo: IsoInstant | null
    /** Every line is read; false: Prefect picks those that may be meant. */
    scans: boolean
  }
  /** `capped`: there are more hits than are given. */
  | { done: true, capped: boolean }
  | { failed: string }

/** How lines of one level and above lie in time. */
export interface LogSpread {
  count: number
  /** Instants in order, each standing for `count / instants.length` lines: of every line, or sampled evenly by their number. */
  instants: IsoInstant[]
  isSampled: boolean
}

/** `GET /api/runs/ID/logs/outline`: how many lines there are and when, without reading them all. Loggers are not told apart. */
export interface LogOutlineAnswer {
  /** Of the first and last line; null: there is none. */
  first: IsoInstant | null
  last: IsoInstant | null
  all: LogSpread
  /** Lines of level 30 and above. */
  warnings: LogSpread
  /** Lines of level 40 and above. */
  errors: LogSpread
  live: boolean
}

/** `GET /api/runs/ID/logs/download?as=text|ndjson`: every line of the filter, oldest first, as a file. */
export type DownloadFormat = 'text' | 'ndjson'
