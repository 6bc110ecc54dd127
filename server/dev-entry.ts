import { toNodeHandler } from 'h3'
import { createBff } from './bff.ts'
import { readOwnSettings } from './own-settings.ts'

const { settings, mistakes } = readOwnSettings(process.env)
if (settings === null)
  throw new Error(mistakes.join(' '))

const bff = await createBff({ settings, screen: null, now: Date.now })
bff.stage.start()

export const answer = toNodeHandler(bff.app)

// Without this, the poller of the code before an edit would go on beside the new one.
import.meta.hot?.accept()
import.meta.hot?.dispose(async () => await bff.close())
