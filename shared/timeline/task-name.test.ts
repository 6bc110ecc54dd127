import { describe, expect, it } from 'vitest'
import { taskNameOf } from './task-name.ts'

describe('taskNameOf', () => {
  it.each([
    ['task', 'transform-3fa', 'transform'],
    ['task', 'transform-12', 'transform'],
    ['task', 'load-orders-000', 'load-orders'],
    ['task', 'load-orders', 'load-orders'],
    ['task', 'wait-for-cafe', 'wait-for-cafe'],
    ['task', '-12', '-12'],
    ['flow', 'child-flow / astute-crayfish', 'child-flow'],
    ['flow', 'a / b-12', 'a'],
  ] as const)('reads a %s called %s as %s', (kind, name, task) => {
    expect(taskNameOf({ kind, name })).toBe(task)
  })
})
