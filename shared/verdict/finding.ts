import type { Evidence } from '../api/morning.ts'
import type { Standards } from '../declared/expectation.ts'
import type { Cause } from '../causes/fingerprint.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { RunState } from '../model/run-state.ts'
import type { Job } from './job.ts'
import type { Kind, Section } from './kind.ts'
import type { Picture } from './picture.ts'
import { formatClock } from './words.ts'

/** What the judgement of one job is asked with. Instants are epoch ms of the upstream's clock. */
export interface Question {
  picture: Picture
  /** Window of the page: limits what is drawn and counted, never what is broken. */
  fromAt: number
  /**
   * The instant judged: now, or the window's end if that has passed, but never later than what was last read,
   * so that nothing is called missing because the server could not be asked.
   */
  at: number
  /** For instants in words. */
  timeZone: string
  standards: Standards
}

/** One thing wrong, or put right, with one job. */
export interface Finding {
  job: Job
  kind: Kind
  section: Section
  open: boolean
  sinceAt: number
  run: FlowRun | null
  slotAt: number | null
  /** Findings of one cause are one problem; without one, the job and what was expected of it are its identity. */
  cause: Cause | null
  /** What was expected, where there is no cause: part of the identity. */
  expectation: 'good-run' | 'start' | 'duration' | 'clean-log' | 'input' | 'freshness' | 'completeness' | 'success-ratio'
  /** As a colleague would say it, the job's name included. */
  title: string
  reason: string
  evidence: readonly (Omit<Evidence, 'at'> & { at: number | null })[]
  /** Nights in a row with this cause, tonight included. */
  nightCount: number
  /** Which part of the job it is about, `customer=A`, where parameters part it; part of the identity. */
  partition: string | null
  /** Jobs that did not run because of it. */
  consequences: readonly Job[]
  /** What is different since the job's last good run, in words. */
  changes: readonly string[]
  /** 1: most important. */
  tier: 1 | 2 | 3
  /** The declared time by which the job must be done, next or just missed; null: none is declared. */
  deadline: { at: number, isMissed: boolean } | null
}

type Told = 'job' | 'kind' | 'section' | 'sinceAt' | 'expectation' | 'title' | 'reason' | 'evidence'

/** A finding with what most have in common: it is open, has no cause, and is of one night. */
export function toFinding(told: Pick<Finding, Told> & Partial<Finding>): Finding {
  const { run = null } = told
  return {
    open: true,
    run,
    slotAt: run?.autoScheduled === true ? run.expectedStartAt : null,
    cause: null,
    nightCount: 1,
    partition: null,
    consequences: [],
    changes: [],
    tier: 2,
    deadline: null,
    ...told,
  }
}

type Fact = Finding['evidence'][number]

/** What earlier runs say. */
export function fromEarlierRuns(text: string): Fact {
  return { text, at: null, runId: null, source: 'baseline' }
}

/** What the settings file says; `at`: the instant it names. */
export function fromDeclared(text: string, at: number | null = null): Fact {
  return { text: `declared: ${text}`, at, runId: null, source: 'declared' }
}

/** The state a run is in, and since when. */
export function fromState(run: FlowRun, state: RunState, { at, timeZone }: Pick<Question, 'at' | 'timeZone'>): Fact {
  return { text: `${state.name} since ${formatClock(state.at, at, timeZone)}`, at: state.at, runId: run.id, source: 'state' }
}

/** What one job's judgement gives. */
export interface JobJudgement {
  job: Job
  findings: readonly Finding[]
  /** Whether it belongs to the window: due in it, ended in it, or unfinished and due before its end. */
  inWindow: boolean
  /** Slots of the window that were due, ascending. */
  slots: readonly number[]
  /** Slots that have no run although they are past their grace: those of the window, and of what was open before. */
  absent: readonly number[]
  /** Why it cannot be judged; null when it can. */
  unknown: string | null
  /** Whether anything says when or how often it should run: a schedule, a rhythm, its trigger, or a declaration. */
  hasExpectation: boolean
  /** What is no problem and yet worth knowing, in words for its row. */
  notes: readonly string[]
  /** The next instant at which the same rows would be judged otherwise; null: none. */
  changesAt: number | null
}

/** How many nights `instants` (any order) fall on, told without a time zone, so that every viewer counts alike. */
export function countNights(instants: readonly number[], apartMs: number): number {
  let count = 0
  let last = Number.NEGATIVE_INFINITY
  for (const at of [...instants].sort((a, b) => a - b)) {
    if (at - last >= apartMs) {
      count += 1
      last = at
    }
  }
  return count
}
