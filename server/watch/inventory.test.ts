import { describe, expect, it } from 'vitest'
import { aDeployment } from '../../shared/model/build.ts'
import type { Unread } from '../../shared/verdict/picture.ts'
import { aScript, scriptedReads } from '../build.ts'
import { createInventory } from './inventory.ts'

describe('an inventory', () => {
  it('of which a deployment is not understood is not whole, and says so', async () => {
    const reads = { ...scriptedReads(aScript()), listDeployments: () => Promise.resolve({ rows: [aDeployment()], complete: true, setAsideCount: 1 }) }
    const facts = new Map<string, Unread | null>()
    const wholeAt: number[] = []
    const inventory = createInventory(reads, { onTrouble: (list, fact) => facts.set(list, fact), onWhole: (_, at) => wholeAt.push(at) })
    await inventory.read(1, new AbortController().signal)
    expect(facts.get('deployments')).toEqual({ what: 'inventory', reason: 'Of the deployments 1 came in a shape that is not understood.', weighs: 'expectations' })
    expect(wholeAt).toEqual([])
  })
})
