import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createApiClient } from './api-client.ts'

test('a streamed answer is whole, however late it is read', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const server = createServer((_request, response) => response.end(Buffer.alloc(8_192, 7)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createApiClient({ url, token: 'test', key: 'test' })
  try {
    const answers = []
    for (let count = 0; count < 20; count += 1) answers.push(await client.stream('/log/tile/0/000'))
    for (let turns = 0; turns < 20; turns += 1) {
      collectGarbage()
      await nextTurn()
    }
    for (const answer of answers) {
      const parts: Uint8Array[] = []
      for await (const part of answer) parts.push(part)
      expect(Buffer.concat(parts).length).toBe(8_192)
    }
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
