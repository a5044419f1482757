import type { Admin, Kafka } from 'kafkajs'
import { inTime } from './in-time.ts'
import { readTail } from './ledger-topic.ts'
import { findLeaseHolder } from './relay-lease.ts'
import { ledgerTopicName } from './topic-settings.ts'

/** One epoch of a ledger, as its brokers have it. */
export interface RelayedEpoch {
  readonly ledger: string
  readonly epoch: number
  /** The last sequence in the topic; 0 when it is empty. */
  readonly relayed?: number
  /** Why that cannot be said: the topic ends with what is no event, or has lost records. */
  readonly problem?: string
  /** Client and address of the relay that works; none where none does. */
  readonly holder?: string
}

/** Every epoch of every ledger at these brokers, or of one ledger; by ledger, then epoch. */
export async function listRelayedEpochs(client: Kafka, ledger?: string): Promise<readonly RelayedEpoch[]> {
  const admin = client.admin()
  try {
    await inTime(admin.connect(), LIST_MS, 'connecting to list topics')
    const names = (await admin.listTopics()).flatMap(toName).filter((name) => name.ledger === (ledger ?? name.ledger))
    const epochs: RelayedEpoch[] = []
    for (let first = 0; first < names.length; first += AT_ONCE) {
      epochs.push(...(await Promise.all(names.slice(first, first + AT_ONCE).map((name) => look(client, admin, name)))))
    }
    return epochs.toSorted((a, b) => a.ledger.localeCompare(b.ledger) || a.epoch - b.epoch)
  } finally {
    await inTime(admin.disconnect(), LIST_MS, 'closing').catch(() => undefined)
  }
}

const LIST_MS = 10_000
/** Looking at one topic is mostly waiting: 0.1 s. */
const AT_ONCE = 8

interface EpochName {
  readonly ledger: string
  readonly epoch: number
}

function toName(topic: string): EpochName[] {
  const [, ledger, epoch] = /^welfare\.([0-9a-f-]{36})\.([1-9]\d*)$/.exec(topic) ?? []
  return ledger === undefined ? [] : [{ ledger, epoch: Number(epoch) }]
}

async function look(client: Kafka, admin: Admin, { ledger, epoch }: EpochName): Promise<RelayedEpoch> {
  const topic = ledgerTopicName(ledger, epoch)
  const [tail, holder] = await Promise.all([
    readTail(client, admin, topic).catch((error: unknown) => String(error)),
    findLeaseHolder(admin, topic),
  ])
  const end = typeof tail === 'string' ? { problem: tail } : { relayed: tail?.sequence ?? 0 }
  return { ledger, epoch, ...end, ...(holder !== undefined && { holder }) }
}
