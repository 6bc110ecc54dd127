import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { H3Event } from 'h3'
import { chooseEncoding } from './routes/answer.ts'
import { matchesETag } from './routes/etag.ts'

/** A file of the built screen, held in memory. */
export interface ScreenFile {
  /** Below the base path, with a leading slash. */
  path: string
  type: string
  bytes: Uint8Array<ArrayBuffer>
  etag: string
  /** Its name holds a hash of what is in it. */
  immutable: boolean
  /** Smaller forms: brotli from the build, others made when first asked for. */
  compressed: Partial<Record<'br' | 'gzip', Promise<Uint8Array<ArrayBuffer>>>>
}

/** The built screen: the page and its files. No path from a request ever reaches the disk. */
export interface Screen {
  page: ScreenFile
  /** The page where the demo is shown, which it says before anything is read. */
  demoPage: ScreenFile
  files: readonly ScreenFile[]
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

/** Images and fonts are compressed already. */
const COMPRESSED_TYPES = new Set(['.png', '.ico', '.woff2'])

/** Reads the built screen of `directory`; null when it was not built. Files of unknown type are left out. */
export function readScreen(directory: string, basePath: string): Screen | null {
  const index = join(directory, 'index.html')
  if (!existsSync(index))
    return null
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && extname(entry.name) in TYPES)
    .map(entry => join(entry.parentPath, entry.name))
  const files = paths.filter(path => path !== index).map((path) => {
    const file = toFile(`/${relative(directory, path).split(sep).join('/')}`, readFileSync(path))
    return existsSync(`${path}.br`) ? { ...file, compressed: { br: Promise.resolve(Uint8Array.from(readFileSync(`${path}.br`))) } } : file
  })
  return { ...toPages(writeBasePath(readFileSync(index, 'utf8'), basePath)), files }
}

/** The page, and the same with a `<meta name="demo">`. */
export function toPages(html: string): Pick<Screen, 'page' | 'demoPage'> {
  return { page: toFile('/index.html', Buffer.from(html)), demoPage: toFile('/index.html', Buffer.from(html.replace(/<head>/, '<head>\n    <meta name="demo" content="1">'))) }
}

/** Puts the base path (slashes at both ends) before the page's own addresses and into its `<meta name="base">`. */
export function writeBasePath(html: string, basePath: string): string {
  const meta = `<meta name="base" content="${basePath}">`
  const addressed = html.replace(/(\s(?:src|href)=")\.?\/(?!\/)/g, `$1${basePath}`)
  const known = /<meta\s+name="base"[^>]*>/
  return known.test(addressed) ? addressed.replace(known, meta) : addressed.replace(/<head>/, `<head>\n    ${meta}`)
}

export function toFile(path: string, content: Uint8Array): ScreenFile {
  const bytes = Uint8Array.from(content)
  return {
    path,
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    bytes,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    immutable: /^\/assets\/.*-[\w-]{8}\.\w+$/.test(path),
    compressed: {},
  }
}

/** Answers with a file: compressed where that helps, 304 where the browser has it. */
export async function answerFile(event: H3Event, file: ScreenFile, { status = 200 }: { status?: number } = {}): Promise<Response> {
  const headers: Record<string, string> = {
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'etag': file.etag,
    'vary': 'accept-encoding',
  }
  if (status === 200 && matchesETag(event.req.headers.get('if-none-match'), file.etag))
    return new Response(null, { status: 304, headers })
  const encoding = COMPRESSED_TYPES.has(extname(file.path)) || file.bytes.length < 1_024 ? null : chooseEncoding(event.req.headers.get('accept-encoding') ?? '')
  const bytes = encoding === null ? file.bytes : await compressed(file, encoding)
  return new Response(bytes, { status, headers: { ...headers, 'content-type': file.type, ...(encoding !== null && { 'content-encoding': encoding }) } })
}

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** Once a file and encoding. The page itself is made at the start, so its brotli form is made here. */
async function compressed(file: ScreenFile, encoding: 'br' | 'gzip'): Promise<Uint8Array<ArrayBuffer>> {
  file.compressed[encoding] ??= (encoding === 'br'
    ? toBrotli(file.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: file.bytes.length } })
    : toGzip(file.bytes, { level: 9 })).then(bytes => Uint8Array.from(bytes))
  return await file.compressed[encoding]
}
