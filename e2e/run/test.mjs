// `npm test`: installs what is missing, then types, lint, unit and server, browser, build, end-to-end, real servers.
// Goes on after a failure, so that one run tells everything. Last line: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addCounts, countPlaywright, countVitest } from './counts.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORTS = join(ROOT, '.cache/reports')
const INSTALLED_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const isCi = Boolean(process.env.CI)
/** What helps to find a browser and a Python. Everything else of ours and Prefect's would make the tests read a person's own server. */
const KEPT = ['FIRSTLIGHT_CHROMIUM', 'FIRSTLIGHT_PYTHON']
const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:PREFECT|FIRSTLIGHT)_/.test(name) || KEPT.includes(name))),
  PREFECT_HOME: join(ROOT, '.cache/no-profile'),
}

if (await run(process.execPath, [join(ROOT, 'server/start.mjs'), '--install']) !== 0) {
  console.log('0 passed, 1 failed, 0 skipped')
  process.exit(1)
}
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })

const node = (script, ...args) => ({ command: process.execPath, args: [join(ROOT, 'node_modules', script), ...args] })
const vitest = project => ({ ...node('vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${join(REPORTS, `${project}.json`)}`), report: `${project}.json`, read: countVitest })
const steps = [
  { name: 'types', ...node('vue-tsc/bin/vue-tsc.js', '--build') },
  { name: 'lint', ...node('eslint/bin/eslint.js', '.') },
  { name: 'unit and server', ...vitest('node') },
  { name: 'a browser', find: findBrowser },
  { name: 'browser', ...vitest('browser') },
  { name: 'build', ...node('../server/start.mjs', '--build') },
  { name: 'end-to-end', ...node('@playwright/test/cli.js', 'test', '--reporter=line,json'), env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(REPORTS, 'e2e.json') }, report: 'e2e.json', read: countPlaywright },
  { name: 'real servers', ...vitest('real') },
]

const rows = []
for (const step of steps) {
  console.log(`\n── ${step.name} ${'─'.repeat(Math.max(0, 60 - step.name.length))}`)
  const startedAt = Date.now()
  const code = step.find ? await step.find() : await run(step.command, step.args, { env: step.env })
  rows.push({ name: step.name, ...countsOf(step, code), seconds: Math.round((Date.now() - startedAt) / 1_000) })
}

console.log('')
for (const { name, passed, failed, skipped, seconds } of rows)
  console.log(`${name.padEnd(18)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped ${String(seconds).padStart(5)} s`)
const { passed, failed, skipped } = rows.reduce(addCounts, { passed: 0, failed: 0, skipped: 0 })
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed > 0 ? 1 : 0)

/** A suite that ended badly without telling which test failed is one failure. */
function countsOf(step, code) {
  const path = step.report && join(REPORTS, step.report)
  if (!path)
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
  const counts = existsSync(path) ? step.read(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** Runs one command in the project's root and gives its exit code; 127 where it cannot be started. */
async function run(command, args, { env = {} } = {}) {
  return await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...ENVIRONMENT, ...env } })
    child.on('error', () => resolve(127))
    child.on('exit', code => resolve(code ?? 1))
  })
}

/** An installed Chromium, else Playwright's own, else (in continuous integration) the system's package. */
async function findBrowser() {
  const installed = [process.env.FIRSTLIGHT_CHROMIUM, ...INSTALLED_BROWSERS].find(path => path && existsSync(path))
  if (installed) {
    console.log(installed)
    return 0
  }
  if (await run(process.execPath, [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium']) === 0)
    return 0
  const install = 'apt-get update && apt-get install -y chromium'
  if (isCi && await run('sh', ['-c', process.getuid?.() === 0 ? install : `sudo -n sh -c "${install}"`]) === 0)
    return 0
  console.error(`No Chromium was found and none could be downloaded. Install one, e.g.: sudo sh -c "${install}"`)
  return 1
}
