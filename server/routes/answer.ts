import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { matchesETag } from './etag.ts'
import type { H3Event } from 'h3'

const SMALLEST_COMPRESSED_BYTES = 1_024

export interface AnswerOptions {
  /** Changes when the answer can have changed; null: it is made anew each time. */
  etag: string | null
  /** Further headers, also of a 304. */
  headers?: Readonly<Record<string, string>>
}

/** JSON as the reader's browser takes it: compressed from 1 kB, or 304 where it has the same already. */
export async function answerJson(event: H3Event, body: unknown, { etag, headers = {} }: AnswerOptions = { etag: null }): Promise<Response> {
  const common = { ...headers, vary: 'accept-encoding', ...(etag !== null && { etag }) }
  if (etag !== null && matchesETag(event.req.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers: common })
  const text = JSON.stringify(body)
  const { bytes, encoding } = await compress(text, event.req.headers.get('accept-encoding') ?? '')
  return new Response(bytes, {
    headers: { ...common, 'content-type': 'application/json; charset=utf-8', ...(encoding !== null && { 'content-encoding': encoding }) },
  })
}

const brotli = promisify(brotliCompress)
const gunzippable = promisify(gzip)

/** Quality 4 costs a few ms where 11 costs seconds. */
async function compress(text: string, accepted: string): Promise<{ bytes: Uint8Array<ArrayBuffer> | string, encoding: 'br' | 'gzip' | null }> {
  const encoding = chooseEncoding(accepted)
  if (encoding === null || Buffer.byteLength(text) < SMALLEST_COMPRESSED_BYTES)
    return { bytes: text, encoding: null }
  const bytes = encoding === 'br'
    ? await brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    : await gunzippable(text)
  return { bytes: Uint8Array.from(bytes), encoding }
}

/** The best encoding a reader accepts; `q=0` refuses one. */
export function chooseEncoding(accepted: string): 'br' | 'gzip' | null {
  const names = accepted.toLowerCase().split(',')
    .map(part => part.split(';').map(piece => piece.trim()))
    .filter(([, quality]) => quality === undefined || !/^q=0(?:\.0*)?$/.test(quality))
    .map(([name]) => name)
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : null
}
