import { pino } from 'pino'
import { aFlowRun } from '../../shared/model/build.ts'
import { createPictureCache } from './picture-cache.ts'

/** Of the test that kills: writes as fast as it can, and says on stdout what it has written. */
const [folder = ''] = process.argv.slice(2)
const cache = createPictureCache({ folder, name: 'default', apiUrl: 'http://127.0.0.1:4300/api', log: pino({ level: 'silent' }) })
for (let count = 1; ; count++) {
  const runs = Array.from({ length: 3_000 }, (_, index) => aFlowRun({ id: `${count} ${index}`, runCount: count }))
  await cache.save({ readAt: count, wholeReadAt: count, runsKnownFromAt: 0, coverage: [], adHoc: { counted: null, unsure: [], unsureFromAt: 0 }, extras: { histories: [], errors: [] }, runs })
  process.stdout.write(`${count}\n`)
}
