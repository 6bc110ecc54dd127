import { describe, expect, it } from 'vitest'
import { isId, readPrefectAddress } from './prefect-address.ts'

const ID = '01a20528-cc28-7293-8061-42e35a80cc5c'

describe('readPrefectAddress', () => {
  it.each([
    [`http://127.0.0.1:4200/runs/flow-run/${ID}`, 'run'],
    [`http://127.0.0.1:4200/v2/runs/flow-run/${ID}?tab=Logs#x`, 'run'],
    [`https://prefect.example/base/flow-runs/flow-run/${ID}`, 'run'],
    [`https://app.prefect.cloud/account/${ID}/workspace/${ID}/runs/flow-run/${ID.toUpperCase()}`, 'run'],
    [`https://app.prefect.cloud/account/${ID}/workspace/${ID}/flow-runs/flow-run/${ID}`, 'run'],
    [`http://h/runs/task-run/${ID}`, 'task-run'],
    [`http://h/flow-runs/task-run/${ID}`, 'task-run'],
    [`http://h/flows/flow/${ID}`, 'flow'],
    [`http://h/deployments/deployment/${ID}`, 'deployment'],
    [`/runs/flow-run/${ID}`, 'run'],
    [`http://first-light.example/x/runs/${ID}?task=1`, 'run'],
    [`http://first-light.example/deployments/${ID}`, 'deployment'],
  ])('reads %s', (text, kind) => {
    expect(readPrefectAddress(text)).toEqual({ kind, id: ID })
  })
  it.each([['http://h/dashboard', 'morning'], ['http://h/v2/runs', 'runs'], ['http://h/flows', 'flows'], ['http://h/deployments', 'flows']])('reads the list %s', (text, kind) => {
    expect(readPrefectAddress(text)).toEqual({ kind, id: null })
  })
  it.each(['', 'orders', `runs/flow-run/${ID}`, 'http://h/', 'http://h/runs/flow-run/nope', 'javascript:/runs/flow-run/x'])('knows nothing of "%s"', (text) => {
    expect(readPrefectAddress(text)).toBeNull()
  })
})

describe('isId', () => {
  it('takes an id and nothing around it', () => {
    expect([isId(ID), isId(`${ID} `), isId('blue-owl')]).toEqual([true, false, false])
  })
})
