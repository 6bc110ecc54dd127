import { parseArgs } from 'node:util'
import { measureScale, type Measured } from './scale/measure.ts'

const USAGE = `npm run bench:scale -- [--only sqlite|postgres]      (after npm run build)

Reads a real Prefect 3.8.8 with 400 deployments and 200,000 runs in 14 days, on SQLite and on PostgreSQL, while runs go on.
Prints what it measured with its bounds; exit code 1 where one is broken. Some six minutes for each database.`

const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', default: false } } })
const DATABASES = ['sqlite', 'postgres'] as const
const wanted = DATABASES.filter(name => values.only === undefined || values.only === name)
if (values.help || wanted.length === 0) {
  console.log(USAGE)
  process.exit(values.help ? 0 : 2)
}

let isBroken = false
for (const database of wanted) {
  const measured = await measureScale(database)
  if ('unavailable' in measured)
    console.log(`\nNOT MEASURED on ${database}: ${measured.unavailable}`)
  else
    isBroken = print(database, measured) || isBroken
}
process.exit(isBroken ? 1 : 0)

/** Whether a bound is broken. */
function print(database: string, { facts, checks }: Measured): boolean {
  console.log(`\n${database}`)
  facts.forEach(fact => console.log(`       ${fact}`))
  for (const { name, value, bound } of checks)
    console.log(`${value <= bound ? 'kept  ' : 'BROKEN'} ${name}: ${Number.isInteger(value) ? value : value.toFixed(2)} (at most ${bound})`)
  return checks.some(({ value, bound }) => !(value <= bound))
}
