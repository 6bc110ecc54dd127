// `npm start`: installs what is missing, builds what is stale, serves. Plain JavaScript without a dependency, so that it runs on a
// fresh clone. `--install` and `--build` stop after that step.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const STAMP = join(ROOT, 'dist/stamp')
const LEAST_NODE = [20, 19]

const inRoot = path => join(ROOT, path)
const say = text => process.stdout.write(`First Light: ${text}\n`)

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]))
    return
  process.stderr.write(`First Light needs Node ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}

/** Whether node_modules holds what the lock file names; npm leaves out what other platforms need. */
function isInstalled() {
  const lock = readJson(inRoot('package-lock.json'))
  const installed = readJson(inRoot('node_modules/.package-lock.json'))
  if (lock === null || installed === null)
    return false
  return Object.entries(lock.packages).every(([path, { version, optional, link }]) =>
    path === '' || optional || link || installed.packages[path]?.version === version)
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/** A hash of everything the build is made of. */
function hashSources() {
  const hash = createHash('sha256')
  const sources = ['shared', 'server', 'web'].flatMap(folder => listFiles(folder))
  for (const path of [...sources, 'package-lock.json', 'vite.config.ts', 'e2e/chromium.ts'])
    hash.update(path).update('\0').update(readFileSync(inRoot(path))).update('\0')
  return hash.digest('hex')
}

function listFiles(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.') && !/\.(?:test|browser\.test)\.ts$|\.md$/.test(name))
    .flatMap(entry => entry.isDirectory() ? listFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`])
    .sort()
}

function isBuilt(hash) {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash && existsSync(inRoot('dist/server/main.mjs')) && existsSync(inRoot('dist/web/index.html'))
}

/** Runs a command in the project's root with its output on the screen; ends this process with its exit code where it fails. */
async function run(command, given, failed) {
  const child = spawn(command, given, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' && command === 'npm' })
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
  if (code === 0)
    return
  process.stderr.write(`First Light cannot start: ${failed} (exit code ${code}).\n`)
  process.exit(1)
}

async function install() {
  if (isInstalled())
    return
  const began = Date.now()
  say('installing packages, once; this takes a minute or so …')
  await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci did not succeed')
  say(`packages installed in ${seconds(began)} s`)
}

async function build() {
  const hash = hashSources()
  if (isBuilt(hash) && existsSync(inRoot('node_modules/libsql')))
    return
  await install()
  if (isBuilt(hash))
    return
  const began = Date.now()
  say('building the page and the server …')
  await run(process.execPath, [inRoot('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], 'the build did not succeed')
  writeFileSync(STAMP, hash)
  say(`built in ${seconds(began)} s`)
}

function seconds(began) {
  return Math.round((Date.now() - began) / 1_000)
}

requireNode()
if (process.argv.includes('--install')) {
  await install()
}
else {
  await build()
  if (!process.argv.includes('--build'))
    await import(pathToFileURL(inRoot('dist/server/main.mjs')).href)
}
