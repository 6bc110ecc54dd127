import { serveDemo } from '../../server/demo/serve.ts'

/** `node e2e/run/ts.mjs e2e/upstream/demo-process.ts [ZONE]`: the demo on a free port of loopback, until the process is ended. */
const [zone = 'Europe/Berlin'] = process.argv.slice(2)
const { apiUrl } = await serveDemo({ port: 0, now: Date.now, zone })
process.stdout.write(`demo: ${apiUrl}\n`)
