import { ledgerTopicName } from '@welfare/messaging/kafka/topic-settings.ts'
import { describe, expect, it } from 'vitest'
import { readOnce } from '../../shared/messaging/src/faulty-topic.fixture.ts'
import { requireKafka } from '../harness/kafka-broker.ts'
import { kafkaClientFor, openTestLedger, readTopic, recordThings } from '../harness/relayed-ledger.ts'
import { startChild } from './child-process.fixture.ts'

const brokers = await requireKafka()

describe.skipIf(brokers === undefined)('a relay that is killed', () => {
  const [client, addresses] = [kafkaClientFor(brokers ?? []), (brokers ?? []).join(',')]

  it('between a batch and the next, and anywhere else, leaves a topic that the next relay completes', async () => {
    const { store, folder } = await openTestLedger()
    let recorded = 0
    const record = async (count: number): Promise<void> => {
      for (let left = count; left > 0; left -= 250) await recordThings(store, Math.min(250, left))
      recorded += count
    }
    await record(10_000)
    const killedAt: number[] = []
    for (const [round, dies] of ['dies-after=1', 'dies-after=7', '', '', ''].entries()) {
      const child = startChild('relay.child.ts', [folder, addresses, dies])
      if (dies === '') {
        // Killed from outside, while it sends what is there and what is being recorded.
        await child.hasWritten(4 + round)
        await record(1_000)
      } else {
        await child.hasWritten(Number(dies.split('=')[1]))
      }
      await child.kill()
      killedAt.push(Number(child.lines.at(-1)))
    }
    await record(1_000)
    const last = startChild('relay.child.ts', [folder, addresses])
    await isWritten(last, recorded)
    await last.kill()
    const records = await readTopic(client, ledgerTopicName(store.ledger, 1))
    expect(readOnce(records)).toEqual(await store.readAll({ limit: recorded + 1 }))
    expect(killedAt.every((sequence, index) => sequence > (killedAt[index - 1] ?? 0))).toBe(true)
    process.stdout.write(
      `relay killed ${killedAt.length} times, last known at ${killedAt}; ${recorded} events, ${records.length} records\n`,
    )
  }, 90_000)

  it('holds its lease no longer than brokers wait for it', async () => {
    const { store, folder } = await openTestLedger()
    await recordThings(store, 100)
    const first = startChild('relay.child.ts', [folder, addresses, 'with-lease'])
    await isWritten(first, 100)
    const second = startChild('relay.child.ts', [folder, addresses, 'with-lease'])
    await first.kill()
    const killedAtMs = performance.now()
    await recordThings(store, 50)
    await isWritten(second, 150)
    const tookMs = performance.now() - killedAtMs
    await second.kill()
    expect(readOnce(await readTopic(client, ledgerTopicName(store.ledger, 1)))).toHaveLength(150)
    expect(tookMs).toBeLessThan(30_000)
    process.stdout.write(`the next relay went on ${Math.round(tookMs)} ms after the one before was killed\n`)
  }, 60_000)
})

/** Its last line says that everything up to `sequence` is in the topic. */
async function isWritten(child: ReturnType<typeof startChild>, sequence: number): Promise<void> {
  for (let count = 1; Number(child.lines.at(-1)) !== sequence; count = child.lines.length + 1) {
    await child.hasWritten(count)
  }
}
