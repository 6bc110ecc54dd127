import { join } from 'node:path'
import type { Environment } from '../settings.ts'

/** Why the data folder cannot be used, in one sentence that says what to do. What is in it is left as it is. */
export class DataFolderError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'DataFolderError'
  }
}

/** Where programs of this platform keep what people entrust to them. */
export function platformDataFolder(env: Environment, { homeDirectory, platform }: { homeDirectory: string, platform: NodeJS.Platform }): string {
  if (platform === 'darwin')
    return join(homeDirectory, 'Library', 'Application Support', 'First Light')
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(homeDirectory, 'AppData', 'Local'), 'First Light')
  // The XDG specification: a relative path is to be ignored.
  const shared = env['XDG_DATA_HOME']?.startsWith('/') === true ? env['XDG_DATA_HOME'] : join(homeDirectory, '.local', 'share')
  return join(shared, 'first-light')
}
