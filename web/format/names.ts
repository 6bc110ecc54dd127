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
