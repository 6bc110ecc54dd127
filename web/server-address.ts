import type { LocationQuery, RouteLocationNormalizedLoaded, RouteLocationRaw, Router } from 'vue-router'

/** The server an address names; null: the default one, or on Morning all of them. */
export function readServer(query: LocationQuery): string | null {
  const [name] = [query['server']].flat()
  return name == null || name === '' ? null : name
}

/**
 * Makes every link stay with the server of the page it stands on, so that no link has to name it: the page of a run of `staging`
 * leads to runs of `staging`. A link that says `server` itself is left as it is, with null for the default one; Morning is of all
 * servers and is led to plainly.
 */
export function keepServer(router: Router): void {
  const { resolve, push, replace } = router
  router.resolve = ((to: RouteLocationRaw, current?: RouteLocationNormalizedLoaded) => resolve(withServer(to, current ?? router.currentRoute.value), current)) as Router['resolve']
  router.push = async to => await push(withServer(to, router.currentRoute.value))
  router.replace = async to => await replace(withServer(to, router.currentRoute.value))
}

/** `to` with the server of the page that leads to it; without a name it is that page itself. */
export function withServer(to: RouteLocationRaw, current: Pick<RouteLocationNormalizedLoaded, 'name' | 'query'>): RouteLocationRaw {
  if (typeof to === 'string' || 'path' in to || (('name' in to && to.name) || current.name) === 'morning')
    return to
  const { server = readServer(current.query), ...query } = to.query ?? {}
  return { ...to, query: server === null ? query : { server, ...query } }
}
