const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]] as const

/** `1h30m`, `90s`, `2d`, `500ms` as ms; null for anything else. */
export function readLength(text: string): number | null {
  if (!/^(?:\d{1,9}(?:ms|[dhms]))+$/.test(text))
    return null
  let ms = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[dhms])/g))
    ms += Number(count) * (UNITS.find(([name]) => name === unit)?.[1] ?? 0)
  return ms
}

/** The shortest text that `readLength` reads back, to the millisecond. */
export function writeLength(ms: number): string {
  let left = Math.round(ms)
  const parts = UNITS.map(([unit, unitMs]) => {
    const count = Math.floor(left / unitMs)
    left -= count * unitMs
    return count === 0 ? '' : `${count}${unit}`
  }).join('')
  return parts === '' ? '0s' : parts
}
