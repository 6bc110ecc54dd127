import { isAbsolute } from 'node:path'
import type { ServerRole, ServerSource } from '../shared/api/server.ts'
import type { Expectation } from '../shared/declared/expectation.ts'
import { isTimeZone } from '../shared/model/zone.ts'
import type { DeclaredAcknowledgement } from './acknowledged-file.ts'
import { isLoopbackName } from './doors/host.ts'
import { platformCacheFolder } from './watch/cache-folder.ts'
import { platformDataFolder } from './memory/data-folder.ts'
import { readPrefectProfile, type ProfileFiles } from './prefect-profile.ts'
import { readSettingsFile, type FileServer, type FileSettings } from './settings-file.ts'

/** Address and credentials of one orchestration API. */
export interface UpstreamSettings {
  source: ServerSource
  /** One sentence: why this one. */
  why: string
  apiUrl: string
  apiKey: string | null
  /** `user:password`. */
  authString: string | null
  headers: Readonly<Record<string, string>>
  /** PEM text. */
  ca: string | null
  insecure: boolean
}

/** One of the servers that are shown. */
export interface ServerSettings {
  /** As `?server=` and the API say it. */
  name: string
  role: ServerRole
  upstream: UpstreamSettings
  /** Most requests to it in any minute; null: as many as are needed. */
  requestsPerMinute: number | null
}

/** Name of the one server where nobody gave it another. */
export const DEFAULT_NAME = 'default'

export interface Settings {
  port: number
  host: string
  /** The first is the default one. Empty: nothing is configured, so a local server is looked for, else the demo is shown. */
  servers: readonly ServerSettings[]
  /** `FIRSTLIGHT_DEMO`: the demo and nothing else, whatever is configured; nothing is looked for. */
  demoOnly: boolean
  timeZone: string
  /** null: no login; then only names of this machine are answered. */
  secret: string | null
  allowedHosts: readonly string[]
  /** As people reach the page, without a trailing slash; null: as listened on. */
  baseUrl: URL | null
  /** Whether runs may be acted on. */
  actions: boolean
  log: LogLevel
  /** What the settings file declares of jobs. */
  expectations: readonly Expectation[]
  /** What it says is known. */
  acknowledged: readonly DeclaredAcknowledgement[]
  /** Where what people entrust to First Light is kept. */
  dataFolder: string
  /** Where what was read is kept, to go on from at the next start. */
  cacheFolder: string
  /** Most requests to a server in any minute where nothing is said of that one; null: as many as are needed. */
  requestsPerMinute: number | null
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = typeof LOG_LEVELS[number]

export type Environment = Readonly<Record<string, string | undefined>>

/** Files the settings are read from; handed in so that tests never touch a person's own. */
export interface SettingsFiles extends ProfileFiles {
  /** Zone of this machine. */
  hostTimeZone: string
  platform: NodeJS.Platform
}

export type SettingsRead = { settings: Settings, mistakes: [] } | { settings: null, mistakes: string[] }

const SECRET_LENGTH = 16

/** Environment first, else the settings file, else Prefect's active profile. Each mistake is one sentence that names what to change. */
export function readSettings(env: Environment, files: SettingsFiles): SettingsRead {
  const mistakes: string[] = []
  const file = readSettingsFile(env, files, mistakes)
  const ask = <T>(read: (reader: Reader) => T): T => read(createReader(env, file, mistakes))
  const settings: Settings = ask(reader => ({
    port: reader.read('PORT', 'port', toPort, 'a port number from 1 to 65535') ?? 4280,
    host: reader.read('HOST', 'host', toHost, 'a host name or address without scheme and port, e.g. 127.0.0.1') ?? '127.0.0.1',
    demoOnly: reader.read('FIRSTLIGHT_DEMO', null, toFlag, '1 or 0') ?? false,
    servers: [],
    timeZone: reader.read('FIRSTLIGHT_TZ', 'time_zone', text => isTimeZone(text) ? text : null, 'an IANA time zone, e.g. Europe/Berlin') ?? files.hostTimeZone,
    secret: reader.read('FIRSTLIGHT_SECRET', 'secret', text => text.length >= SECRET_LENGTH ? text : null, `at least ${SECRET_LENGTH} characters long`),
    allowedHosts: reader.read('FIRSTLIGHT_ALLOWED_HOSTS', 'allowed_hosts', toHosts, 'host names without scheme and port, separated by commas') ?? [],
    baseUrl: reader.read('FIRSTLIGHT_BASE_URL', 'base_url', toBaseUrl, 'an http or https address without query, e.g. https://x.example/first-light'),
    actions: reader.read('FIRSTLIGHT_ACTIONS', 'actions', toSwitch, 'on or off') ?? false,
    log: reader.read('FIRSTLIGHT_LOG', 'log', text => LOG_LEVELS.find(level => level === text) ?? null, `one of ${LOG_LEVELS.join(', ')}`) ?? 'warn',
    expectations: file.expectations,
    acknowledged: file.acknowledged,
    dataFolder: reader.read('FIRSTLIGHT_DATA', 'data', toFolder, 'the path of a folder, from the root of the disk') ?? platformDataFolder(env, files),
    cacheFolder: reader.read('FIRSTLIGHT_CACHE', 'cache', toFolder, 'the path of a folder, from the root of the disk') ?? platformCacheFolder(env, files),
    requestsPerMinute: reader.read('FIRSTLIGHT_REQUESTS_PER_MINUTE', null, toPerMinute, PER_MINUTE_WANTED),
  }))
  if (!settings.demoOnly)
    settings.servers = readServers(env, { file, files, mistakes, requestsPerMinute: settings.requestsPerMinute })
  if (!isLoopbackName(settings.host) && settings.secret === null && mistakes.length === 0)
    mistakes.push(`HOST is ${settings.host}, which others can reach: set FIRSTLIGHT_SECRET to at least ${SECRET_LENGTH} characters, or leave HOST at 127.0.0.1.`)
  return mistakes.length > 0 ? { settings: null, mistakes } : { settings, mistakes: [] }
}

interface Reader {
  /** The environment's value, else the file's; null when neither is set or it is wrong. */
  read: <T>(variable: string, key: string | null, parse: (text: string) => T | null, wanted: string) => T | null
}

function createReader(env: Environment, file: FileSettings, mistakes: string[]): Reader {
  return {
    read(variable, key, parse, wanted) {
      const fromEnvironment = env[variable]
      const fromFile = key === null ? undefined : file.values.get(key)
      const [where, text] = fromEnvironment !== undefined && fromEnvironment !== '' ? [variable, fromEnvironment] : [fromFile?.where ?? '', fromFile?.text]
      if (text === undefined)
        return null
      const value = parse(text.trim())
      if (value === null)
        mistakes.push(`${where} must be ${wanted}.`)
      return value
    },
  }
}

interface ServersContext {
  file: FileSettings
  files: SettingsFiles
  mistakes: string[]
  requestsPerMinute: number | null
}

/**
 * Credentials of a file or profile never go to an address from elsewhere; those of the environment go where it says, and to the
 * file's server where there is only one.
 */
function readServers(env: Environment, { file, files, mistakes, requestsPerMinute }: ServersContext): ServerSettings[] {
  const isSet = (name: string): boolean => env[name] !== undefined && env[name] !== ''
  const one = (values: Environment, place: Omit<Place, 'files' | 'mistakes'>): ServerSettings[] =>
    [{ name: DEFAULT_NAME, role: 'production', upstream: toUpstream(values, { ...place, files, mistakes }), requestsPerMinute }]
  if (isSet('PREFECT_API_URL'))
    return one(env, { source: 'environment', why: 'PREFECT_API_URL is set in the environment', place: '' })
  if (file.servers.length > 0) {
    const shared = file.servers.length === 1 ? onlySet(env) : {}
    return file.servers.map((server): ServerSettings => ({
      name: server.name,
      role: server.role,
      upstream: toUpstream({ ...server.values, ...shared }, { source: 'settings-file', why: `${file.name} names it`, files, mistakes, place: ` (${file.name}, server ${server.name})` }),
      requestsPerMinute: requestsPerMinute ?? readPerMinute(server, { file, mistakes }),
    }))
  }
  const profile = readPrefectProfile(env, files, mistakes)
  return profile === null ? [] : one({ ...profile.values, ...onlySet(env) }, { source: 'profile', why: `the Prefect profile "${profile.name}" names it`, place: ` (Prefect profile "${profile.name}")` })
}

function onlySet(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => name.startsWith('PREFECT_') && value !== ''))
}

interface Place {
  source: ServerSource
  why: string
  files: SettingsFiles
  mistakes: string[]
  /** Said behind the variable's name where it was not the environment. */
  place: string
}

function toUpstream(values: Environment, { source, why, files, mistakes, place }: Place): UpstreamSettings {
  const wrong = (name: string, wanted: string): null => {
    mistakes.push(`${name}${place} must be ${wanted}.`)
    return null
  }
  const read = (name: string): string | null => values[name] === undefined || values[name] === '' ? null : values[name]
  const apiUrl = read('PREFECT_API_URL') ?? ''
  if (toBaseUrl(apiUrl) === null)
    wrong('PREFECT_API_URL', 'the http or https address of the API, e.g. http://127.0.0.1:4200/api, without user, query or fragment')
  const authString = read('PREFECT_API_AUTH_STRING')
  if (authString !== null && !authString.includes(':'))
    wrong('PREFECT_API_AUTH_STRING', 'user:password')
  const headers = read('PREFECT_CLIENT_CUSTOM_HEADERS')
  const caFile = read('PREFECT_API_SSL_CERT_FILE')
  const ca = caFile === null ? null : files.readText(caFile)
  if (caFile !== null && ca === null)
    wrong('PREFECT_API_SSL_CERT_FILE', 'the path of a readable PEM file')
  const insecure = read('PREFECT_API_TLS_INSECURE_SKIP_VERIFY')
  return {
    source,
    why,
    apiUrl,
    apiKey: read('PREFECT_API_KEY'),
    authString,
    headers: headers === null ? {} : toHeaders(headers) ?? wrong('PREFECT_CLIENT_CUSTOM_HEADERS', 'a JSON object of header names and text values') ?? {},
    ca,
    insecure: insecure === null ? false : toFlag(insecure) ?? wrong('PREFECT_API_TLS_INSECURE_SKIP_VERIFY', 'true or false') ?? false,
  }
}

function toPort(text: string): number | null {
  const port = Number(text)
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : null
}

/** What the settings file says of a server; null: nothing, or nothing that can be kept to. */
function readPerMinute({ name, values }: FileServer, { file, mistakes }: { file: FileSettings, mistakes: string[] }): number | null {
  const text = values['FIRSTLIGHT_REQUESTS_PER_MINUTE']
  const count = text === undefined ? null : toPerMinute(text.trim())
  if (text !== undefined && count === null)
    mistakes.push(`requests_per_minute (${file.name}, server ${name}) must be ${PER_MINUTE_WANTED}.`)
  return count
}

/** Fewer than these, and changes could not be followed. */
const LEAST_A_MINUTE = 20
const PER_MINUTE_WANTED = `a whole number from ${LEAST_A_MINUTE} to 100000`

function toPerMinute(text: string): number | null {
  const count = Number(text)
  return /^\d{1,6}$/.test(text) && count >= LEAST_A_MINUTE && count <= 100_000 ? count : null
}

function toHost(text: string): string | null {
  return /^[\w.:-]+$/.test(text) && !text.includes('//') && (/^[\w.-]+$/.test(text) || text.split(':').length > 2) ? text : null
}

function toHosts(text: string): string[] | null {
  const names = text.split(',').map(name => name.trim().toLowerCase()).filter(name => name !== '')
  return names.every(name => /^[\w.-]+$/.test(name) || /^\[[\da-f:.]+\]$/.test(name)) ? names : null
}

/** A relative one would be another folder for each place First Light is started from. */
function toFolder(text: string): string | null {
  return isAbsolute(text) && !text.includes('\0') ? text : null
}

function toSwitch(text: string): boolean | null {
  return text === 'on' ? true : text === 'off' ? false : null
}

function toFlag(text: string): boolean | null {
  if (/^(?:1|true|yes|on)$/i.test(text))
    return true
  return /^(?:0|false|no|off)$/i.test(text) ? false : null
}

function toBaseUrl(text: string): URL | null {
  if (!URL.canParse(text))
    return null
  const url = new URL(text)
  const isPlain = (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  return isPlain ? url : null
}

/** `name: value` pairs that a request can carry, names in lower case; null for anything else. */
function toHeaders(text: string): Record<string, string> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.values(value).some(header => typeof header !== 'string'))
      return null
    return Object.fromEntries(new Headers(value as Record<string, string>))
  }
  catch {
    return null // no JSON, or a name or value no request can carry: the caller says so in words
  }
}
