import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin } from 'vite'

/** Text files large enough that compressing them saves a packet. */
const WORTH_IT = /\.(?:js|css|svg|json)$/
const LEAST_BYTES = 1_024

/** Asks for the fonts with the page: known only once the styles are read, they would come after the first text, which would then be set anew. */
export function preloadedFonts(): Plugin {
  return {
    name: 'preloaded-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) => Object.keys(bundle).filter(name => name.endsWith('.woff2')).map(name => ({
        tag: 'link',
        attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `./${name}` },
        injectTo: 'head' as const,
      })),
    },
  }
}

/** Writes a brotli form beside each file of the built screen: quality 11 takes seconds and tens of megabytes, which no start should. */
export function compressedScreen(): Plugin {
  return {
    name: 'compressed-screen',
    apply: 'build',
    applyToEnvironment: environment => environment.name === 'client',
    writeBundle({ dir = '' }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && WORTH_IT.test(entry.name))) {
        const path = join(entry.parentPath, entry.name)
        const bytes = readFileSync(path)
        if (bytes.length >= LEAST_BYTES)
          writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
      }
    },
  }
}
