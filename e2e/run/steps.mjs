// What `npm start` and `npm test` share: looking for what is missing, and running one command. Plain JavaScript without any
// package, since it runs before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = new URL('../../', import.meta.url).pathname

/** Runs one command in the project's root and gives its exit code; 127 where it cannot be started. */
export async function run(command, args, { env = {}, quiet = false } = {}) {
  return await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: quiet ? 'ignore' : 'inherit', env: { ...process.env, ...env }, shell: process.platform === 'win32' })
    child.on('error', () => resolve(127))
    child.on('exit', code => resolve(code ?? 1))
  })
}

/** Installs packages when they are missing or older than the lock file. */
export async function installPackages() {
  const installed = join(ROOT, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs)
    return 0
  console.log('Installing packages (npm ci) …')
  return await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

const SOURCES = ['web', 'server', 'shared', 'package-lock.json', 'vite.config.ts']

/** Builds when a source is newer than what was built. */
export async function buildIfStale() {
  const built = join(ROOT, 'dist/server/main.mjs')
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0
  if (builtAt > Math.max(...SOURCES.map(path => newestIn(join(ROOT, path)))))
    return 0
  console.log('Building …')
  return await run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'])
}

function newestIn(path) {
  const stat = statSync(path)
  if (!stat.isDirectory())
    return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).filter(name => name !== 'node_modules').map(name => newestIn(join(path, name))))
}
