const DAY_MS = 86_400_000

const dayNumber = (year: number): number => Date.UTC(year, 0, 1) / DAY_MS
const yearLength = (year: number): number => dayNumber(year + 1) - dayNumber(year)
/** 0 is Monday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

/**
 * Whether a day lies in one of the numbered weeks (below zero: from the end) of `year`, the year being looked through, which at
 * its ends shares weeks with its neighbours. It follows `_iterinfo.rebuild` of dateutil 2.9, with the length it takes for the
 * year before.
 */
export function weekNumbersFit(wanted: ReadonlySet<number>, { day, year, weekStart }: { day: number, year: number, weekStart: number }): boolean {
  const newYear = dayNumber(year)
  const index = day - newYear
  const newYearWeekday = weekdayOf(newYear)
  const firstStart = (7 - newYearWeekday + weekStart) % 7
  const length = yearLength(year)
  const isShared = firstStart >= 4 // the days before the first week start belong to week 1
  const firstWeek = isShared ? 0 : firstStart
  const weeksLength = isShared ? length + (newYearWeekday - weekStart + 7) % 7 : length - firstWeek
  const weekCount = Math.floor(weeksLength / 7) + Math.floor((weeksLength % 7) / 4)
  const isIn = (week: number): boolean => weekOfIndex(index) === week
  const weekOfIndex = (each: number): number =>
    isShared ? (each < firstStart ? 1 : 2 + Math.floor((each - firstStart) / 7)) : Math.floor((each - firstStart) / 7) + 1
  for (const number of wanted) {
    const week = number < 0 ? number + weekCount + 1 : number
    if (week > 0 && week <= weekCount && isIn(week))
      return true
  }
  if (wanted.has(1) && isIn(weekCount + 1) && startOf(weekCount + 1, { isShared, firstStart }) < length)
    return true
  if (firstWeek === 0 || index >= firstWeek)
    return false
  return wanted.has(-1) || wanted.has(weekCountBefore(year, { weekStart, firstWeek, length }))
}

function startOf(week: number, { isShared, firstStart }: { isShared: boolean, firstStart: number }): number {
  return isShared ? firstStart + (week - 2) * 7 : firstStart + (week - 1) * 7
}

/** How many weeks dateutil counts in the year before. */
function weekCountBefore(year: number, { weekStart, firstWeek, length }: { weekStart: number, firstWeek: number, length: number }): number {
  const weekday = weekdayOf(dayNumber(year - 1))
  const firstStart = (7 - weekday + weekStart) % 7
  const rest = firstStart >= 4 ? (yearLength(year - 1) + (weekday - weekStart + 7) % 7) % 7 : (length - firstWeek) % 7
  return 52 + Math.floor(rest / 4)
}
