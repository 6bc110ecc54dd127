import { ref } from 'vue'
import { START_LOCATION, type Router } from 'vue-router'
import { apiUrl } from './queries/bff.ts'

/** Address of the page that was asked for and whose script could not be fetched; null: none. */
export const lostPage = ref<string | null>(null)

/**
 * A page's script is fetched when the page is opened. While our server is away it is not to be had, which is told; once another
 * build has taken its place it is gone for good, and the whole page is loaded anew, but never twice in a row.
 */
export function findLostPages(router: Router): void {
  router.onError(async (_error, to) => {
    const address = router.resolve(to).href
    if (router.currentRoute.value !== START_LOCATION && await isServerThere())
      location.assign(address)
    else
      lostPage.value = address
  })
  router.afterEach((_to, _from, failure) => {
    if (failure === undefined)
      lostPage.value = null
  })
}

async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch(apiUrl('/healthz'))).ok
  }
  catch {
    return false // nothing answers: what was asked
  }
}
