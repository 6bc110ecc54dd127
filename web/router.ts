import type { QueryClient } from '@tanstack/vue-query'
import { createRouter, createWebHistory, START_LOCATION, type RouteLocationNormalized, type RouteLocationRaw, type Router } from 'vue-router'
import { readPrefectAddress } from '../shared/links/prefect-address.ts'
import { basePath } from './base-path.ts'
import { findLostPages } from './lost-page.ts'
import MorningPage from './pages/morning/MorningPage.vue'
import { readRunAhead } from './pages/run/read-ahead.ts'
import { searchQuery } from './queries/search.ts'
import { deploymentRoute, flowRoute, flowsRoute, morningRoute, runRoute, runsRoute } from './routes.ts'
import { keepServer } from './server-address.ts'

/** The landing page is in the first script; the others are fetched when they are opened. */
export function createScreenRouter(queryClient: QueryClient): Router {
  const router = createRouter({
    history: createWebHistory(basePath()),
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
    routes: [
      { path: '/', name: 'morning', component: MorningPage },
      { path: '/runs', name: 'runs', component: async () => await import('./pages/runs/RunsPage.vue') },
      {
        path: '/runs/:id',
        name: 'run',
        component: async () => await import('./pages/run/RunPage.vue'),
        props: true,
        beforeEnter: (to, from) => {
          if (from === START_LOCATION)
            readRunAhead(queryClient, String(to.params['id']), to.query)
        },
      },
      { path: '/runs/:id/compare', name: 'compare', component: async () => await import('./pages/compare/ComparePage.vue'), props: true },
      { path: '/logs', name: 'logs', component: async () => await import('./pages/logs/LogsPage.vue') },
      { path: '/flows', name: 'flows', component: async () => await import('./pages/flows/FlowsPage.vue') },
      { path: '/flows/:id', name: 'flow', component: async () => await import('./pages/flow/SubjectPage.vue'), props: route => ({ kind: 'flows', id: route.params['id'] }) },
      { path: '/deployments/:id', name: 'deployment', component: async () => await import('./pages/flow/SubjectPage.vue'), props: route => ({ kind: 'deployments', id: route.params['id'] }) },
      { path: '/pools', name: 'pools', component: async () => await import('./pages/pools/PoolsPage.vue') },
      { path: '/pools/:name', name: 'pool', component: async () => await import('./pages/pools/PoolPage.vue'), props: true },
      { path: '/upcoming', name: 'upcoming', component: async () => await import('./pages/upcoming/UpcomingPage.vue') },
      { path: '/:path(.*)*', name: 'nowhere', beforeEnter: async to => await fromPrefect(to.path, queryClient) ?? true, component: async () => await import('./pages/NowherePage.vue') },
    ],
  })
  keepServer(router)
  router.beforeEach(withoutShareToken)
  findLostPages(router)
  return router
}

/** A share token has done its work where the page is opened: it does not stay in the address, to be copied on. */
function withoutShareToken(to: RouteLocationNormalized): RouteLocationRaw | undefined {
  const { share, ...query } = to.query
  return share === undefined ? undefined : { path: to.path, query, hash: to.hash, replace: true }
}

/** An address of Prefect's own interface behind this one's host opens the same thing here; null: it is none, or what it names is not there. */
async function fromPrefect(path: string, queryClient: QueryClient): Promise<RouteLocationRaw | null> {
  const address = readPrefectAddress(path)
  if (address === null)
    return null
  const { kind, id } = address
  if (id === null)
    return { 'morning': morningRoute, 'runs': runsRoute, 'flows': flowsRoute, 'run': null, 'task-run': null, 'flow': null, 'deployment': null }[kind]?.() ?? null
  if (kind !== 'task-run')
    return { run: runRoute, flow: flowRoute, deployment: deploymentRoute, runs: null, flows: null, morning: null }[kind]?.(id) ?? null
  const found = await queryClient.query(searchQuery(id)).catch(() => null) // the page that there is nothing says enough
  const [place] = found?.servers.flatMap(({ server, runs }) => runs.map(run => runRoute(run.id, { task: id, server }))) ?? []
  return place ?? null
}
