// `npm start`: installs what is missing, builds what is stale, serves.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale, installPackages, ROOT } from './steps.mjs'

for (const step of [installPackages, buildIfStale]) {
  const code = await step()
  if (code !== 0) {
    console.error(step === installPackages ? 'The packages could not be installed: is the npm registry reached?' : 'The build failed; its messages stand above.')
    process.exit(code)
  }
}
await import(pathToFileURL(join(ROOT, 'dist/server/main.mjs')).href)
