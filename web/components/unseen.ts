import type { InjectionKey, Ref } from 'vue'

/** Ids of problems that this browser's reader has not seen before, for the rows that show them. */
export const UNSEEN: InjectionKey<Ref<ReadonlySet<string>>> = Symbol('unseen')
