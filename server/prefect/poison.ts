import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import { parseInstant } from './instant.ts'
import { idOf, instantText, toList, type FilterBodies, type Page, type PageRequest } from './paging.ts'

type RunsRequest = PageRequest<'/flow_runs/filter'>
type RunsBody = FilterBodies['/flow_runs/filter']

/** Requests spent on finding what poisons one page. */
const MOST_REQUESTS = 20

/**
 * Reads pages of runs around poisoned ones. A run whose parameters hold an integer past 64 bits makes every list that holds it
 * answer 500 (3.8.8), while `GET /flow_runs/ID` still tells it. The first time such a page is halved until the run stands alone;
 * afterwards it is left out by its id, where the server can (`id.not_any_`, 3.x), and read by itself.
 */
export function createPoisonGuard(client: Client, readPage: (request: RunsRequest) => Promise<Page>): (request: RunsRequest) => Promise<Page> {
  const known = new Set<string>()
  let canLeaveOut = true

  async function read(request: RunsRequest): Promise<Page> {
    const asked = request.body.flow_runs?.id?.any_
    if (asked != null && known.size > 0)
      return await readNamed(request, asked)
    try {
      const page = await readPage(canLeaveOut ? leaveOut(request, [...known]) : request)
      return known.size === 0 || !canLeaveOut || request.offset > 0 ? page : { ...page, bodies: [...page.bodies, ...await readKnown(upTo(page, request))].sort(byOrder(request.body)) }
    }
    catch (error) {
      if (canLeaveOut && known.size > 0 && error instanceof UpstreamError && error.status === 422) {
        canLeaveOut = false
        return await read(request)
      }
      if (!isServerError(error) || !await isWellOtherwise(request))
        throw error
      return await readAround(request, error)
    }
  }

  /** An answer without rows cannot be poisoned: if even that fails, the server is what is broken. */
  async function isWellOtherwise({ signal }: RunsRequest): Promise<boolean> {
    try {
      await client.send({ method: 'POST', path: '/flow_runs/filter', body: { limit: 0 }, safe: true }, { signal })
      return true
    }
    catch (error) {
      if (isServerError(error))
        return false
      throw error
    }
  }

  /** Halves the page until each poisoned run stands alone. Throws what the page answered where that takes too many requests. */
  async function readAround(request: RunsRequest, cause: unknown): Promise<Page> {
    let requestCount = 1
    const readRange = async (offset: number, limit: number): Promise<unknown[]> => {
      if (requestCount >= MOST_REQUESTS)
        throw cause
      requestCount += 1
      try {
        return (await readPage({ ...request, offset, limit })).bodies
      }
      catch (error) {
        if (!isServerError(error))
          throw error
        return limit === 1 ? [await readAlone(request, offset)] : await readHalves(offset, limit)
      }
    }
    const readHalves = async (offset: number, limit: number): Promise<unknown[]> => {
      const half = Math.ceil(limit / 2)
      const first = await readRange(offset, half)
      return first.length < half ? first : [...first, ...await readRange(offset + half, limit - half)]
    }
    const bodies = await readHalves(request.offset, request.limit)
    return { bodies, isLast: bodies.length < request.limit, limit: request.limit }
  }

  /** The one run at this place: its id from the list that carries no parameters, then itself. An empty body, to be set aside, where that fails. */
  async function readAlone(request: RunsRequest, offset: number): Promise<unknown> {
    const [id] = await listIds(request, { limit: 1, offset })
    if (id === undefined)
      return {}
    known.add(id)
    return await readOne(id, request)
  }

  async function readOne(id: string, { signal }: RunsRequest): Promise<unknown> {
    try {
      return await client.send({ method: 'GET', path: `/flow_runs/${encodeURIComponent(id)}`, safe: true }, { signal })
    }
    catch (error) {
      if (error instanceof UpstreamError && error.failure === 'absent') {
        known.delete(id)
        return null
      }
      if (error instanceof UpstreamError && error.failure === 'rejected')
        return { id }
      throw error
    }
  }

  /** Those of the poisoned runs that this very list would hold. */
  async function readKnown(request: RunsRequest): Promise<unknown[]> {
    const { flow_runs: filter } = request.body
    const ids = await listIds({ ...request, body: { ...request.body, flow_runs: { ...filter, id: { any_: [...known] } } } }, { limit: known.size, offset: 0 })
    return (await Promise.all(ids.map(async id => await readOne(id, request)))).filter(body => body !== null)
  }

  async function readNamed(request: RunsRequest, asked: readonly string[]): Promise<Page> {
    const poisoned = asked.filter(id => known.has(id))
    const page = await readPage({ ...request, body: { ...request.body, flow_runs: { ...request.body.flow_runs, id: { any_: asked.filter(id => !known.has(id)) } } } })
    return { ...page, bodies: [...page.bodies, ...(await Promise.all(poisoned.map(async id => await readOne(id, request)))).filter(body => body !== null)] }
  }

  /** `POST /ui/flow_runs/history` gives id, state and times of a list's runs; not on Cloud. None where there is no such list. */
  async function listIds({ body, signal }: RunsRequest, { limit, offset }: { limit: number, offset: number }): Promise<string[]> {
    try {
      const path = '/ui/flow_runs/history'
      const answer = await client.send({ method: 'POST', path, body: { ...body, limit, offset }, safe: true }, { signal })
      return toList(answer, `POST ${path}`).map(idOf).filter(id => id !== null)
    }
    catch (error) {
      if (error instanceof UpstreamError && (error.failure === 'absent' || error.failure === 'rejected'))
        return []
      throw error
    }
  }

  return read
}

/**
 * The request for what stands on this page and not behind it: whoever goes on from the time of a page's last row would pass over all
 * that stands between.
 */
function upTo({ bodies, isLast }: Page, request: RunsRequest): RunsRequest {
  const { sort, flow_runs: filter } = request.body
  const field = sortField(sort)
  const last = isLast || field === null ? null : instantText(bodies.at(-1), field)
  if (last === null || field === null)
    return request
  const bound = sort?.endsWith('_ASC') === true ? { before_: last } : { after_: last }
  return { ...request, body: { ...request.body, flow_runs: { ...filter, [field]: { ...filter?.[field], ...bound } } } }
}

function sortField(sort: RunsBody['sort']): 'expected_start_time' | 'start_time' | 'end_time' | null {
  return sort === undefined || sort === 'ID_DESC' ? null : sort === 'END_TIME_DESC' ? 'end_time' : sort.startsWith('START_TIME') ? 'start_time' : 'expected_start_time'
}

function leaveOut(request: RunsRequest, ids: readonly string[]): RunsRequest {
  return ids.length === 0 ? request : { ...request, body: { ...request.body, flow_runs: { ...request.body.flow_runs, id: { not_any_: [...ids] } } } }
}

function isServerError(error: unknown): boolean {
  return error instanceof UpstreamError && error.status === 500
}

/** The order of a list, so that a run read by itself stands where it would have. */
function byOrder({ sort }: RunsBody): (a: unknown, b: unknown) => number {
  const field = sortField(sort)
  const sign = sort?.endsWith('_ASC') === true ? 1 : -1
  const at = (body: unknown): number => field === null ? Number.NaN : parseInstant(instantText(body, field) ?? '') ?? Number.NaN
  return (a, b) => sign * (at(a) - at(b)) || 0
}
