import type { Standards } from '../shared/declared/expectation.ts'
import type { Acknowledgement } from '../shared/model/acknowledgement.ts'
import type { ServerMemory } from './memory/memory.ts'
import type { Settings } from './settings.ts'

/** What the settings file says and what people said on the page, as one. `startedAt`: since when the file says so, as far as is known. */
export function createStandards({ expectations, acknowledged }: Pick<Settings, 'expectations' | 'acknowledged'>, { memory, startedAt }: { memory: Pick<ServerMemory, 'acknowledgements'>, startedAt: number }): () => Standards {
  const declared = acknowledged.map((one): Acknowledgement => ({ ...one, madeAt: startedAt }))
  let kept: { said: readonly Acknowledgement[], standards: Standards } | null = null
  return () => {
    const said = memory.acknowledgements.list()
    if (kept === null || kept.said !== said)
      kept = { said, standards: { expectations, acknowledgements: [...said.filter(({ ended }) => ended === null), ...declared] } }
    return kept.standards
  }
}
