import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { requireKafka } from '../../../../test/harness/kafka-broker.ts'
import { createKafkaClient, withAdmin } from './kafka-client.ts'
import { silent } from './kafka-feed.fixture.ts'

const brokers = await requireKafka()

describe.skipIf(brokers === undefined)('a client', () => {
  it('that connects anew is not held by a broker that is stopped, wherever that one stands in the list', async () => {
    const stopped = await startStoppedBroker()
    for (const list of [
      [stopped, ...(brokers ?? [])],
      [...(brokers ?? []), stopped],
    ]) {
      const client = createKafkaClient({ brokers: list, clientId: 'test', logger: silent })
      for (let round = 0; round < 3; round += 1) {
        const startedAtMs = performance.now()
        const found = await withAdmin(client, (admin) => admin.describeCluster())
        expect(found.brokers.length).toBeGreaterThan(0)
        expect(performance.now() - startedAtMs).toBeLessThan(5_000)
      }
    }
  })

  it('says that nobody is there where no broker answers', async () => {
    const client = createKafkaClient({ brokers: ['127.0.0.1:1', '127.0.0.1:2'], clientId: 'test', logger: silent })
    await expect(withAdmin(client, (admin) => admin.describeCluster())).rejects.toThrow('ECONNREFUSED')
  })
})

/** As a process that got SIGSTOP is seen from outside: its system takes connections, and nobody ever answers. */
async function startStoppedBroker(): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `127.0.0.1:${address.port}`
}
