import { describe, expect, it } from 'vitest'
import { readFilterText } from '../../shared/filter/filter-text.ts'
import { aDeployment, aFlow } from '../../shared/model/build.ts'
import { EVERY_RUN } from '../prefect/run-page.ts'
import { toRunQuery } from './run-query.ts'

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
