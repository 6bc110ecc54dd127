import { asObject, type Json } from './conditions.ts'
import { toFlowRunBody, toFlowRunStateBody } from './flow-run-body.ts'
import { readInstant, SECOND } from './instant.ts'
import type { Job } from './night.ts'
import { Refusal, untaught } from './refusal.ts'
import { checkBody } from './request-schema.ts'
import type { RunBook } from './run-book.ts'
import { faultOf } from './run-input.ts'
import type { RunNow } from './run-now.ts'
import { isTerminal, planRun, type Step } from './run-plan.ts'

/** Every POST that changes something, by its path below `/api`; null for another path. What was changed goes its way as the clock does. */
export function createActs(book: RunBook, now: () => number): (path: string, body: Json) => { status: number, body: Json | null } | null {
  const madeByKey = new Map<string, string>()

  const findRun = (id: string): RunNow => {
    const run = book.findRun(id, now())
    if (run === null)
      throw new Refusal(404, `Flow run with id ${id} not found`)
    return run
  }

  function setState(id: string, body: Json): { status: number, body: Json } {
    checkBody(body, 'Body_set_flow_run_state_flow_runs__id__set_state_post')
    const { type, name } = asObject(body['state'], 'state')
    const run = findRun(id)
    const isOver = isTerminal(run.type)
    if (type === 'SCHEDULED' && name === 'AwaitingRetry' && isOver) {
      if (run.plan.job.deploymentId === null || run.plan.parent !== null)
        return refuse('ABORT', run, 'Cannot reschedule a run without an associated deployment.')
      return accept(run, [{ at: now(), type: 'SCHEDULED', name: 'AwaitingRetry', message: null }, ...goodSteps(run, now() + 2 * SECOND)])
    }
    if (type === 'CANCELLING' && !isOver) {
      const cancelled = (at: number): Step => ({ at, type: 'CANCELLED', name: 'Cancelled', message: null })
      if (run.type !== 'SCHEDULED')
        return accept(run, [{ at: now(), type: 'CANCELLING', name: 'Cancelling', message: null }, cancelled(now() + 4 * SECOND)])
      const { body: accepted } = accept(run, [cancelled(now())])
      return { status: 201, body: { ...accepted, status: 'REJECT', details: { type: 'reject_details', reason: 'Scheduled flow run has no infrastructure to terminate.' } } }
    }
    if (type === 'PAUSED' && name === 'Suspended')
      return suspend(run, asObject(asObject(body['state'], 'state')['state_details'] ?? {}, 'state_details'))
    throw untaught(`to take a run from ${run.type} to ${String(name ?? type)}`)
  }

  function suspend(run: RunNow, { pause_reschedule: reschedule, pause_key: given, pause_timeout: until }: Json): { status: number, body: Json } {
    if (reschedule !== true)
      throw untaught('a suspension that is not rescheduled')
    const key = typeof given === 'string' ? given : `${run.plan.id} ${now()}`
    const untilAt = typeof until === 'string' ? readInstant(until) : null
    if (run.type !== 'RUNNING')
      return refuse('REJECT', run, 'Cannot suspend flows that are not currently running.')
    if (run.steps.some(({ pause }) => pause?.key === key))
      return refuse('REJECT', run, 'This suspend has already fired.')
    if (run.plan.parent !== null)
      return refuse('ABORT', run, 'Cannot suspend subflows.')
    if (run.plan.job.deploymentId === null)
      return refuse('ABORT', run, 'Cannot suspend flows without a deployment.')
    const paused: Step = { at: now(), type: 'PAUSED', name: 'Suspended', message: null, pause: { untilAt, reschedule: true, key, asks: false } }
    return accept(run, untilAt === null ? [paused] : [paused, { at: untilAt, type: 'FAILED', name: 'Failed', message: 'The flow was paused and never resumed.' }])
  }

  function resume(id: string, body: Json): { status: number, body: Json } {
    checkBody(body, 'Body_resume_flow_run_flow_runs__id__resume_post')
    const run = findRun(id)
    const { pause } = run.state
    if (pause === undefined)
      return { status: 200, body: { state: null, status: 'ABORT', details: { type: 'abort_details', reason: 'Cannot resume a flow run that is not paused.' } } }
    const fault = pause.asks ? faultOf(asObject(body['run_input'] ?? {}, 'run_input')) : null
    if (fault !== null)
      return refuse('REJECT', run, `Reason: Validation failed. Failure reason: ${fault}`)
    if (pause.reschedule)
      return accept(run, [{ at: now(), type: 'SCHEDULED', name: 'Resuming', message: null }, ...goodSteps(run, now() + 2 * SECOND)])
    const running: Step = { at: now(), type: 'RUNNING', name: 'Running', message: null }
    return accept(run, [running, ...goodSteps(run, now()).filter(({ type }) => isTerminal(type))])
  }

  /** Upstream's own answer to a refusal says 200, and by another kind of details whether the state stays. */
  function refuse(status: 'ABORT' | 'REJECT', run: RunNow, reason: string): { status: number, body: Json } {
    return { status: 200, body: { state: toFlowRunStateBody(run, run.state), status, details: { type: status === 'ABORT' ? 'abort_details' : 'reject_details', reason } } }
  }

  function switchDeployment(deploymentId: string, act: 'pause' | 'resume'): { status: number, body: null } {
    book[act](findJob(deploymentId), now())
    return { status: 200, body: null }
  }

  function findJob(deploymentId: string): Job {
    const job = book.jobs.find(one => one.deploymentId === deploymentId)
    if (job === undefined)
      throw new Refusal(404, 'Deployment not found')
    return job
  }

  /** What a run of its job does when all goes well, from `at`. */
  function goodSteps({ plan: { job } }: RunNow, at: number): Step[] {
    return planRun({ ...job, schedule: null }, { dueAt: at, madeAt: at, story: { kind: 'good' } }).steps.slice()
  }

  function accept(run: RunNow, steps: readonly Step[]): { status: number, body: Json } {
    const changed = book.change(run.plan.id, [...run.steps, ...steps], now())
    return { status: 201, body: { state: toFlowRunStateBody(changed, changed.state), status: 'ACCEPT', details: { type: 'accept_details' } } }
  }

  function createRun(deploymentId: string, body: Json): { status: number, body: Json } {
    checkBody(body, 'DeploymentFlowRunCreate')
    const unknown = Object.keys(body).find(key => key !== 'parameters' && key !== 'idempotency_key')
    if (unknown !== undefined)
      throw untaught(`${unknown} of a new run`)
    const job = findJob(deploymentId)
    const key = typeof body['idempotency_key'] === 'string' ? body['idempotency_key'] : null
    const known = key === null ? undefined : madeByKey.get(key)
    if (known !== undefined)
      return { status: 200, body: toFlowRunBody(findRun(known), now()) }
    const parameters = { ...job.spec.parameters, ...asObject(body['parameters'] ?? {}, 'parameters') }
    const plan = planRun({ ...job, key: `${job.key} by hand`, schedule: null, spec: { ...job.spec, parameters } }, { dueAt: now() + SECOND, madeAt: now(), story: { kind: parameters['ask_first'] === true ? 'asks' : 'good' } })
    const made = { ...plan, steps: [{ at: now(), type: 'SCHEDULED' as const, name: 'Scheduled', message: 'Flow run scheduled' }, ...plan.steps] }
    book.add(made)
    if (key !== null)
      madeByKey.set(key, made.id)
    return { status: 201, body: toFlowRunBody(findRun(made.id), now()) }
  }

  return (path, body) => {
    const [, kind, id = '', act] = path.split('/')
    if (kind === 'flow_runs' && act === 'set_state')
      return setState(id.toLowerCase(), body)
    if (kind === 'flow_runs' && act === 'resume')
      return resume(id.toLowerCase(), body)
    if (kind === 'deployments' && (act === 'pause_deployment' || act === 'resume_deployment'))
      return switchDeployment(id.toLowerCase(), act === 'pause_deployment' ? 'pause' : 'resume')
    return kind === 'deployments' && act === 'create_flow_run' ? createRun(id.toLowerCase(), body) : null
  }
}
