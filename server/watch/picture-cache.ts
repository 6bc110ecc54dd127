import type { KeptPicture } from './picture-reader.ts'

/** Where one server's picture is kept for the next process. What is lost with it can be read again. */
export interface PictureCache {
  /** null: nothing is kept, or nothing that can be used. */
  load: () => Promise<KeptPicture | null>
  save: (picture: KeptPicture) => Promise<void>
}

/** Keeps nothing. */
export const NO_CACHE: PictureCache = { load: async () => null, save: async () => {} }
