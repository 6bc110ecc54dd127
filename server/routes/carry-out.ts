import type { ActOutcome } from '../../shared/api/acts.ts'
import { DataFolderError } from '../memory/data-folder.ts'
import type { KeptAct } from '../memory/kept-acts.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Shown } from '../shown.ts'

/** Does one act: written down first, then sent once, then its outcome written down and told. `send` is given the act's own id. */
export async function carryOut(act: Omit<KeptAct, 'id' | 'outcome'>, { memory, watcher }: Pick<Shown, 'memory' | 'watcher'>, send: (id: string) => Promise<ActOutcome>): Promise<ActOutcome> {
  const id = memory.acts.begin(act)
  const outcome = await toOutcome(act, async () => await send(id))
  try {
    memory.acts.finish(id, outcome, watcher.now())
  }
  catch (error) {
    if (!(error instanceof DataFolderError))
      throw error // else: it is done, and that is told; what is kept says that it may have been
  }
  return outcome
}

/** Failures that say that nothing was done; after any other nobody knows. */
const NOT_DONE = new Set(['refused', 'absent', 'throttled'])

/**
 * What a Prefect on SQLite says while its file is locked. An act on a run is one transaction, which is then undone as a whole; the
 * pause of a deployment is two, and one of them may stand.
 */
const BUSY = 503

async function toOutcome({ subject }: Pick<KeptAct, 'subject'>, send: () => Promise<ActOutcome>): Promise<ActOutcome> {
  try {
    return await send()
  }
  catch (error) {
    if (!(error instanceof UpstreamError))
      throw error
    if (error.status === BUSY && subject.kind === 'run')
      return { status: 'later', reason: 'it was too busy (503), and did nothing.', madeRunId: null }
    const isRefused = NOT_DONE.has(error.failure) || (error.failure === 'rejected' && error.status !== null && error.status < 500)
    return { status: isRefused ? 'refused' : 'unknown', reason: wordsOf(error), madeRunId: null }
  }
}

/** Of what Prefect finds wrong with parameters its own words are all there is. */
function wordsOf({ status, detail, message }: UpstreamError): string {
  const told = /"(?:detail|exception_message)": ?"((?:[^"\\]|\\.){1,500})"/.exec(detail ?? '')?.[1]
  return (status === 409 || status === 422) && told !== undefined ? told.replace(/\\(.)/g, '$1') : message
}
