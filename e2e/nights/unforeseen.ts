import { between, countBetween, pick, uuidOf } from '../../server/demo/chance.ts'
import { aSchedule } from '../../shared/model/build.ts'
import { addJob, failed, goodRun, overSlots, stateOf, withoutDeployment, type Fortnight, type WrittenJob } from './fortnight.ts'
import { errorOf, nightJob, type Incident } from './planted.ts'
import { DAY, earlyNightly, everyMs, HOUR, MINUTE } from './rhythm.ts'

function change(fortnight: Fortnight, job: WrittenJob, given: Partial<WrittenJob['deployment']>): void {
  job.deployment = { ...job.deployment, ...given }
  fortnight.deployments.set(job.deployment.id, job.deployment)
}

/** A schedule of each customer, and their runs of each slot but those that are left out. */
function perCustomer(fortnight: Fortnight, key: string, job: WrittenJob, { count, isLeftOut }: { count: number, isLeftOut: (slot: number, index: number) => boolean }): void {
  const [first] = job.deployment.schedules
  if (first === undefined)
    return
  const schedules = Array.from({ length: count }, (_, index) => ({ ...first, id: uuidOf(`${key} schedule ${index}`), parameters: { customer: `customer-${index}` } }))
  change(fortnight, job, { schedules })
  fortnight.otherRuns.push(...job.slots.flatMap(at => schedules.flatMap(({ id, parameters }, index) =>
    isLeftOut(at, index) ? [] : [{ ...goodRun(fortnight, job, at, { id: uuidOf(`${key} ${at} ${id}`) }), scheduleId: id, parameters }])))
  job.runs.clear()
}

/** Nights of real teams that no rule was written for. */
export const UNFORESEEN: Readonly<Record<string, Incident>> = {
  'one of forty schedules was removed'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const left = countBetween(`${key} left`, 0, 39)
    perCustomer(fortnight, key, job, { count: 40, isLeftOut: (at, index) => at === slot && index === left })
    const before = job.deployment.schedules
    const removedAt = slot - between(`${key} removed`, 60, 600) * MINUTE
    change(fortnight, job, { schedules: before.filter((_, index) => index !== left), updatedAt: removedAt })
    fortnight.remembered.schedules = new Map([...fortnight.remembered.schedules, [`${job.flow.name}/${job.deployment.name}`, [{ schedules: before, firstSeenAt: fortnight.now - 20 * DAY, lastSeenAt: removedAt - MINUTE }, { schedules: job.deployment.schedules, firstSeenAt: removedAt + MINUTE, lastSeenAt: fortnight.now }]]])
    return { name: 'one of forty schedules was removed', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'two replicas do not answer'(fortnight, key) {
    // Which of them a job asked is chance: numbers at the end of a pod's name never split a cause.
    const hit = [1, 2].map(replica => ({ ...nightJob(fortnight, `${key} ${replica}`), replica }))
    for (const { job, slot, replica } of hit)
      job.runs.set(slot, failed(fortnight, job, slot, { message: `${errorOf(key)}: broker-${replica} does not answer` }))
    return { name: 'two replicas do not answer', jobs: hit.map(({ job }) => job), kinds: ['failed'], section: 'needs-you' }
  },
  'two deployments of a flow fail of different things'(fortnight, key) {
    const { job: first, slot } = nightJob(fortnight, key)
    const { job: second, slot: otherSlot } = nightJob(fortnight, `${key} other`)
    fortnight.flows.delete(second.flow.id)
    second.flow = first.flow
    change(fortnight, second, { flowId: first.flow.id, name: 'staging' })
    for (const [at, run] of second.runs)
      second.runs.set(at, { ...run, flowId: first.flow.id })
    return [{ job: first, at: slot }, { job: second, at: otherSlot }].map(({ job, at }) => {
      job.runs.set(at, failed(fortnight, job, at, { message: errorOf(`${key} ${job.deployment.name}`) }))
      return { name: `${job.deployment.name} of two deployments of a flow fails`, jobs: [job], kinds: ['failed'], section: 'needs-you' }
    })
  },
  'failed of another thing on its second attempt'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const bad = failed(fortnight, job, slot, { message: errorOf(`${key} second`) })
    const startedAt = bad.startedAt ?? slot
    const againAt = startedAt + 4 * MINUTE
    const endedAt = Math.min(againAt + job.usualMs / 3, fortnight.now - MINUTE)
    const state = stateOf('FAILED', endedAt, { message: errorOf(`${key} second`) })
    job.runs.set(slot, { ...bad, runCount: 2, endedAt, state })
    fortnight.histories.set(bad.id, [stateOf('SCHEDULED', bad.createdAt), stateOf('RUNNING', startedAt), stateOf('SCHEDULED', startedAt + MINUTE, { name: 'AwaitingRetry', message: errorOf(`${key} first`) }), stateOf('RUNNING', againAt, { name: 'Retrying' }), state])
    return { name: 'failed of another thing on its second attempt', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'cancelled by an automation and run again by hand'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const bad = failed(fortnight, job, slot, { message: '' })
    const endedAt = bad.endedAt ?? slot
    job.runs.set(slot, { ...bad, state: stateOf('CANCELLED', endedAt, { message: `Cancelled by Automation ${uuidOf(`${key} automation`)}` }) })
    const againAt = Math.max(endedAt + 1_000, Math.min(endedAt + 9 * MINUTE, fortnight.now - 2 * job.usualMs - 20 * MINUTE))
    fortnight.otherRuns.push(goodRun(fortnight, job, againAt, { id: uuidOf(`again ${key}`), autoScheduled: false, scheduleId: null, createdAt: againAt, tags: [] }))
    return { name: 'cancelled by an automation and run again by hand', jobs: [job], kinds: [], section: null }
  },
  'cancelled by an automation'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const bad = failed(fortnight, job, slot, { message: '' })
    job.runs.set(slot, { ...bad, state: stateOf('CANCELLED', bad.endedAt ?? slot, { message: `Cancelled by Automation ${uuidOf(`${key} automation`)}` }) })
    return { name: 'cancelled by an automation', jobs: [job], kinds: ['cancelled'], section: 'needs-you' }
  },
  'a schedule switched off long ago beside an active one'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const offAt = fortnight.now - between(`${key} off`, 20, 29) * DAY
    const off = aSchedule({ id: uuidOf(`${key} off`), active: false, rule: { kind: 'cron', cron: '7 3 * * *', timeZone: fortnight.zone, dayOr: true }, createdAt: fortnight.now - 30 * DAY, updatedAt: offAt })
    change(fortnight, job, { schedules: [...job.deployment.schedules, off] })
    return { name: 'a schedule switched off long ago beside an active one', jobs: [job], kinds: [], section: null }
  },
  'its machine\'s clock is minutes off'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const skewMs = pick(`${key} way`, [-1, 1]) * between(`${key} skew`, 1, 4) * MINUTE
    for (const [slot, run] of job.runs) {
      if (run.startedAt !== null && run.endedAt !== null)
        job.runs.set(slot, { ...run, startedAt: run.startedAt + skewMs, endedAt: run.endedAt + skewMs, state: stateOf('COMPLETED', run.endedAt + skewMs) })
    }
    return { name: 'its machine\'s clock is minutes off', jobs: [job], kinds: [], section: null }
  },
  'a flow nobody deployed failed once and then passed'(fortnight, key) {
    const job = addJob(fortnight, null)
    withoutDeployment(fortnight, job)
    const at = fortnight.now - between(key, 3, 8) * HOUR - 3 * job.usualMs
    const given = { deploymentId: null, autoScheduled: false, scheduleId: null, tags: [], workPool: null, workQueue: null, deploymentVersion: null }
    fortnight.otherRuns.push({ ...failed(fortnight, job, at, { message: errorOf(key) }), ...given, id: uuidOf(`${key} bad`) })
    fortnight.otherRuns.push({ ...goodRun(fortnight, job, at + job.usualMs + 9 * MINUTE), ...given, id: uuidOf(`${key} good`) })
    return { name: 'a flow nobody deployed failed once and then passed', jobs: [{ ...job, deployment: { ...job.deployment, name: 'prod' } }], kinds: ['failed'], section: 'recovered' }
  },
  'two schedules at one minute'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const [first] = job.deployment.schedules
    if (first !== undefined) {
      const other = { ...first, id: uuidOf(`${key} other`), parameters: { mode: 'full' } }
      change(fortnight, job, { schedules: [first, other] })
      fortnight.otherRuns.push(...job.slots.map(slot => ({ ...goodRun(fortnight, job, slot, { id: uuidOf(`${key} ${slot}`) }), scheduleId: other.id, parameters: other.parameters })))
    }
    return { name: 'two schedules at one minute', jobs: [job], kinds: [], section: null }
  },
  'fails of something else each night'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    job.slots.slice(-4).forEach((slot, index) => job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(`${key} night ${index}`) })))
    return { name: 'fails of something else each night', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'an interval counted anew by a deploy'(fortnight, key) {
    const anchorAt = fortnight.now - between(`${key} anchor`, 5, 11) * HOUR - 60 * DAY
    const job = addJob(fortnight, everyMs(DAY, anchorAt))
    const slot = overSlots(fortnight, job).at(-1) ?? fortnight.now
    const deployedAt = slot + Math.min(between(`${key} deployed`, 60, 200) * MINUTE, fortnight.now - slot - 10 * MINUTE)
    // Who deploys an interval without an anchor anchors it at that instant, a little before the server has heard of it.
    const [first] = job.deployment.schedules
    if (first !== undefined && deployedAt > slot + 15 * MINUTE) {
      job.rhythm = null
      change(fortnight, job, { updatedAt: deployedAt, schedules: [aSchedule({ ...first, id: uuidOf(`${key} anew`), rule: { kind: 'interval', intervalMs: DAY, anchorAt: deployedAt - between(`${key} heard`, 200, 5_000), timeZone: 'UTC' }, createdAt: deployedAt, updatedAt: deployedAt })] })
    }
    return { name: 'an interval counted anew by a deploy', jobs: [job], kinds: [], section: null }
  },
  'failed in its very first night'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    for (const at of job.slots.filter(at => at !== slot))
      job.runs.delete(at)
    const madeAt = slot - between(`${key} made`, 3, 9) * HOUR
    change(fortnight, job, { createdAt: madeAt, updatedAt: madeAt, schedules: job.deployment.schedules.map(schedule => ({ ...schedule, createdAt: madeAt, updatedAt: madeAt })) })
    job.runs.set(slot, { ...failed(fortnight, job, slot, { message: errorOf(key) }), createdAt: madeAt + MINUTE })
    return { name: 'failed in its very first night', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'a worker was away and caught up'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.usualMs = between(`${key} usual`, 3, 8) * MINUTE
    for (const at of job.slots)
      job.runs.set(at, goodRun(fortnight, job, at))
    const startedAt = Math.min(slot + between(`${key} away`, 90, 240) * MINUTE, fortnight.now - 40 * MINUTE)
    const run = goodRun(fortnight, job, slot)
    const endedAt = startedAt + (run.ranForMs ?? job.usualMs)
    job.runs.set(slot, { ...run, startedAt, endedAt, state: stateOf('COMPLETED', endedAt) })
    return { name: 'a worker was away and caught up', jobs: [job], kinds: ['started-late'], section: startedAt - slot > 30 * MINUTE ? 'worth-a-look' : null }
  },
  'a pool was away and caught up'(fortnight, key) {
    const pool = `away-${uuidOf(key).slice(0, 4)}`
    fortnight.workPools.set(pool, { name: pool, type: 'process', paused: false, status: 'READY', concurrencyLimit: null })
    const backAt = fortnight.now - 70 * MINUTE
    const hit = Array.from({ length: countBetween(`${key} jobs`, 6, 9) }, (_, index) => nightJob(fortnight, `${key} ${index}`, own => earlyNightly(fortnight.zone, own)))
    hit.forEach(({ job, slot }, index) => {
      change(fortnight, job, { workPool: pool })
      job.usualMs = between(`${key} usual ${index}`, 3, 8) * MINUTE
      for (const at of job.slots)
        job.runs.set(at, goodRun(fortnight, job, at))
      const run = goodRun(fortnight, job, slot)
      const startedAt = backAt + index * 40_000
      const endedAt = startedAt + (run.ranForMs ?? job.usualMs)
      job.runs.set(slot, { ...run, startedAt, endedAt, state: stateOf('COMPLETED', endedAt) })
    })
    return { name: 'a pool was away and caught up', jobs: hit.map(({ job }) => job), kinds: ['started-late'], section: 'worth-a-look' }
  },
  'somebody deleted a night\'s run'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const run = job.runs.get(slot)
    job.runs.delete(slot)
    if (run !== undefined)
      fortnight.vanished.push(run)
    return { name: 'somebody deleted a night\'s run', jobs: [job], kinds: [], section: null, afterwards: { kinds: ['missing'], section: 'needs-you' } }
  },
  'crashed and was run again by itself'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const run = goodRun(fortnight, job, slot)
    const startedAt = run.startedAt ?? slot
    const crashedAt = startedAt + job.usualMs / 5
    const againAt = crashedAt + countBetween(`${key} wait`, 1, 9) * MINUTE
    const endedAt = againAt + (run.ranForMs ?? 0)
    if (endedAt >= fortnight.now)
      return { name: 'crashed and was run again by itself', jobs: [job], kinds: [], section: null }
    const state = stateOf('COMPLETED', endedAt)
    job.runs.set(slot, { ...run, endedAt, runCount: 2, ranForMs: (run.ranForMs ?? 0) + job.usualMs / 5, state })
    fortnight.histories.set(run.id, [stateOf('SCHEDULED', run.createdAt), stateOf('RUNNING', startedAt), stateOf('CRASHED', crashedAt, { message: errorOf(key) }), stateOf('SCHEDULED', againAt - 900, { name: 'AwaitingRetry' }), stateOf('RUNNING', againAt), state])
    return { name: 'crashed and was run again by itself', jobs: [job], kinds: ['crashed'], section: 'recovered' }
  },
}
