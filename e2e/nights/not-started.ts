import { between, countBetween, uuidOf } from '../../server/demo/chance.ts'
import { aSchedule } from '../../shared/model/build.ts'
import { addJob, goodRun, runOf, stateOf, type Fortnight, type WrittenJob } from './fortnight.ts'
import { errorOf, nightJob, type Incident } from './planted.ts'
import { daily, DAY, everyMs, earlyNightly, hourly, MINUTE, nightTime } from './rhythm.ts'

function writeLate(fortnight: Fortnight, job: WrittenJob, slot: number): void {
  job.runs.set(slot, { ...runOf(job, slot, `${job.deployment.id} late ${slot}`), state: stateOf('SCHEDULED', slot + 15_000, { name: 'Late' }) })
}

/** Changes what the inventory says of a job. */
function change(fortnight: Fortnight, job: WrittenJob, given: Partial<WrittenJob['deployment']>): void {
  job.deployment = { ...job.deployment, ...given }
  fortnight.deployments.set(job.deployment.id, job.deployment)
}

/** Incidents of runs that should have begun. */
export const NOT_STARTED: Readonly<Record<string, Incident>> = {
  'one waits'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    writeLate(fortnight, job, slot)
    return { name: 'one waits', jobs: [job], kinds: ['late'], section: 'needs-you' }
  },
  'a pool without a worker'(fortnight, key) {
    const pool = `pool-${uuidOf(key).slice(0, 6)}`
    fortnight.workPools.set(pool, { name: pool, type: 'kubernetes', paused: false, status: 'NOT_READY', concurrencyLimit: null })
    const hit = Array.from({ length: countBetween(key, 2, 9) }, (_, index) => nightJob(fortnight, `${key} ${index}`))
    for (const { job, slot } of hit) {
      change(fortnight, job, { workPool: pool })
      for (const [at, run] of job.runs)
        job.runs.set(at, { ...run, workPool: pool })
      writeLate(fortnight, job, slot)
    }
    return { name: 'a pool without a worker', jobs: hit.map(({ job }) => job), kinds: ['late', 'pool'], section: 'needs-you' }
  },
  'a row is missing'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.delete(slot)
    return { name: 'a row is missing', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'a frequent job stopped'(fortnight, key) {
    const job = addJob(fortnight, everyMs(10 * MINUTE, fortnight.now - 60 * DAY + between(key, 0, 9) * MINUTE))
    for (const slot of job.slots.slice(-countBetween(key, 5, 30)))
      job.runs.delete(slot)
    return { name: 'a frequent job stopped', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'paused tonight'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.delete(slot)
    change(fortnight, job, { paused: true, updatedAt: slot - 3 * 60 * MINUTE })
    return { name: 'paused tonight', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'paused for a week'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    for (const slot of job.slots.slice(-7))
      job.runs.delete(slot)
    change(fortnight, job, { paused: true, updatedAt: (job.slots.at(-7) ?? 0) - 60 * MINUTE })
    return { name: 'paused for a week', jobs: [job], kinds: ['missing'], section: 'known' }
  },
  'switched off'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.delete(slot)
    change(fortnight, job, { schedules: job.deployment.schedules.map(schedule => ({ ...schedule, active: false, updatedAt: slot - 2 * 60 * MINUTE })), updatedAt: slot - 2 * 60 * MINUTE })
    return { name: 'switched off', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'deployment deleted'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.delete(slot)
    fortnight.deployments.delete(job.deployment.id)
    fortnight.remembered.gone = new Map([...fortnight.remembered.gone, [job.deployment.id, { id: job.deployment.id, flowId: job.flow.id, flow: job.flow.name, name: job.deployment.name, tags: [], schedules: job.deployment.schedules, entrypoint: job.deployment.entrypoint, lastSeenAt: slot - 4 * 60 * MINUTE, goneAt: slot - 4 * 60 * MINUTE + 60_000 }]])
    return { name: 'deployment deleted', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'schedule removed'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const schedules = job.deployment.schedules
    const removedAt = slot - between(`${key} removed`, 60, 600) * MINUTE
    job.runs.delete(slot)
    change(fortnight, job, { schedules: [], updatedAt: removedAt })
    fortnight.remembered.schedules = new Map([...fortnight.remembered.schedules, [`${job.flow.name}/${job.deployment.name}`, [{ schedules, firstSeenAt: fortnight.now - 20 * DAY, lastSeenAt: removedAt - MINUTE }, { schedules: [], firstSeenAt: removedAt + MINUTE, lastSeenAt: fortnight.now }]]])
    return { name: 'schedule removed', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'one of forty schedules'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const [first] = job.deployment.schedules
    if (first === undefined)
      return { name: 'one of forty schedules', jobs: [], kinds: [], section: null }
    const left = countBetween(`${key} left`, 0, 39)
    const schedules = Array.from({ length: 40 }, (_, index) => ({ ...first, id: uuidOf(`${key} schedule ${index}`), parameters: { customer: `customer-${index}` } }))
    change(fortnight, job, { schedules })
    const runs = job.slots.flatMap(at => schedules.filter((_, index) => at !== slot || index !== left).map(({ id, parameters }) => ({ ...goodRun(fortnight, job, at, { id: uuidOf(`${key} ${at} ${id}`) }), scheduleId: id, parameters })))
    job.runs.clear()
    fortnight.otherRuns.push(...runs)
    return { name: 'one of forty schedules', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'a rhythm without a schedule stopped'(fortnight, key) {
    const { job: model, slot } = nightJob(fortnight, key, own => earlyNightly(fortnight.zone, own))
    const job = addJob(fortnight, null)
    for (const at of model.slots.filter(at => at !== slot)) {
      const startedAt = at + between(`${key} ${at}`, 0, 40_000)
      fortnight.otherRuns.push(goodRun(fortnight, job, startedAt, { id: `${key} ${at}`, createdAt: startedAt, autoScheduled: false, scheduleId: null, tags: [] }))
    }
    return { name: 'a rhythm without a schedule stopped', jobs: [job], kinds: ['missing'], section: 'needs-you' }
  },
  'stuck before it begins'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    job.runs.set(slot, { ...runOf(job, slot, `${job.deployment.id} stuck ${slot}`), state: stateOf('PENDING', slot + 5_000, { name: 'Submitting' }) })
    return { name: 'stuck before it begins', jobs: [job], kinds: ['stuck', 'late'], section: 'needs-you' }
  },
  'a chain stands still'(fortnight, key) {
    // At a minute of its own: where two jobs end as near, nobody can tell which of them starts the next.
    const { job: first, slot } = nightJob(fortnight, key, (own) => {
      const { hour, minute } = nightTime(own)
      return daily(fortnight.zone, { hour, minute: minute + 2 })
    })
    const second = addJob(fortnight, null)
    const third = addJob(fortnight, null)
    let before = first
    for (const job of [second, third]) {
      job.usualMs = 2 * MINUTE
      for (const at of first.slots) {
        const endedAt = before === first ? first.runs.get(at)?.endedAt : job === third ? second.runs.get(at)?.endedAt : null
        if (endedAt != null && at !== slot)
          job.runs.set(at, { ...goodRun(fortnight, job, endedAt + between(`${key} ${at}`, 2_000, 20_000)), autoScheduled: false, scheduleId: null, tags: [], maker: { kind: 'automation', name: 'then' } })
      }
      before = job
    }
    const bad = first.runs.get(slot)
    if (bad !== undefined)
      first.runs.set(slot, { ...bad, state: stateOf('FAILED', bad.endedAt ?? slot, { message: errorOf(key) }) })
    return { name: 'a chain stands still', jobs: [first], kinds: ['failed'], section: 'needs-you', consequences: [second, third] }
  },
}

/** What looks odd and is fine. */
export const FINE: Readonly<Record<string, Incident>> = {
  'deployed anew'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const at = fortnight.now - between(key, 1, 50) * 60 * MINUTE
    change(fortnight, job, { version: '1.1', updatedAt: at, schedules: job.deployment.schedules.map(schedule => aSchedule({ ...schedule, id: uuidOf(`${key} anew`), createdAt: at, updatedAt: at })) })
    return { name: 'deployed anew', jobs: [job], kinds: [], section: null }
  },
  'scheduled at another hour from now on'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const other = hourly('UTC', 0).dueBetween(fortnight.now + 60 * MINUTE, fortnight.now + 240 * MINUTE)[0] ?? fortnight.now
    const changedAt = Math.min(fortnight.now - 5 * MINUTE, slot + 30 * MINUTE)
    const schedule = job.deployment.schedules[0]
    if (schedule !== undefined)
      change(fortnight, job, { updatedAt: changedAt, schedules: [{ ...schedule, id: uuidOf(`${key} other`), rule: { kind: 'cron', cron: `0 ${new Date(other).getUTCHours()} * * *`, timeZone: 'UTC', dayOr: true }, createdAt: changedAt, updatedAt: changedAt }] })
    return { name: 'scheduled at another hour from now on', jobs: [job], kinds: [], section: null }
  },
  'made after its first slot of the night'(fortnight, key) {
    const { job, slot } = nightJob(fortnight, key)
    const madeAt = slot + 20 * MINUTE
    for (const at of job.slots)
      job.runs.delete(at)
    change(fortnight, job, { createdAt: madeAt, updatedAt: madeAt, schedules: job.deployment.schedules.map(schedule => ({ ...schedule, createdAt: madeAt, updatedAt: madeAt })) })
    return { name: 'made after its first slot of the night', jobs: [job], kinds: [], section: null }
  },
  'a backfill that went well'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const at = fortnight.now - between(key, 2, 9) * 60 * MINUTE
    for (let index = 0; index < 30; index++)
      fortnight.otherRuns.push(goodRun(fortnight, job, at - job.usualMs * 3 - index * 900, { id: `${key} ${index}`, autoScheduled: false, scheduleId: null, tags: [], createdAt: at - job.usualMs * 3 - index * 900, parameters: { day: `2025-0${1 + index % 9}-${10 + index % 18}` } }))
    return { name: 'a backfill that went well', jobs: [job], kinds: [], section: null }
  },
  'two kinds of nights'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    job.usualMs = 20 * MINUTE
    job.slots.forEach((slot, index) => {
      const run = goodRun(fortnight, job, slot)
      const startedAt = run.startedAt ?? slot
      const ranForMs = (index + countBetween(key, 0, 2)) % 3 === 0 ? between(`${key} ${slot}`, 3_000, 5_000) : run.ranForMs ?? 0
      if (run.endedAt !== null)
        job.runs.set(slot, { ...run, ranForMs, endedAt: startedAt + ranForMs, state: stateOf('COMPLETED', startedAt + ranForMs) })
    })
    return { name: 'two kinds of nights', jobs: [job], kinds: [], section: null }
  },
  'made anew under another id'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const old = job.deployment
    const changedAt = fortnight.now - between(key, 14, 60) * 60 * MINUTE
    fortnight.deployments.delete(old.id)
    job.deployment = { ...old, id: uuidOf(`${key} another`), createdAt: changedAt, updatedAt: changedAt, schedules: old.schedules.map(schedule => ({ ...schedule, id: uuidOf(`${key} another schedule`), createdAt: changedAt, updatedAt: changedAt })) }
    fortnight.deployments.set(job.deployment.id, job.deployment)
    for (const [slot, run] of job.runs) {
      if (slot > changedAt)
        job.runs.set(slot, { ...run, deploymentId: job.deployment.id })
    }
    fortnight.remembered.gone = new Map([...fortnight.remembered.gone, [old.id, { id: old.id, flowId: old.flowId, flow: job.flow.name, name: old.name, tags: [], schedules: old.schedules, entrypoint: old.entrypoint, lastSeenAt: changedAt - MINUTE, goneAt: changedAt }]])
    return { name: 'made anew under another id', jobs: [job], kinds: [], section: null }
  },
  'renamed'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const old = job.deployment
    const changedAt = fortnight.now - between(key, 14, 60) * 60 * MINUTE
    fortnight.deployments.delete(old.id)
    job.deployment = { ...old, id: uuidOf(`${key} renamed`), name: 'production', createdAt: changedAt, updatedAt: changedAt, schedules: old.schedules.map(schedule => ({ ...schedule, id: uuidOf(`${key} renamed schedule`), createdAt: changedAt, updatedAt: changedAt })) }
    fortnight.deployments.set(job.deployment.id, job.deployment)
    for (const [slot, run] of job.runs) {
      if (slot > changedAt)
        job.runs.set(slot, { ...run, deploymentId: job.deployment.id })
    }
    fortnight.remembered.gone = new Map([...fortnight.remembered.gone, [old.id, { id: old.id, flowId: old.flowId, flow: job.flow.name, name: old.name, tags: [], schedules: old.schedules, entrypoint: old.entrypoint, lastSeenAt: changedAt - MINUTE, goneAt: changedAt }]])
    return { name: 'renamed', jobs: [job], kinds: [], section: null }
  },
  'renamed with another flow'(fortnight, key) {
    const { job } = nightJob(fortnight, key)
    const [old, flow] = [job.deployment, job.flow]
    const changedAt = fortnight.now - between(key, 14, 60) * 60 * MINUTE
    fortnight.deployments.delete(old.id)
    job.flow = { ...flow, id: uuidOf(`${key} flow`), name: `${flow.name}-v2`, createdAt: changedAt }
    fortnight.flows.set(job.flow.id, job.flow)
    job.deployment = { ...old, id: uuidOf(`${key} moved`), flowId: job.flow.id, createdAt: changedAt, updatedAt: changedAt, schedules: old.schedules.map(schedule => ({ ...schedule, id: uuidOf(`${key} moved schedule`), createdAt: changedAt, updatedAt: changedAt })) }
    fortnight.deployments.set(job.deployment.id, job.deployment)
    for (const [slot, run] of job.runs) {
      if (slot > changedAt)
        job.runs.set(slot, { ...run, deploymentId: job.deployment.id, flowId: job.flow.id })
    }
    fortnight.remembered.gone = new Map([...fortnight.remembered.gone, [old.id, { id: old.id, flowId: old.flowId, flow: flow.name, name: old.name, tags: old.tags, schedules: old.schedules, entrypoint: old.entrypoint, lastSeenAt: changedAt - MINUTE, goneAt: changedAt }]])
    // Of a deployment that nobody saw while it was there, neither its code nor its schedule is known: only that it ended.
    const skipped = job.slots.find(slot => slot > changedAt)
    const afterwards = skipped === undefined ? {} : { jobs: [{ ...job, flow }], kinds: ['missing'], section: fortnight.now - skipped >= 2 * DAY ? 'known' : 'needs-you' } as const
    return { name: 'renamed with another flow', jobs: [job], kinds: [], section: null, afterwards }
  },
  'runs on demand, at any hour'(fortnight, key) {
    const job = addJob(fortnight, null)
    for (let index = 0; index < 14; index++) {
      const at = fortnight.now - between(`${key} ${index}`, 8, 320) * 60 * MINUTE
      fortnight.otherRuns.push(goodRun(fortnight, job, at, { id: `${key} ${index}`, createdAt: at, autoScheduled: false, scheduleId: null, tags: [] }))
    }
    return { name: 'runs on demand, at any hour', jobs: [job], kinds: [], section: null }
  },
}
