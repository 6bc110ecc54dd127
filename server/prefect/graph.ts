import { z } from 'zod'
import type { StateType } from '../../shared/model/run-state.ts'
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

/** A run's graph, in no order; or the server's refusal of one beyond its cap (10,000 nodes by default). */
export type Graph = { kind: 'graph', nodes: GraphNode[], setAsideCount: number } | { kind: 'too-large' }

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

const GraphBody = z.object({ nodes: z.array(z.tuple([z.string(), z.unknown()])) })

/** Throws ZodError when it is no graph at all; a node we cannot understand is set aside. */
export function toGraph(body: unknown): Graph {
  const nodes = GraphBody.parse(body).nodes.map(([, node]) => node)
  const { rows, setAsideCount } = readRows(nodes, toGraphNode)
  return { kind: 'graph', nodes: rows, setAsideCount }
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
