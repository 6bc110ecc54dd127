import { dirname, resolve } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
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
  serverName: string
  /** Values of the one server under the names the environment would have; null: it names none. */
  server: { values: Environment } | null
  expectations: readonly Expectation[]
  acknowledged: readonly DeclaredAcknowledgement[]
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
const DEFAULT_NAME = 'default'

/** Reads the YAML file of `FIRSTLIGHT_CONFIG`. A missing default file is no mistake; a missing named one is. */
export function readSettingsFile(env: Environment, { readText }: { readText: (path: string) => string | null }, mistakes: string[]): FileSettings {
  const path = env['FIRSTLIGHT_CONFIG'] || DEFAULT_FILE
  const empty: FileSettings = { name: path, values: new Map(), serverName: DEFAULT_NAME, server: null, expectations: [], acknowledged: [] }
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
  return readMap(document.contents, { empty, place, line: offset => lines.linePos(offset ?? 0).line, mistakes, readBeside: beside => readText(resolve(dirname(path), beside)) })
}

interface Reading {
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
  let server: Pick<FileSettings, 'server' | 'serverName'> = empty
  let { expectations, acknowledged } = empty
  for (const { key, value, where } of entriesOf(map, place)) {
    const text = toText(value)
    if (key === 'servers')
      server = readServers(value, { ...reading, where })
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
  return { ...empty, ...server, values, expectations, acknowledged }
}

function readServers(value: unknown, { empty, place, mistakes, where }: Reading & { where: string }): Pick<FileSettings, 'server' | 'serverName'> {
  const [first, ...others] = isMap(value) ? entriesOf(value, place) : []
  if (first === undefined || !isMap(first.value) || !/^[\w-]{1,40}$/.test(first.key)) {
    mistakes.push(`${where}: servers must hold one name of letters, digits, - or _, with at least its api_url below it.`)
    return empty
  }
  if (others.length > 0)
    mistakes.push(`${others[0]?.where ?? where}: only one server can be shown; keep one of ${[first, ...others].map(({ key }) => key).join(', ')}.`)
  const values: Record<string, string> = {}
  for (const entry of entriesOf(first.value, place)) {
    const variable = SERVER_KEYS[entry.key]
    const text = entry.key === 'headers' && isMap(entry.value) ? JSON.stringify(entry.value.toJSON()) : toText(entry.value)
    if (variable === undefined)
      mistakes.push(`${entry.where}: a server has no setting "${entry.key}"; it has ${Object.keys(SERVER_KEYS).join(', ')}.`)
    else if (text === null)
      mistakes.push(`${entry.where}: ${entry.key} must be one value.`)
    else
      values[variable] = text
  }
  if (values['PREFECT_API_URL'] === undefined) {
    mistakes.push(`${first.where}: the server ${first.key} needs an api_url.`)
    return empty
  }
  return { serverName: first.key, server: { values } }
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
