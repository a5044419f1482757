import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { withAdmin } from '@welfare/messaging/kafka/kafka-client.ts'
import type { KafkaCluster } from '../../infra/kafka/kafka-cluster.ts'
import type { KafkaNode } from '../../infra/kafka/kafka-node.ts'
import type { KafkaClient } from '../harness/relayed-ledger.ts'
import type { Random } from '../simulation/random.ts'
import type { Count } from './brokers-count.fixture.ts'
import type { Load } from './brokers-load.fixture.ts'
import type { Member, Processes, Restartable } from './brokers-processes.fixture.ts'

export const brokerFaults = ['one broker killed', 'one broker stopped', 'all brokers killed'] as const
export const processFaults = [
  ...(['active relay killed', 'active relay stopped', 'replica killed'] as const),
  ...(['active member left', 'member killed between effect and offset', 'active member stopped'] as const),
] as const
export type Fault = (typeof brokerFaults)[number] | (typeof processFaults)[number]

/** Faults one after the other, each from the moment that so many attempts are answered, or that the one before is over. */
export interface Lane {
  readonly faults: readonly { readonly fault: Fault; readonly from: number }[]
  readonly over: number
  /** Attempts that may have begun: the load does not end before the lane does. */
  readonly allowed: number
  run(perform: (fault: Fault, from: number) => Promise<void>, load: Load): Promise<void>
}

/** Every kind once a round, in an order and at moments of its own. */
export function createLane(kinds: readonly Fault[], rounds: number, attempts: number, random: Random): Lane {
  const order = Array.from({ length: rounds }, () => inRandomOrder(kinds, random)).flat()
  const slice = attempts / (order.length + 1)
  const faults = order.map((fault, index) => ({ fault, from: Math.floor(slice * (index + 0.2 + 0.6 * random.next())) }))
  let over = 0
  return {
    faults,
    get over() {
      return over
    },
    get allowed() {
      return over === faults.length ? attempts : Math.floor(slice * (over + 1))
    },
    async run(perform, load) {
      for (const { fault, from } of faults) {
        await load.reaches(from)
        await perform(fault, from)
        over += 1
      }
    },
  }
}

export interface Step {
  readonly cluster: KafkaCluster
  readonly processes: Processes
  readonly members: Member[]
  readonly load: Load
  readonly random: Random
  /** How long a broker is stopped. */
  readonly stopMs: number
  startMember(): Member
  readCount(): Count
  readonly client: KafkaClient
  /** The ledger's. */
  readonly topic: string
  tell(text: string): void
}

/** Does it, and comes back when what was hit is there again. */
export async function perform(fault: Fault, step: Step): Promise<void> {
  const { cluster, processes, members, load, random, tell } = step
  const startedAt = performance.now()
  const whatHappened = await hit()
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  tell(`${fault} (${whatHappened}) at ${load.answered} answered, over after ${seconds} s`)

  async function hit(): Promise<string> {
    switch (fault) {
      case 'one broker killed': {
        const node = await findLeader(step)
        await node.kill('SIGKILL')
        await meanwhile(load)
        await node.start()
        await cluster.answers()
        return `broker ${node.id}, which led the topic`
      }
      case 'one broker stopped': {
        const node = random.pick(cluster.nodes)
        await node.kill('SIGSTOP')
        await delay(step.stopMs)
        await node.kill('SIGCONT')
        await cluster.answers()
        return `broker ${node.id} for ${step.stopMs / 1_000} s`
      }
      case 'all brokers killed': {
        await Promise.all(cluster.nodes.map((node) => node.kill('SIGKILL')))
        await meanwhile(load)
        await Promise.all(cluster.nodes.map((node) => node.start()))
        await cluster.answers()
        return 'at once'
      }
      case 'active relay killed': {
        const relay = await findActive(processes.relays)
        await relay.kill()
        await relay.start()
        return relay.name
      }
      case 'replica killed': {
        const replica = random.pick(processes.replicas)
        await replica.kill()
        await replica.start()
        return replica.name
      }
      case 'active relay stopped': {
        const relay = await findActive(processes.relays)
        relay.signal('SIGSTOP')
        await delay(PROCESS_STOP_MS)
        relay.signal('SIGCONT')
        return `${relay.name} for ${PROCESS_STOP_MS / 1_000} s`
      }
      case 'active member left':
      case 'member killed between effect and offset': {
        const member = await findCounting(step)
        const next = step.startMember()
        await (fault === 'active member left' ? member.end() : member.dieBehindEffect())
        members.splice(members.indexOf(member), 1, next)
        return `${member.name}, ${next.name} came`
      }
      case 'active member stopped': {
        const member = await findCounting(step)
        member.signal('SIGSTOP')
        await delay(PROCESS_STOP_MS)
        member.signal('SIGCONT')
        return `${member.name} for ${PROCESS_STOP_MS / 1_000} s`
      }
    }
  }
}

/** Longer than brokers wait for a member: it wakes up beside its successor. */
const PROCESS_STOP_MS = 12_000

/** Attempts are answered while brokers are away; the load may be waiting for another fault. */
async function meanwhile(load: Load): Promise<void> {
  await Promise.race([load.reaches(load.answered + MEANWHILE), delay(MEANWHILE_LIMIT_MS)])
}

const MEANWHILE = 300
const MEANWHILE_LIMIT_MS = 5_000
const FIND_LIMIT_MS = 120_000
const LOOK_MS = 100

/** The relay that has the lease, waited for where nobody has it. */
async function findActive(relays: readonly Restartable[]): Promise<Restartable> {
  for (const startedAt = performance.now(); performance.now() - startedAt < FIND_LIMIT_MS; ) {
    for (const relay of relays) if ((await readLag(relay)) !== undefined) return relay
    await delay(LOOK_MS)
  }
  throw new Error(`no relay was active within ${FIND_LIMIT_MS} ms`)
}

/** The member that counted something this moment: what it counted is in its database, and hardly yet in the group. */
async function findCounting({ members, readCount }: Step): Promise<Member> {
  const before = readCount().sequence
  for (const startedAt = performance.now(); performance.now() - startedAt < FIND_LIMIT_MS; await nextTurn()) {
    const { sequence, member } = readCount()
    const found = sequence > before && members.find(({ name }) => name === member)
    if (found) return found
  }
  throw new Error(`nothing was counted for ${FIND_LIMIT_MS} ms`)
}

/** The broker that leads the ledger's topic. */
async function findLeader({ cluster, topic, client }: Step): Promise<KafkaNode> {
  const { topics } = await withAdmin(client, (admin) => admin.fetchTopicMetadata({ topics: [topic] }))
  const leader = cluster.nodes.find(({ id }) => id === topics[0]?.partitions[0]?.leader)
  if (leader === undefined) throw new Error(`nobody leads ${topic}`)
  return leader
}

/** Events that the relay has not written yet; undefined where it is not the active one. */
export async function readLag(relay: Restartable): Promise<number | undefined> {
  const metrics = await relay.get('/metrics')
  const lag = Number(metrics.match(/^welfare_relay_lag_events (\S+)$/m)?.[1])
  return Number.isNaN(lag) ? undefined : lag
}

function inRandomOrder<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items]
  return items.map(() => left.splice(random.between(0, left.length - 1), 1)[0] as Item)
}
