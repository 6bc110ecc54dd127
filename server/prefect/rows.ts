import { z } from 'zod'
import { UpstreamError } from './error.ts'

/** Rows read of one kind; `complete` is false when a cap ended the reading early. */
export interface Listed<T> {
  rows: T[]
  complete: boolean
  /** Rows that could not be understood and were left out. */
  setAsideCount: number
}

/** Reads rows one by one, so that one we cannot understand costs only itself. Throws when the answer is no list at all. */
export function readRows<T>(answer: unknown, toRow: (body: unknown) => T, request: string): Listed<T> {
  if (!Array.isArray(answer))
    throw new UpstreamError(`Prefect's answer to ${request} is not the list it should be`, { failure: 'unreadable', request })
  const rows: T[] = []
  let setAsideCount = 0
  for (const body of answer) {
    try {
      rows.push(toRow(body))
    }
    catch (error) {
      if (!(error instanceof z.ZodError))
        throw error
      setAsideCount += 1
    }
  }
  return { rows, complete: true, setAsideCount }
}

/** Reads one object. Throws UpstreamError when it is not what it should be. */
export function readOne<T>(answer: unknown, toRow: (body: unknown) => T, request: string): T {
  try {
    return toRow(answer)
  }
  catch (error) {
    if (!(error instanceof z.ZodError))
      throw error
    const fields = [...new Set(error.issues.map(issue => issue.path.join('.')))].join(', ')
    throw new UpstreamError(`Prefect's answer to ${request} has an unexpected shape${fields === '' ? '' : ` (${fields})`}`, { failure: 'unreadable', request, cause: error })
  }
}
