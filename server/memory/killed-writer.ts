import { createMemory } from './memory.ts'

/** Of the test that kills: writes as fast as it can, and says on stdout what it was told is written. */
const [folder = '', first = '0'] = process.argv.slice(2)
const server = createMemory({ folder }).of({ name: 'default', apiUrl: 'http://127.0.0.1:4300/api' })
for (let count = Number(first); ; count++) {
  const { id } = server.acknowledgements.make({ subject: { kind: 'job', jobKey: `ledger/${count}` }, until: { kind: 'good-again' }, note: 'x'.repeat(count % 500) }, { by: null, as: 'loopback', at: count })
  process.stdout.write(`${id}\n`)
  if (count % 3 === 0) {
    server.acknowledgements.takeBack(id, { by: 'Ann', as: 'loopback', at: count })
    process.stdout.write(`${id} ended\n`)
  }
}
