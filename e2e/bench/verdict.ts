import { parseArgs } from 'node:util'
import { printVerdict } from './print-verdict.ts'

/** The verdict alone, without any server: `npm run bench:verdict -- --count 600 --from 241`. Exit code 1 where it told something otherwise. */
const { values } = parseArgs({ options: { count: { type: 'string', default: '240' }, from: { type: 'string', default: '1' } } })
const isGood = printVerdict({ from: Number(values.from), count: Number(values.count) })
process.exit(isGood ? 0 : 1)
