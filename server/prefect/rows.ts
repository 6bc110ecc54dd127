import { z } from 'zod'
import { UpstreamError } from './error.ts'

/** Rows of one kind, each once. */
export interface Listed<T> {
  rows: T[]
  /** false when a cap ended the reading before the rows did. */
  complete: boolean
  /** Rows that could not be understood and were left out. */
  setAsideCount: number
}

/**
 * Reads rows one by one, so that one we cannot understand costs only itself.
 *
 * @returns `oddFields`: what of them was not as it should be
 * @param toOdd - what stands in the place of such a row, where enough of it can be read; null: nothing. It is counted all the same
 */
export function readRows<T>(bodies: readonly unknown[], toRow: (body: unknown) => T, toOdd: (body: unknown) => T | null = () => null): { rows: T[], setAsideCount: number, oddFields: string[] } {
  const rows: T[] = []
  const oddFields = new Set<string>()
  let setAsideCount = 0
  for (const body of bodies) {
    try {
      rows.push(toRow(body))
    }
    catch (error) {
      if (!(error instanceof z.ZodError))
        throw error
      setAsideCount += 1
      fieldsOf(error).forEach(field => oddFields.add(field))
      const odd = toOdd(body)
      if (odd !== null)
        rows.push(odd)
    }
  }
  return { rows, setAsideCount, oddFields: [...oddFields] }
}

/** Names of the fields that are not what they should be; the row itself where it is no object. */
function fieldsOf({ issues }: z.ZodError): string[] {
  return [...new Set(issues.map(({ path }) => path.join('.') || 'the row itself'))]
}

/** Reads the one object that was asked for. Throws UpstreamError, with the names of the odd fields, when it is not what it should be. */
export function readOne<T>(body: unknown, toRow: (body: unknown) => T, request: string): T {
  try {
    return toRow(body)
  }
  catch (error) {
    if (!(error instanceof z.ZodError))
      throw error
    throw new UpstreamError(`Prefect's answer to ${request} has a shape we do not know: ${fieldsOf(error).join(', ')}.`, { failure: 'unreadable', request, cause: error })
  }
}
