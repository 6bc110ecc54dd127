import { between, chance, countBetween, pick } from '../../server/demo/chance.ts'
import { fromWallTime, toWallTime } from '../../server/demo/wall-clock.ts'
import { NO_STANDARDS } from '../../shared/declared/expectation.ts'
import { defaultWindow } from '../../shared/model/window.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { MorningQuestion } from '../../shared/verdict/morning.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { BAD_RUNS } from './bad-runs.ts'
import { addJob, aFortnight, rowsAhead, toPicture, type Fortnight } from './fortnight.ts'
import { FINE, NOT_STARTED } from './not-started.ts'
import type { Incident, Planted } from './planted.ts'
import { writeServerGap } from './server-gap.ts'
import { RARER_FINE } from './rarer-fine.ts'
import { RARER_TROUBLES } from './rarer-troubles.ts'
import { UNFORESEEN } from './unforeseen.ts'
import { DAY, everyMs, hourly, MINUTE, nightly, nightTime, weekdays, weekly } from './rhythm.ts'

/** A fortnight, and what was planted in its last night. */
export interface Written {
  key: string
  picture: Picture
  /** Rows the scheduler made for later: a picture holds none that is not due. */
  ahead: readonly FlowRun[]
  question: MorningQuestion
  now: number
  planted: readonly Planted[]
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'America/Sao_Paulo', 'Asia/Tokyo', 'Europe/London', 'America/Los_Angeles', 'Africa/Cairo'] as const
/** Days whose night, or one shortly before, changes clocks somewhere. */
const CHANGES = ['2026-03-09', '2026-03-29', '2026-03-30', '2026-04-05', '2026-04-06', '2026-10-04', '2026-10-05', '2026-10-25', '2026-10-26', '2026-11-01', '2026-11-02', '2026-04-25'] as const

export const INCIDENTS: Readonly<Record<string, Incident>> = { ...BAD_RUNS, ...NOT_STARTED, ...RARER_TROUBLES, ...UNFORESEEN, ...FINE, ...RARER_FINE }

/** The fortnight of a number: always the same. */
export function writeFortnight(number: number): Written {
  const key = `fortnight ${number}`
  const zone = pick(`${key} zone`, ZONES)
  const day = chance(`${key} change`) < 0.3 ? Date.parse(pick(`${key} day`, CHANGES)) : Date.parse('2026-01-05') + countBetween(`${key} day`, 0, 320) * DAY
  const now = fromWallTime(zone, { ...toWallTime('UTC', day), hour: countBetween(`${key} hour`, 7, 9), minute: countBetween(`${key} minute`, 1, 59) }) + between(`${key} ms`, 0, 60_000)
  return write(key, { zone, now })
}

/** Of every hour of the clock a zone or two, so that it is a morning somewhere. */
const ZONES_AROUND = ['Pacific/Auckland', 'Pacific/Noumea', 'Australia/Sydney', 'Asia/Tokyo', 'Asia/Singapore', 'Asia/Bangkok', 'Asia/Dhaka', 'Asia/Kolkata', 'Asia/Karachi', 'Asia/Dubai', 'Europe/Istanbul', 'Africa/Cairo', 'Europe/Berlin', 'Europe/London', 'Atlantic/Azores', 'Atlantic/South_Georgia', 'America/Sao_Paulo', 'America/Halifax', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu'] as const

/** The fortnight of a number that ends at `now`, in a zone where that is a morning; with these incidents instead of chosen ones. */
export function writeFortnightUpTo(now: number, number: number, names?: readonly string[]): Written {
  const mornings = ZONES_AROUND.filter((zone) => {
    const { hour } = toWallTime(zone, now)
    return hour >= 7 && hour <= 9
  })
  const key = `fortnight up to now ${number}`
  const [first = 'UTC', ...others] = mornings
  return write(key, { zone: pick(`${key} zone`, [first, ...others]), now, names })
}

function write(key: string, { zone, now, names }: { zone: string, now: number, names?: readonly string[] | undefined }): Written {
  const fortnight = aFortnight(key, { zone, now })
  addHealthyJobs(fortnight)
  const planted = (names ?? chooseIncidents(key)).flatMap((name, index) => incidentOf(name)(fortnight, `${key} ${name} ${index}`))
  if (chance(`${key} gap`) < 0.15)
    planted.push(...writeServerGap(fortnight, planted))
  return { key, picture: toPicture(fortnight), ahead: rowsAhead(fortnight), question: { window: defaultWindow(now, zone), tags: [], flows: [], standards: NO_STANDARDS }, now, planted }
}

function addHealthyJobs(fortnight: Fortnight): void {
  const { key, zone, now } = fortnight
  for (let index = countBetween(`${key} healthy`, 12, 40); index > 0; index--) {
    const own = `${key} healthy ${index}`
    const kind = chance(own)
    if (kind < 0.55)
      addJob(fortnight, nightly(zone, own))
    else if (kind < 0.7)
      addJob(fortnight, weekdays(zone, nightTime(own)))
    else if (kind < 0.8)
      addJob(fortnight, weekly(zone, nightTime(own), countBetween(`${own} weekday`, 0, 6)))
    else if (kind < 0.93)
      addJob(fortnight, hourly(zone, countBetween(`${own} minute`, 0, 59)))
    else
      addJob(fortnight, everyMs(pick(`${own} period`, [10, 15, 30] as const) * MINUTE, now - 100 * DAY + between(`${own} anchor`, 0, 600_000)))
  }
}

function incidentOf(name: string): Incident {
  const incident = INCIDENTS[name]
  if (incident === undefined)
    throw new Error(`there is no incident called ${name}`)
  return incident
}

/** Each incident at most once a night, so that no two share a cause unless planted so. */
function chooseIncidents(key: string): string[] {
  const all = Object.keys(INCIDENTS).sort((a, b) => chance(`${key} ${a}`) - chance(`${key} ${b}`))
  return all.slice(0, countBetween(`${key} incidents`, 3, 12))
}
