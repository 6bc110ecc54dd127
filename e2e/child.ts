import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

const SAYS_WITHIN_MS = 20_000
const STOPPED_WITHIN_MS = 5_000

export interface Child {
  /** What the awaited pattern found in the output. */
  said: RegExpExecArray
  /** Everything written so far, standard output and error. */
  output: () => string
  /** Ends the process by its id and waits until it is gone. */
  stop: () => Promise<void>
}

/** It ended before it said what was awaited. */
export class EndedEarly extends Error {
  readonly exitCode: number | null
  readonly output: string

  constructor(exitCode: number | null, output: string) {
    super(`ended with ${exitCode} before it was ready:\n${output}`)
    this.name = 'EndedEarly'
    this.exitCode = exitCode
    this.output = output
  }
}

interface Start {
  /** Added to `PATH`, which is all that reaches it of our own environment. */
  env?: Readonly<Record<string, string>>
  /** Where it runs; left out: the project's root. */
  folder?: string
  says: RegExp
}

/** Starts a Node program and waits until its output matches. Throws EndedEarly. */
export async function startNode(given: readonly string[], { env, folder = ROOT, says }: Start): Promise<Child> {
  const child = spawn(process.execPath, given, { cwd: folder, env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const killAtExit = (): void => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const said = await new Promise<RegExpExecArray>((resolve, reject) => {
    const tooLate = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${given.join(' ')} did not say ${says} in time:\n${output}`))
    }, SAYS_WITHIN_MS)
    const listen = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = says.exec(output)
      if (found === null)
        return
      clearTimeout(tooLate)
      resolve(found)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(tooLate)
      process.off('exit', killAtExit)
      reject(new EndedEarly(code, output))
    })
  })
  return {
    said,
    output: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null)
        return
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
      await closed
      clearTimeout(force)
    },
  }
}
