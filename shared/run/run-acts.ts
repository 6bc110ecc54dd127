import { RUN_ACTS, type RunAct } from '../api/acts.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTerminal } from '../model/run-state.ts'

type ActedRun = Pick<FlowRun, 'state' | 'parentTaskRunId' | 'deploymentId'>
/** Deployments there are, by id: without its own nothing says how to start a run. */
interface Inventory {
  deployments: Pick<ReadonlyMap<string, unknown>, 'has'>
}

/** Why an act cannot be done to a run in its state, in a sentence; null: it can, as far as anybody here knows. */
export function whyNot(act: RunAct, { state, parentTaskRunId, deploymentId }: ActedRun, { deployments }: Inventory): string | null {
  const isOver = state !== null && isTerminal(state.type)
  const hasDeployment = deploymentId !== null && deployments.has(deploymentId)
  const name = state?.name ?? 'in no state yet'
  switch (act) {
    case 'retry':
      return !isOver ? `It is ${name}: only a run that is over is retried.` : hasDeployment ? null : WITHOUT_DEPLOYMENT
    case 'cancel':
      return isOver ? `It is over: ${name}.` : state?.type === 'CANCELLING' ? 'It is being cancelled already.' : null
    case 'suspend':
      if (state?.type !== 'RUNNING')
        return `It is ${name}: only a run that goes on is suspended.`
      if (parentTaskRunId !== null)
        return 'Another run started it: only that one can be suspended.'
      return hasDeployment ? null : WITHOUT_DEPLOYMENT
    case 'resume':
      return state?.type === 'PAUSED' ? null : `It is ${name}: only a run that is paused is resumed.`
    case 'run-again':
      return hasDeployment ? null : WITHOUT_DEPLOYMENT
  }
}

const WITHOUT_DEPLOYMENT = 'It has no deployment, so nothing says how to start it.'

/** What can be done to a run in its state. */
export function actsOn(run: ActedRun, inventory: Inventory): RunAct[] {
  return RUN_ACTS.filter(act => whyNot(act, run, inventory) === null)
}
