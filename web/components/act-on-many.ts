import type { InjectionKey } from 'vue'

/** Runs to act on together, as somebody chose them. */
export interface ChosenRuns {
  runIds: readonly string[]
  /** null: the default one. */
  server: string | null
}

/**
 * Opens the one dialog that acts on many runs. It is the app's own: what it stands for may leave the page meanwhile, as a problem
 * does whose runs are retried, and what came of each is told all the same.
 */
export const ACT_ON_MANY: InjectionKey<(chosen: ChosenRuns) => void> = Symbol('act on many runs')
