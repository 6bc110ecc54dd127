import type { Schedule } from '../model/deployment.ts'

/** A stretch in which a job was due by the same schedules. */
export interface ScheduleEra {
  /** Since when they spoke; the era before ends here. */
  fromAt: number
  /** Between which reads they came; null: nothing was seen before them. */
  seenBetween: { fromAt: number, toAt: number } | null
  /** When the server says they were made or changed, if that lies between those reads. */
  madeAt: number | null
  /** Active and switched off ones. */
  schedules: readonly Schedule[]
}

/** How schedules were seen: `lastSeenAt` is the last read that found them so. */
export interface SeenSchedules {
  schedules: readonly Schedule[]
  firstSeenAt: number
  lastSeenAt: number
}

/**
 * Which schedules were in force when, oldest first. Those that were seen first speak only from then on: what was before is not
 * known. A change lies between two reads; where the server says when the new ones were made, it is told to the instant.
 *
 * @param seen - oldest first
 * @param now - what the inventory holds; null: nothing any more
 */
export function toEras(seen: readonly SeenSchedules[], now: readonly Schedule[] | null): ScheduleEra[] {
  const eras: ScheduleEra[] = []
  let before: SeenSchedules | null = null
  for (const sighting of withNow(seen, now)) {
    if (before !== null && schedulesText(before.schedules) === schedulesText(sighting.schedules)) {
      before = sighting
      continue
    }
    const madeAt: number | null = before === null ? null : madeWithin(sighting, before.lastSeenAt)
    eras.push({ fromAt: madeAt ?? sighting.firstSeenAt, seenBetween: before === null ? null : { fromAt: before.lastSeenAt, toAt: sighting.firstSeenAt }, madeAt, schedules: sighting.schedules })
    before = sighting
  }
  return eras
}

/** What is in force now may be newer than what was noted. */
function withNow(seen: readonly SeenSchedules[], now: readonly Schedule[] | null): readonly SeenSchedules[] {
  const last = seen.at(-1)
  if (last === undefined || now === null || schedulesText(last.schedules) === schedulesText(now))
    return seen
  const madeAt = Math.max(...now.map(lastMadeAt), last.lastSeenAt + 1)
  return [...seen, { schedules: now, firstSeenAt: madeAt, lastSeenAt: madeAt }]
}

/** When the youngest of them was made or changed, if that lies after the last read of what was before. */
function madeWithin({ schedules, firstSeenAt }: SeenSchedules, afterAt: number): number | null {
  const madeAt = Math.max(...schedules.map(lastMadeAt))
  return madeAt > afterAt && madeAt <= firstSeenAt ? madeAt : null
}

/** When a schedule was made or last changed; the beginning of time where the server does not say. */
export function lastMadeAt({ createdAt, updatedAt }: Schedule): number {
  return Math.max(createdAt ?? Number.NEGATIVE_INFINITY, updatedAt ?? Number.NEGATIVE_INFINITY)
}

/** What schedules say, as text: the same after a deploy that made them anew under other ids. */
export function schedulesText(schedules: readonly Schedule[]): string {
  return schedules.map(scheduleText).sort().join('\n')
}

/** What one schedule says, as text. */
export function scheduleText({ rule, active, parameters }: Schedule): string {
  return JSON.stringify([rule, active, Object.entries(parameters).sort()])
}
