import type { LocationQuery } from 'vue-router'

/** What the address says of the flows. */
export interface FlowsView {
  tags: string[]
}

/** `?tag=etl&tag=core`. What cannot be read is left out, so an old link still opens. */
export function readFlowsView(query: LocationQuery): FlowsView {
  const texts = [query['tag']].flat().filter((text): text is string => typeof text === 'string' && text !== '')
  return { tags: [...new Set(texts)].slice(0, 50) }
}

/** The plain address is the plain page. */
export function writeFlowsView({ tags }: FlowsView): Record<string, string[]> {
  return tags.length > 0 ? { tag: tags } : {}
}
