import { aroundWallTime, isExpectedAt } from '../../declared/calendar.ts'
import { type Finding, fromDeclared, toFinding } from '../finding.ts'
import { formatClock } from '../words.ts'
import { isGood } from './good-run.ts'
import type { DeclaredContext } from './judge-declared.ts'

const MOST_NAMED = 8

/** Values of a parameter of which no run was good in the day up to the declared time, nor since: one finding, naming them. */
export function incomplete({ job, declared, question }: DeclaredContext): Finding | null {
  const { complete } = declared
  if (complete === null)
    return null
  const timeZone = complete.by.timeZone ?? question.timeZone
  const { lastAt } = aroundWallTime(complete.by, question.at, timeZone)
  const fromAt = aroundWallTime(complete.by, lastAt - 1, timeZone).lastAt
  if (!isExpectedAt(declared.calendar, lastAt, timeZone))
    return null
  const done = new Set(job.runs.filter(run => isGood(run, declared) && (run.endedAt ?? 0) > fromAt && (run.endedAt ?? 0) <= question.at).map(run => run.parameters[complete.parameter]))
  const absent = complete.values.filter(value => !done.has(value))
  if (absent.length === 0)
    return null
  const named = absent.length > MOST_NAMED ? `${absent.slice(0, MOST_NAMED).join(', ')} and ${absent.length - MOST_NAMED} more` : absent.join(', ')
  const clock = formatClock(lastAt, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'deadline',
    section: 'needs-you',
    sinceAt: lastAt,
    expectation: 'completeness',
    title: `${job.name} is incomplete: ${absent.length} of ${complete.values.length} without a good run by ${clock}`,
    reason: `${complete.parameter}: ${named}`,
    evidence: [fromDeclared(`a good run for each of ${complete.values.length} values of ${complete.parameter} by ${clock}`, lastAt)],
  })
}
