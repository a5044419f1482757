import { randomUUID } from 'node:crypto'
import type { Admin } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { requireKafka } from '../../../../test/harness/kafka-broker.ts'
import { createKafkaClient, withAdmin } from './kafka-client.ts'
import { silent } from './kafka-feed.fixture.ts'
import { ensureTopic, ledgerTopicName } from './topic-settings.ts'

const brokers = await requireKafka()

describe.skipIf(brokers === undefined)('a topic', () => {
  const client = createKafkaClient({ brokers: brokers ?? [], clientId: 'test', logger: silent })

  it('is made by whoever comes first, also of several at once', async () => {
    const topic = ledgerTopicName(randomUUID(), 1)
    await Promise.all([1, 2, 3].map(() => withAdmin(client, (admin) => ensureTopic(admin, topic))))
    const found = await withAdmin(client, (admin) => admin.fetchTopicMetadata({ topics: [topic] }))
    expect(found.topics[0]?.partitions).toHaveLength(1)
  })

  it('that is there is not asked for again: only the controller can make one, and it may be stopped', async () => {
    const topic = ledgerTopicName(randomUUID(), 1)
    const asked = () => withAdmin(client, (admin) => requestsDuring(admin, () => ensureTopic(admin, topic)))
    expect(await asked()).toContain('CreateTopics')
    expect(await asked()).not.toContain('CreateTopics')
  })
})

/** Names of the requests that were answered while `work` ran. */
async function requestsDuring(admin: Admin, work: () => Promise<void>): Promise<readonly string[]> {
  const names: string[] = []
  const forget = admin.on(admin.events.REQUEST, ({ payload }) => names.push(payload.apiName))
  await work()
  forget()
  return names
}
