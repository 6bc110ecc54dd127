import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { anApp } from './build.ts'
import { listen, type Listening } from './listen.ts'

let listening: Listening | null = null
afterEach(async () => await listening?.close())

async function aListening() {
  const { app, deps } = anApp()
  listening = await listen({ app, close: async () => deps.live.close() }, { host: '127.0.0.1', port: 0 })
  return { port: listening.port, close: listening.close }
}

/** Sends bytes as they are and gives the status line. */
async function sendRaw(port: number, text: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.once('data', (bytes) => {
      resolve(bytes.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

describe('listen', () => {
  it('answers over a socket', async () => {
    const { port } = await aListening()
    expect(await sendRaw(port, `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)).toContain(' 200 ')
  })

  it.each([
    ['a name that is not ours', 'GET /healthz HTTP/1.1\r\nHost: evil.test\r\n\r\n', '421'],
    ['an address that is wholly in the request line', 'GET http://127.0.0.1/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', '421'],
    ['an address of elsewhere in the request line', 'GET http://evil.test/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', '421'],
    ['two names', 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\n\r\n', '421'],
    ['a name with a path in it', 'GET /api/server HTTP/1.1\r\nHost: 127.0.0.1/healthz?\r\n\r\n', '421'],
    ['no name', 'GET /healthz HTTP/1.1\r\n\r\n', '400'],
  ])('refuses a request for %s', async (_, text, status) => {
    const { port } = await aListening()
    expect(await sendRaw(port, text)).toContain(` ${status} `)
  })

  it('closes at once although a page is followed live', async () => {
    const { port, close } = await aListening()
    const response = await fetch(`http://127.0.0.1:${port}/api/live`)
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('retry')
    const beganAt = performance.now()
    await close()
    expect(performance.now() - beganAt).toBeLessThan(500)
    for (let chunk = await reader?.read(); chunk?.done === false;)
      chunk = await reader?.read()
  })

  it('refuses a port that is taken', async () => {
    const { port } = await aListening()
    await expect(listen({ app: anApp().app, close: async () => {} }, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
