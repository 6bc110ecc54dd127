import type { LocationQuery } from 'vue-router'

/** Which jobs a page is about, by any of the tags and any of the flows. */
export interface JobView {
  tag: readonly string[]
  flow: readonly string[]
}

/** `?tag=etl&tag=core&flow=ledger`. What cannot be read is left out, so an old link still opens. */
export function readJobView(query: LocationQuery): JobView {
  return { tag: readTexts(query['tag']), flow: readTexts(query['flow']) }
}

/** The plain address is the plain page. */
export function writeJobView({ tag, flow }: JobView): Record<string, string[]> {
  return { ...(tag.length > 0 && { tag: [...tag] }), ...(flow.length > 0 && { flow: [...flow] }) }
}

/** A view with a value of it taken away, or where it is not there yet added. */
export function toggleIn<View extends JobView>(view: View, field: keyof JobView, value: string): View {
  const others = view[field].filter(other => other !== value)
  return { ...view, [field]: others.length < view[field].length ? others : [...others, value] }
}

/** Texts of an address, each once. */
export function readTexts(value: LocationQuery[string] | undefined): string[] {
  return [...new Set([value].flat().filter((text): text is string => typeof text === 'string' && text !== ''))].slice(0, 50)
}
