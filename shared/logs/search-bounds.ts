import { DAY_MS } from '../expectations/thresholds.ts'

/** How much one search over many runs looks at. Past it the search ends, and says what it did not look at. */
export const SEARCH_BOUNDS = {
  /** Where no time is asked for. */
  usualMs: DAY_MS,
  /** Prefect looks at each line of the time anew for each page: more makes it slow for everybody. */
  longestMs: 14 * DAY_MS,
  /** Runs whose logs are looked through: at three lines each some requests, at thousands the next bound. */
  runs: 300,
  /** Rows of runs that are looked at to find those. */
  listedRuns: 2_000,
  /** Lines that come from Prefect, 200 with a request. */
  lines: 40_000,
  /** One log that goes on and on is not to use up what there is for the others. */
  linesOfOneRun: 5_000,
  /** Whoever finds so many narrows the phrase. */
  hits: 500,
  /** Given of one run; its own log shows the others. */
  hitsOfOneRun: 5,
  /** Lines shown before and after a hit. */
  around: 2,
  /** Hits for which these cost two requests each: where only lines that may be meant were read. */
  hitsReadAround: 40,
} as const
