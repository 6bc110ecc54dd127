import { parametersOf, type Backfill } from '../../expectations/backfills.ts'
import { isTerminal } from '../../model/run-state.ts'
import { type Finding, toFinding } from '../finding.ts'
import { formatCount } from '../words.ts'
import { causeOf } from './failure.ts'
import { isBad, type RunsContext } from './judged-run.ts'

/** A backfill of which runs failed and were not done since: one finding, as it was one act. Told by its last failure. */
export function judgeBackfill(backfill: Backfill, { job, question }: RunsContext): Finding | null {
  const doneAt = new Map<string, number>()
  for (const run of job.runs) {
    if (run.state?.type === 'COMPLETED')
      doneAt.set(parametersOf(run), Math.max(doneAt.get(parametersOf(run)) ?? 0, run.endedAt ?? 0))
  }
  const failed = backfill.filter(run => isBad(run) && (doneAt.get(parametersOf(run)) ?? 0) < (run.endedAt ?? 0))
  const last = failed.toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0)).at(-1)
  if (last === undefined)
    return null
  const causes = new Map(failed.map(run => causeOf(run, run.state, { job, question })).map(cause => [cause?.key ?? '', cause]))
  const going = backfill.filter(run => run.state === null || !isTerminal(run.state.type)).length
  const doneCount = backfill.filter(run => run.state?.type === 'COMPLETED').length
  const counts = [`${doneCount.toLocaleString('en-GB')} done`, `${failed.length.toLocaleString('en-GB')} failed`, ...(going > 0 ? [`${going} to go`] : []), causes.size === 1 ? 'one cause' : formatCount(causes.size, 'cause')].join(', ')
  return toFinding({
    job,
    kind: 'failed',
    section: 'needs-you',
    sinceAt: Math.min(...failed.map(run => run.endedAt ?? run.createdAt)),
    run: last,
    cause: causes.size === 1 ? [...causes.values()][0] ?? null : null,
    partition: 'backfill',
    expectation: 'good-run',
    title: `Backfill of ${job.name}: ${counts}`,
    reason: last.state?.message ?? `${last.name} left no message`,
    evidence: [{ text: `${formatCount(backfill.length, 'run')} made at once with differing parameters`, at: backfill[0]?.createdAt ?? null, runId: null, source: 'state' }],
  })
}
