import type { TaskEdge } from '../../../shared/timeline/task-graph.ts'

/** What the worker is asked to place. */
export interface LayerOrder {
  /** Answers come in any order. */
  number: number
  nodes: string[]
  edges: Pick<TaskEdge, 'from' | 'to'>[]
  nodeSize: { width: number, height: number }
}

/** Where everything lies, in CSS px from the top left. */
export interface Layered {
  number: number
  width: number
  height: number
  places: { key: string, x: number, y: number }[]
  lines: { from: string, to: string, points: { x: number, y: number }[] }[]
}

/** Places graphs in layers, beside the page: the last one asked for is told. */
export function createLayering(tell: (layered: Layered) => void): { ask: (order: Omit<LayerOrder, 'number'>) => void, end: () => void } {
  const worker = new Worker(new URL('layer-worker.ts', import.meta.url), { type: 'module' })
  let number = 0
  worker.addEventListener('message', ({ data }: MessageEvent<Layered>) => {
    if (data.number === number)
      tell(data)
  })
  return {
    ask(order) {
      number += 1
      worker.postMessage({ ...order, number })
    },
    end: () => worker.terminate(),
  }
}
