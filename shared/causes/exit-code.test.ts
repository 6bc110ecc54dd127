import { describe, expect, it } from 'vitest'
import { describeExitCode, isSignalCode, readExitCode } from './exit-code.ts'

describe('readExitCode', () => {
  it.each([
    ['Flow run infrastructure exited with non-zero status code 137. Process was killed, likely due to an out-of-memory (OOM) condition.', 137],
    ['Flow run process exited with non-zero status code -9.', 137],
    ['Process exited with status code: 1', 1],
    ['Process for flow run \'amber-otter\' exited with status code: -15; This indicates that the process exited due to a SIGTERM signal.', 143],
    ['Flow run process exited with non-zero status code 3221225786.', 3221225786],
    ['RuntimeError: PID 2214 failed with return code 2.', 2],
  ])('of "%s" is %d', (line, code) => {
    expect(readExitCode(line)).toBe(code)
  })
  it('is null where a command that failed is named, or none is', () => {
    expect(readExitCode('CalledProcessError: Command \'dbt run\' returned non-zero exit status 1.')).toBeNull()
    expect(readExitCode('ValueError: 137 rows')).toBeNull()
  })
})

describe('describeExitCode', () => {
  it.each([
    [137, 'killed, most often out of memory'],
    [-9, 'killed, most often out of memory'],
    [143, 'terminated (SIGTERM)'],
    [139, 'segmentation fault'],
    [127, 'command not found'],
    [126, 'command found but not executable'],
    [1, 'general error'],
  ])('of %d is "%s"', (code, words) => {
    expect(describeExitCode(code)).toBe(words)
  })
  it('is null where only the program knows', () => {
    expect(describeExitCode(42)).toBeNull()
    expect(describeExitCode(-300)).toBeNull()
  })
})

describe('isSignalCode', () => {
  it.each([[137, true], [-9, true], [247, true], [1, false], [127, false], [128, false], [255, false]])('of %d is %s', (code, is) => {
    expect(isSignalCode(code)).toBe(is)
  })
})
