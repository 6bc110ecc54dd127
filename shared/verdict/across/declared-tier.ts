import { resolveDeclared, type Declared } from '../../declared/resolved.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'

/**
 * Gives what was found across jobs the tier declared of each job. What matters most is never only known: a problem of tier 1 needs
 * somebody however many nights it has stood.
 */
export function rankByTier(judgements: readonly JobJudgement[], { standards: { expectations } }: Question): JobJudgement[] {
  if (expectations.length === 0)
    return [...judgements]
  return judgements.map((judgement) => {
    const declared = resolveDeclared(expectations, judgement.job)
    return declared === null ? judgement : { ...judgement, hasExpectation: judgement.hasExpectation || saysWhen(declared), findings: judgement.findings.map(finding => rank(finding, declared.tier ?? finding.tier)) }
  })
}

function rank(finding: Finding, tier: Finding['tier']): Finding {
  return { ...finding, tier, section: finding.section === 'known' && finding.open && tier === 1 ? 'needs-you' : finding.section }
}

function saysWhen({ doneBy, freshForMs, complete, after }: Declared): boolean {
  return doneBy !== null || freshForMs !== null || complete !== null || after !== null
}
