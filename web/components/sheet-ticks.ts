import type { MorningWindow } from '../../shared/api/morning.ts'
import { localParts } from '../../shared/model/zone.ts'
import { timeTicks } from '../../shared/timeline/time-ticks.ts'
import { formatWeekday } from '../format/instant.ts'
import type { SheetTick } from './sheet-drawing.ts'

const TICK_WIDTH = 64
const EDGE = 14

/** Hours of the wall clock; at midnight of a stretch of more than a day, the day. */
export function sheetTicks({ from, to, tz }: MorningWindow, width: number): SheetTick[] {
  const fromAt = Date.parse(from)
  const spanMs = Math.max(60_000, Date.parse(to) - fromAt)
  return timeTicks({ fromAt, toAt: fromAt + spanMs, timeZone: tz, maxCount: Math.max(2, Math.floor(width / TICK_WIDTH)) })
    .map(({ at }) => ({ x: (at - fromAt) / spanMs * width, ...tickLabel(at, tz) }))
    .filter(({ x }) => x > EDGE && x < width - EDGE)
}

function tickLabel(at: number, timeZone: string): Omit<SheetTick, 'x'> {
  const { hour, minute } = localParts(at, timeZone)
  if (hour === 0 && minute === 0)
    return { label: formatWeekday(at, timeZone), isDay: true }
  const hours = String(hour).padStart(2, '0')
  return { label: minute === 0 ? hours : `${hours}:${String(minute).padStart(2, '0')}`, isDay: false }
}
