import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient } from '../../server/prefect/client.ts'
import { createReads } from '../../server/prefect/reads.ts'
import { describeReal } from './describe-real.ts'
import { startServer, type RealServer } from './servers.ts'

const AUTH = 'admin:pass:word'

await describeReal('3.8.8', 'a server that wants a password and a token', () => {
  let server: RealServer

  beforeAll(async () => {
    const started = await startServer({ version: '3.8.8', settings: { PREFECT_SERVER_API_AUTH_STRING: AUTH, PREFECT_SERVER_CSRF_PROTECTION_ENABLED: 'true' } })
    if ('unavailable' in started)
      throw new Error(started.unavailable)
    server = started
  })
  afterAll(async () => await server?.stop())

  it('is read with both', async () => {
    const client = createClient({ apiUrl: server.apiUrl, auth: { apiKey: null, authString: AUTH } })
    const reads = createReads(client)
    expect((await reads.getCapabilities()).version).toBe('3.8.8')
    // Several at once that are each refused for want of a token get one between them.
    const lists = await Promise.all([reads.listFlows(), reads.listDeployments(), reads.listWorkPools()])
    expect(lists.map(({ complete }) => complete)).toEqual([true, true, true])
    await client.close()
  })

  it('refuses a wrong password, and names the setting', async () => {
    const client = createClient({ apiUrl: server.apiUrl, auth: { apiKey: null, authString: 'admin:wrong' } })
    await expect(createReads(client).getCapabilities()).rejects.toMatchObject({ failure: 'refused', status: 401, message: expect.stringContaining('PREFECT_API_AUTH_STRING') as string })
    await client.close()
  })
})
