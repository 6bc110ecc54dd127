import type { H3Event } from 'h3'
import type { InputAnswer, ParametersAnswer } from '../../shared/api/acts.ts'
import { Refusal } from '../errors.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { readId } from './query.ts'
import { getOfRun, getRun } from './run-detail.ts'

/** A schema changes with a deploy. */
const SCHEMA_KEPT_MS = 10_000

/** What runs of a deployment can be given. */
export function parametersRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const id = readId(event, 'deployment')
    const schema = await deps.once.get(`parameters ${shown.key} ${id}`, async () => await shown.reads.getParameterSchema(id), () => SCHEMA_KEPT_MS)
    return await answerJson(event, { schema } satisfies ParametersAnswer)
  }
}

/** What a paused run asks for before it goes on. */
export function inputRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { run, pause } = await getRun(deps, shown, readId(event, 'run'))
    const keys = pause?.inputKeys ?? null
    if (keys === null)
      throw new Refusal(404, 'This run does not wait for any input.')
    const input = await getOfRun(deps, { shown, run, name: 'input' }, async () => await shown.reads.getRunInput(run.id, keys))
    return await answerJson(event, input satisfies InputAnswer)
  }
}
