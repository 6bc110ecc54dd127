import { parse, TomlError } from 'smol-toml'
import type { Environment } from './settings.ts'

export interface ProfileFiles {
  /** Text of a file; null when it is not there or cannot be read. */
  readText: (path: string) => string | null
  homeDirectory: string
}

/**
 * The active profile of Prefect's own settings, where it names an API address; null where it does not.
 * Places and order as in Prefect 3.8.8: PREFECT_PROFILES_PATH, else PREFECT_HOME or ~/.prefect; PREFECT_PROFILE, else `active`.
 */
export function readPrefectProfile(env: Environment, { readText, homeDirectory }: ProfileFiles, mistakes: string[]): { name: string, values: Environment } | null {
  const path = env['PREFECT_PROFILES_PATH'] || `${env['PREFECT_HOME'] || `${homeDirectory}/.prefect`}/profiles.toml`
  const text = readText(path)
  const asked = env['PREFECT_PROFILE'] || null
  if (text === null)
    return null
  const toml = readToml(text, path, mistakes)
  const name = asked ?? (typeof toml['active'] === 'string' ? toml['active'] : null)
  const profiles = isTable(toml['profiles']) ? toml['profiles'] : {}
  const profile = name === null ? undefined : profiles[name]
  if (name === null)
    return null
  if (!isTable(profile)) {
    if (asked !== null)
      mistakes.push(`PREFECT_PROFILE must name a profile of ${path}; it holds no "${asked}".`)
    return null
  }
  const values = Object.fromEntries(Object.entries(profile).map(([key, value]) => [key, String(value)]))
  return values['PREFECT_API_URL'] ? { name, values } : null
}

function readToml(text: string, path: string, mistakes: string[]): Record<string, unknown> {
  try {
    return parse(text)
  }
  catch (error) {
    const line = error instanceof TomlError ? ` line ${error.line}` : ''
    mistakes.push(`${path}${line}: Prefect's profiles cannot be read as TOML; mend the file, or set PREFECT_API_URL.`)
    return {}
  }
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
