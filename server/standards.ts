import type { Standards } from '../shared/declared/expectation.ts'
import type { Acknowledgement } from '../shared/model/acknowledgement.ts'
import type { ServerMemory } from './memory/memory.ts'
import type { Settings } from './settings.ts'

interface Said {
  server: string
  memory: Pick<ServerMemory, 'acknowledgements'>
  /** Since when the file says so, as far as is known. */
  startedAt: number
}

/** What the settings file says of a server's jobs and what people said on the page, as one. */
export function createStandards(settings: Pick<Settings, 'expectations' | 'acknowledged'>, { server, memory, startedAt }: Said): () => Standards {
  const isOfIt = (one: { server: string | null }): boolean => one.server === null || one.server === server
  const expectations = settings.expectations.filter(isOfIt)
  const declared = settings.acknowledged.filter(isOfIt).map((one): Acknowledgement => ({ ...one, madeAt: startedAt }))
  let kept: { said: readonly Acknowledgement[], standards: Standards } | null = null
  return () => {
    const said = memory.acknowledgements.list()
    if (kept === null || kept.said !== said)
      kept = { said, standards: { expectations, acknowledgements: [...said.filter(({ ended }) => ended === null), ...declared] } }
    return kept.standards
  }
}
