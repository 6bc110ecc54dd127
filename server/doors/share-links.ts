import { Buffer } from 'node:buffer'
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Signs addresses, so that what they are about is told to whoever has one, for a while and without a login. */
export interface ShareLinks {
  /** The token of an address, and until when it is good. */
  sign: (address: SharedAddress) => { token: string, untilAt: number }
  /** Whether a token was signed for what this address is about, and is not too old. */
  isGood: (address: SharedAddress, token: string) => boolean
}

export interface SharedAddress {
  /** Below the base path, as it was asked for. */
  path: string
  query: URLSearchParams
}

const GOOD_FOR_MS = 7 * 24 * 3_600_000
/** Of the address, what decides what is told of it; the rest may differ. */
const TOLD_BY = ['server', 'from', 'to', 'tz', 'tag', 'flow'] as const

/** A token is version, end (ms) and signature: together a whole number of base64 characters, so that none of them is spare. */
const VERSION = 1
const END_BYTES = 6
const SIGNED_FROM = 1 + END_BYTES
const TOKEN_BYTES = SIGNED_FROM + 32

/** `now` is this machine's clock, epoch ms. Another secret makes all tokens worthless. */
export function createShareLinks({ secret, now }: { secret: string, now: () => number }): ShareLinks {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'first-light share links', 32))
  const signatureOf = (head: Uint8Array, address: SharedAddress): Buffer => createHmac('sha256', key).update(head).update(toSubject(address)).digest()
  return {
    sign(address) {
      const untilAt = now() + GOOD_FOR_MS
      const head = Buffer.alloc(SIGNED_FROM)
      head.writeUInt8(VERSION)
      head.writeUIntBE(untilAt, 1, END_BYTES)
      return { token: Buffer.concat([head, signatureOf(head, address)]).toString('base64url'), untilAt }
    },
    isGood(address, token) {
      const given = Buffer.from(token, 'base64url')
      // What is no token takes as long as one that is forged.
      const bytes = given.length === TOKEN_BYTES && given.toString('base64url') === token ? given : Buffer.alloc(TOKEN_BYTES)
      const isSigned = timingSafeEqual(bytes.subarray(SIGNED_FROM), signatureOf(bytes.subarray(0, SIGNED_FROM), address))
      return isSigned && bytes.readUInt8(0) === VERSION && now() < bytes.readUIntBE(1, END_BYTES)
    },
  }
}

/** What a token is signed for. The order of the query does not matter, the order of its repeated values does. */
function toSubject({ path, query }: SharedAddress): string {
  return JSON.stringify([path, ...TOLD_BY.map(name => query.getAll(name))])
}
