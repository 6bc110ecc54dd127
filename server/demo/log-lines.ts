import type { JobSpec } from './catalogue.ts'
import { countBetween, hexOf } from './chance.ts'

type Line = readonly [level: number, message: string]

const DEBUG = 10
const INFO = 20
const WARNING = 30

/** What a task of this kind says of its work. */
export function stageLines(task: string, key: string, { flow, deployment, parameters }: JobSpec): Line[] {
  const count = (what: string, from: number, to: number): string => countBetween(`${key} ${what}`, from, to).toLocaleString('en-US')
  const rows = count('rows', 8_000, 640_000)
  switch (task) {
    case 'extract':
      return [[DEBUG, `parameters ${JSON.stringify(parameters ?? {})}`], [INFO, `reading ${flow} (${deployment}) since the last watermark`], [INFO, `read ${rows} rows in ${count('parts', 2, 9)} parts`]]
    case 'transform':
      return [[INFO, `transformed ${rows} rows, ${count('dropped', 0, 40)} dropped as duplicates`]]
    case 'load':
      return [[INFO, 'opening a session on the warehouse'], [INFO, `copied ${rows} rows into the staging table`], [INFO, 'merged staging into target']]
    case 'check-row-counts':
      return [[INFO, `row counts agree: ${rows} = ${rows}`]]
    case 'fetch-page':
      return [[INFO, `GET https://api.example.com/v1/${encodeURIComponent(flow)}?page=${count('page', 1, 40)} → 200, ${count('bytes', 20, 900)} kB`]]
    case 'merge':
      return [[INFO, `merging ${rows} records`], [INFO, `${count('new', 20, 900)} new, ${count('changed', 100, 4_000)} changed`]]
    case 'publish':
      return [[INFO, `published version ${hexOf(`${key} version`, 7)}`]]
    case 'fetch':
      return [[INFO, `${count('messages', 1, 400)} messages since cursor ${hexOf(`${key} cursor`, 8)}`]]
    case 'store':
      return [[INFO, `stored ${count('messages', 1, 400)} messages`]]
    case 'consume-batch':
      return [[INFO, `lag ${count('lag', 0, 900)} events`], [INFO, `wrote ${count('file', 10, 90)} MB of parquet`], [DEBUG, `committed offset ${count('offset', 1_000_000, 9_000_000)}`]]
    case 'train-epoch':
      return [[INFO, `loss 0.${count('loss', 120, 480)}, ${count('rate', 900, 2_400)} samples a second`], [INFO, 'checkpoint saved']]
    case 'load-dataset':
      return [[INFO, `snapshot of ${rows} examples`]]
    case 'evaluate':
      return [[INFO, `accuracy 0.${count('accuracy', 881, 943)} (was 0.${count('was', 870, 940)})`]]
    case 'collect-figures':
      return [[INFO, `${count('figures', 12, 80)} figures collected`]]
    case 'render':
      return [[INFO, `rendered ${count('pages', 4, 30)} pages`]]
    default:
      return [[INFO, `${task} done, ${count('things', 1, 500)} touched`]]
  }
}

/** Lines that a page must be able to show: colours, many scripts, markup, one object, one very long line, an address. */
export function extraLines(key: string, everything: boolean): Line[] {
  const lines: readonly [Line, ...Line[]] = [
    [WARNING, '\u001B[33mWARN\u001B[0m retry budget at \u001B[1;31m80 %\u001B[0m, \u001B[32mok\u001B[0m so far'],
    [INFO, 'größe geprüft ✓ · 東京倉庫 12 件 · مخزن ٣ · ½ done 🚚'],
    [INFO, JSON.stringify({ event: 'batch.done', rows: countBetween(`${key} rows`, 100, 9_000), source: { host: 'db-7', schema: 'public' }, ok: true, tags: ['a', 'b'] })],
    [INFO, `docs: https://wiki.example.com/runbooks/nightly?section=restart&from=log#step-3`],
    [WARNING, 'note from upstream: <img src=x onerror=alert(1)> <b>not markup</b> javascript:alert(1)'],
    [DEBUG, `columns: ${Array.from({ length: 220 }, (_, index) => `column_${index}_${hexOf(`${key} ${index}`, 6)}`).join(', ')}`],
    [INFO, 'plan:\n  1. lock\n  2. copy\n  3. swap\n\t(done in this order)'],
  ]
  return everything ? [...lines] : [lines[countBetween(`${key} extra`, 0, lines.length - 1)] ?? lines[0]]
}
