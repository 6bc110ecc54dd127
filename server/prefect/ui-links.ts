const CLOUD = /^https:\/\/api\.prefect\.cloud\/api\/accounts\/([\w-]+)\/workspaces\/([\w-]+)$/

/** Root of Prefect's own UI for an API address; null where it cannot be told (an API path of one's own). */
export function uiRoot(apiUrl: string): string | null {
  const address = apiUrl.replace(/\/+$/, '')
  const [, account, workspace] = CLOUD.exec(address) ?? []
  if (account !== undefined && workspace !== undefined)
    return `https://app.prefect.cloud/account/${account}/workspace/${workspace}`
  return address.endsWith('/api') ? address.slice(0, -'/api'.length) : null
}

/** A run, flow, deployment or work pool (by its name) in Prefect's own UI. 3.x moved runs from `/flow-runs` to `/runs`. */
export function uiLink(apiUrl: string, thing: 'flow-run' | 'flow' | 'deployment' | 'work-pool', { id, version }: { id: string, version: string | null }): string | null {
  const root = uiRoot(apiUrl)
  const folder = { 'flow-run': version?.startsWith('2.') === true ? 'flow-runs' : 'runs', 'flow': 'flows', 'deployment': 'deployments', 'work-pool': 'work-pools' }[thing]
  return root === null ? null : `${root}/${folder}/${thing}/${encodeURIComponent(id)}`
}
