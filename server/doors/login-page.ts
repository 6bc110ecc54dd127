/** Our pages that need no script. Their one stylesheet is a file of its own, so that no inline style is ever allowed. */

export const LOGIN_STYLE = `:root { color-scheme: light dark; --ink: #1d2433; --quiet: #5b6473; --ground: #f7f6f3; --line: #d9d6cf; --bad: #b3261e; --act: #27496d }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --quiet: #a2a9b5; --ground: #14171d; --line: #343a45; --bad: #ff8a80; --act: #9cc3ea } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { width: min(22rem, calc(100vw - 3rem)) }
h1 { margin: 0 0 .25rem; font-size: 1.25rem; font-weight: 600 }
p { margin: 0 0 1.25rem; color: var(--quiet) }
p[role=alert] { color: var(--bad) }
label { display: block; margin-bottom: .25rem; font-weight: 600 }
input { box-sizing: border-box; width: 100%; padding: .5rem .625rem; border: 1px solid var(--quiet); border-radius: 4px; background: transparent; color: inherit; font: inherit }
button { margin-top: 1rem; padding: .5rem 1rem; border: 0; border-radius: 4px; background: var(--act); color: var(--ground); font: inherit; font-weight: 600; cursor: pointer }
:focus-visible { outline: 2px solid var(--act); outline-offset: 2px }
a { color: var(--act) }
`

export interface LoginPage {
  basePath: string
  /** Where to go afterwards, below the base path. */
  next: string
  /** Why the last attempt failed; null: there was none. */
  trouble: string | null
  status: number
  headers?: Readonly<Record<string, string>>
}

export function loginPage({ basePath, next, trouble, status, headers = {} }: LoginPage): Response {
  const body = `<h1>First Light</h1>
<p>This page is shared by secret.</p>
${trouble === null ? '' : `<p role="alert">${escapeHtml(trouble)}</p>\n`}<form method="post" action="${escapeHtml(basePath)}login">
<label for="secret">Secret</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required autofocus>
<input type="hidden" name="next" value="${escapeHtml(next)}">
<button type="submit">Log in</button>
</form>`
  return toPage({ basePath, title: 'Log in · First Light', body, status, headers })
}

/** Asks for `path` once more from our own page, with the cookies a link from elsewhere left behind. */
export function comeAgainPage(path: string, { basePath }: { basePath: string }): Response {
  const target = new URL(path, 'http://own.invalid')
  const own = escapeHtml(target.pathname.replace(/^\/+/, '/') + target.search)
  return toPage({
    basePath,
    title: 'First Light',
    head: `<meta http-equiv="refresh" content="0;url=${own}">`,
    body: `<h1>First Light</h1>\n<p><a href="${own}">Go on</a></p>`,
    status: 200,
    headers: {},
  })
}

export interface SharedPage {
  basePath: string
  /** The page itself, below the base path. */
  next: string
  /** A browser goes on by itself: to the page where it is logged in, else from there to the login. */
  goesOn: boolean
}

/** What stands before a shared page for those without a login. What it is about is put into its head. */
export function sharedPage({ basePath, next, goesOn }: SharedPage): string {
  return toHtml({
    basePath,
    title: 'First Light',
    head: goesOn ? `<meta http-equiv="refresh" content="0;url=${escapeHtml(basePath.slice(0, -1) + next)}">` : '',
    body: `<h1>First Light</h1>\n<p><a href="${escapeHtml(`${basePath}login?next=${encodeURIComponent(next)}`)}">Log in to open it</a></p>`,
  })
}

interface Document {
  basePath: string
  title: string
  head?: string
  body: string
}

interface Page extends Document {
  status: number
  headers: Readonly<Record<string, string>>
}

function toPage({ status, headers, ...page }: Page): Response {
  return new Response(toHtml(page), { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } })
}

function toHtml({ basePath, title, head = '', body }: Document): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${head}<link rel="stylesheet" href="${escapeHtml(basePath)}login.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
