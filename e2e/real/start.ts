import { parseArgs } from 'node:util'
import { PREFECT_VERSIONS } from './environments.ts'
import { runFlows } from './flows.ts'
import { writeNight } from './night.ts'
import { startServer } from './servers.ts'

const USAGE = `npm run real -- [--version 3|2] [--port N] [--home FOLDER] [--night] [--end ISO] [--deployments 70] [--runs 2000] [--flows] [--services]

Starts a real Prefect server on loopback until Ctrl-C.
  --night     with a written past night (3.8.8 only): two weeks of runs up to --end (now)
  --flows     with real flows run on it: retries, failures, subflow, artifacts, a crash, a late run
  --services  with Prefect's scheduler and late-run services on; off, rows stay as they were written
  --home      keeps database and log there; left out, they are deleted at the end`

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: '3' },
    port: { type: 'string' },
    home: { type: 'string' },
    night: { type: 'boolean', default: false },
    end: { type: 'string', default: new Date().toISOString() },
    deployments: { type: 'string', default: '70' },
    runs: { type: 'string', default: '2000' },
    flows: { type: 'boolean', default: false },
    services: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const version = PREFECT_VERSIONS.find(known => known.startsWith(values.version))
if (values.help || version === undefined || (values.night && version !== '3.8.8')) {
  console.log(USAGE)
  process.exit(values.help ? 0 : 2)
}

const server = await startServer({
  version,
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.home !== undefined && { home: values.home }),
  services: { scheduler: values.services || values.flows, lateRuns: values.services || values.flows },
  prepare: async (prepared) => {
    if (values.night)
      console.log(JSON.stringify(await writeNight(prepared, { end: values.end, deployments: Number(values.deployments), runs: Number(values.runs) }), null, 1))
  },
})
if ('unavailable' in server) {
  console.error(server.unavailable)
  process.exit(1)
}
let isStopping = false
const stop = async (): Promise<void> => {
  if (isStopping)
    return
  isStopping = true
  await server.stop()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
if (values.flows)
  console.log(JSON.stringify(await runFlows(server), null, 1))
console.log(`Prefect ${version} on ${server.apiUrl} (pid ${server.pid}, home ${server.home}). Ctrl-C ends it.`)
console.log(`First Light on it: PREFECT_API_URL=${server.apiUrl} npm start`)
