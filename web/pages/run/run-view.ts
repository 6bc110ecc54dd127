import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { isTimeZone } from '../../../shared/model/zone.ts'
import { readLogView, writeLogView, type LogOnlyView } from './log-view.ts'
import { readTaskView, writeTaskView, type TaskView } from './task-view.ts'

/** What of a run is shown, as the address says it. */
export interface RunView extends TaskView, LogOnlyView {
  /** The zone of the times, where a link names one. */
  tz: string | null
}

/** The parts of the tasks and of the log, and `?tz=ZONE`. What cannot be read becomes its default, so an old link still opens. */
export function readRunView(query: LocationQuery): RunView {
  const zone = [query['tz']].flat()[0] ?? null
  return { ...readTaskView(query), ...readLogView(query), tz: zone !== null && isTimeZone(zone) ? zone : null }
}

/** Defaults are left out: the plain address is the plain page. */
export function writeRunView(view: RunView): LocationQueryRaw {
  return { ...writeTaskView(view), ...writeLogView(view), ...(view.tz !== null && { tz: view.tz }) }
}
