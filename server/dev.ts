import { isRunnableDevEnvironment, type Plugin } from 'vite'

/** Serves the server's routes inside Vite's dev server: one process, and edits of server/ and shared/ are live. */
export function oneProcess(): Plugin {
  return {
    name: 'one-process',
    apply: 'serve',
    configureServer({ environments }) {
      if (!isRunnableDevEnvironment(environments['ssr']))
        throw new Error('one-process needs a runnable environment')
    },
  }
}
