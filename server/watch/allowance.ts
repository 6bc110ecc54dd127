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
