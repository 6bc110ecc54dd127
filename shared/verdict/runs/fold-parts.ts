import type { Finding } from '../finding.ts'
import { formatCount } from '../words.ts'

/** Parts told one by one; more that went wrong alike are the job's affair. */
const MOST_PARTS = 5
const MOST_NAMED = 12

/** Findings of more than five parts that are alike in kind and cause become one of the job, which names them. */
export function foldParts(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = `${finding.kind} ${finding.section} ${finding.cause?.key ?? ''}`
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, [finding])
    else
      group.push(finding)
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group.filter(({ partition }) => partition !== null).sort((a, b) => a.sinceAt - b.sinceAt)
    if (first === undefined || others.length + 1 <= MOST_PARTS)
      return group
    const names = [first, ...others].map(({ partition }) => partition ?? '')
    const named = `${formatCount(names.length, 'part')}: ${names.slice(0, MOST_NAMED).join('; ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`
    const folded: Finding = { ...first, partition: null, nightCount: Math.max(...group.map(({ nightCount }) => nightCount)), evidence: [{ text: named, at: null, runId: null, source: 'state' }, ...first.evidence] }
    return [folded, ...group.filter(({ partition }) => partition === null)]
  })
}
