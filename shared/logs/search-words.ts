import type { SearchEnd, SearchLooked } from '../api/log-search.ts'
import type { TimeField } from '../filter/run-filter.ts'
import { formatCount } from '../verdict/words.ts'
import { SEARCH_BOUNDS } from './search-bounds.ts'

/** How a search stands: `stopped` by whoever asked, `failed` on the way. */
export type SearchState = 'reading' | SearchEnd | 'stopped' | 'failed'

const OF_WORDS: Readonly<Record<TimeField, string>> = { due: 'were due', started: 'began', ended: 'ended' }

/** Whether all that was asked about was read, so that what was not found is not there. */
export function isAllRead({ cutRunCount, skipsEarlier, setAsideCount }: SearchLooked, state: SearchState): boolean {
  return state === 'whole' && cutRunCount === 0 && !skipsEarlier && setAsideCount === 0
}

/** The answer in one row. `runCount`: runs with hits. Nothing is called "not there" that was not looked at. */
export function toSearchTitle(looked: SearchLooked, { state, runCount }: { state: SearchState, runCount: number }): string {
  const found = `${formatCount(looked.hitCount, 'line')} in ${formatCount(runCount, 'run')}`
  if (state === 'reading')
    return looked.hitCount === 0 ? 'Looking …' : `${found} so far`
  if (looked.hitCount === 0)
    return isAllRead(looked, state) ? 'No line says this' : 'Nothing in what was read'
  return isAllRead(looked, state) ? found : `${found}, perhaps more`
}

/** In sentences: which way was searched, what was looked at, and what was not. */
export function toSearchWords(looked: SearchLooked, { state, of }: { state: SearchState, of: TimeField }): string[] {
  const sentences = looked.way === 'all-lines' ? [toAllLinesWords(state)] : [toRunsWords(looked, { state, of }), ...toUnreadWords(looked, state)]
  return [
    ...sentences,
    ...(state === 'hits' ? [`A search ends at ${formatCount(SEARCH_BOUNDS.hits, 'hit')}: narrow it.`] : []),
    ...(state === 'lines' ? [`A search ends after ${formatCount(SEARCH_BOUNDS.lines, 'line')}.`] : []),
    ...(looked.cutRunCount > 0 ? [`Of ${formatCount(looked.cutRunCount, 'longer log')} only the last ${formatCount(SEARCH_BOUNDS.linesOfOneRun, 'line')} were read.`] : []),
    ...(looked.skipsEarlier && state !== 'reading' ? ['Runs that began earlier were not looked at.'] : []),
    ...(looked.setAsideCount > 0 ? [`${formatCount(looked.setAsideCount, 'row')} could not be understood and ${looked.setAsideCount === 1 ? 'is' : 'are'} left out.`] : []),
    ...toWhyWords(looked),
  ]
}

function toAllLinesWords(state: SearchState): string {
  if (state === 'reading')
    return 'Prefect is searching the logs of all runs, latest lines first.'
  return state === 'whole' ? 'Prefect searched the logs of all runs.' : 'Prefect searched the logs of all runs, latest lines first: earlier ones were not looked at.'
}

function toRunsWords({ way, picks, runCount, failedRunCount, lineCount }: SearchLooked, { state, of }: { state: SearchState, of: TimeField }): string {
  const isWhole = state === 'whole'
  if (isWhole && runCount === 0)
    return `No run that ${OF_WORDS[of]} in this time fits.`
  const runs = `${picks ? 'Searched' : 'Read'} the logs of ${isWhole && runCount > 1 ? 'all ' : ''}${formatCount(runCount, 'run')} that ${way === 'runs-named' ? 'fit and ' : ''}${OF_WORDS[of]} in this time`
  return `${runs}${isWhole ? '' : toFailedWords(failedRunCount, runCount)}${picks || lineCount === 0 ? '' : `: ${formatCount(lineCount, 'line')}`}.`
}

/** In which order runs are gone through, where that matters. */
function toFailedWords(failedRunCount: number, runCount: number): string {
  if (failedRunCount === 0)
    return ''
  return failedRunCount === runCount ? ', failed ones first' : `, the ${failedRunCount.toLocaleString('en-GB')} failed ${failedRunCount === 1 ? 'one' : 'ones'} first`
}

/** Of the runs that were not looked at. */
function toUnreadWords({ runCount, totalRunCount }: SearchLooked, state: SearchState): string[] {
  if (state === 'whole' || state === 'reading')
    return []
  const left = totalRunCount === null ? null : totalRunCount - runCount
  if (left !== null && left <= 0)
    return []
  return [left === null ? 'Other runs of this time were not read.' : `${formatCount(left, 'other run')} of this time ${left === 1 ? 'was' : 'were'} not read.`]
}

function toWhyWords({ way, picks }: SearchLooked): string[] {
  if (way === 'no-search')
    return ['This Prefect cannot search text, so logs are read run by run.']
  if (way === 'odd-phrase')
    return ['Prefect cannot be asked for this phrase, so logs are read run by run.']
  return way === 'runs-named' && !picks ? ['Logs are read line by line.'] : []
}
