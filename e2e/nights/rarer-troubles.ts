import { between, countBetween, pick, uuidOf } from '../../server/demo/chance.ts'
import { addJob, failed, goodRun, overSlots, runOf, stateOf, withoutDeployment, type Fortnight, type WrittenJob } from './fortnight.ts'
import { errorOf, nightJob, type Incident } from './planted.ts'
import { daily, DAY, earlyNightly, HOUR, MINUTE, monthly, nightTime, weekly } from './rhythm.ts'

/** Prefect takes no flow whose name holds / % & < or >. */
const HOSTILE = ['javascript:alert(1) "onerror=alert(2)', 'größe ñandú 日本語 🦉', '"; DROP TABLE flow_run; --', '\u202Egnp.exe', 'a'.repeat(180), '{{ 7*7 }} ${process.exit()}'] as const

/** The jobs that wait tonight, put into one queue. */
function waitTogether(fortnight: Fortnight, key: string, { pool, queue }: { pool: string, queue: string }): WrittenJob[] {
  return Array.from({ length: countBetween(`${key} waiting`, 6, 12) }, (_, index) => {
    const { job, slot } = nightJob(fortnight, `${key} ${index}`)
    job.deployment = { ...job.deployment, workPool: pool, workQueue: queue }
    fortnight.deployments.set(job.deployment.id, job.deployment)
    for (const [at, run] of job.runs)
      job.runs.set(at, { ...run, workPool: pool, workQueue: queue })
    job.runs.set(slot, { ...runOf(job, slot, `${job.deployment.id} late ${slot}`), state: stateOf('SCHEDULED', slot + 15_000, { name: 'Late' }) })
    return job
  })
}

/** Incidents that are rarer, or hide better. */
export const RARER_TROUBLES: Readonly<Record<string, Incident>> = {
  'a date failed and the next passed'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    for (const [slot, run] of job.runs)
      job.runs.set(slot, { ...run, parameters: { as_of: new Date(slot - DAY).toISOString().slice(0, 10) } })
    const slots = overSlots(fortnight, job)
    const slot = slots.at(-2) ?? 0
    job.runs.set(slot, { ...failed(fortnight, job, slot, { message: errorOf(key) }), parameters: job.runs.get(slot)?.parameters ?? {} })
    // What failed before the window and was made good in it is told as recovered; earlier it is over.
    return { name: 'a date failed and the next passed', jobs: [job], kinds: ['failed'], section: 'recovered' }
  },
  'a subflow failed and its root with it'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const root = failed(fortnight, job, slot, { message: '1/1 states failed.' })
    job.runs.set(slot, root)
    const child = addJob(fortnight, null)
    withoutDeployment(fortnight, child)
    const startedAt = (root.startedAt ?? slot) + 100
    const endedAt = (root.endedAt ?? slot) - 50
    const run = { ...runOf(child, startedAt, `${key} child`), deploymentId: null, autoScheduled: false, scheduleId: null, tags: [], workPool: null, workQueue: null, createdAt: startedAt, startedAt, endedAt, runCount: 1, ranForMs: endedAt - startedAt, parentTaskRunId: uuidOf(`${key} task`), state: stateOf('FAILED', endedAt, { message: errorOf(key) }) }
    fortnight.children.push({ run, rootRunId: root.id })
    return { name: 'a subflow failed and its root with it', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'a backfill of which many failed'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    job.usualMs = Math.min(job.usualMs, 3 * MINUTE)
    const madeAt = fortnight.now - between(`${key} made`, 2, 7) * HOUR
    for (let index = 0; index < 140; index++) {
      const at = madeAt + index * 700
      const given = { id: uuidOf(`${key} ${index}`), autoScheduled: false, scheduleId: null, tags: [], createdAt: at, expectedStartAt: at, parameters: { day: new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10) } }
      const run = index % 7 < 3 ? failed(fortnight, job, at + index * 1_500, { message: errorOf(key) }) : goodRun(fortnight, job, at + index * 1_500)
      fortnight.otherRuns.push({ ...run, ...given })
    }
    return { name: 'a backfill of which many failed', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'a weekly row is missing since days'(fortnight, key) {
    const weekday = new Date(fortnight.now - countBetween(key, 2, 4) * DAY).getUTCDay()
    const job = addJob(fortnight, weekly(fortnight.zone, nightTime(key), weekday))
    job.runs.delete(job.slots.at(-1) ?? 0)
    return { name: 'a weekly row is missing since days', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'a monthly job failed'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key, own => monthly(fortnight.zone, nightTime(own), fortnight.now - pick(`${own} day`, [0, 12] as const) * HOUR))
    job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    return { name: 'a monthly job failed', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'a row is missing in another zone'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key, own => daily(pick(`${own} zone`, ['Asia/Kolkata', 'America/St_Johns', 'Pacific/Auckland', 'Europe/Paris', 'America/Santiago'] as const), { hour: countBetween(`${own} hour`, 5, 22), minute: countBetween(`${own} minute`, 0, 59) }))
    job.runs.delete(slot)
    return { name: 'a row is missing in another zone', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'left running two nights ago'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    job.usualMs = between(`${key} short`, 30_000, 8 * MINUTE)
    for (const at of job.slots)
      job.runs.set(at, goodRun(fortnight, job, at))
    const slot = overSlots(fortnight, job).at(-3) ?? 0
    const run = goodRun(fortnight, job, slot)
    job.runs.set(slot, { ...run, endedAt: null, ranForMs: fortnight.now - (run.startedAt ?? slot), state: stateOf('RUNNING', run.startedAt ?? slot) })
    return { name: 'left running two nights ago', jobs: [job], kinds: ['running-long', 'stuck'], section: 'needs-you' }
  },
  'hangs in its cancellation'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const run = goodRun(fortnight, job, slot)
    job.runs.set(slot, { ...run, endedAt: null, ranForMs: 60_000, state: stateOf('CANCELLING', (run.startedAt ?? slot) + 60_000) })
    return { name: 'hangs in its cancellation', jobs: [job], kinds: ['stuck'], section: 'needs-you' }
  },
  'waits for a place for hours'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.set(slot, { ...runOf(job, slot, `${job.deployment.id} place ${slot}`), state: stateOf('SCHEDULED', slot + 5_000, { name: 'AwaitingConcurrencySlot' }) })
    return { name: 'waits for a place for hours', jobs: [job], kinds: ['late', 'stuck'], section: 'needs-you' }
  },
  'crashed before it began'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const endedAt = slot + between(key, 5, 90) * 1_000
    job.runs.set(slot, { ...runOf(job, slot, `${job.deployment.id} unborn ${slot}`), endedAt, state: stateOf('CRASHED', endedAt, { message: `Failed to start: image registry.internal/${job.flow.name}:1.0 could not be pulled` }) })
    return { name: 'crashed before it began', jobs: [job], kinds: ['crashed'], section: 'needs-you' }
  },
  'a queue is paused'(fortnight, key) {
    const queue = `queue-${uuidOf(key).slice(0, 4)}`
    fortnight.workQueues.push({ name: queue, workPool: 'process', paused: true, concurrencyLimit: null, lastPolledAt: fortnight.now - 9_000 })
    return { name: 'a queue is paused', jobs: waitTogether(fortnight, key, { pool: 'process', queue }), kinds: ['late', 'pool'], section: 'needs-you' }
  },
  'a pool is paused'(fortnight, key) {
    const pool = `paused-${uuidOf(key).slice(0, 4)}`
    fortnight.workPools.set(pool, { name: pool, type: 'docker', paused: true, status: 'PAUSED', concurrencyLimit: null })
    return { name: 'a pool is paused', jobs: waitTogether(fortnight, key, { pool, queue: 'default' }), kinds: ['late', 'pool'], section: 'needs-you' }
  },
  'only logs tell the cause'(fortnight, key) {
    const hit = Array.from({ length: countBetween(key, 2, 4) }, (_, index) => nightJob(fortnight, `${key} ${index}`))
    hit.forEach(({ job, slot }, index) => {
      const run = failed(fortnight, job, slot, { message: `${index + 1}/${index + 3} states failed.` })
      job.runs.set(slot, run)
      const error = errorOf(key).replace('Flow run encountered an exception: ', '')
      fortnight.loggedErrors.set(run.id, { at: run.endedAt ?? slot, text: `Encountered exception during execution: ${error}\nTraceback (most recent call last):\n  File "/srv/flows/shared_steps.py", line ${20 + index}, in load\n    rows = client.fetch()\n${error}` })
    })
    return { name: 'only logs tell the cause', jobs: hit.map(({ job }) => job), kinds: ['failed'], section: 'needs-you' }
  },
  'a failure among poisoned rows'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    // Past 64 bits: the server cannot list it.
    job.runs.set(slot, { ...failed(fortnight, job, slot, { message: errorOf(key) }), parameters: { account: `${countBetween(key, 1, 9)}${'0123456789'.repeat(2)}` } })
    return { name: 'a failure among poisoned rows', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'a hostile name failed'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.flow = { ...job.flow, name: `${pick(`${key} name`, HOSTILE)} ${uuidOf(key).slice(0, 4)}` }
    fortnight.flows.set(job.flow.id, job.flow)
    job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    return { name: 'a hostile name failed', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'a script without a deployment failed'(fortnight, key) {
    const job = addJob(fortnight, null)
    withoutDeployment(fortnight, job)
    const at = fortnight.now - between(key, 1, 9) * HOUR - job.usualMs
    fortnight.otherRuns.push({ ...failed(fortnight, job, at, { message: errorOf(key) }), ...BY_HAND, deploymentId: null, createdAt: at })
    return { name: 'a script without a deployment failed', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'a script\'s rhythm without a deployment stopped'(fortnight, key) {
    const { job: model, slot } = nightJob(fortnight, key, own => earlyNightly(fortnight.zone, own))
    const job = addJob(fortnight, null)
    withoutDeployment(fortnight, job)
    for (const at of model.slots.filter(at => at !== slot)) {
      const startedAt = at + between(`${key} ${at}`, 0, 40_000)
      fortnight.otherRuns.push({ ...goodRun(fortnight, job, startedAt, { id: uuidOf(`${key} ${at}`), createdAt: startedAt }), ...BY_HAND, deploymentId: null })
    }
    return { name: 'a script\'s rhythm without a deployment stopped', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'failing since five nights, now of another cause'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const slots = job.slots.slice(-5)
    slots.forEach((slot, index) => job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(index === slots.length - 1 ? `${key} other` : key) })))
    return { name: 'failing since five nights, now of another cause', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
}

const BY_HAND = { autoScheduled: false, scheduleId: null, tags: [], workPool: null, workQueue: null, deploymentVersion: null }
