import type { QueryClient } from '@tanstack/vue-query'
import { createRouter, createWebHistory, START_LOCATION, type RouteLocationRaw, type Router } from 'vue-router'
import { readPrefectAddress } from '../shared/links/prefect-address.ts'
import { basePath } from './base-path.ts'
import { findLostPages } from './lost-page.ts'
import MorningPage from './pages/morning/MorningPage.vue'
import { readRunAhead } from './pages/run/read-ahead.ts'
import { deploymentRoute, flowRoute, runRoute } from './routes.ts'
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
      { path: '/flows', name: 'flows', component: async () => await import('./pages/flows/FlowsPage.vue') },
      { path: '/flows/:id', name: 'flow', component: async () => await import('./pages/flow/SubjectPage.vue'), props: route => ({ kind: 'flows', id: route.params['id'] }) },
      { path: '/deployments/:id', name: 'deployment', component: async () => await import('./pages/flow/SubjectPage.vue'), props: route => ({ kind: 'deployments', id: route.params['id'] }) },
      { path: '/pools', name: 'pools', component: async () => await import('./pages/pools/PoolsPage.vue') },
      { path: '/pools/:name', name: 'pool', component: async () => await import('./pages/pools/PoolPage.vue'), props: true },
      { path: '/upcoming', name: 'upcoming', component: async () => await import('./pages/upcoming/UpcomingPage.vue') },
      { path: '/:path(.*)*', name: 'nowhere', beforeEnter: to => fromPrefect(to.path) ?? true, component: async () => await import('./pages/NowherePage.vue') },
    ],
  })
  keepServer(router)
  findLostPages(router)
  return router
}

/** An address of Prefect's own interface behind this one's host opens the same thing here. */
function fromPrefect(path: string): RouteLocationRaw | null {
  const address = readPrefectAddress(path)
  if (address?.id == null)
    return null
  const route = { 'run': runRoute, 'flow': flowRoute, 'deployment': deploymentRoute, 'task-run': null, 'runs': null, 'flows': null, 'morning': null }[address.kind]
  return route === null ? null : route(address.id)
}
