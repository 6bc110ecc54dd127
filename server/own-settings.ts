import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { readSettings, type Environment, type SettingsRead } from './settings.ts'

/** The settings of this process, from its environment and this person's files. */
export function readOwnSettings(env: Environment): SettingsRead {
  return readSettings(env, { readText, homeDirectory: homedir(), hostTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, platform: process.platform })
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  }
  catch {
    return null // not there, or not readable: the settings say what follows from it
  }
}
