import { dirname, resolve } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { SERVER_ROLES, type ServerRole } from '../shared/api/server.ts'
import type { Expectation } from '../shared/declared/expectation.ts'
import { readAcknowledged, type DeclaredAcknowledgement } from './acknowledged-file.ts'
import { readExpectations } from './expectations-file.ts'
import type { Environment } from './settings.ts'

/** What the settings file says; empty when there is none. */
export interface FileSettings {
  /** Its name, for sentences. */
  name: string
  /** Values by key, as text, each with the words that say where it stands. */
  values: ReadonlyMap<string, { text: string, where: string }>
  /** In their order; the first is the one an address without a server means. */
  servers: readonly FileServer[]
  expectations: readonly Expectation[]
  acknowledged: readonly DeclaredAcknowledgement[]
}

/** A server as the file names it. */
export interface FileServer {
  name: string
  role: ServerRole
  /** Under the names the environment would have. */
  values: Environment
}

const KEYS = ['port', 'host', 'time_zone', 'secret', 'allowed_hosts', 'base_url', 'log', 'data', 'cache', 'actions']

/** Keys of a server, and the variable that says the same. */
const SERVER_KEYS: Readonly<Record<string, string>> = {
  api_url: 'PREFECT_API_URL',
  api_key: 'PREFECT_API_KEY',
  auth_string: 'PREFECT_API_AUTH_STRING',
  headers: 'PREFECT_CLIENT_CUSTOM_HEADERS',
  ssl_cert_file: 'PREFECT_API_SSL_CERT_FILE',
  tls_insecure_skip_verify: 'PREFECT_API_TLS_INSECURE_SKIP_VERIFY',
  requests_per_minute: 'FIRSTLIGHT_REQUESTS_PER_MINUTE',
}

const DEFAULT_FILE = './firstlight.yaml'

/** Reads the YAML file of `FIRSTLIGHT_CONFIG`. A missing default file is no mistake; a missing named one is. */
export function readSettingsFile(env: Environment, { readText }: { readText: (path: string) => string | null }, mistakes: string[]): FileSettings {
  const path = env['FIRSTLIGHT_CONFIG'] || DEFAULT_FILE
  const empty: FileSettings = { name: path, values: new Map(), servers: [], expectations: [], acknowledged: [] }
  const text = readText(path)
  if (text === null) {
    if (path !== DEFAULT_FILE)
      mistakes.push(`FIRSTLIGHT_CONFIG must be the path of a readable YAML file; ${path} is not.`)
    return empty
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number | undefined): string => offset === undefined ? path : `${path} line ${lines.linePos(offset).line}`
  const [error] = document.errors
  if (error !== undefined) {
    mistakes.push(`${place(error.pos[0])}: this is not YAML (${error.message}).`)
    return empty
  }
  if (document.contents === null)
    return empty
  if (!isMap(document.contents)) {
    mistakes.push(`${path} must be a list of settings such as "port: 4280".`)
    return empty
  }
  return readMap(document.contents, { env, empty, place, line: offset => lines.linePos(offset ?? 0).line, mistakes, readBeside: beside => readText(resolve(dirname(path), beside)) })
}

interface Reading {
  env: Environment
  empty: FileSettings
  place: (offset: number | undefined) => string
  line: (offset: number | undefined) => number
  mistakes: string[]
  /** The text of a file whose path is told from the settings file's own folder. */
  readBeside: (path: string) => string | null
}

interface Entry {
  key: string
  value: unknown
  where: string
}

function entriesOf(map: YAMLMap, place: Reading['place']): Entry[] {
  return map.items.map(({ key, value }) => ({ key: isScalar(key) ? String(key.value) : '', value, where: place(isScalar(key) ? key.range?.[0] : undefined) }))
}

function readMap(map: YAMLMap, reading: Reading): FileSettings {
  const { empty, place, line, mistakes, readBeside } = reading
  const values = new Map<string, { text: string, where: string }>()
  let { servers, expectations, acknowledged } = empty
  for (const { key, value, where } of entriesOf(map, place)) {
    const text = toText(value)
    if (key === 'servers')
      servers = readServers(value, { ...reading, where })
    else if (key === 'expectations')
      expectations = readExpectations(value, { name: empty.name, where: place, line, mistakes }, readBeside)
    else if (key === 'acknowledged')
      acknowledged = readAcknowledged(value, { name: empty.name, where: place, line, mistakes })
    else if (!KEYS.includes(key))
      mistakes.push(`${where}: there is no setting "${key}"; there are ${KEYS.join(', ')}, servers, expectations and acknowledged.`)
    else if (text === null)
      mistakes.push(`${where}: ${key} must be one value.`)
    else
      values.set(key, { text, where: `${where}: ${key}` })
  }
  for (const { server, line } of [...expectations, ...acknowledged]) {
    if (server !== null && !servers.some(({ name }) => name === server))
      mistakes.push(`${empty.name} line ${line}: there is no server "${server}"; there ${servers.length === 1 ? 'is' : 'are'} ${servers.map(({ name }) => name).join(', ') || 'none in this file'}.`)
  }
  return { ...empty, servers, values, expectations, acknowledged }
}

function readServers(value: unknown, reading: Reading & { where: string }): FileServer[] {
  const { mistakes, where, place } = reading
  const entries = isMap(value) ? entriesOf(value, place) : []
  if (entries.length === 0)
    mistakes.push(`${where}: servers must hold a name of letters, digits, - or _ for each server, with at least its api_url below it.`)
  const servers = entries.map(entry => readServer(entry, reading)).filter(server => server !== null)
  if (servers.length === entries.length && servers.length > 0 && servers.every(({ role }) => role === 'other'))
    mistakes.push(`${where}: one server at least must have the role production: the morning is about those.`)
  return servers
}

function readServer({ key: name, value, where }: Entry, { place, mistakes, env }: Reading): FileServer | null {
  if (!isMap(value) || !/^[\w-]{1,40}$/.test(name)) {
    mistakes.push(`${where}: a server is a name of at most 40 letters, digits, - or _, with at least its api_url below it.`)
    return null
  }
  const values: Record<string, string> = {}
  let role: ServerRole = 'production'
  for (const entry of entriesOf(value, place)) {
    const variable = SERVER_KEYS[entry.key]
    const text = entry.key === 'headers' && isMap(entry.value) ? JSON.stringify(entry.value.toJSON()) : toText(entry.value)
    const held = text === null ? null : fromEnvironment(text, env)
    if (entry.key === 'role') {
      const known = SERVER_ROLES.find(candidate => candidate === text)
      if (known === undefined)
        mistakes.push(`${entry.where}: role must be one of ${SERVER_ROLES.join(', ')}.`)
      role = known ?? role
    }
    else if (variable === undefined)
      mistakes.push(`${entry.where}: a server has no setting "${entry.key}"; it has ${Object.keys(SERVER_KEYS).join(', ')} and role.`)
    else if (held === null)
      mistakes.push(text === null ? `${entry.where}: ${entry.key} must be one value.` : `${entry.where}: ${entry.key} names ${text}, which the environment does not hold.`)
    else
      values[variable] = held
  }
  if (values['PREFECT_API_URL'] === undefined) {
    mistakes.push(`${where}: the server ${name} needs an api_url.`)
    return null
  }
  return { name, role, values }
}

/** A value that is `\${NAME}` stands in the environment, so that a file without secrets can name them; null: it does not. */
function fromEnvironment(text: string, env: Environment): string | null {
  const [, name] = /^\$\{(\w+)\}$/.exec(text) ?? []
  return name === undefined ? text : env[name] || null
}

/** A single value, or a list of them joined by commas; null for anything deeper or nothing. */
function toText(value: unknown): string | null {
  if (isScalar(value))
    return value.value === null ? null : String(value.value)
  if (!isSeq(value))
    return null
  const texts = value.items.map(toText)
  return texts.includes(null) ? null : texts.join(',')
}
