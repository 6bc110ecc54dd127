/** Lengths in words, as the verdict's own sentences say them: `6 h 17 m`, `45 s`, `0.3 s`. */
export { formatDuration } from '../../shared/verdict/words.ts'
