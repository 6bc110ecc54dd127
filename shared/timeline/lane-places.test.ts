import { describe, expect, it } from 'vitest'
import { aRow } from './build.ts'
import { toCriticalPath } from './critical-path.ts'
import { toDependencyLinks, toLanePlaces, toPathPlaces } from './lane-places.ts'
import { toTaskLanes } from './task-lanes.ts'

const LIST = aRow({ name: 'list', endMs: 5 })
const LOAD = aRow({ name: 'load', startMs: 90, endMs: 100, parents: ['transform-1', 'transform-2'] })
const MAPPED = Array.from({ length: 50 }, (_, index) => aRow({ name: `transform-${index}`, startMs: 6 + index, endMs: 20 + index, parents: ['list'] }))
const ROWS = [LIST, ...MAPPED, LOAD]
const { lanes } = toTaskLanes(ROWS, 100, { isGrouped: true })

describe('toLanePlaces', () => {
  it('finds what is folded in the lane that holds it', () => {
    const places = toLanePlaces(lanes)
    expect(['list', 'transform-7', 'load'].map(id => places.get(id))).toEqual([0, 1, 2])
    const opened = toTaskLanes(ROWS, 100, { isGrouped: true, open: new Set(['transform*']) }).lanes
    expect(toLanePlaces(opened).get('transform-0')).toBe(2)
  })
})

describe('toDependencyLinks', () => {
  it('draws one line for rows that share a lane', () => {
    const places = toLanePlaces(lanes)
    expect(toDependencyLinks(LOAD, { up: MAPPED.slice(1, 3), down: [], places })).toEqual([{ fromLane: 1, toLane: 2, fromMs: 22, toMs: 90 }])
    expect(toDependencyLinks(LIST, { up: [], down: MAPPED, places })).toEqual([{ fromLane: 0, toLane: 1, fromMs: 5, toMs: 6 }])
  })
  it('draws none to what is not shown or did not start', () => {
    expect(toDependencyLinks(LOAD, { up: MAPPED, down: [aRow({ name: 'later', startMs: null, endMs: null })], places: new Map([['load', 0], ['later', 1]]) })).toEqual([])
  })
})

describe('toPathPlaces', () => {
  it('names the lanes on the way and the lines between them', () => {
    const { keys, links } = toPathPlaces(toCriticalPath(ROWS, 100), lanes, toLanePlaces(lanes))
    expect([...keys]).toEqual(['list', 'transform*', 'load'])
    expect(links.map(({ fromLane, toLane }) => [fromLane, toLane])).toEqual([[0, 1], [1, 2]])
  })
})
