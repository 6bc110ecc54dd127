import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { isTimeZone } from '../../../shared/model/zone.ts'
import { readLogView, writeLogView, type LogOnlyView } from './log-view.ts'
import { readTaskView, writeTaskView, type TaskView } from './task-view.ts'

/** Parts of the page beside tasks and log, which are shown without one. */
export const RUN_TABS = ['states', 'parameters', 'artifacts', 'setup', 'children', 'events'] as const
export type RunTab = typeof RUN_TABS[number]

/** What of a run is shown, as the address says it. */
export interface RunView extends TaskView, LogOnlyView {
  /** null: its tasks and its log. */
  tab: RunTab | null
  /** The zone of the times, where a link names one. */
  tz: string | null
}

/** `?tab=states`, the parts of the tasks and of the log, and `?tz=ZONE`. What cannot be read becomes its default, so an old link still opens. */
export function readRunView(query: LocationQuery): RunView {
  const [tab, zone] = [oneOf(query['tab']), oneOf(query['tz'])]
  return { tab: RUN_TABS.find(known => known === tab) ?? null, ...readTaskView(query), ...readLogView(query), tz: zone !== null && isTimeZone(zone) ? zone : null }
}

/** Defaults are left out: the plain address is the plain page. */
export function writeRunView(view: RunView): LocationQueryRaw {
  return { ...(view.tab !== null && { tab: view.tab }), ...writeTaskView(view), ...writeLogView(view), ...(view.tz !== null && { tz: view.tz }) }
}

function oneOf(value: LocationQuery[string] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}
