import { createHash } from 'node:crypto'
import MarkdownIt from 'markdown-it'
import type { Artifact } from '../../shared/model/artifact.ts'
import { formatCount } from '../../shared/verdict/words.ts'

/** Longer text makes a page nobody reads, and a browser that stalls. */
const MOST_CHARACTERS = 500_000
const MOST_ROWS = 1_000
const MOST_COLUMNS = 100
const MOST_CELL_CHARACTERS = 2_000

const STYLE = `
:root { color-scheme: light; --ink: #1d1b18; --soft: #645f57; --line: #e7e4de; --paper: #ffffff; }
:root[data-theme="dark"] { color-scheme: dark; --ink: #eceae6; --soft: #a9a69f; --line: #2b2e33; --paper: #1a1c1f; }
body { margin: 0; padding: 12px; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 20px; } h2 { font-size: 16px; } h3, h4, h5, h6 { font-size: 14px; }
body > :first-child { margin-top: 0; }
a { color: inherit; }
code, pre { font: 12px/1.5 ui-monospace, Menlo, monospace; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 3px 10px; border: 1px solid var(--line); }
th { color: var(--soft); font-weight: 400; }
img { max-width: 100%; }
progress { width: min(360px, 80%); vertical-align: middle; }
.note { color: var(--soft); }
`

/** For the answer that carries the page: nothing runs in it, nothing is fetched by it, and a link opens apart from us. */
export const ARTIFACT_POLICY = [
  'default-src \'none\'', 'img-src data:', `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'frame-ancestors \'self\'', 'base-uri \'none\'', 'form-action \'none\'', 'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ')

const IMAGE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i
const WEB = /^https?:\/\//i

const markdown = createMarkdown()

/** Markdown without raw HTML. An image elsewhere stays a link: fetching it would tell its server who looks at it and when. */
function createMarkdown() {
  const made = new MarkdownIt({ html: false, linkify: true })
  made.renderer.rules['link_open'] = (tokens, index, options, _environment, renderer) => {
    tokens[index]?.attrSet('target', '_blank')
    tokens[index]?.attrSet('rel', 'noopener noreferrer')
    return renderer.renderToken(tokens, index, options)
  }
  made.renderer.rules['image'] = (tokens, index) => {
    const token = tokens[index]
    return toImage(String(token?.attrGet('src') ?? ''), token?.content ?? '')
  }
  return made
}

/** A whole document that shows one artifact, whatever is in it. */
export function toArtifactPage({ type, content, key }: Pick<Artifact, 'type' | 'content' | 'key'>, { theme }: { theme: 'light' | 'dark' }): string {
  return `<!doctype html><html lang="en" data-theme="${theme}"><head><meta charset="utf-8"><title>${escape(key)}</title><style>${STYLE}</style></head><body>${toBody(type, content)}</body></html>`
}

/** About how many rows of text an artifact takes, so that its frame can be given room: a frame that may run nothing cannot say. */
export function rowsOf({ type, content }: Pick<Artifact, 'type' | 'content'>): number {
  if (type === 'progress')
    return 1
  if (type === 'image')
    return IMAGE.test(String(content)) ? 14 : 1
  const table = type === 'table' ? toRows(typeof content === 'string' ? toJson(content) : content) : null
  return table === null ? (typeof content === 'string' ? content : JSON.stringify(content, null, 2) ?? '').split('\n').length : table.length + 1
}

function toBody(type: string, content: unknown): string {
  switch (type) {
    case 'markdown':
      return typeof content === 'string' ? `${markdown.render(content.slice(0, MOST_CHARACTERS))}${cutNote(content)}` : toPlain(content)
    case 'table':
      return toTable(content)
    case 'progress':
      return typeof content === 'number' && Number.isFinite(content) ? `<p><progress max="100" value="${Math.min(100, Math.max(0, content))}"></progress> ${escape(String(content))} %</p>` : toPlain(content)
    case 'image':
      return typeof content === 'string' ? `<p>${toImage(content, 'image')}</p>` : toPlain(content)
    default:
      return toPlain(content)
  }
}

function toImage(address: string, words: string): string {
  if (IMAGE.test(address))
    return `<img src="${escape(address)}" alt="${escape(words)}">`
  const told = `${words === '' ? 'image' : words} (${address.slice(0, MOST_CELL_CHARACTERS)})`
  return WEB.test(address) ? `<a href="${escape(address)}" target="_blank" rel="noopener noreferrer">${escape(told)}</a>` : escape(told)
}

/** Rows as a list of objects, a list of lists, or an object of columns: as JSON text or as they are. */
function toTable(content: unknown): string {
  const read = typeof content === 'string' ? toJson(content) : content
  const rows = toRows(read)
  if (rows === null)
    return toPlain(content)
  const shown = rows.slice(0, MOST_ROWS)
  const all = [...new Set(shown.flatMap(row => Object.keys(row)))]
  const columns = all.slice(0, MOST_COLUMNS)
  const isList = Array.isArray(read) && read.every(Array.isArray)
  const head = isList ? '' : `<thead><tr>${columns.map(name => `<th scope="col">${escape(name)}</th>`).join('')}</tr></thead>`
  const body = shown.map(row => `<tr>${columns.map(name => `<td>${escape(toCell(row[name]))}</td>`).join('')}</tr>`).join('')
  const left = [...(rows.length > shown.length ? [`${formatCount(rows.length - shown.length, 'more row')}`] : []), ...(all.length > columns.length ? [`${formatCount(all.length - columns.length, 'more column')}`] : [])]
  return `<table>${head}<tbody>${body}</tbody></table>${left.length === 0 ? '' : `<p class="note">and ${left.join(', ')}</p>`}`
}

function toRows(read: unknown): Record<string, unknown>[] | null {
  if (Array.isArray(read))
    return read.every(row => typeof row === 'object' && row !== null) ? read.map(row => ({ ...row as object })) : null
  if (typeof read !== 'object' || read === null)
    return null
  const columns: [string, unknown][] = Object.entries(read)
  if (!columns.every((column): column is [string, unknown[]] => Array.isArray(column[1])))
    return null
  const length = columns.reduce((most, [, values]) => Math.max(most, values.length), 0)
  return Array.from({ length: Math.min(length, MOST_ROWS + 1) }, (_, index) => Object.fromEntries(columns.map(([name, values]) => [name, values[index]])))
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return null // shown as the text it is
  }
}

function toCell(value: unknown): string {
  if (value === undefined || value === null)
    return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MOST_CELL_CHARACTERS ? `${text.slice(0, MOST_CELL_CHARACTERS)}…` : text
}

function toPlain(content: unknown): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2) ?? ''
  return text === '' ? '<p class="note">It is empty.</p>' : `<pre>${escape(text.slice(0, MOST_CHARACTERS))}</pre>${cutNote(text)}`
}

function cutNote(text: string): string {
  return text.length <= MOST_CHARACTERS ? '' : `<p class="note">and ${formatCount(text.length - MOST_CHARACTERS, 'more character')}</p>`
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => ESCAPES[character] ?? '')
}
