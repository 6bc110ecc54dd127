// Runs a TypeScript file with Vite's own runner: `node e2e/run/ts.mjs e2e/real/start.ts --port 4320`.
// Node 20 cannot read TypeScript by itself, and Vite is here anyway. The file finds its arguments at `process.argv.slice(2)`.
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const [node, , file, ...rest] = process.argv
if (file === undefined) {
  console.error('usage: node e2e/run/ts.mjs FILE.ts [ARGUMENT…]')
  process.exit(2)
}
process.argv = [node, resolve(file), ...rest]
await runnerImport(resolve(file), { configFile: false, logLevel: 'warn' })
