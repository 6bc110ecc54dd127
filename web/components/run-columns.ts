/** Columns a table of runs can have, in their order. */
export const RUN_COLUMNS = { state: 'State', job: 'Job', run: 'Run', due: 'Due', started: 'Began', took: 'Took' } as const

export type RunColumn = keyof typeof RUN_COLUMNS

export const ALL_RUN_COLUMNS = Object.keys(RUN_COLUMNS) as RunColumn[]

/** What a list shows unless its reader chose otherwise. */
export const USUAL_RUN_COLUMNS: readonly RunColumn[] = ['state', 'job', 'run', 'due', 'took']
