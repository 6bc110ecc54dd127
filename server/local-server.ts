import { LOCAL_API_URL } from './shown.ts'

const TIMEOUT_MS = 1_000
const LOOK_EVERY_MS = 10_000

/** Whether a Prefect server answers in good health on port 4200 of this machine. */
export async function isLocalServerHealthy(fetch: typeof globalThis.fetch = globalThis.fetch): Promise<boolean> {
  try {
    const response = await fetch(`${LOCAL_API_URL}/health`, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
    return response.ok && await response.json() === true
  }
  catch {
    return false // nothing listens there, or something that is no Prefect server: both mean "not found"
  }
}

export interface LocalServerLookout {
  found: () => boolean
  stop: () => void
}

/** Looks for that server again and again while the demo is shown. */
export function watchForLocalServer({ isHealthy = isLocalServerHealthy, onChange }: { isHealthy?: () => Promise<boolean>, onChange: () => void }): LocalServerLookout {
  let isFound = false
  const look = async (): Promise<void> => {
    const was = isFound
    isFound = await isHealthy()
    if (was !== isFound)
      onChange()
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  timer.unref()
  return { found: () => isFound, stop: () => clearInterval(timer) }
}
