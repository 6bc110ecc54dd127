/** A stretch of the time axis, in ms since the timeline's origin; `toMs` is later than `fromMs`. */
export interface AxisView {
  fromMs: number
  toMs: number
}

/** Nearer than this there is nothing to see: instants are whole milliseconds. */
const SHORTEST_MS = 10

/** Zooms by `factor` (below 1: nearer) so that `anchorMs` stays where it is, as far as the bounds allow. */
export function zoomAt(view: AxisView, { anchorMs, factor, bounds }: { anchorMs: number, factor: number, bounds: AxisView }): AxisView {
  const widthMs = view.toMs - view.fromMs
  const longestMs = bounds.toMs - bounds.fromMs
  const nextMs = Math.min(longestMs, Math.max(Math.min(SHORTEST_MS, longestMs), widthMs * factor))
  const fromMs = anchorMs - (anchorMs - view.fromMs) * nextMs / widthMs
  return keepWithin({ fromMs, toMs: fromMs + nextMs }, bounds)
}

/** Moves the view, and no further than the bounds. */
export function panBy(view: AxisView, { byMs, bounds }: { byMs: number, bounds: AxisView }): AxisView {
  return keepWithin({ fromMs: view.fromMs + byMs, toMs: view.toMs + byMs }, bounds)
}

/** Whether all of the axis is seen. */
export function isWhole(view: AxisView, bounds: AxisView): boolean {
  return view.fromMs <= bounds.fromMs && view.toMs >= bounds.toMs
}

/** The view as long as it is, moved into the bounds; the bounds where they are shorter. */
export function keepWithin({ fromMs, toMs }: AxisView, bounds: AxisView): AxisView {
  const widthMs = toMs - fromMs
  if (widthMs >= bounds.toMs - bounds.fromMs)
    return { fromMs: bounds.fromMs, toMs: bounds.toMs }
  const kept = Math.min(Math.max(fromMs, bounds.fromMs), bounds.toMs - widthMs)
  return { fromMs: kept, toMs: kept + widthMs }
}
