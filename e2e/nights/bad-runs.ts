import { between, countBetween } from '../../server/demo/chance.ts'
import { toWallTime } from '../../server/demo/wall-clock.ts'
import { addJob, failed, goodRun, overSlots, stateOf } from './fortnight.ts'
import { errorOf, nightJob, type Incident } from './planted.ts'
import { DAY, everyMs, HOUR, hourly, MINUTE, nightTime, weekly } from './rhythm.ts'

/** The noise of a job of which five times as long is no chance. */
const STEADY = 0.25

function isMonthEdge(zone: string, at: number): boolean {
  return [0, 1, 2].some(days => toWallTime(zone, at + days * DAY).day === 1)
}

/** Incidents of runs that began. */
export const BAD_RUNS: Readonly<Record<string, Incident>> = {
  'one failed'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    return { name: 'one failed', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'one cause, several jobs'(fortnight, key) {
    const hit = Array.from({ length: countBetween(key, 2, 7) }, (_, index) => nightJob(fortnight, `${key} ${index}`))
    hit.forEach(({ job, slot }, index) => job.runs.set(slot, failed(fortnight, job, slot, { message: `${errorOf(key)} at 10.0.${index}.7:5432 on 2026-11-${10 + index}` })))
    return { name: 'one cause, several jobs', jobs: hit.map(({ job }) => job), kinds: ['failed'], section: 'needs-you' }
  },
  'crashed'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.set(slot, failed(fortnight, job, slot, { type: 'CRASHED', message: 'Flow run infrastructure exited with non-zero status code 137.' }))
    return { name: 'crashed', jobs: [job], kinds: ['crashed'], section: 'needs-you' }
  },
  'timed out'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.set(slot, failed(fortnight, job, slot, { name: 'TimedOut', message: `Flow run exceeded timeout of ${countBetween(key, 60, 600)}.0 second(s)` }))
    return { name: 'timed out', jobs: [job], kinds: ['timed-out'], section: 'needs-you' }
  },
  'failed, then run again by hand'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const bad = failed(fortnight, job, slot, { message: errorOf(key) })
    job.runs.set(slot, bad)
    const againAt = Math.min((bad.endedAt ?? slot) + 5 * MINUTE, fortnight.now - 2 * job.usualMs - 20 * MINUTE)
    fortnight.otherRuns.push(goodRun(fortnight, job, Math.max(againAt, (bad.endedAt ?? slot) + 1_000), { id: `again ${key}`, autoScheduled: false, scheduleId: null, createdAt: againAt, tags: [] }))
    return { name: 'failed, then run again by hand', jobs: [job], kinds: ['failed'], section: 'recovered' }
  },
  'failed, being retried'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const bad = failed(fortnight, job, slot, { message: errorOf(key) })
    const retriedAt = fortnight.now - Math.min(job.usualMs / 2, 5 * MINUTE)
    const run = { ...bad, endedAt: null, runCount: 2, state: stateOf('RUNNING', retriedAt) }
    job.runs.set(slot, run)
    fortnight.histories.set(run.id, [stateOf('SCHEDULED', run.createdAt), stateOf('RUNNING', bad.startedAt ?? slot), bad.state ?? stateOf('FAILED', slot), stateOf('SCHEDULED', retriedAt - 9_000, { name: 'AwaitingRetry' }), run.state])
    return { name: 'failed, being retried', jobs: [job], kinds: ['retrying'], section: 'needs-you' }
  },
  'failing for nights with one cause'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    for (const slot of job.slots.slice(-countBetween(key, 3, 9)))
      job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    return { name: 'failing for nights with one cause', jobs: [job], kinds: ['failed'], section: 'known' }
  },
  'a weekly job failed days ago'(fortnight, key) {
    const weekday = new Date(fortnight.now - countBetween(key, 3, 5) * DAY).getUTCDay()
    const job = addJob(fortnight, weekly(fortnight.zone, nightTime(key), weekday))
    const slot = overSlots(fortnight, job).at(-1) ?? 0
    job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    return { name: 'a weekly job failed days ago', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'an hourly job failed once and went on'(fortnight, key) {
    const job = addJob(fortnight, hourly(fortnight.zone, countBetween(key, 0, 59)))
    job.usualMs = Math.min(job.usualMs, 8 * MINUTE)
    for (const slot of job.slots)
      job.runs.set(slot, goodRun(fortnight, job, slot))
    const slot = overSlots(fortnight, job).at(-countBetween(key, 3, 7)) ?? 0
    job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    return { name: 'an hourly job failed once and went on', jobs: [job], kinds: ['failed'], section: 'recovered' }
  },
  'a frequent job fails since a while'(fortnight, key) {
    const job = addJob(fortnight, everyMs(15 * MINUTE, fortnight.now - 90 * DAY + between(key, 0, 1) * 15 * MINUTE))
    for (const slot of overSlots(fortnight, job).slice(-countBetween(key, 4, 9)))
      job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    for (const slot of job.slots.filter(slot => !overSlots(fortnight, job).includes(slot)))
      job.runs.set(slot, failed(fortnight, job, slot, { message: errorOf(key) }))
    return { name: 'a frequent job fails since a while', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'running far longer than usual'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.usualMs = between(`${key} short`, 30_000, 8 * MINUTE)
    for (const at of job.slots)
      job.runs.set(at, goodRun(fortnight, job, at))
    const run = goodRun(fortnight, job, slot)
    const startedAt = run.startedAt ?? slot
    job.runs.set(slot, { ...run, endedAt: null, ranForMs: fortnight.now - startedAt, state: stateOf('RUNNING', startedAt) })
    return { name: 'running far longer than usual', jobs: [job], kinds: ['running-long'], section: 'needs-you' }
  },
  'took five times as long'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.usualMs = between(`${key} usual`, 12 * MINUTE, 20 * MINUTE)
    job.sigma = Math.min(job.sigma, STEADY)
    for (const at of job.slots)
      job.runs.set(at, goodRun(fortnight, job, at))
    const run = goodRun(fortnight, job, slot)
    const ranForMs = isMonthEdge(fortnight.zone, slot) ? run.ranForMs ?? 0 : Math.min(5 * job.usualMs, fortnight.now - (run.startedAt ?? slot) - MINUTE)
    const endedAt = (run.startedAt ?? slot) + ranForMs
    job.runs.set(slot, { ...run, ranForMs, endedAt, state: stateOf('COMPLETED', endedAt) })
    // The night may be too short for five times; and around a month's end a long run may be the month's.
    return { name: 'took five times as long', jobs: [job], kinds: ['slow'], section: ranForMs >= 4.5 * job.usualMs ? 'worth-a-look' : null }
  },
  'was over in no time'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.usualMs = Math.max(job.usualMs, 5 * MINUTE)
    job.sigma = Math.min(job.sigma, STEADY)
    for (const at of job.slots)
      job.runs.set(at, goodRun(fortnight, job, at))
    const run = goodRun(fortnight, job, slot)
    const endedAt = (run.startedAt ?? slot) + 0.05 * job.usualMs
    job.runs.set(slot, { ...run, ranForMs: 0.05 * job.usualMs, endedAt, state: stateOf('COMPLETED', endedAt) })
    return { name: 'was over in no time', jobs: [job], kinds: ['fast'], section: 'worth-a-look' }
  },
  'cancelled and not run again'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const bad = failed(fortnight, job, slot, { message: '' })
    job.runs.set(slot, { ...bad, state: stateOf('CANCELLED', bad.endedAt ?? slot) })
    return { name: 'cancelled and not run again', jobs: [job], kinds: ['cancelled'], section: 'worth-a-look' }
  },
  'marked completed by hand'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const bad = failed(fortnight, job, slot, { message: errorOf(key) })
    const markedAt = (bad.endedAt ?? slot) + 10 * MINUTE
    const run = { ...bad, endedAt: markedAt, state: stateOf('COMPLETED', markedAt) }
    job.runs.set(slot, run)
    fortnight.histories.set(run.id, [stateOf('SCHEDULED', run.createdAt), stateOf('RUNNING', bad.startedAt ?? slot), bad.state ?? stateOf('FAILED', slot), run.state])
    return { name: 'marked completed by hand', jobs: [job], kinds: ['failed'], section: 'worth-a-look' }
  },
  'waits for somebody\'s word'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const run = goodRun(fortnight, job, slot)
    const pausedAt = (run.startedAt ?? slot) + 30_000
    job.runs.set(slot, { ...run, endedAt: null, ranForMs: 30_000, state: stateOf('PAUSED', pausedAt) })
    return { name: 'waits for somebody\'s word', jobs: [job], kinds: ['paused'], section: 'needs-you' }
  },
  'a job on demand failed'(fortnight, key) {
    const job = addJob(fortnight, null)
    for (let index = 6; index > 0; index--)
      fortnight.otherRuns.push(goodRun(fortnight, job, fortnight.now - index * 37 * HOUR - between(`${key} ${index}`, 0, 20) * HOUR, { id: `${key} ${index}`, autoScheduled: false, scheduleId: null, tags: [] }))
    const at = fortnight.now - between(key, 2, 8) * HOUR - job.usualMs
    fortnight.otherRuns.push({ ...failed(fortnight, job, at, { message: errorOf(key) }), autoScheduled: false, scheduleId: null, tags: [] })
    return { name: 'a job on demand failed', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
  'ran twice for one slot'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    fortnight.otherRuns.push(goodRun(fortnight, job, slot, { id: `twin ${key}` }))
    return { name: 'ran twice for one slot', jobs: [job], kinds: ['twice'], section: 'needs-you' }
  },
  'one customer of three failed'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const customers = ['acme', 'globex', 'initech']
    const last = job.slots.at(-1) ?? 0
    for (const slot of job.slots) {
      job.runs.delete(slot)
      customers.forEach((customer, index) => {
        const at = slot + index * 60_000
        const run = slot === last && index === 0 ? failed(fortnight, job, at, { message: errorOf(key) }) : goodRun(fortnight, job, at, { id: `${key} ${slot} ${customer}` })
        fortnight.otherRuns.push({ ...run, parameters: { customer }, autoScheduled: false, scheduleId: null, tags: [] })
      })
    }
    fortnight.deployments.set(job.deployment.id, { ...job.deployment, schedules: [] })
    return { name: 'one customer of three failed', jobs: [job], kinds: ['failed'], section: 'needs-you' }
  },
}
