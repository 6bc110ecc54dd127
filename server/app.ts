import { bodyLimit, getCookie, H3, type H3Event } from 'h3'
import type { Logger } from 'pino'
import type { Access } from './doors/access.ts'
import type { Attempts } from './doors/attempts.ts'
import { authorize } from './doors/authorize.ts'
import { crossSiteWall } from './doors/cross-site.ts'
import { hostWall } from './doors/host.ts'
import { beginRequest, endRequest } from './doors/request-log.ts'
import { SCREEN_PATHS } from './doors/screen-address.ts'
import { addSecurityHeaders } from './doors/security-headers.ts'
import type { Sessions } from './doors/sessions.ts'
import { createShareLinks } from './doors/share-links.ts'
import { answerFailure, Refusal } from './errors.ts'
import { acknowledgementsRoute, acknowledgeRoute, takeBackRoute } from './routes/acknowledgements.ts'
import { inputRoute, parametersRoute } from './routes/act-forms.ts'
import { actRoute, auditRoute } from './routes/acts.ts'
import { previewActsRoute } from './routes/acts-preview.ts'
import { healthRoute, readyRoute } from './routes/alive.ts'
import type { RouteDeps } from './routes/deps.ts'
import { compareRoute } from './routes/compare.ts'
import { deploymentActRoute, deploymentActsRoute } from './routes/deployment-acts.ts'
import { flowsRoute } from './routes/flows.ts'
import { limitsRoute } from './routes/limits.ts'
import { liveRoute, type LiveStreams } from './routes/live.ts'
import { loginPageRoute, loginRoute, loginStyleRoute, logoutRoute } from './routes/login.ts'
import { logSearchRoute } from './routes/log-search.ts'
import { logsRoute } from './routes/logs.ts'
import { downloadRoute } from './routes/logs-download.ts'
import { findRoute } from './routes/logs-find.ts'
import { logLineRoute, nextErrorRoute } from './routes/logs-line.ts'
import { logOutlineRoute } from './routes/logs-outline.ts'
import { morningRoute, nightSheetRoute } from './routes/morning.ts'
import { poolNowRoute, poolRoute, poolsRoute } from './routes/pools.ts'
import { toPreview, wantsPreview, writePreview } from './routes/preview.ts'
import { runRoute } from './routes/run.ts'
import { runsCsvRoute } from './routes/runs-csv.ts'
import { reasonRoute } from './routes/run-reason.ts'
import { artifactFrameRoute, artifactsRoute, artifactVersionsRoute, childrenRoute, eventsRoute, statesRoute } from './routes/run-record.ts'
import { choicesRoute, runsRoute } from './routes/runs.ts'
import { searchRoute } from './routes/search.ts'
import { serverRoute, switchRoute } from './routes/server.ts'
import { SHARED_PATHS, shareRoute, unfurl, type ShareDeps } from './routes/share.ts'
import { startsRoute } from './routes/starts.ts'
import { subjectRoute } from './routes/subject.ts'
import { attemptsRoute } from './routes/timeline-attempts.ts'
import { usualRoute } from './routes/timeline-usual.ts'
import { timelineRoute } from './routes/timeline.ts'
import { trustRoute } from './routes/trust.ts'
import { upcomingRoute } from './routes/upcoming.ts'
import { answerFile, type Screen, type ScreenFile } from './screen.ts'
import type { Settings } from './settings.ts'

export interface AppDeps extends RouteDeps {
  settings: Pick<Settings, 'host' | 'port' | 'secret' | 'allowedHosts' | 'baseUrl'>
  /** null: not built, or served by the dev server. */
  screen: Screen | null
  sessions: Sessions
  attempts: Attempts
  live: LiveStreams
  log: Logger
  /** This machine's clock, epoch ms: for sessions and the log. */
  now: () => number
}

export interface Route {
  method: 'GET' | 'POST'
  /** Below the base path. */
  path: string
  access?: Partial<Access>
  handler: (event: H3Event) => Response | Promise<Response>
}

const MOST_BODY_BYTES = 64 * 1_024
const OPEN = { open: true }
const PAGE = { page: true }
const SHARED_PAGE = { page: true, shared: true }

/** Every address there is. A route without `access` is behind every door. */
export function listRoutes(deps: AppDeps): Route[] {
  const { settings, screen, sessions, attempts, live } = deps
  const { basePath, cookieName, https } = readPlace(settings)
  const login = { secret: settings.secret, sessions, attempts, cookieName, basePath, https, onLogout: live.recheck }
  const loginOf = (event: H3Event): (() => boolean) => {
    const token = getCookie(event, cookieName) ?? null
    return () => settings.secret === null || sessions.isLive(token, { use: false })
  }
  return [
    { method: 'GET', path: '/healthz', access: OPEN, handler: healthRoute() },
    { method: 'GET', path: '/readyz', access: OPEN, handler: readyRoute(deps) },
    { method: 'GET', path: '/login', access: { open: true, page: true }, handler: loginPageRoute(login) },
    { method: 'POST', path: '/login', access: { open: true, form: true }, handler: loginRoute(login) },
    { method: 'GET', path: '/login.css', access: OPEN, handler: loginStyleRoute() },
    { method: 'POST', path: '/logout', handler: logoutRoute(login) },
    { method: 'GET', path: '/api/server', handler: serverRoute(deps) },
    { method: 'POST', path: '/api/server/switch', handler: switchRoute(deps) },
    { method: 'GET', path: '/api/morning', handler: morningRoute(deps) },
    { method: 'GET', path: '/api/trust', handler: trustRoute(deps) },
    { method: 'GET', path: '/api/night-sheet', handler: nightSheetRoute(deps) },
    { method: 'GET', path: '/api/runs', handler: runsRoute(deps) },
    { method: 'GET', path: '/api/choices', handler: choicesRoute(deps) },
    { method: 'GET', path: '/api/runs.csv', handler: runsCsvRoute(deps) },
    { method: 'GET', path: '/api/runs/:id', handler: runRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/reason', handler: reasonRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/compare', handler: compareRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/states', handler: statesRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/children', handler: childrenRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/events', handler: eventsRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/artifacts', handler: artifactsRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/artifacts/:artifact/versions', handler: artifactVersionsRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/artifacts/:artifact/frame', handler: artifactFrameRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/timeline', handler: timelineRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/attempts', handler: attemptsRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/usual', handler: usualRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/logs', handler: logsRoute(deps) },
    { method: 'GET', path: '/api/logs/search', handler: logSearchRoute(deps) },
    { method: 'GET', path: '/api/search', handler: searchRoute(deps) },
    { method: 'POST', path: '/api/runs/:id/acts', handler: actRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/input', handler: inputRoute(deps) },
    { method: 'POST', path: '/api/acts/preview', handler: previewActsRoute(deps) },
    { method: 'GET', path: '/api/audit', handler: auditRoute(deps) },
    { method: 'GET', path: '/api/deployments/:id/parameters', handler: parametersRoute(deps) },
    { method: 'GET', path: '/api/deployments/:id/acts', handler: deploymentActsRoute(deps) },
    { method: 'POST', path: '/api/deployments/:id/acts', handler: deploymentActRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/logs/line', handler: logLineRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/logs/error', handler: nextErrorRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/logs/find', handler: findRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/logs/outline', handler: logOutlineRoute(deps) },
    { method: 'GET', path: '/api/runs/:id/logs/download', handler: downloadRoute(deps) },
    { method: 'GET', path: '/api/flows', handler: flowsRoute(deps) },
    { method: 'GET', path: '/api/flows/:id', handler: subjectRoute(deps, 'flow') },
    { method: 'GET', path: '/api/deployments/:id', handler: subjectRoute(deps, 'deployment') },
    { method: 'GET', path: '/api/deployments/:id/starts', handler: startsRoute(deps) },
    { method: 'GET', path: '/api/pools', handler: poolsRoute(deps) },
    { method: 'GET', path: '/api/pools/:name', handler: poolRoute(deps) },
    { method: 'GET', path: '/api/pools/:name/now', handler: poolNowRoute(deps) },
    { method: 'GET', path: '/api/limits', handler: limitsRoute(deps) },
    { method: 'GET', path: '/api/upcoming', handler: upcomingRoute(deps) },
    { method: 'GET', path: '/api/acknowledgements', handler: acknowledgementsRoute(deps) },
    { method: 'POST', path: '/api/acknowledgements', handler: acknowledgeRoute(deps) },
    { method: 'POST', path: '/api/acknowledgements/:id/end', handler: takeBackRoute(deps) },
    { method: 'GET', path: '/api/share', handler: shareRoute(readShare(deps)) },
    { method: 'GET', path: '/api/live', handler: liveRoute(deps, { live, loginOf }) },
    ...screenRoutes(screen, deps),
  ]
}

/** The page at each of its addresses, and each of its files; a person lost elsewhere gets the page that says so. */
function screenRoutes(screen: Screen | null, deps: RouteDeps): Route[] {
  if (screen === null)
    return []
  const { files } = screen
  const pageNow = (): ScreenFile => deps.servers()[0].demo ? screen.demoPage : screen.page
  return [
    ...SCREEN_PATHS.map((path): Route => ({ method: 'GET', path, access: SHARED_PATHS.includes(path) ? SHARED_PAGE : PAGE, handler: async event => await answerPage(event, path, { page: pageNow(), deps }) })),
    ...files.map((file): Route => ({ method: 'GET', path: file.path, handler: async event => await answerFile(event, file) })),
    { method: 'GET', path: '/**', access: PAGE, handler: async event => isLostPerson(event) ? await answerFile(event, pageNow(), { status: 404 }) : nothingHere() },
  ]
}

/** The page, with what its address is about for whoever shows a link before it is opened. */
async function answerPage(event: H3Event, path: string, { page, deps }: { page: ScreenFile, deps: RouteDeps }): Promise<Response> {
  const preview = wantsPreview(event) ? await toPreview(event, path, deps) : null
  if (preview === null)
    return await answerFile(event, page)
  return new Response(writePreview(new TextDecoder().decode(page.bytes), preview), { headers: { 'content-type': page.type, 'cache-control': 'no-cache' } })
}

function isLostPerson(event: H3Event): boolean {
  return (event.req.headers.get('accept') ?? '').includes('text/html') && !/\/(?:api|assets)(?:\/|$)/.test(event.url.pathname)
}

function nothingHere(): never {
  throw new Refusal(404, 'There is nothing at this address.')
}

export function createApp(deps: AppDeps): H3 {
  const { settings, log, now, sessions } = deps
  const { basePath, cookieName, https } = readPlace(settings)
  const app = new H3({
    silent: true,
    // Refused by our own last route, behind the doors.
    allowMalformedURL: true,
    onRequest: event => beginRequest(event, now),
    onError: (error, event) => answerFailure(error, event, log),
    onResponse: (response, event) => {
      addSecurityHeaders(response, { https })
      endRequest(response, event, { log, now })
    },
  })
  app.use(hostWall({ listenHost: settings.host, allowedHosts: settings.allowedHosts, baseUrl: settings.baseUrl }))
  app.use(authorize({ secret: settings.secret, sessions, cookieName, basePath, unfurl: unfurl(deps, readShare(deps)) }))
  app.use(crossSiteWall({ baseUrl: settings.baseUrl }))
  app.use(bodyLimit(MOST_BODY_BYTES))
  addRoutes(app, listRoutes(deps), basePath)
  return app
}

/** Registers each route with HEAD beside GET, and 405 for every other method of its path. */
function addRoutes(app: H3, routes: readonly Route[], basePath: string): void {
  const byPath = new Map<string, Route[]>()
  for (const route of routes)
    byPath.set(route.path, [...byPath.get(route.path) ?? [], route])
  for (const [path, atPath] of byPath) {
    const address = basePath.slice(0, -1) + path
    const methods = atPath.flatMap(({ method, path }) => method === 'GET' && path !== '/api/live' ? ['GET', 'HEAD'] : [method])
    for (const { method, access, handler } of atPath) {
      app.on(method, address, handler, { meta: { access } })
      if (method === 'GET' && methods.includes('HEAD'))
        app.on('HEAD', address, handler, { meta: { access } })
    }
    app.all(address, () => {
      throw path === '/**' ? new Refusal(404, 'There is nothing at this address.') : new Refusal(405, `Only ${methods.join(', ')} is answered here.`, { allow: methods.join(', ') })
    }, { meta: { access: atPath[0]?.access } })
  }
}

/** What share links are made and known with. */
function readShare({ settings, now }: AppDeps): ShareDeps {
  const { secret } = settings
  return { links: secret === null ? null : createShareLinks({ secret, now }), basePath: readPlace(settings).basePath }
}

/** What follows from where people reach the page. */
export function readPlace({ baseUrl, port }: Pick<Settings, 'baseUrl' | 'port'>): { basePath: string, https: boolean, cookieName: string } {
  const https = baseUrl?.protocol === 'https:'
  const basePath = `${(baseUrl?.pathname ?? '/').replace(/\/+$/, '')}/`
  // Cookies are shared by all ports of a host: another First Light beside this one keeps its own.
  return { basePath, https, cookieName: `${https ? '__Host-' : ''}firstlight-${port}` }
}
