import { join } from 'node:path'
import type { Environment } from '../settings.ts'

/** Where programs of this platform keep what they can make again. */
export function platformCacheFolder(env: Environment, { homeDirectory, platform }: { homeDirectory: string, platform: NodeJS.Platform }): string {
  if (platform === 'darwin')
    return join(homeDirectory, 'Library', 'Caches', 'First Light')
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(homeDirectory, 'AppData', 'Local'), 'First Light', 'Cache')
  // The XDG specification: a relative path is to be ignored.
  const shared = env['XDG_CACHE_HOME']?.startsWith('/') === true ? env['XDG_CACHE_HOME'] : join(homeDirectory, '.cache')
  return join(shared, 'first-light')
}
