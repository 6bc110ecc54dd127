import { parseArgs } from 'node:util'
import { writeFortnightUpTo } from '../nights/generate.ts'
import { emptyScore, formatScore, scoreAnswer } from '../nights/score.ts'
import { lookAt, plantedAfterwards, toLines } from './looked-at-night.ts'
import { startServer } from './servers.ts'

/**
 * Fortnights that end now, written into a real server and looked at by the built First Light (`npm run build` first).
 * `npm run bench:nights -- --count 20 --from 1`; exit code 1 where one was not told as it was planted.
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '20' }, from: { type: 'string', default: '1' }, apart: { type: 'string', default: '0' } } })
const server = await startServer({ version: '3.8.8' })
if ('unavailable' in server) {
  console.error(server.unavailable)
  process.exit(1)
}
const score = emptyScore()
let differing = 0
try {
  const from = Number(values.from)
  for (let number = from; number < from + Number(values.count); number++) {
    const written = writeFortnightUpTo(Date.now(), number)
    const { looks, pure } = await lookAt(server, written, { apartMs: Number(values.apart) * 1_000 })
    looks.forEach(look => scoreAnswer(score, plantedAfterwards(written), look))
    const [first = [], ...others] = looks.map(toLines)
    const expected = toLines(pure)
    const lines = [
      ...first.filter(line => !expected.includes(line)).map(line => `  real  ${line}`),
      ...expected.filter(line => !first.includes(line)).map(line => `  pure  ${line}`),
      ...others.flat().filter(line => !first.includes(line)).map(line => `  later ${line}`),
    ]
    differing += lines.length > 0 ? 1 : 0
    console.log(`${written.key} in ${written.question.window.timeZone}: ${written.planted.map(({ name }) => name).join(', ')}`)
    lines.forEach(line => console.log(line))
  }
}
finally {
  await server.stop()
}
const missed = [...new Set(score.missed)]
missed.forEach(line => console.log(line))
console.log(`${values.count} fortnights, three looks each: ${formatScore(score)} · ${differing} told otherwise than without a server`)
process.exit(missed.length + differing > 0 ? 1 : 0)
