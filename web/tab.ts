import type { Mark } from '../shared/model/run-state.ts'

/** What the tab's icon can say: a mark, or that all is well, or that nothing is known. */
export type TabMark = Mark | 'ok' | 'attention'

const SHAPES: Readonly<Record<TabMark, string>> = {
  ok: '<rect x="2" y="2" width="12" height="12" rx="3" fill="#3f8f63"/>',
  attention: '<rect x="1" y="1" width="14" height="14" rx="3" fill="#c8352d"/><path d="M5 5l6 6M11 5l-6 6" stroke="#fff" stroke-width="2"/>',
  completed: '<rect x="2" y="2" width="12" height="12" rx="3" fill="#3f8f63"/>',
  failed: '<rect x="1" y="1" width="14" height="14" rx="3" fill="#c8352d"/><path d="M5 5l6 6M11 5l-6 6" stroke="#fff" stroke-width="2"/>',
  crashed: '<path d="M1 1h10l-2 4 4 2-2 3 4 2-2 3H1z" fill="#c8352d"/>',
  late: '<circle cx="8" cy="8" r="6.5" fill="#c9810f"/>',
  missing: '<rect x="2" y="2" width="12" height="12" rx="3" fill="none" stroke="#c9810f" stroke-width="2" stroke-dasharray="3 2"/>',
  running: '<path d="M1 4a3 3 0 0 1 3-3h4l7 7-7 7H4a3 3 0 0 1-3-3z" fill="#2f6fb5"/>',
  paused: '<path d="M2 1h4v14H2zM10 1h4v14h-4z" fill="#c9810f"/>',
  cancelled: '<rect x="2" y="2" width="12" height="12" rx="3" fill="#8a857c"/><path d="M0 8h16" stroke="#fff" stroke-width="2"/>',
  scheduled: '<circle cx="8" cy="8" r="6" fill="none" stroke="#8a857c" stroke-width="2"/>',
  unknown: '<rect x="2" y="2" width="12" height="12" rx="3" fill="none" stroke="#8a857c" stroke-width="2"/><path d="M3 9l6-6M4 14L14 4M9 14l5-5" stroke="#8a857c"/>',
}

/** The page's own sign, where there is nothing to tell. */
const PLAIN = '<circle cx="8" cy="8" r="6.5" fill="none" stroke="#8a857c" stroke-width="1.6"/><path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="#8a857c"/>'

let title = 'First Light'
let isDemo = false

/** Sets the tab's title and icon; the icon is one of our own drawings, nothing from upstream is in it. */
export function setTab(words: string, mark: TabMark | null): void {
  title = words
  writeTitle()
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (icon !== null)
    icon.href = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${mark === null ? PLAIN : SHAPES[mark]}</svg>`)}`
}

/** Demo data is named in every title, so that no tab of it is taken for the real thing. */
export function setTabDemo(demo: boolean): void {
  isDemo = demo
  writeTitle()
}

function writeTitle(): void {
  document.title = isDemo ? `Demo: ${title}` : title
}
