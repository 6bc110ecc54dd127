import type { Fault } from './faults.ts'

/** What a name can hold that a page must show as text. The names of the demo's flows say which one gets which. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'ledger-close': '<img src=x onerror="alert(1)"><script>alert(2)</script>',
  'resize-images': 'safe\u202Egnp.exe \u2066nested\u2069 end',
  'fraud-scores': 'null\u0000byte \u001B[31mred\u001B[0m \u0007bell\u001B]8;;javascript:alert(3)\u0007link',
  'warehouse-sync': `ten-kilobytes-${'x'.repeat(10_000)}`,
  'gdpr-purge': 'javascript:alert(4)',
  'crm-dedupe': '👩‍👩‍👧‍👦🏴‍☠️ Z̸̢̛͈̗͒a̵̛̲̤̍͋l̶͎̂g̵̨̅o̷͖͝ 🇩🇪',
  'sync-invoices': '{{ constructor.constructor("alert(5)")() }} ${alert(6)} %00 ../../etc/passwd',
}

const TEXTS = Object.values(HOSTILE)
const TEN_KILOBYTES = HOSTILE['warehouse-sync'] ?? ''

/** Names of flows, deployments and runs, of workers, limits and automations, messages of states and log lines are hostile; ids stay what they are. */
export const HOSTILE_NAMES: Fault = {
  change(answer, path) {
    if (path.startsWith('/flows'))
      return each(answer, row => ({ ...row, name: HOSTILE[String(row['name'])] ?? row['name'] }))
    if (path.startsWith('/deployments'))
      return each(answer, row => ({ ...row, name: `${String(row['name'])} ${pickBy(row['id'])}`, work_pool_name: row['work_pool_name'] ?? null }))
    if (path.startsWith('/flow_runs'))
      return each(answer, row => ({ ...row, ...('name' in row && { name: `${pickBy(row['id'])} ${String(row['name'])}` }), ...withMessage(row) }))
    if (/\/workers\/filter$|^\/automations|^\/v2\/concurrency_limits/.test(path))
      return each(answer, row => ({ ...row, name: `${String(row['name'])} ${pickBy(row['id'])}` }))
    if (path === '/concurrency_limits/filter')
      return each(answer, row => ({ ...row, tag: `${String(row['tag'])} ${TEN_KILOBYTES}` }))
    if (path === '/logs/filter')
      return each(answer, row => ({ ...row, message: `${String(row['message'])} ${pickBy(row['id'])}` }))
    return answer
  },
}

type Row = Record<string, unknown>

function each(answer: unknown, change: (row: Row) => Row): unknown {
  if (Array.isArray(answer))
    return answer.map((row: unknown) => each(row, change))
  return typeof answer === 'object' && answer !== null ? change(answer as Row) : answer
}

function withMessage({ state, id }: Row): Row {
  if (typeof state !== 'object' || state === null || (state as Row)['message'] == null)
    return {}
  return { state: { ...state, message: `${String((state as Row)['message'])} ${pickBy(id)}` } }
}

/** The same text for the same id, whenever it is asked for. */
function pickBy(id: unknown): string {
  const sum = [...String(id)].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0)
  return TEXTS[sum % TEXTS.length] ?? ''
}
