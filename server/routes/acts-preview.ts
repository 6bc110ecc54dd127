import type { H3Event } from 'h3'
import { z } from 'zod'
import { MOST_RUNS_AT_ONCE, RUN_ACTS, type PreviewAnswer, type PreviewBody, type RunPreview } from '../../shared/api/acts.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { whyNot } from '../../shared/run/run-acts.ts'
import type { Shown } from '../shown.ts'
import { refuseUnlessAllowed } from './acts.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readBody } from './query.ts'
import { toRunRow } from './run-row.ts'

const IDS = `the ids of 1 to ${MOST_RUNS_AT_ONCE} runs`
const Body: z.ZodType<PreviewBody> = z.object({ runIds: z.array(z.string().regex(/^[\w-]{1,64}$/, IDS), IDS).min(1, IDS).max(MOST_RUNS_AT_ONCE, IDS) }, 'JSON with runIds')

/** What could be done to each of many runs. Changes nothing; a POST because the ids of 200 runs fit no address. */
export function previewActsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    refuseUnlessAllowed(deps)
    const { runIds } = await readBody(event, Body)
    const shown = shownOf(event, deps)
    const ids = [...new Set(runIds)]
    const found = new Map((await shown.reads.listRunsById(ids)).rows.map(run => [run.id, run]))
    const runs = ids.flatMap(id => found.get(id) ?? [])
    return await answerJson(event, { runs: runs.map(run => toPreview(run, shown)), goneCount: ids.length - runs.length } satisfies PreviewAnswer)
  }
}

function toPreview(run: FlowRun, { watcher }: Shown): RunPreview {
  const picture = watcher.picture()
  const refusals = RUN_ACTS.flatMap((act) => {
    const reason = whyNot(act, run, picture)
    return reason === null ? [] : [[act, reason]]
  })
  return { run: toRunRow(run, picture, watcher.now()), refusals: Object.fromEntries(refusals) }
}
