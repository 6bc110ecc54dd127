import type { TimelineRow } from '../api/timeline.ts'
import { toLanePlaces } from './lane-places.ts'
import { isFold, type TaskLane } from './task-lanes.ts'

/** A line of the dependency graph: what waited for what, or what ran inside what. Nodes by their lane's key. */
export interface TaskEdge {
  from: string
  to: string
  kind: 'dependency' | 'inside'
}

/** Lanes as nodes: what is folded on the timeline is one node here, too. */
export interface TaskGraph {
  nodes: TaskLane[]
  edges: TaskEdge[]
}

/** Attempts hold tasks and are none; what was not reached waited for nothing known. */
export function toTaskGraph(lanes: readonly TaskLane[]): TaskGraph {
  const nodes = lanes.filter(({ kind }) => kind === 'row' || kind === 'group')
  const places = toLanePlaces(nodes)
  const edges = new Map<string, TaskEdge>()
  const add = (from: TaskLane | undefined, to: TaskLane, kind: TaskEdge['kind']): void => {
    if (from !== undefined && from.key !== to.key)
      edges.set(`${from.key} ${to.key}`, { from: from.key, to: to.key, kind })
  }
  const above: TaskLane[] = []
  for (const node of nodes) {
    above.length = Math.min(above.length, node.depth)
    const outer = above.at(-1)
    const waited = rowsOf(node).flatMap(({ parents }) => parents).map(id => nodes[places.get(id) ?? -1]).filter(from => from !== undefined && from.key !== node.key)
    if (waited.length === 0)
      add(outer?.kind === 'row' ? outer : undefined, node, 'inside')
    waited.forEach(from => add(from, node, 'dependency'))
    above[node.depth] = node
  }
  return { nodes, edges: [...edges.values()] }
}

/** What a node stands for: of an opened fold nothing, for its rows are nodes themselves. */
function rowsOf(lane: TaskLane): TimelineRow[] {
  return lane.kind === 'row' ? [lane.row] : isFold(lane) && lane.isOpen === false ? lane.members.map(({ row }) => row) : []
}
