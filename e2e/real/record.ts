import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import { ensureEnvironment } from './environments.ts'
import { startServer } from './servers.ts'

/**
 * Renews what was recorded of Prefect 3.8.8: its words for requests and answers, and the slots of its schedules.
 * Bodies in `server/prefect/recorded` are left: the tests beside them tell what is odd in each.
 */
const REQUESTS = [
  'Body_count_account_events_events_count_by__countable__post', 'Body_read_events_events_filter_post',
  'Body_count_deployments_deployments_count_post', 'Body_count_flow_runs_flow_runs_count_post', 'Body_count_task_runs_task_runs_count_post', 'Body_flow_run_history_flow_runs_history_post', 'Body_read_artifacts_artifacts_filter_post', 'Body_read_deployments_deployments_filter_post',
  'Body_read_flow_runs_flow_runs_filter_post', 'Body_read_flows_flows_filter_post', 'Body_read_logs_logs_filter_post',
  'Body_read_task_runs_task_runs_filter_post', 'Body_read_work_pools_work_pools_filter_post', 'Body_read_work_queues_work_queues_filter_post',
  'Body_read_workers_work_pools__work_pool_name__workers_filter_post',
  'Body_read_all_concurrency_limits_v2_v2_concurrency_limits_filter_post', 'Body_read_concurrency_limits_concurrency_limits_filter_post', 'Body_read_automations_automations_filter_post',
  'Body_set_flow_run_state_flow_runs__id__set_state_post', 'Body_resume_flow_run_flow_runs__id__resume_post', 'DeploymentFlowRunCreate',
]
const ANSWERS = ['Artifact', 'Automation', 'ConcurrencyLimit', 'DeploymentResponse', 'EventCount', 'EventPage', 'Flow', 'FlowRunResponse', 'GlobalConcurrencyLimitResponse', 'Graph', 'Log', 'OrchestrationResult', 'State', 'TaskRun', 'WorkPoolResponse', 'WorkQueueResponse', 'WorkerResponse']

/** Left out: what words a schema for people, and defaults, since a field that is left out stays so here. */
const PROSE = new Set(['title', 'description', 'example', 'examples', 'default'])

interface OpenApi {
  openapi: string
  info: { title: string, version: string }
  components: { schemas: Record<string, object> }
}

const server = await startServer({ version: '3.8.8' })
if ('unavailable' in server)
  throw new Error(server.unavailable)
const full = await fetch(server.apiUrl.replace(/\/api$/, '/openapi.json')).then(async response => await response.json() as OpenApi)
await server.stop()

writeFileSync('server/demo/openapi-3.8.8.json', `${JSON.stringify(cut(full, [...REQUESTS, ...ANSWERS]))}\n`)

const types = astToString(await openapiTS({ ...cut(full, REQUESTS), paths: {} } as Parameters<typeof openapiTS>[0], { defaultNonNullable: false }))
const head = `/**
 * The bodies of the requests we send, as the OpenAPI of Prefect ${full.info.version} has them; made by \`npm run record\`, not edited by hand.
 * An unknown key beside the filters is silently ignored by Prefect and the answer unfiltered: these types make it an error here.
 */
`
writeFileSync('server/prefect/openapi-3.8.8.ts', head + types.slice(types.indexOf('export interface components')).replace(/export type \$defs[\s\S]*$/, '').trimEnd() + '\n')

const environment = await ensureEnvironment('3.8.8')
if ('unavailable' in environment)
  throw new Error(environment.unavailable)
const cases = execFileSync(process.execPath, ['e2e/run/ts.mjs', 'e2e/real/slot-cases.ts'])
writeFileSync('shared/expectations/recorded/prefect-3.8.8-slots.json', execFileSync(environment.python, ['e2e/real/record_slots.py'], { input: cases, maxBuffer: 1e8 }))

/** The named schemas and all they rest on, without prose. */
function cut({ openapi, info, components: { schemas } }: OpenApi, names: readonly string[]): OpenApi {
  const kept = new Map<string, object>()
  const waiting = [...names]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = schemas[name]
    if (schema === undefined)
      throw new Error(`Prefect has no schema ${name} any more.`)
    if (kept.has(name))
      continue
    const text = JSON.stringify(schema, (key, value: unknown) => PROSE.has(key) && (typeof value !== 'object' || Array.isArray(value)) ? undefined : value)
    kept.set(name, JSON.parse(text) as object)
    waiting.push(...[...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, found]) => found ?? ''))
  }
  return { openapi, info: { title: info.title, version: info.version }, components: { schemas: Object.fromEntries([...kept].sort(([a], [b]) => a < b ? -1 : 1)) } }
}
