import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { collectJars, runtimeFolder } from './kafka-jars.ts'
import { type KafkaNode, kafkaNode } from './kafka-node.ts'

export interface ClusterOptions {
  /** One, or three. */
  readonly nodes?: 1 | 3
  /** Of the first broker; its controller has the next number, the second broker the one after that. */
  readonly port?: number
  /** Where the nodes keep what they store; made where it is not there. A folder belongs to one cluster. */
  readonly folder?: string
  /** Compiled lightly: starts with half the work (2.5 instead of 4.5 s of a processor), and then serves slower. For tests that stop brokers. */
  readonly isShortLived?: boolean
}

export interface KafkaCluster {
  /** `127.0.0.1:<port>` each. */
  readonly brokers: readonly string[]
  readonly nodes: readonly KafkaNode[]
  /** Resolves when `count` brokers (default: all) answer, each of which knows the others. */
  answers(count?: number): Promise<void>
  /** Ends the nodes, resolves when they have ended. Again is harmless. */
  stop(): Promise<void>
}

export const defaultPort = 19092

/**
 * A real Kafka on this machine, without Docker: started where it does not run yet, taken over where it does. Its processes outlive the caller.
 * @throws KafkaUnavailableError where Java or Maven is missing
 */
export async function startKafka(options: ClusterOptions = {}): Promise<KafkaCluster> {
  const folder = folderOf(options)
  const jars = await collectJars()
  mkdirSync(folder, { recursive: true })
  const unlock = await lock(folder)
  try {
    const cluster = describeKafka(options, jars)
    await Promise.all(cluster.nodes.map((node) => node.start()))
    await cluster.answers()
    return cluster
  } finally {
    unlock()
  }
}

/** The cluster as it may be running; starts nothing. */
export function describeKafka(options: ClusterOptions, jars = join(runtimeFolder, 'libs')): KafkaCluster {
  const { nodes: count = 1, port = defaultPort, isShortLived = false } = options
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const brokerPort = (id: number) => port + 2 * (id - 1)
  const voters = numbers.map((id) => `${id}@127.0.0.1:${brokerPort(id) + 1}`).join(',')
  const nodes = numbers.map((id) =>
    kafkaNode({
      id,
      voters,
      jars,
      isShortLived,
      brokerPort: brokerPort(id),
      controllerPort: brokerPort(id) + 1,
      template: join(import.meta.dirname, count === 1 ? 'one-node.properties' : 'three-nodes.properties'),
      // What the machine of a developer can give three times; one alone has room for a load.
      heapMegabytes: count === 1 ? 512 : 384,
      folder: join(folderOf(options), `node-${id}`),
    }),
  )
  const brokers = nodes.map(({ broker }) => broker)
  return {
    brokers,
    nodes,
    answers: (wanted = count) => untilAnswered(brokers, wanted),
    async stop() {
      await Promise.all(nodes.map((node) => node.kill('SIGTERM')))
    },
  }
}

/** How many of the brokers answer and know of as many others as answer. */
export async function countBrokers(brokers: readonly string[]): Promise<number> {
  const known = await Promise.all(brokers.map(countKnownTo))
  const answering = known.filter((count) => count > 0).length
  return Math.min(answering, ...known.filter((count) => count > 0))
}

/** The brokers that `broker` knows of, itself included; 0 where it does not answer. */
async function countKnownTo(broker: string): Promise<number> {
  const client = createKafkaClient({ brokers: [broker], clientId: 'kafka-cluster', logger: silent })
  const admin = client.admin({ retry: { retries: 0 } })
  try {
    await admin.connect()
    return (await admin.describeCluster()).brokers.length
  } catch {
    return 0
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}

/** A JVM on a busy machine: seconds, not minutes. */
const ANSWER_WITHIN_MS = 90_000
const POLL_MS = 100

async function untilAnswered(brokers: readonly string[], wanted: number): Promise<void> {
  const deadline = Date.now() + ANSWER_WITHIN_MS
  while ((await countBrokers(brokers)) < wanted) {
    if (Date.now() > deadline) throw new Error(`no ${wanted} brokers at ${brokers} within ${ANSWER_WITHIN_MS} ms`)
    await delay(POLL_MS)
  }
}

function folderOf({ folder, port = defaultPort, nodes = 1 }: ClusterOptions): string {
  return resolve(folder ?? join(runtimeFolder, `cluster-${nodes}-${port}`))
}

/** One at a time starts a cluster: the first makes the file, and one left by a process that is gone does not count. */
async function lock(folder: string): Promise<() => void> {
  const file = join(folder, 'lock')
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    if (isLeftOver(file)) rmSync(file, { force: true })
    else await delay(POLL_MS)
  }
}

function isLeftOver(file: string): boolean {
  try {
    const owner = Number(readFileSync(file, 'utf8'))
    if (owner > 0) process.kill(owner, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

const nothing = (): void => undefined
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }
