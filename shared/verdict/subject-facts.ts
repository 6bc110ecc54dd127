import type { DayCount, StartDelay, VersionFact } from '../api/flows.ts'
import { lateGraceMs, quantile } from '../expectations/baseline.ts'
import { THRESHOLDS } from '../expectations/thresholds.ts'
import { dateOf } from '../declared/calendar.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { dueAt } from './job.ts'
import { toIso } from './morning-answer.ts'
import { isBad } from './runs/judged-run.ts'

/** How long scheduled runs waited before they began; null with fewer than five. `runs` by due time, oldest first. */
export function toStartDelay(runs: readonly FlowRun[]): StartDelay | null {
  const delays = runs.filter(run => run.autoScheduled && run.startedAt !== null && run.expectedStartAt !== null).map(run => Math.max(0, (run.startedAt ?? 0) - (run.expectedStartAt ?? 0)))
  if (delays.length < THRESHOLDS.baselineRunCount)
    return null
  return { p50Ms: quantile(delays, 0.5), p95Ms: quantile(delays, 0.95), lateAfterMs: lateGraceMs(runs) }
}

/** Versions the runs were of, newest first; those without one are left out. */
export function toVersions(runs: readonly FlowRun[]): VersionFact[] {
  const versions = new Map<string, FlowRun[]>()
  for (const run of runs) {
    const version = run.deploymentVersion ?? run.flowVersion
    if (version !== null)
      versions.set(version, [...versions.get(version) ?? [], run])
  }
  return [...versions].map(([version, own]) => {
    const began = own.map(dueAt)
    return { version, firstAt: toIso(Math.min(...began)), lastAt: toIso(Math.max(...began)), runCount: own.length, badCount: own.filter(isBad).length }
  }).sort((a, b) => a.lastAt < b.lastAt ? 1 : -1)
}

/** What each local day of due times came to, oldest first, days without anything included. */
export function toDays(runs: readonly FlowRun[], absent: readonly number[], { fromAt, at, timeZone }: { fromAt: number, at: number, timeZone: string }): DayCount[] {
  const days = new Map<string, DayCount>()
  const dayOf = (instant: number): DayCount => {
    const date = dateOf(instant, timeZone)
    const day = days.get(date) ?? { date, good: 0, bad: 0, absent: 0, other: 0 }
    days.set(date, day)
    return day
  }
  for (let instant = fromAt; instant < at; instant += 12 * 3_600_000)
    dayOf(instant)
  for (const run of runs.filter(run => dueAt(run) <= at && dueAt(run) >= fromAt))
    dayOf(dueAt(run))[run.state?.type === 'COMPLETED' ? 'good' : isBad(run) ? 'bad' : 'other'] += 1
  for (const slot of absent.filter(slot => slot >= fromAt))
    dayOf(slot).absent += 1
  return [...days.values()].sort((a, b) => a.date < b.date ? -1 : 1)
}
