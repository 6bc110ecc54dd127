import { describe, expect, it } from 'vitest'
import { readSettings, type Environment } from './settings.ts'

/** Reads settings with no file but those given. */
function read(env: Environment, files: Record<string, string> = {}) {
  return readSettings(env, { readText: path => files[path] ?? null, homeDirectory: '/home/ann', hostTimeZone: 'Europe/Berlin', platform: 'linux' })
}

const PROFILES = `
active = "prod"
[profiles.prod]
PREFECT_API_URL = "https://prod.example/api"
PREFECT_API_KEY = "pnu_profile"
[profiles.local]
PREFECT_API_URL = "http://127.0.0.1:4200/api"
[profiles.ephemeral]
PREFECT_SERVER_ALLOW_EPHEMERAL_MODE = "true"
`
const HOME = '/home/ann/.prefect/profiles.toml'
const SECRET = 'correct horse battery'

describe('readSettings', () => {
  it('listens on this machine alone and shows nothing when nothing is set', () => {
    expect(read({}).settings).toEqual({
      port: 4280, host: '127.0.0.1', servers: [], demoOnly: false, timeZone: 'Europe/Berlin', secret: null, allowedHosts: [], baseUrl: null, log: 'warn',
      actions: false, expectations: [], acknowledged: [], dataFolder: '/home/ann/.local/share/first-light', cacheFolder: '/home/ann/.cache/first-light', requestsPerMinute: null,
    })
  })

  it.each<[string, Environment, Record<string, string>, string | null, string | null]>([
    ['the environment', { PREFECT_API_URL: 'https://a.example/api', PREFECT_API_KEY: 'pnu_env' }, { [HOME]: PROFILES }, 'https://a.example/api', 'pnu_env'],
    ['the settings file before the profile', {}, { './firstlight.yaml': 'servers:\n  prod:\n    api_url: https://b.example/api\n', [HOME]: PROFILES }, 'https://b.example/api', null],
    ['the active profile', {}, { [HOME]: PROFILES }, 'https://prod.example/api', 'pnu_profile'],
    ['the profile of PREFECT_PROFILE', { PREFECT_PROFILE: 'local' }, { [HOME]: PROFILES }, 'http://127.0.0.1:4200/api', null],
    ['the profiles of PREFECT_HOME', { PREFECT_HOME: '/srv/p' }, { '/srv/p/profiles.toml': PROFILES }, 'https://prod.example/api', 'pnu_profile'],
    ['the profiles of PREFECT_PROFILES_PATH', { PREFECT_PROFILES_PATH: '/p.toml', PREFECT_HOME: '/srv/p' }, { '/p.toml': PROFILES }, 'https://prod.example/api', 'pnu_profile'],
    ['nothing from a profile without an address', { PREFECT_PROFILE: 'ephemeral' }, { [HOME]: PROFILES }, null, null],
    ['the demo alone when it is asked for', { FIRSTLIGHT_DEMO: '1', PREFECT_API_URL: 'https://a.example/api' }, { [HOME]: PROFILES }, null, null],
    ['a key of the environment for a profile\'s address', { PREFECT_API_KEY: 'pnu_env' }, { [HOME]: PROFILES }, 'https://prod.example/api', 'pnu_env'],
    ['no key of a profile for an address of the environment', { PREFECT_API_URL: 'https://a.example/api' }, { [HOME]: PROFILES }, 'https://a.example/api', null],
  ])('takes %s', (_, env, files, apiUrl, apiKey) => {
    const { settings, mistakes } = read(env, files)
    expect(mistakes).toEqual([])
    expect(settings?.servers[0]?.upstream.apiUrl ?? null).toBe(apiUrl)
    expect(settings?.servers[0]?.upstream.apiKey ?? null).toBe(apiKey)
  })

  it('says why it shows a server', () => {
    expect(read({}, { [HOME]: PROFILES }).settings?.servers[0]?.upstream).toMatchObject({ source: 'profile', why: 'the Prefect profile "prod" names it' })
    expect(read({ PREFECT_API_URL: 'https://a.example/api' }).settings?.servers[0]?.upstream).toMatchObject({ source: 'environment' })
  })

  it('reads every setting of the connection', () => {
    const { settings } = read({
      PREFECT_API_URL: 'https://a.example/api',
      PREFECT_API_AUTH_STRING: 'ann:pw',
      PREFECT_CLIENT_CUSTOM_HEADERS: '{"X-Team": "data"}',
      PREFECT_API_SSL_CERT_FILE: '/ca.pem',
      PREFECT_API_TLS_INSECURE_SKIP_VERIFY: 'True',
    }, { '/ca.pem': 'PEM' })
    expect(settings?.servers[0]?.upstream).toMatchObject({ authString: 'ann:pw', headers: { 'x-team': 'data' }, ca: 'PEM', insecure: true })
  })

  it('reads the settings file, and the environment before it', () => {
    const file = 'port: 5000\nhost: 127.0.0.2\ntime_zone: Asia/Tokyo\nallowed_hosts: [a.example, b.example]\nbase_url: https://x.example/first-light\nservers:\n  lab:\n    api_url: http://lab:4200/api\n    headers:\n      X-A: b\n'
    const { settings, mistakes } = read({ PORT: '5001', FIRSTLIGHT_CONFIG: '/c.yaml' }, { '/c.yaml': file })
    expect(mistakes).toEqual([])
    expect(settings).toMatchObject({ port: 5001, host: '127.0.0.2', timeZone: 'Asia/Tokyo', allowedHosts: ['a.example', 'b.example'], servers: [{ name: 'lab', role: 'production', upstream: { headers: { 'x-a': 'b' } } }] })
    expect(settings?.baseUrl?.pathname).toBe('/first-light')
  })

  it.each<[Environment, string]>([
    [{ PORT: '0' }, 'PORT must be a port number from 1 to 65535.'],
    [{ PORT: '4280x' }, 'PORT must be a port number from 1 to 65535.'],
    [{ HOST: 'http://x' }, 'HOST must be a host name or address'],
    [{ FIRSTLIGHT_TZ: 'Berlin' }, 'FIRSTLIGHT_TZ must be an IANA time zone'],
    [{ FIRSTLIGHT_SECRET: 'short' }, 'FIRSTLIGHT_SECRET must be at least 16 characters long.'],
    [{ FIRSTLIGHT_ALLOWED_HOSTS: 'https://a.example' }, 'FIRSTLIGHT_ALLOWED_HOSTS must be host names'],
    [{ FIRSTLIGHT_BASE_URL: '/first-light' }, 'FIRSTLIGHT_BASE_URL must be an http or https address'],
    [{ FIRSTLIGHT_DATA: 'data' }, 'FIRSTLIGHT_DATA must be the path of a folder, from the root of the disk.'],
    [{ FIRSTLIGHT_DATA: '~/data' }, 'FIRSTLIGHT_DATA must be the path of a folder'],
    [{ FIRSTLIGHT_LOG: 'loud' }, 'FIRSTLIGHT_LOG must be one of'],
    [{ FIRSTLIGHT_DEMO: 'maybe' }, 'FIRSTLIGHT_DEMO must be 1 or 0.'],
    [{ FIRSTLIGHT_CONFIG: '/none.yaml' }, 'FIRSTLIGHT_CONFIG must be the path of a readable YAML file'],
    [{ PREFECT_API_URL: 'localhost:4200' }, 'PREFECT_API_URL must be the http or https address'],
    [{ PREFECT_API_URL: 'ftp://a/api' }, 'PREFECT_API_URL must be'],
    [{ PREFECT_API_URL: 'http://a/api', PREFECT_API_AUTH_STRING: 'ann' }, 'PREFECT_API_AUTH_STRING must be user:password.'],
    [{ PREFECT_API_URL: 'http://a/api', PREFECT_CLIENT_CUSTOM_HEADERS: '[1]' }, 'PREFECT_CLIENT_CUSTOM_HEADERS must be a JSON object'],
    [{ PREFECT_API_URL: 'http://a/api', PREFECT_CLIENT_CUSTOM_HEADERS: '{"a b": "c"}' }, 'PREFECT_CLIENT_CUSTOM_HEADERS must be'],
    [{ PREFECT_API_URL: 'http://a/api', PREFECT_API_SSL_CERT_FILE: '/none.pem' }, 'PREFECT_API_SSL_CERT_FILE must be the path'],
    [{ PREFECT_API_URL: 'http://a/api', PREFECT_API_TLS_INSECURE_SKIP_VERIFY: 'perhaps' }, 'PREFECT_API_TLS_INSECURE_SKIP_VERIFY must be true or false.'],
    [{ FIRSTLIGHT_CACHE: 'cache' }, 'FIRSTLIGHT_CACHE must be the path of a folder, from the root of the disk.'],
    [{ FIRSTLIGHT_REQUESTS_PER_MINUTE: 'few' }, 'FIRSTLIGHT_REQUESTS_PER_MINUTE must be a whole number from 20 to 100000.'],
    [{ FIRSTLIGHT_REQUESTS_PER_MINUTE: '19' }, 'FIRSTLIGHT_REQUESTS_PER_MINUTE must be'],
  ])('refuses %j by name', (env, sentence) => {
    const { settings, mistakes } = read(env)
    expect(settings).toBeNull()
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(sentence)
  })

  it('names every wrong value at once, and no secret', () => {
    const { mistakes } = read({ PORT: 'x', FIRSTLIGHT_SECRET: 'hunter2', FIRSTLIGHT_TZ: 'Mars/Base' })
    expect(mistakes).toHaveLength(3)
    expect(mistakes.join()).not.toContain('hunter2')
  })

  it.each([
    ['port: 4280\nprot: 1\n', '/c.yaml line 2: there is no setting "prot"'],
    ['port: [\n', '/c.yaml line'],
    ['- a\n', '/c.yaml must be a list of settings'],
    ['time_zone:\n  a: b\n', '/c.yaml line 1: time_zone must be one value.'],
    ['time_zone: Mars/Base\n', '/c.yaml line 1: time_zone must be an IANA time zone'],
    ['servers:\n  a:\n    api_url: http://a/api\n    role: prod\n', '/c.yaml line 4: role must be one of production, other.'],
    ['servers:\n  a:\n    api_url: http://a/api\n    role: other\n', '/c.yaml line 1: one server at least must have the role production'],
    ['servers:\n  a:\n    api_url: http://a/api\n    api_key: ${EU_KEY}\n', '/c.yaml line 4: api_key names ${EU_KEY}, which the environment does not hold.'],
    ['servers:\n  a b:\n    api_url: http://a/api\n', '/c.yaml line 2: a server is a name of at most 40 letters'],
    ['servers:\n  a:\n    api_url: http://a/api\nexpectations:\n  - { tag: x, tier: 1, server: b }\n', '/c.yaml line 5: there is no server "b"; there is a.'],
    ['servers:\n  a:\n    url: http://a/api\n', '/c.yaml line 3: a server has no setting "url"'],
    ['servers: {}\n', 'servers must hold a name'],
    ['servers:\n  a:\n    api_url: nonsense\n', 'PREFECT_API_URL (/c.yaml, server a) must be'],
    ['servers:\n  a:\n    api_url: http://a/api\n    requests_per_minute: 5\n', 'requests_per_minute (/c.yaml, server a) must be a whole number'],
  ])('tells the line of a mistake in the file: %j', (file, sentence) => {
    expect(read({ FIRSTLIGHT_CONFIG: '/c.yaml' }, { '/c.yaml': file }).mistakes.join('\n')).toContain(sentence)
  })

  it('takes a cap of requests from the server it is of', () => {
    const file = 'servers:\n  a:\n    api_url: http://a/api\n    requests_per_minute: 300\n'
    const files = { '/c.yaml': file }
    expect(read({ FIRSTLIGHT_CONFIG: '/c.yaml' }, files).settings?.servers[0]?.requestsPerMinute).toBe(300)
    expect(read({ FIRSTLIGHT_CONFIG: '/c.yaml', FIRSTLIGHT_REQUESTS_PER_MINUTE: '60' }, files).settings?.servers[0]?.requestsPerMinute).toBe(60)
    expect(read({ FIRSTLIGHT_CONFIG: '/c.yaml', PREFECT_API_URL: 'http://b/api' }, files).settings?.servers[0]?.requestsPerMinute).toBeNull()
  })

  it('shows every server of the file, each with its own credentials and cap', () => {
    const file = 'servers:\n  eu:\n    api_url: http://eu/api\n    api_key: ${EU_KEY}\n    requests_per_minute: 300\n  staging:\n    api_url: http://staging/api\n    role: other\n'
    const { settings, mistakes } = read({ FIRSTLIGHT_CONFIG: '/c.yaml', EU_KEY: 'pnu_eu', PREFECT_API_KEY: 'pnu_env' }, { '/c.yaml': file })
    expect(mistakes).toEqual([])
    expect(settings?.servers).toMatchObject([
      { name: 'eu', role: 'production', upstream: { apiUrl: 'http://eu/api', apiKey: 'pnu_eu' }, requestsPerMinute: 300 },
      { name: 'staging', role: 'other', upstream: { apiUrl: 'http://staging/api', apiKey: null }, requestsPerMinute: null },
    ])
  })

  it('tells where Prefect\'s profiles cannot be read', () => {
    expect(read({}, { [HOME]: 'active = "a\n' }).mistakes[0]).toContain(`${HOME} line 1`)
    expect(read({ PREFECT_PROFILE: 'gone' }, { [HOME]: PROFILES }).mistakes[0]).toContain('it holds no "gone"')
  })

  it.each(['0.0.0.0', '::', '192.168.1.5', 'box.example'])('refuses to listen on %s without a secret', (host) => {
    expect(read({ HOST: host }).mistakes[0]).toContain('set FIRSTLIGHT_SECRET')
    expect(read({ HOST: host, FIRSTLIGHT_SECRET: SECRET }).mistakes).toEqual([])
  })

  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('listens on %s without a secret', (host) => {
    expect(read({ HOST: host }).mistakes).toEqual([])
  })
})
