import { stateIdOf } from './flow-run-body.ts'
import { writeInstant, writeInstantOrNull } from './instant.ts'
import type { RunNow } from './run-now.ts'
import { expectedStartOf } from './task-run-body.ts'
import type { TaskNow } from './task-now.ts'
import { childAt } from './task-now.ts'

/** The tasks of a run as nodes; a child run stands as one node under its own id and is not opened. */
export function toGraphBody(run: RunNow, tasks: readonly TaskNow[], now: number): Record<string, unknown> {
  const present = new Map(tasks.map(task => [task.plan.id, nodeIdOf(task)]))
  const children = new Map<string, string[]>()
  for (const task of tasks) {
    for (const parent of parentsOf(task))
      children.set(parent, [...children.get(parent) ?? [], nodeIdOf(task)])
  }
  return {
    start_time: writeInstantOrNull(run.startAt ?? run.plan.dueAt),
    end_time: writeInstantOrNull(run.endAt),
    root_node_ids: tasks.filter(task => parentsOf(task).length === 0).map(nodeIdOf),
    nodes: tasks.map((task) => {
      const child = childAt(task, now)
      return [nodeIdOf(task), {
        kind: task.plan.child === null ? 'task-run' : 'flow-run',
        id: nodeIdOf(task),
        label: task.plan.child === null ? task.plan.name : `${task.plan.child.flow.name} / ${task.plan.child.name}`,
        state_type: child?.type ?? task.state.type,
        start_time: writeInstant(task.startAt ?? expectedStartOf(task)),
        end_time: writeInstantOrNull(task.endAt),
        parents: parentsOf(task).map(id => ({ id: present.get(id) ?? id })),
        children: (children.get(task.plan.id) ?? []).map(id => ({ id })),
        encapsulating: [],
        artifacts: [],
      }]
    }),
    artifacts: [],
    states: run.steps.map(step => ({ id: stateIdOf(run.plan.id, step), timestamp: writeInstant(step.at), type: step.type, name: step.name })),
  }
}

const nodeIdOf = ({ plan }: TaskNow): string => plan.child?.id ?? plan.id

/** One entry an argument, so that a task fed twice by another names it twice, as upstream does. */
function parentsOf({ plan }: TaskNow): string[] {
  return plan.takes.flatMap(() => plan.upstream.map(({ id }) => id))
}
