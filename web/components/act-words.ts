import type { ActOutcome, AuditRow, RunAct } from '../../shared/api/acts.ts'

/** As its button says it. */
export const ACT_WORDS: Readonly<Record<RunAct, string>> = { 'retry': 'Retry', 'resume': 'Resume', 'cancel': 'Cancel the run', 'suspend': 'Suspend', 'run-again': 'Run again' }

/** As somebody did it. */
export const DONE_WORDS: Readonly<Record<AuditRow['act'], string>> = {
  'retry': 'retried it',
  'resume': 'resumed it',
  'cancel': 'cancelled it',
  'suspend': 'suspended it',
  'run-again': 'ran it again',
  'pause-deployment': 'paused it',
  'resume-deployment': 'resumed it',
}

/** What came of an act, to whoever did it. */
export function toldOf({ status, reason }: ActOutcome): string {
  switch (status) {
    case 'accepted':
      return 'Prefect took it.'
    case 'refused':
      return `Prefect did not do it: ${reason ?? 'it gave no reason'}`
    case 'later':
      return `Prefect asks to try again later${reason === null ? '.' : `: ${reason}`}`
    case 'unknown':
      return `Nobody knows whether it was done: ${reason ?? 'no answer came'} Look at it before doing it again.`
  }
}

/** What came of an act, among others. */
export function outcomeOf(outcome: ActOutcome | null): string {
  const { status, reason } = outcome ?? { status: 'unknown', reason: null }
  return `${OUTCOMES[status]}${reason === null ? '' : `: ${reason}`}`
}

const OUTCOMES: Readonly<Record<ActOutcome['status'], string>> = { accepted: 'accepted', refused: 'refused', later: 'to be tried again', unknown: 'not known whether it was done' }
