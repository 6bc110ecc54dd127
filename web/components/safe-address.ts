/** An address from upstream that may become a link: http and https only; null for every other. */
export function safeAddress(text: string): string | null {
  if (!URL.canParse(text))
    return null
  const { protocol, href } = new URL(text)
  return protocol === 'http:' || protocol === 'https:' ? href : null
}
