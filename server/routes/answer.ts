import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { H3Event } from 'h3'
import { matchesETag } from './etag.ts'

const SMALLEST_COMPRESSED_BYTES = 1_024
/** Kept for the next viewer of the same: a dozen views of a large server. */
const MOST_KEPT_BYTES = 6 * 1_048_576

type Encoding = 'br' | 'gzip' | 'identity'

/** JSON made for this one request: compressed from 1 kB, or 304 where the reader has the same already. */
export async function answerJson(event: H3Event, body: unknown, { etag = null }: { etag?: string | null } = {}): Promise<Response> {
  if (etag !== null && matchesETag(event.req.headers.get('if-none-match'), etag))
    return unchanged(etag)
  return toResponse(await encode(body, readEncoding(event)), etag)
}

/** Answers that are the same for all who ask, kept as they go over the wire. */
export interface KeptAnswers {
  /** `etag` names what `make` would make; it is only called when nobody had it yet. */
  answer: (event: H3Event, etag: string, make: () => unknown) => Promise<Response>
}

export function createKeptAnswers(): KeptAnswers {
  const kept = new Map<string, Promise<Encoded>>()
  let byteCount = 0

  function keep(key: string, answer: Promise<Encoded>): void {
    kept.set(key, answer)
    answer.then(({ bytes }) => {
      byteCount += bytes.length
      for (const [oldest, old] of kept) {
        if (byteCount <= MOST_KEPT_BYTES || oldest === key)
          break
        kept.delete(oldest)
        void old.then(left => byteCount -= left.bytes.length)
      }
    }, () => kept.delete(key))
  }

  return {
    async answer(event, etag, make) {
      if (matchesETag(event.req.headers.get('if-none-match'), etag))
        return unchanged(etag)
      const encoding = readEncoding(event)
      const key = `${encoding} ${etag}`
      const known = kept.get(key)
      if (known !== undefined)
        return toResponse(await known, etag)
      const made = encode(make(), encoding)
      keep(key, made)
      return toResponse(await made, etag)
    },
  }
}

interface Encoded {
  bytes: Uint8Array<ArrayBuffer>
  encoding: Encoding
}

function unchanged(etag: string): Response {
  return new Response(null, { status: 304, headers: { etag, vary: 'accept-encoding' } })
}

function toResponse({ bytes, encoding }: Encoded, etag: string | null): Response {
  return new Response(bytes, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'vary': 'accept-encoding',
      ...(etag !== null && { etag }),
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    },
  })
}

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** Brotli at quality 4 costs a few ms where 11 costs seconds. */
async function encode(body: unknown, encoding: Encoding): Promise<Encoded> {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  if (encoding === 'identity' || bytes.length < SMALLEST_COMPRESSED_BYTES)
    return { bytes, encoding: 'identity' }
  const smaller = encoding === 'br' ? await toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : await toGzip(bytes)
  return { bytes: Uint8Array.from(smaller), encoding }
}

function readEncoding(event: H3Event): Encoding {
  return chooseEncoding(event.req.headers.get('accept-encoding') ?? '') ?? 'identity'
}

/** The best encoding a reader accepts; `q=0` refuses one. */
export function chooseEncoding(accepted: string): 'br' | 'gzip' | null {
  const names = accepted.toLowerCase().split(',')
    .map(part => part.split(';').map(piece => piece.trim()))
    .filter(([, quality]) => quality === undefined || !/^q=0(?:\.0*)?$/.test(quality))
    .map(([name]) => name)
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : null
}
