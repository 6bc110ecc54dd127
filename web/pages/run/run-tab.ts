import type { RunAnswer } from '../../../shared/api/run.ts'
import { toMark, type Mark } from '../../../shared/model/run-state.ts'
import { formatMinute } from '../../format/instant.ts'

/** A sign before the title, for tabs too narrow for more. */
const SIGNS: Readonly<Record<Mark, string>> = { completed: '✓', failed: '✕', crashed: '✕', late: '●', missing: '●', running: '▸', paused: '‖', cancelled: '–', scheduled: '○', unknown: '?' }

/** What the tab says of a run: `✕ warehouse-sync-a · 02:31 failed`, and its mark as the icon. */
export function toRunTab({ run, asOf }: RunAnswer, timeZone: string): { title: string, mark: Mark } {
  const mark = toMark(run.state)
  const at = run.startedAt ?? run.expectedAt
  const when = at === null ? [] : [formatMinute(Date.parse(at), Date.parse(asOf), timeZone)]
  const state = run.state === null ? [] : [run.state.name.toLowerCase()]
  return { title: [`${SIGNS[mark]} ${run.flow.name ?? 'deleted flow'}`, [...when, ...state].join(' ')].filter(part => part !== '').join(' · '), mark }
}
