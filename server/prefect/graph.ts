import { z } from 'zod'
import type { RunState, StateType } from '../../shared/model/run-state.ts'
import { Instant } from './instant.ts'
import { StateTypeBody } from './run-state.ts'
import { readRows } from './rows.ts'

/** One node of a run's graph: a task run, or a subflow as one node. */
export interface GraphNode {
  /** Of the task run, or of the child flow run. */
  id: string
  kind: 'task' | 'flow'
  /** A subflow is called `FLOW / RUN`. */
  label: string
  type: StateType
  /** null for what has not started, where Prefect repeats the due time. */
  startedAt: number | null
  endedAt: number | null
  /** Nodes it took a result of, each once. */
  parentIds: readonly string[]
  /** Nodes it ran inside; 2.20 does not say. */
  insideIds: readonly string[]
}

/** Something left for people, by a node or by the run itself. */
export interface GraphArtifact {
  id: string
  key: string
  type: string | null
  createdAt: number
  /** null: of the run itself. */
  nodeId: string | null
}

/** A state the run was in; its message is not in the graph. */
export type GraphState = Pick<RunState, 'type' | 'name' | 'at'>

/** A run's graph, in no order but for its states; or the server's refusal of one beyond its cap (10,000 nodes by default). */
export type Graph = { kind: 'graph', nodes: GraphNode[], states: GraphState[], artifacts: GraphArtifact[], setAsideCount: number } | { kind: 'too-large' }

const Ids = z.array(z.object({ id: z.string() })).nullish()

const NodeBody = z.object({
  kind: z.enum(['task-run', 'flow-run']),
  id: z.string(),
  label: z.string(),
  state_type: StateTypeBody.nullish(),
  start_time: Instant.nullish(),
  end_time: Instant.nullish(),
  parents: Ids,
  encapsulating: Ids,
})

/** Results are artifacts without a key, made for machines. */
const ArtifactBody = z.object({ id: z.string(), key: z.string(), type: z.string().nullish(), created: Instant })

const GraphStateBody = z.object({ type: StateTypeBody, name: z.string().nullish(), timestamp: Instant })

const Things = z.array(z.unknown()).nullish()

const GraphBody = z.object({ nodes: z.array(z.tuple([z.string(), z.unknown()])), states: Things, artifacts: Things })

const NodeArtifactsBody = z.object({ id: z.string(), artifacts: z.array(z.unknown()).min(1) })

/** Throws ZodError when it is no graph at all; a node we cannot understand is set aside. */
export function toGraph(body: unknown): Graph {
  const graph = GraphBody.parse(body)
  const nodes = graph.nodes.map(([, node]) => node)
  const { rows, setAsideCount } = readRows(nodes, toGraphNode)
  const states = readRows(graph.states ?? [], toGraphState).rows.sort((a, b) => a.at - b.at)
  const artifacts = [...toArtifacts(graph.artifacts ?? [], null), ...nodes.flatMap(toNodeArtifacts)]
  return { kind: 'graph', nodes: rows, states, artifacts, setAsideCount }
}

function toGraphState(body: unknown): GraphState {
  const { type, name, timestamp } = GraphStateBody.parse(body)
  return { type, name: name ?? type, at: timestamp }
}

function toNodeArtifacts(body: unknown): GraphArtifact[] {
  const { data } = NodeArtifactsBody.safeParse(body)
  return data === undefined ? [] : toArtifacts(data.artifacts, data.id)
}

function toArtifacts(bodies: readonly unknown[], nodeId: string | null): GraphArtifact[] {
  return readRows(bodies, (body) => {
    const { id, key, type, created } = ArtifactBody.parse(body)
    return { id, key, type: type ?? null, createdAt: created, nodeId }
  }).rows
}

function toGraphNode(body: unknown): GraphNode {
  const node = NodeBody.parse(body)
  const type = node.state_type ?? 'UNKNOWN'
  const hasStarted = type !== 'PENDING' && type !== 'SCHEDULED'
  return {
    id: node.id,
    kind: node.kind === 'flow-run' ? 'flow' : 'task',
    label: node.label,
    type,
    startedAt: hasStarted ? node.start_time ?? null : null,
    endedAt: node.end_time ?? null,
    parentIds: toIds(node.parents),
    insideIds: toIds(node.encapsulating),
  }
}

/** Upstream repeats an id for each argument it fills. */
function toIds(ids: z.infer<typeof Ids>): string[] {
  return [...new Set(ids?.map(({ id }) => id))]
}
