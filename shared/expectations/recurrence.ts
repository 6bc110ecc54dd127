import rruleLibrary from 'rrule'

// The package is CommonJS: plain Node gives its module as the default export only, bundlers give both.
const { rrulestr, RRule, RRuleSet } = rruleLibrary

/** Prefect's `DEFAULT_ANCHOR_DATE`, used where the text names no start; the library's option for it is not heeded in sets. */
const DEFAULT_START = 'DTSTART:20200101T000000'

const SHORT_MS: Readonly<Record<number, number>> = { [RRule.HOURLY]: 3_600_000, [RRule.MINUTELY]: 60_000, [RRule.SECONDLY]: 1_000 }

/** More steps from its start than this, and a rule is not followed. */
const MAX_STEPS = 200_000

/**
 * The readings of a wall clock (as if it were UTC) at which an RRULE text fires, ascending, both bounds inclusive.
 * As in Prefect's `RRuleSchedule.to_rrule`, every date in it, `Z` or not, is read as the schedule's own local time.
 *
 * @returns null for text that dateutil would refuse, and for rules that would take too many steps
 */
export function readRecurrence(text: string, { from, to }: { from: number, to: number }): number[] | null {
  if (text.length > 6_500 || text.trim() === '')
    return null
  const local = text.replace(/;TZID=[^:;]+/g, '').replace(/(\d{8}T\d{6})Z/g, '$1').replace(/^(?=FREQ=)/im, 'RRULE:')
  try {
    const set = rrulestr(/DTSTART/i.test(local) ? local : `${DEFAULT_START}\n${local}`, { forceset: true })
    if (!(set instanceof RRuleSet))
      return null
    const rules = set._rrule.map(rule => startLater(rule, from))
    if (rules.some(rule => rule === null || !isFollowable(rule, to)))
      return null
    set._rrule.splice(0, set._rrule.length, ...rules.filter(rule => rule !== null))
    return set.between(new Date(from), new Date(to), true).map(date => date.getTime())
  }
  catch {
    return null // the library's only way to say that it cannot read the text
  }
}

type Rule = InstanceType<typeof RRule>

/** Rules of hours and less that start years ago are moved near `from` by whole intervals, which changes nothing without a count. */
function startLater(rule: Rule, from: number): Rule {
  const unitMs = SHORT_MS[rule.options.freq]
  const start = rule.options.dtstart.getTime()
  if (unitMs === undefined || rule.options.count !== null || start >= from)
    return rule
  const stepMs = unitMs * rule.options.interval
  return new RRule({ ...rule.origOptions, dtstart: new Date(start + Math.floor((from - start) / stepMs) * stepMs) })
}

function isFollowable({ options }: Rule, to: number): boolean {
  const unitMs = SHORT_MS[options.freq]
  return unitMs === undefined || (to - options.dtstart.getTime()) / (unitMs * options.interval) <= MAX_STEPS
}
