/** A thing that has a page here. */
export interface OwnAddress {
  kind: 'run' | 'task-run' | 'flow' | 'deployment' | 'runs' | 'flows' | 'morning'
  /** null for lists. */
  id: string | null
}

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** Paths of Prefect's interfaces behind their root, the newer ones first: 3.x and its second UI, 2.x, Cloud. */
const PATHS: readonly (readonly [RegExp, OwnAddress['kind']])[] = [
  [new RegExp(`/(?:runs|flow-runs)/flow-run/(${ID})`, 'i'), 'run'],
  [new RegExp(`/(?:runs|task-runs)/task-run/(${ID})`, 'i'), 'task-run'],
  [new RegExp(`/flow-runs?/(${ID})`, 'i'), 'run'],
  [new RegExp(`/task-runs?/(${ID})`, 'i'), 'task-run'],
  [new RegExp(`/flows/flow/(${ID})`, 'i'), 'flow'],
  [new RegExp(`/deployments/deployment/(${ID})`, 'i'), 'deployment'],
  [new RegExp(`/runs/(${ID})`, 'i'), 'run'],
  [new RegExp(`/flows?/(${ID})`, 'i'), 'flow'],
  [new RegExp(`/deployments?/(${ID})`, 'i'), 'deployment'],
]

/** Lists, where nothing else is named. */
const LISTS: readonly (readonly [RegExp, OwnAddress['kind']])[] = [[/\/(?:runs|flow-runs)\/?$/, 'runs'], [/\/(?:flows|deployments)\/?$/, 'flows'], [/\/dashboard\/?$/, 'morning']]

/**
 * What an address of one of Prefect's interfaces (or of this one, elsewhere) is about, whatever its host; null for any other text.
 * A path alone is understood too. It names no server: the id is looked for in the one shown.
 */
export function readPrefectAddress(text: string): OwnAddress | null {
  const path = toPath(text.trim().slice(0, 2_000))
  if (path === null)
    return null
  for (const [pattern, kind] of PATHS) {
    const [, id] = pattern.exec(path) ?? []
    if (id !== undefined)
      return { kind, id: id.toLowerCase() }
  }
  const list = LISTS.find(([pattern]) => pattern.test(path))
  return list === undefined ? null : { kind: list[1], id: null }
}

function toPath(text: string): string | null {
  if (/^https?:\/\//i.test(text))
    return /^https?:\/\/[^/?#]+([^?#]*)/i.exec(text)?.[1] ?? null
  return text.startsWith('/') ? /^[^?#]*/.exec(text)?.[0] ?? null : null
}

/** Whether a text is an id as Prefect gives them. */
export function isId(text: string): boolean {
  return new RegExp(`^${ID}$`, 'i').test(text)
}
