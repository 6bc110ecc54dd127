/** `1 job`, `5 jobs`, `1,200 runs`: as the verdict's own sentences say it. */
export { formatCount } from '../../shared/verdict/words.ts'

/** A share as whole per cent; 99.6 % is not called 100. */
export function formatRatio(ratio: number): string {
  const percent = ratio * 100
  return `${ratio < 1 ? Math.min(99, Math.round(percent)) : 100} %`
}
