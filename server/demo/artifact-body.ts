import { countBetween, uuidOf } from './chance.ts'
import { writeInstant } from './instant.ts'
import type { RunNow } from './run-now.ts'

/** What a finished report leaves behind: a page, a table and a link. Other jobs leave nothing. */
export function toArtifactBodies({ plan, endAt, type }: RunNow): Record<string, unknown>[] {
  if (plan.job.spec.shape !== 'report' || plan.parent !== null || endAt === null || type !== 'COMPLETED')
    return []
  const key = `${plan.id} artifact`
  const rows = ['orders', 'returns', 'refunds'].map(figure => ({ figure, yesterday: countBetween(`${key} ${figure}`, 100, 9_000), before: countBetween(`${key} ${figure} before`, 100, 9_000) }))
  const page = `# ${plan.job.spec.deployment} report\n\nAll figures **closed**. <script>alert('not run')</script>\n\n| figure | yesterday |\n|---|---|\n${rows.map(row => `| ${row.figure} | ${row.yesterday} |`).join('\n')}\n`
  const parts: [name: string, type: string, content: string][] = [
    ['report', 'markdown', page],
    ['figures', 'table', JSON.stringify(rows)],
    ['link', 'markdown', '[https://reports.example.com/latest](https://reports.example.com/latest)'],
  ]
  return parts.map(([name, kind, content], index) => ({
    id: uuidOf(`${key} ${name}`),
    created: writeInstant(endAt - 900 + index * 40),
    updated: writeInstant(endAt - 900 + index * 40),
    key: `${plan.job.spec.deployment}-${name}`,
    type: kind,
    description: null,
    data: content,
    metadata_: null,
    flow_run_id: plan.id,
    task_run_id: null,
  }))
}
