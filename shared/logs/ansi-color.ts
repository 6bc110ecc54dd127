const HUES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

/** The colours a log line can ask for: the eight of a terminal, each also bright. The screen decides what they look like. */
export type AnsiColor = typeof HUES[number] | `bright-${typeof HUES[number]}`

const NAMED = new Map<string, AnsiColor>(HUES.flatMap(hue => [[`ansi-${hue}`, hue], [`ansi-bright-${hue}`, `bright-${hue}`]]))

type Rgb = readonly [red: number, green: number, blue: number]

/** The steps of the 6×6×6 cube that palette colours 16 to 231 stand for, as xterm has them. */
const CUBE = [0, 95, 135, 175, 215, 255] as const

/**
 * The colour behind one of anser's class names, brought down to sixteen so that no colour of the page comes from a log.
 *
 * @param name - `ansi-red`, `ansi-bright-red`, `ansi-palette-208` or `ansi-truecolor`
 * @param trueColor - `255, 128, 0`, with `ansi-truecolor`
 */
export function toAnsiColor(name: string | null, trueColor: string | null): AnsiColor | null {
  if (name === null)
    return null
  const named = NAMED.get(name)
  if (named !== undefined)
    return named
  const rgb = name === 'ansi-truecolor' ? readRgb(trueColor) : readPalette(name)
  return rgb === null ? null : toNearest(rgb)
}

function readRgb(text: string | null): Rgb | null {
  const [red, green, blue] = (text ?? '').split(',').map(Number)
  return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue]
}

function readPalette(name: string): Rgb | null {
  const index = Number(/^ansi-palette-(\d+)$/.exec(name)?.[1])
  if (Number.isNaN(index))
    return null
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10
    return [grey, grey, grey]
  }
  const step = (divisor: number): number => CUBE[Math.floor((index - 16) / divisor) % 6] ?? 0
  return [step(36), step(6), step(1)]
}

/** A channel is on when it is above the middle of the three; the brightest channel tells bright from plain. */
function toNearest([red, green, blue]: Rgb): AnsiColor {
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  if (most - least < 40)
    return most > 200 ? 'bright-white' : most > 130 ? 'white' : most > 60 ? 'bright-black' : 'black'
  const middle = (most + least) / 2
  const hue = HUES[(red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0)] ?? 'white'
  return most > 200 ? `bright-${hue}` : hue
}
