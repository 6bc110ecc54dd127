import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumLaunch } from './e2e/chromium.ts'
import { oneProcess } from './server/dev.ts'
import { compressedScreen, preloadedFonts } from './server/screen-build.ts'

const inRoot = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** What the landing page needs is one script: many small ones, each waiting for the one that names it, are slower than their bytes. */
const LANDING = /node_modules\/(?!echarts|zrender|anser|@tanstack\/(?:vue-virtual|virtual-core))|\/web\/(?!charts|components\/DurationChart|pages\/(?!morning))|\/shared\/(?:model|verdict|filter|timeline\/(?:night-sheet|time-ticks))/

// One `vite build` makes the screen (dist/web) and one server file (dist/server/main.mjs) that needs nothing of node_modules
// but the database: what it is made of is native, and cannot be put into a file.
export default defineConfig({
  root: inRoot('web'),
  base: './',
  plugins: [vue(), preloadedFonts(), compressedScreen(), oneProcess()],
  builder: {},
  environments: {
    client: {
      build: { outDir: inRoot('dist/web'), emptyOutDir: true, assetsInlineLimit: 0, rolldownOptions: { input: inRoot('web/index.html'), output: { codeSplitting: { groups: [{ name: 'landing', test: LANDING }] } } } },
    },
    ssr: {
      resolve: { noExternal: true, external: ['libsql'] },
      build: {
        ssr: true,
        outDir: inRoot('dist/server'),
        emptyOutDir: true,
        rolldownOptions: { input: inRoot('server/main.ts'), output: { entryFileNames: 'main.mjs' } },
      },
    },
  },
  test: {
    projects: [
      {
        root: inRoot('.'),
        test: { name: 'node', include: ['{shared,server,web,e2e/nights}/**/*.test.ts'], exclude: ['**/*.browser.test.ts', '**/node_modules/**'], env: { TZ: 'UTC' } },
      },
      {
        root: inRoot('.'),
        plugins: [vue()],
        // Found only while a test runs, they would be bundled then and the page loaded anew in the middle of it.
        optimizeDeps: { include: ['vue', 'vue-router', 'pinia', '@tanstack/vue-query', '@tanstack/vue-virtual', 'anser'] },
        test: {
          name: 'browser',
          include: ['web/**/*.browser.test.ts'],
          browser: { enabled: true, headless: true, provider: playwright({ launchOptions: chromiumLaunch() }), instances: [{ browser: 'chromium' }] },
        },
      },
      {
        root: inRoot('.'),
        test: { name: 'real', include: ['e2e/real/**/*.test.ts'], env: { TZ: 'UTC' }, testTimeout: 120_000, hookTimeout: 600_000, fileParallelism: false },
      },
    ],
  },
})
