import type { InjectionKey, Ref } from 'vue'
import type { Liveness } from '../queries/live.ts'

/** The state of the tab's one event stream, for the pages that say how fresh they are. */
export const LIVENESS: InjectionKey<Ref<Liveness>> = Symbol('liveness')

/** In words, to stand after "as of". */
export const LIVENESS_WORDS: Readonly<Record<Liveness, string>> = {
  connecting: 'connecting',
  live: 'live',
  polling: 'reconnecting, read every 15 s meanwhile',
  offline: 'offline',
}
