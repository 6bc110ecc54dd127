import type { LocationQuery } from 'vue-router'
import { isTimeZone } from '../../../shared/model/zone.ts'
import { readJobView, readTexts, writeJobView } from '../../components/job-view.ts'
import type { MorningArguments } from '../../queries/morning.ts'
import { readServer } from '../../server-address.ts'

/** What the address says of the morning. */
export interface MorningView extends Omit<MorningArguments, 'tz'> {
  /** The zone of the link; null: the reader's own. */
  tz: string | null
}

/** What cannot be read falls back to the default: the night just past, every job. */
export function readMorningView(query: LocationQuery): MorningView {
  const [zone = ''] = readTexts(query['tz'])
  return { server: readServer(query), from: readInstant(query['from']), to: readInstant(query['to']), tz: isTimeZone(zone) ? zone : null, ...readJobView(query) }
}

/** Defaults are left out: the plain address is the plain page. */
export function writeMorningView({ server, from, to, tz, tag, flow }: MorningView): Record<string, string | string[]> {
  return {
    ...(server !== null && { server }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(tz !== null && { tz }),
    ...writeJobView({ tag, flow }),
  }
}

function readInstant(value: LocationQuery[string] | undefined): string | null {
  const at = Date.parse(readTexts(value)[0] ?? '')
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
