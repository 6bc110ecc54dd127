/** An instant to the minute, for sentences that no reader's zone is known of. */
export function toUtcWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
