/**
 * Chance without randomness: a number, a choice or an id is a function of a key, so that the same key gives the same night.
 */

/** 32 bits of `text`: FNV-1a, stirred so that neighbouring keys land far apart. */
function hash(text: string, seed: number): number {
  let bits = 0x811c9dc5 ^ seed
  for (let index = 0; index < text.length; index++)
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** A share in [0, 1). */
export function chance(key: string): number {
  return hash(key, 0) / 2 ** 32
}

/** A number in [from, to). */
export function between(key: string, from: number, to: number): number {
  return from + chance(key) * (to - from)
}

/** A whole number in [from, to]. */
export function countBetween(key: string, from: number, to: number): number {
  return Math.floor(between(key, from, to + 1))
}

export function pick<T>(key: string, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(chance(key) * choices.length)] ?? choices[0]
}

/** Eight hex digits; `part` tells the words of one key apart. */
function word(key: string, part: number): string {
  return hash(key, part * 0x9e3779b1).toString(16).padStart(8, '0')
}

export function hexOf(key: string, length: number): string {
  let hex = ''
  for (let part = 1; hex.length < length; part++)
    hex += word(key, part)
  return hex.slice(0, length)
}

/** An id as a client makes it: version 4, without order. */
export function uuidOf(key: string): string {
  const hex = hexOf(key, 32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** An id as the server makes it: version 7, ordered by the instant it was made. */
export function timedUuidOf(at: number, key: string): string {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  const hex = hexOf(key, 20)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-9${hex.slice(5, 8)}-${hex.slice(8)}`
}
