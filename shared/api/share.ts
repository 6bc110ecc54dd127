import type { IsoInstant } from './morning.ts'

/**
 * `GET /api/share?address=/runs/ID?tz=ZONE`: what to add as `share=` to the address of the morning or of a run, so that the link says
 * what it is about where it is pasted, to whoever has it and without a login. Null where there is no login: the address alone does.
 */
export interface ShareAnswer {
  token: string | null
  until: IsoInstant | null
}
