import { describe, expect, it, vi } from 'vitest'
import { readFilterText } from '../../shared/filter/filter-text.ts'
import { aDeployment, aFlow } from '../../shared/model/build.ts'
import { EVERY_RUN } from '../prefect/run-page.ts'
import { findFaster, toRunQuery } from './run-query.ts'

const picture = {
  flows: new Map([['f1', aFlow({ id: 'f1', name: 'orders' })], ['f2', aFlow({ id: 'f2', name: 'orders-eu' })], ['f3', aFlow({ id: 'f3', name: 'heartbeat' })]]),
  deployments: new Map([['d1', aDeployment({ id: 'd1', flowId: 'f1', name: 'prod' })], ['d2', aDeployment({ id: 'd2', flowId: 'f3', name: 'prod' })]]),
}
const asked = (text: string) => toRunQuery(readFilterText(text).filter, picture)
const nothing = Object.fromEntries(Object.entries(EVERY_RUN).filter(([key]) => !['by', 'order', 'fromAt', 'toAt'].includes(key)))

describe('toRunQuery', () => {
  it.each([
    ['', {}],
    ['flow:orders*', { flowIds: ['f1', 'f2'] }],
    ['-flow:heartbeat', { flowIds: ['f1', 'f2'] }],
    ['flow:nobody', { flowIds: [] }],
    ['deployment:prod', { deploymentIds: ['d1', 'd2'] }],
    ['deployment:orders/prod', { deploymentIds: ['d1'] }],
    ['tag:a,b tag:c', { tags: ['a', 'b'], allTags: ['c'] }],
    ['state:failed,crashed', { stateTypes: ['FAILED', 'CRASHED'] }],
    ['state:late', { stateTypes: ['SCHEDULED'], stateNames: ['Late'] }],
    ['pool:gpu subflows:out', { workPools: ['gpu'], subflows: 'out' }],
  ])('asks Prefect all of %s', (text, query) => {
    expect(asked(text)).toEqual({ query: { ...nothing, ...query }, isAll: true })
  })

  it.each([
    ['-tag:heartbeat', {}],
    ['tag:team:*', {}],
    ['-deployment:prod', {}],
    ['state:timedout', { stateTypes: ['FAILED'], stateNames: ['TimedOut'] }],
    ['state:timedout,crashed', { stateTypes: ['CRASHED', 'FAILED'] }],
    ['state:"my own"', {}],
    ['state:late,failed', { stateTypes: ['SCHEDULED', 'FAILED'] }],
    ['-state:completed', {}],
    ['owl', { name: 'owl' }],
    ['param.customer:acme', {}],
    ['took>10m', {}],
    ['late>5m', {}],
  ])('leaves %s to be looked at, in whole or in part', (text, query) => {
    expect(asked(text)).toEqual({ query: { ...nothing, ...query }, isAll: false })
  })
})

describe('findFaster', () => {
  const faster = async (query: { flowIds: readonly string[] | null, deploymentIds: readonly string[] | null }, counted: number) => {
    const countDeployments = vi.fn(async () => counted)
    return { query: await findFaster(query, { reads: { countDeployments }, picture }), countDeployments }
  }

  it('names each deployment of the flows, where Prefect has no other', async () => {
    expect((await faster({ flowIds: ['f1', 'f3'], deploymentIds: null }, 2)).query).toEqual({ flowIds: ['f1', 'f3'], deploymentIds: null, everyDeploymentId: ['d1', 'd2'] })
    expect((await faster({ flowIds: ['f2'], deploymentIds: null }, 0)).query).toMatchObject({ everyDeploymentId: [] })
  })

  it('names none where one was made since: its runs belong to the flow too', async () => {
    expect((await faster({ flowIds: ['f1'], deploymentIds: null }, 2)).query).toEqual({ flowIds: ['f1'], deploymentIds: null })
  })

  it.each([[null, null], [[], null], [['f1'], ['d1']]])('asks nothing where it has no use: %j %j', async (flowIds, deploymentIds) => {
    const { query, countDeployments } = await faster({ flowIds, deploymentIds }, 1)
    expect(query).toEqual({ flowIds, deploymentIds })
    expect(countDeployments).not.toHaveBeenCalled()
  })
})
