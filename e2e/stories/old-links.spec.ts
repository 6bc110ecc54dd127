import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import type { FlowsAnswer } from '../../shared/api/flows.ts'
import type { LogsAnswer } from '../../shared/api/logs.ts'
import type { RunsAnswer } from '../../shared/api/runs.ts'

/** What addresses are made of. */
interface Ids {
  /** Of a failed run of warehouse-sync, and of another one. */
  run: string
  other: string
  /** A task run of it. */
  task: string
  flow: string
  deployment: string
  /** Its last line, as an address has it. */
  line: string
  /** The night, ISO. */
  from: string
  to: string
}

interface OldLink {
  address: (ids: Ids) => string
  /** What it must show. */
  shows: (page: Page, ids: Ids) => Promise<void>
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const chip = (name: string): OldLink['shows'] => async page => await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible()
const rows = (page: Page) => page.getByRole('table', { name: 'Runs' }).getByRole('row')
const filterIs = (text: string): OldLink['shows'] => async (page) => {
  await expect(page.getByRole('combobox', { name: 'Which runs' })).toHaveValue(text)
  await expect(rows(page).nth(1)).toBeVisible()
}
const isRun: OldLink['shows'] = async (page, { run }) => {
  await expect(page).toHaveURL(new RegExp(`/runs/${run}`))
  await expect(heading(page)).toContainText('warehouse-sync')
}
const pressed = (group: string, button: RegExp): OldLink['shows'] => async page => await expect(page.getByRole('group', { name: group }).getByRole('button', { name: button, pressed: true })).toBeVisible()

/** Every form of address that ever led somewhere. A row is never taken out: somebody kept the link. */
const OLD_LINKS: Readonly<Record<string, OldLink>> = {
  'the morning': { address: () => '/', shows: async page => await expect(heading(page)).toContainText('need you') },
  'the morning of a window': {
    address: ({ from, to }) => `/?from=${from}&to=${to}`,
    shows: async page => await expect(page.getByRole('button', { name: /^Time shown:/ })).not.toContainText('now'),
  },
  'the morning of a tag': { address: () => '/?tag=tier-1', shows: chip('tag: tier-1') },
  'the morning of a flow': { address: () => '/?flow=ledger-close', shows: chip('flow: ledger-close') },
  'the morning in a zone': { address: () => '/?tz=Asia/Tokyo', shows: async page => await expect(page.getByRole('button', { name: 'Time zone' })).toContainText('Asia/Tokyo') },
  'a section of the morning': { address: () => '/#recovered', shows: async page => await expect(page.locator('#recovered')).toHaveAttribute('open', '') },
  'runs': { address: () => '/runs', shows: async page => await expect(rows(page).nth(1)).toBeVisible() },
  'runs by state and flow': { address: () => '/runs?state=failed&flow=warehouse-sync', shows: filterIs('flow:warehouse-sync state:failed') },
  'runs by several values': { address: () => '/runs?state=failed&state=crashed', shows: filterIs('state:failed,crashed') },
  'runs of a deployment': { address: () => '/runs?deployment=ledger-close/eu', shows: filterIs('deployment:ledger-close/eu') },
  'runs with a tag': { address: () => '/runs?tag=tier-1', shows: filterIs('tag:tier-1') },
  'runs by a part of the name': { address: () => '/runs?name=a', shows: filterIs('a') },
  'runs of a window': {
    address: ({ from, to }) => `/runs?from=${from}&to=${to}`,
    shows: async page => await expect(page.getByRole('button', { name: /^Time shown:/ })).not.toContainText('now'),
  },
  'runs in words': { address: () => '/runs?q=state:failed+-tag:heartbeat+took>1s', shows: filterIs('state:failed -tag:heartbeat took>1s') },
  'runs in an order': { address: () => '/runs?sort=longest', shows: async page => await expect(page.getByRole('button', { name: 'Order' })).toContainText('longest first') },
  'runs put together': { address: () => '/runs?q=state:failed&group=flow', shows: async page => await expect(page.getByText('warehouse-sync').first()).toBeVisible() },
  'a run': { address: ({ run }) => `/runs/${run}`, shows: isRun },
  'lines of a level': { address: ({ run }) => `/runs/${run}?level=error`, shows: pressed('Lowest level shown', /error/i) },
  'lines of a logger': { address: ({ run }) => `/runs/${run}?logger=prefect.flow_runs`, shows: async page => await expect(page.getByRole('region', { name: 'Log' })).toContainText('Beginning flow run') },
  'lines of runs below': { address: ({ run }) => `/runs/${run}?subflows=1`, shows: isRun },
  'a line of a log': { address: ({ run, line }) => `/runs/${run}?line=${line}&tz=Asia/Tokyo`, shows: async page => await expect(page.getByRole('group', { name: 'Marked lines' })).toContainText('1 line marked') },
  'a phrase in a log': { address: ({ run }) => `/runs/${run}?q=refused`, shows: async page => await expect(page.getByRole('textbox', { name: 'Find in the whole log' })).toHaveValue('refused') },
  'a task of a run': { address: ({ run, task }) => `/runs/${run}?task=${task}`, shows: async page => await expect(page.getByRole('region', { name: 'The chosen task' })).toBeVisible() },
  'tasks as a table': { address: ({ run }) => `/runs/${run}?tasks=table`, shows: async page => await expect(page.getByRole('region', { name: 'Tasks as a table' })).toBeVisible() },
  'tasks as a graph': { address: ({ run }) => `/runs/${run}?tasks=graph`, shows: async page => await expect(page.getByRole('group', { name: 'Tasks by what they waited for' })).toBeVisible() },
  'tasks by state and name': { address: ({ run }) => `/runs/${run}?state=completed&name=extract`, shows: async page => await expect(page.getByRole('searchbox', { name: 'Find tasks by name' })).toHaveValue('extract') },
  'the states of a run': { address: ({ run }) => `/runs/${run}?tab=states`, shows: async page => await expect(page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('link', { name: 'States' })).toHaveAttribute('aria-current', 'page') },
  'a comparison with the last good run': { address: ({ run }) => `/runs/${run}/compare`, shows: async page => await expect(page.getByRole('region', { name: 'What differs' })).toBeVisible() },
  'a comparison': { address: ({ run, other }) => `/runs/${run}/compare?with=${other}`, shows: async page => await expect(page.getByRole('region', { name: 'What differs' })).toBeVisible() },
  'flows': { address: () => '/flows', shows: async page => await expect(page.getByRole('link', { name: 'ledger-close' }).first()).toBeVisible() },
  'flows with a tag': { address: () => '/flows?tag=tier-1', shows: chip('tag: tier-1') },
  'a flow': { address: ({ flow }) => `/flows/${flow}`, shows: async page => await expect(heading(page)).toContainText('warehouse-sync') },
  'a deployment': { address: ({ deployment }) => `/deployments/${deployment}`, shows: async page => await expect(heading(page)).toContainText('warehouse-sync') },
  'a search in logs': { address: () => '/logs?q=connection+refused&level=error&runs=flow:warehouse-sync', shows: async page => await expect(heading(page)).toContainText('lines in 5 runs') },
  'Prefect\'s page of a run': { address: ({ run }) => `/runs/flow-run/${run}`, shows: isRun },
  'Prefect\'s older page of a run': { address: ({ run }) => `/flow-runs/flow-run/${run}?tab=Logs`, shows: isRun },
  'Prefect\'s newer page of a run': { address: ({ run }) => `/v2/runs/flow-run/${run}`, shows: isRun },
  'Prefect\'s page of a task': { address: ({ task }) => `/task-runs/task-run/${task}`, shows: async (page, ids) => {
    await isRun(page, ids)
    await expect(page.getByRole('region', { name: 'The chosen task' })).toBeVisible()
  } },
  'Prefect\'s page of a flow': { address: ({ flow }) => `/flows/flow/${flow}`, shows: async page => await expect(heading(page)).toContainText('warehouse-sync') },
  'Prefect\'s page of a deployment': { address: ({ deployment }) => `/deployments/deployment/${deployment}`, shows: async page => await expect(heading(page)).toContainText('warehouse-sync') },
  'Prefect\'s list of runs': { address: () => '/flow-runs', shows: async page => await expect(rows(page).nth(1)).toBeVisible() },
  'Prefect\'s list of deployments': { address: () => '/deployments', shows: async page => await expect(page).toHaveURL(/\/flows$/) },
  'Prefect\'s dashboard': { address: () => '/dashboard', shows: async page => await expect(heading(page)).toContainText('need you') },
}

for (const [name, { address, shows }] of Object.entries(OLD_LINKS)) {
  test(`a kept link still opens ${name}`, async ({ page, request }) => {
    const ids = await readIds(request)
    await page.goto(address(ids))
    await shows(page, ids)
  })
}

async function readIds(request: APIRequestContext): Promise<Ids> {
  const get = async <T>(path: string): Promise<T> => await (await request.get(path)).json() as T
  const { runs: [run, other] } = await get<RunsAnswer>('/api/runs?q=flow:warehouse-sync+state:failed')
  const { lines } = await get<LogsAnswer>(`/api/runs/${run!.id}/logs?start=last`)
  const { flows } = await get<FlowsAnswer>('/api/flows')
  const last = lines.at(-1)!
  const now = Date.now()
  return {
    run: run!.id,
    other: other!.id,
    task: lines.find(({ taskRunId }) => taskRunId !== null)!.taskRunId!,
    flow: flows.find(flow => flow.name === 'warehouse-sync')!.id,
    deployment: run!.deployment!.id,
    line: `${last.at}.${last.id}`,
    from: new Date(now - 86_400_000).toISOString(),
    to: new Date(now).toISOString(),
  }
}
