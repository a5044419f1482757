import type { Kafka } from 'kafkajs'
import { inTime } from './in-time.ts'
import {
  fromParkingRecord,
  type ParkedMessage,
  parkingKey,
  toRetryMessage,
  toSettledRecord,
} from './parking-message.ts'
import { readRecords } from './topic-reading.ts'
import { ensureTopic, parkingTopicName } from './topic-settings.ts'

/** What consumers of a ledger's keyed topic could not handle, and what becomes of it. */
export interface ParkingDesk {
  /** Oldest first; of one group, or of all. */
  list(group?: string): Promise<readonly ParkedMessage[]>
  /**
   * Hands the message to its group again, behind everything that stands in the keyed topic now. It stays parked until the group has handled
   * it; where that fails again it is parked anew, with more attempts. False where nothing of that name is parked.
   */
  retry(group: string, id: string): Promise<boolean>
  /** Gives the message up for that group. False where nothing of that name is parked. */
  drop(group: string, id: string): Promise<boolean>
  close(): Promise<void>
}

export async function openParkingDesk(client: Kafka, ledger: string): Promise<ParkingDesk> {
  const topic = parkingTopicName(ledger)
  const admin = client.admin()
  const producer = client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 })
  const close = async (): Promise<void> => {
    const ends = Promise.allSettled([producer.disconnect(), admin.disconnect()])
    await inTime(ends, DESK_MS, `closing ${topic}`).catch(() => undefined)
  }
  try {
    await inTime(Promise.all([admin.connect(), producer.connect()]), DESK_MS, `connecting for ${topic}`)
    await inTime(ensureTopic(admin, topic, 'parking'), DESK_MS, `making ${topic}`)
  } catch (error) {
    await close()
    throw error
  }

  const readAll = async (): Promise<ReadonlyMap<string, ParkedMessage>> => {
    const [end] = await admin.fetchTopicOffsets(topic)
    const parked = new Map<string, ParkedMessage>()
    await readRecords(client, { topic, from: Number(end?.low), until: Number(end?.high) }, ({ key, value }) => {
      const name = String(key)
      parked.delete(name)
      if (value !== null) parked.set(name, fromParkingRecord(value))
    })
    return parked
  }
  const find = async (group: string, id: string) => (await readAll()).get(parkingKey(group, id))

  return {
    async list(group) {
      const all = [...(await readAll()).values()]
      return group === undefined ? all : all.filter((parked) => parked.group === group)
    },
    async retry(group, id) {
      const parked = await find(group, id)
      if (parked === undefined) return false
      const sent = producer.send({ topic: parked.topic, acks: -1, messages: [toRetryMessage(parked)] })
      await inTime(sent, DESK_MS, `sending to ${parked.topic}`)
      return true
    },
    async drop(group, id) {
      if ((await find(group, id)) === undefined) return false
      const sent = producer.send({ topic, acks: -1, messages: [toSettledRecord(group, id)] })
      await inTime(sent, DESK_MS, `sending to ${topic}`)
      return true
    },
    close,
  }
}

const DESK_MS = 30_000
