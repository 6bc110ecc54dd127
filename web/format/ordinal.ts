const ENDS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const rules = new Intl.PluralRules('en-GB', { type: 'ordinal' })

/** `1st`, `2nd`, `3rd`, `11th`. */
export function formatOrdinal(count: number): string {
  return `${count}${ENDS[rules.select(count)] ?? 'th'}`
}
