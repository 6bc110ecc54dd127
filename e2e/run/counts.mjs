/** Tests of a Vitest JSON report, a suite that failed as a whole counted as one failure. */
export function countVitest({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, testResults = [] }) {
  const brokenFiles = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every(({ status: own }) => own !== 'failed')).length
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles, skipped: numPendingTests + numTodoTests }
}

/** Tests of a Playwright JSON report; a flaky one passed. */
export function countPlaywright({ stats: { expected = 0, flaky = 0, unexpected = 0, skipped = 0 }, errors = [] }) {
  return { passed: expected + flaky, failed: unexpected + (unexpected === 0 ? errors.length : 0), skipped }
}

export function addCounts(sum, { passed, failed, skipped }) {
  return { passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped }
}
