/** The beginning of a text, with `…` where something was left out; no character is cut in two. The whole must be within reach beside it. */
export function shorten(text: string, most: number): string {
  if (text.length <= most)
    return text
  // A character is two units at most, so this holds enough of them.
  const characters = Array.from(text.slice(0, most * 2))
  return characters.length <= most && text.length <= most * 2 ? text : `${characters.slice(0, most - 1).join('').trimEnd()}…`
}
