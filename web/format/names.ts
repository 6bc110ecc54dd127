/** What a job is called: by its flow, and its deployment where there is one. */
export interface Named {
  flow: string
  deployment: string | null
}

/** `flow/deployment`, or the flow alone. */
export function jobName({ flow, deployment }: Named): string {
  return deployment === null ? flow : `${flow}/${deployment}`
}

/** What jobs are called together, each once: by flow where that tells them apart, else by flow and deployment. */
export function jobNames(jobs: readonly Named[]): string[] {
  const whole = [...new Set(jobs.map(jobName))]
  const flows = [...new Set(jobs.map(({ flow }) => flow))]
  return flows.length === whole.length ? flows : whole
}

/** What ends a part of a name, as people write names of jobs. */
const SEPARATOR = /[-_./ ]/

/**
 * Names that begin alike, the common part said once: `warehouse-sync-a, b, c`. The first stays whole; where nothing is common,
 * all do. The common part ends at a separator, so that a word is never cut.
 */
export function shortNames(names: readonly string[]): string[] {
  const [first, ...others] = names
  if (first === undefined || others.length === 0)
    return [...names]
  let common = 0
  for (let index = 0; index < first.length && others.every(name => name[index] === first[index]); index++) {
    if (SEPARATOR.test(first[index] ?? ''))
      common = index + 1
  }
  return [first, ...others.map(name => name.length > common ? name.slice(common) : name)]
}
