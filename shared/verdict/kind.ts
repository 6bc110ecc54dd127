/** What is wrong: one closed list. Every outcome of the verdict is a member. */
export const KINDS = [
  'failed', 'crashed', 'timed-out', 'late', 'missing', 'running-long', 'stuck', 'slow', 'fast', 'started-late', 'cancelled',
  'paused', 'retrying', 'twice', 'errors-logged', 'flaky', 'pool', 'server-gap', 'deadline',
] as const

export type Kind = typeof KINDS[number]

/** Where a problem is listed, most urgent first. */
export const SECTIONS = ['needs-you', 'worth-a-look', 'recovered', 'known'] as const

export type Section = typeof SECTIONS[number]
