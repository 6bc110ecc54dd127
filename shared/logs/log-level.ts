/** How a level is shown: one of five tones, whatever number an author chose. */
export type LevelTone = 'debug' | 'info' | 'warning' | 'error' | 'critical'

interface LevelMeaning {
  /** The lowest level of this tone, as Python's logging counts. */
  from: number
  tone: LevelTone
  word: string
}

const MEANING: readonly LevelMeaning[] = [
  { from: 50, tone: 'critical', word: 'CRITICAL' },
  { from: 40, tone: 'error', word: 'ERROR' },
  { from: 30, tone: 'warning', word: 'WARNING' },
  { from: 20, tone: 'info', word: 'INFO' },
]

const LOWEST: LevelMeaning = { from: Number.NEGATIVE_INFINITY, tone: 'debug', word: 'DEBUG' }

/** What a level means; one between two of Python's belongs to the lower. */
export function toLevel(level: number): LevelMeaning {
  return MEANING.find(({ from }) => level >= from) ?? LOWEST
}

/** From here on a line tells of an error. */
export const ERROR_LEVEL = 40

/** From here on a line is a warning or worse. */
export const WARNING_LEVEL = 30

/** The levels a log can be filtered by: a choice shows its lines and all above. */
export const LEVEL_CHOICES = [20, 30, 40] as const

export type LevelChoice = typeof LEVEL_CHOICES[number]

/** As an address says them. */
export const LEVEL_WORDS: Readonly<Record<LevelChoice, string>> = { 20: 'info', 30: 'warning', 40: 'error' }

/** The level a word of an address means; null: any. */
export function readLevelWord(word: string | null): LevelChoice | null {
  return LEVEL_CHOICES.find(level => LEVEL_WORDS[level] === word) ?? null
}
