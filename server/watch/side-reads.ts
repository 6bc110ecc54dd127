import { UpstreamError } from '../prefect/error.ts'

/** How many requests may still be made on the side of a refresh. */
export interface Allowance {
  /** Whether that many more are allowed; they then count as made. */
  take: (count: number) => boolean
}

export function createAllowance(most: number): Allowance {
  let left = most
  return {
    take(count) {
      if (count > left)
        return false
      left -= count
      return true
    },
  }
}

/**
 * What went wrong with reads on the side, which are tried again later; null: nothing. A server that is down or refuses us is the
 * whole refresh's affair: that is thrown.
 */
export async function toTrouble(read: () => Promise<void>): Promise<string | null> {
  try {
    await read()
    return null
  }
  catch (error) {
    if (!(error instanceof UpstreamError) || error.failure === 'unreachable' || error.failure === 'refused')
      throw error
    return error.message
  }
}
