import type { LogOutlineAnswer, LogSpread } from '../api/logs.ts'
import { toMoment } from './line-time.ts'

/** A stretch of time and about how many lines were written in it. */
export interface LogBin {
  /** Epoch ms; the end is exclusive but for the last. */
  fromAt: number
  toAt: number
  /** Lines of every level; those of lower levels are what is left. */
  all: number
  warnings: number
  errors: number
}

/** Warnings and errors are counted apart: a warning is no error. Empty where there is no line, or all are of one instant. */
export function toLogBins({ first, last, all, warnings, errors }: LogOutlineAnswer, binCount: number): LogBin[] {
  if (first === null || last === null)
    return []
  const [fromAt, toAt] = [toMoment(first), toMoment(last)]
  if (toAt <= fromAt)
    return []
  const spread = (lines: LogSpread): number[] => spreadOver(lines, { fromAt, toAt, binCount })
  const [ofAll, ofWarnings, ofErrors] = [spread(all), spread(warnings), spread(errors)]
  return ofAll.map((count, index) => {
    const errorCount = ofErrors[index] ?? 0
    const warningCount = Math.max(0, (ofWarnings[index] ?? 0) - errorCount)
    return {
      fromAt: fromAt + (toAt - fromAt) * index / binCount,
      toAt: fromAt + (toAt - fromAt) * (index + 1) / binCount,
      all: Math.max(count, errorCount + warningCount), // samples can miss what was counted whole
      warnings: warningCount,
      errors: errorCount,
    }
  })
}

interface Axis {
  fromAt: number
  toAt: number
  binCount: number
}

/** Counted lines fall where they were written; between two samples lines are spread evenly. */
function spreadOver({ count, instants, isSampled }: LogSpread, axis: Axis): number[] {
  const bins = Array.from({ length: axis.binCount }, () => 0)
  const placeOf = (at: number): number => Math.min(axis.binCount, Math.max(0, (at - axis.fromAt) / (axis.toAt - axis.fromAt) * axis.binCount))
  const add = (index: number, lines: number): void => {
    const bin = Math.min(axis.binCount - 1, Math.max(0, index))
    bins[bin] = (bins[bin] ?? 0) + lines
  }
  const places = instants.map(instant => placeOf(toMoment(instant)))
  if (!isSampled) {
    places.forEach(place => add(Math.floor(place), 1))
    return bins
  }
  const share = count / Math.max(1, places.length)
  const edges = [0, ...places, axis.binCount] // the first line and the last are at the ends
  for (let index = 1; index < edges.length; index++) {
    const [from, to] = [edges[index - 1] ?? 0, edges[index] ?? 0]
    const lines = index === 1 || index === edges.length - 1 ? share / 2 : share
    if (to - from < 1e-9) {
      add(Math.floor(from), lines)
      continue
    }
    for (let bin = Math.floor(from); bin < to; bin++)
      add(bin, lines * (Math.min(to, bin + 1) - Math.max(from, bin)) / (to - from))
  }
  return bins
}
