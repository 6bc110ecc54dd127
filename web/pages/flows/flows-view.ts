import type { LocationQuery } from 'vue-router'
import { readTexts } from '../../components/job-view.ts'

/** What the address says of the flows. */
export interface FlowsView {
  tags: string[]
}

/** `?tag=etl&tag=core`. What cannot be read is left out, so an old link still opens. */
export function readFlowsView(query: LocationQuery): FlowsView {
  return { tags: readTexts(query['tag']) }
}

/** The plain address is the plain page. */
export function writeFlowsView({ tags }: FlowsView): Record<string, string[]> {
  return tags.length > 0 ? { tag: tags } : {}
}
