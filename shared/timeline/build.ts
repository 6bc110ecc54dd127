import type { Timeline, TimelineRow } from '../api/timeline.ts'

/** A task that took 10 ms from the run's start. Its id is its name unless given. */
export function aRow(given: Partial<TimelineRow> = {}): TimelineRow {
  return { id: given.name ?? 'row', kind: 'task', name: 'extract-000', mark: 'completed', stateName: 'Completed', startMs: 0, endMs: 10, runCount: 1, parents: [], inside: [], ...given }
}

export function aTimeline(given: Partial<Timeline> = {}): Timeline {
  return { origin: '2026-11-23T02:00:00.000Z', endMs: 100, rows: [], states: [], artifacts: [], complete: true, incomplete: null, live: false, next: null, ...given }
}
