import { between, countBetween, uuidOf } from '../../server/demo/chance.ts'
import { toWallTime } from '../../server/demo/wall-clock.ts'
import { addJob, goodRun, overSlots, runOf, stateOf } from './fortnight.ts'
import { errorOf, nightJob, type Incident } from './planted.ts'
import { DAY, everyMs, hourly, HOUR, MINUTE } from './rhythm.ts'

/** What looks odder still, and is fine. */
export const RARER_FINE: Readonly<Record<string, Incident>> = {
  'tried again by itself and well'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const run = goodRun(fortnight, job, slot)
    const startedAt = run.startedAt ?? slot
    const failedAt = startedAt + job.usualMs / 5
    const againAt = failedAt + countBetween(`${key} wait`, 1, 9) * MINUTE
    const endedAt = againAt + (run.ranForMs ?? 0)
    if (endedAt < fortnight.now) {
      const state = stateOf('COMPLETED', endedAt)
      job.runs.set(slot, { ...run, endedAt, runCount: 2, ranForMs: (run.ranForMs ?? 0) + job.usualMs / 5, state })
      fortnight.histories.set(run.id, [stateOf('SCHEDULED', run.createdAt), stateOf('RUNNING', startedAt), stateOf('SCHEDULED', failedAt, { name: 'AwaitingRetry', message: errorOf(key) }), stateOf('RUNNING', againAt, { name: 'Retrying' }), state])
    }
    return { name: 'tried again by itself and well', jobs: [job], kinds: [], section: null }
  },
  'waited for somebody for hours and went on'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const slot = overSlots(fortnight, job).at(-2) ?? 0
    const run = goodRun(fortnight, job, slot)
    const startedAt = run.startedAt ?? slot
    const pausedAt = startedAt + job.usualMs / 4
    const resumedAt = pausedAt + between(`${key} wait`, 2, 6) * HOUR
    const endedAt = resumedAt + (run.ranForMs ?? 0) - job.usualMs / 4
    const state = stateOf('COMPLETED', Math.max(endedAt, resumedAt + 1_000))
    job.runs.set(slot, { ...run, endedAt: state.at, runCount: 2, state })
    fortnight.histories.set(run.id, [stateOf('SCHEDULED', run.createdAt), stateOf('RUNNING', startedAt), stateOf('PAUSED', pausedAt), stateOf('SCHEDULED', resumedAt - 900, { name: 'Resuming' }), stateOf('RUNNING', resumedAt), state])
    return { name: 'waited for somebody for hours and went on', jobs: [job], kinds: [], section: null }
  },
  'gave way to a run of its own'(fortnight, key) {
    const job = addJob(fortnight, hourly(fortnight.zone, countBetween(key, 0, 59)), { concurrencyLimit: 1, collision: 'cancel-new' })
    job.usualMs = 5 * MINUTE
    job.slots.forEach(slot => job.runs.set(slot, goodRun(fortnight, job, slot)))
    const slots = overSlots(fortnight, job)
    const [long = 0, refused = 0] = slots.slice(-6, -4)
    const run = goodRun(fortnight, job, long)
    const endedAt = refused + 2 * MINUTE
    // As long as that once before: it is no surprise.
    for (const [at, until] of [[long, endedAt], [slots.at(-40) ?? 0, (slots.at(-40) ?? 0) + HOUR - MINUTE], [slots.at(-80) ?? 0, (slots.at(-80) ?? 0) + HOUR - MINUTE], [slots.at(-120) ?? 0, (slots.at(-120) ?? 0) + HOUR - MINUTE]] as const) {
      const own = at === long ? run : goodRun(fortnight, job, at)
      job.runs.set(at, { ...own, endedAt: until, ranForMs: until - (own.startedAt ?? at), state: stateOf('COMPLETED', until) })
    }
    job.runs.set(refused, { ...runOf(job, refused, `${job.deployment.id} refused`), endedAt: refused + 4_000, state: stateOf('CANCELLED', refused + 4_000, { message: 'Deployment concurrency limit reached.' }) })
    return { name: 'gave way to a run of its own', jobs: [job], kinds: [], section: null }
  },
  'a subflow failed and its root went on'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const root = job.runs.get(slot)
    if (root?.startedAt != null && root.endedAt !== null) {
      const child = { ...runOf(job, slot, `${key} child`), deploymentId: null, autoScheduled: false, scheduleId: null, tags: [], workPool: null, workQueue: null, createdAt: root.startedAt, startedAt: root.startedAt, endedAt: root.endedAt - 10, runCount: 1, ranForMs: 1_000, parentTaskRunId: uuidOf(`${key} task`), state: stateOf('FAILED', root.endedAt - 10, { message: errorOf(key) }) }
      fortnight.children.push({ run: child, rootRunId: root.id })
    }
    return { name: 'a subflow failed and its root went on', jobs: [job], kinds: [], section: null }
  },
  'due just now'(fortnight, key) {
    const dueAt = fortnight.now - between(key, 20, 100) * 1_000
    const job = addJob(fortnight, everyMs(DAY, dueAt - 60 * DAY))
    job.runs.set(job.slots.at(-1) ?? 0, { ...runOf(job, dueAt, `${key} due`), state: stateOf('SCHEDULED', dueAt - HOUR) })
    return { name: 'due just now', jobs: [job], kinds: [], section: null }
  },
  'due just now and not yet made'(fortnight, key) {
    const dueAt = fortnight.now - between(key, 20, 100) * 1_000
    const job = addJob(fortnight, everyMs(DAY, dueAt - 60 * DAY))
    job.runs.delete(job.slots.at(-1) ?? 0)
    return { name: 'due just now and not yet made', jobs: [job], kinds: [], section: null }
  },
  'over the moment it begins'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    for (const [slot, run] of job.runs) {
      if (run.startedAt !== null)
        job.runs.set(slot, { ...run, endedAt: run.startedAt, ranForMs: 0, state: stateOf('COMPLETED', run.startedAt) })
    }
    return { name: 'over the moment it begins', jobs: [job], kinds: [], section: null }
  },
  'planned ahead by somebody'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    for (let index = 0; index < countBetween(key, 1, 8); index++) {
      const at = fortnight.now + between(`${key} ${index}`, 1, 90) * HOUR
      fortnight.ahead.push({ ...runOf(job, at, `${key} ${index}`), createdAt: fortnight.now - 2 * HOUR, autoScheduled: false, scheduleId: null, tags: [], state: stateOf('SCHEDULED', fortnight.now - 2 * HOUR) })
    }
    return { name: 'planned ahead by somebody', jobs: [job], kinds: [], section: null }
  },
  'weekends take three times as long'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    job.usualMs = between(`${key} usual`, 2, 12) * MINUTE
    job.sigma = 0.1
    for (const slot of job.slots) {
      const isWeekend = [0, 6].includes(toWallTime(fortnight.zone, slot).weekday)
      const usualMs = job.usualMs
      job.usualMs *= isWeekend ? 3 : 1
      job.runs.set(slot, goodRun(fortnight, job, slot))
      job.usualMs = usualMs
    }
    return { name: 'weekends take three times as long', jobs: [job], kinds: [], section: null }
  },
  'a frequent job with weather'(fortnight, key) {
    const job = addJob(fortnight, everyMs(10 * MINUTE, fortnight.now - 60 * DAY + between(key, 0, 9) * MINUTE))
    for (const slot of job.slots.filter(slot => slot < fortnight.now - 4 * DAY && between(`${key} ${slot}`, 0, 100) < 3)) {
      const run = goodRun(fortnight, job, slot)
      job.runs.set(slot, { ...run, state: stateOf('FAILED', run.endedAt ?? slot, { message: errorOf(key) }) })
    }
    return { name: 'a frequent job with weather', jobs: [job], kinds: [], section: null }
  },
}
