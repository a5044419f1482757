import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GenericContainer, Wait } from 'testcontainers'
import { type KafkaCluster, startKafka } from '../../infra/kafka/kafka-cluster.ts'
import { KafkaUnavailableError } from '../../infra/kafka/kafka-jars.ts'

/**
 * The brokers for a suite that leaves them as they are: those of KAFKA_BROKERS, else the one at 127.0.0.1:19092 (started by the first, and
 * left running for the next), else a container. Undefined where there is none; the reason is printed, and the suite is to skip.
 */
export async function requireKafka(): Promise<readonly string[] | undefined> {
  const { KAFKA_BROKERS } = process.env
  if (KAFKA_BROKERS) return KAFKA_BROKERS.split(',')
  try {
    return (await startKafka()).brokers
  } catch (error) {
    if (!(error instanceof KafkaUnavailableError)) throw error
    return (await startContainer().catch((docker: unknown) => explain(error, docker))) ?? undefined
  }
}

/** For tests that stop brokers: a cluster of their own, gone with `stop`. Undefined where none can be started, with the reason printed. */
export async function startOwnKafka(nodes: 1 | 3): Promise<KafkaCluster | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-'))
  try {
    const cluster = await startKafka({ nodes, port: await findFreePorts(2 * nodes), folder, isShortLived: true })
    return {
      ...cluster,
      async stop() {
        await Promise.all(cluster.nodes.map((node) => node.kill('SIGKILL')))
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (!(error instanceof KafkaUnavailableError)) throw error
    explain(error, 'not tried')
    return undefined
  }
}

function explain(maven: unknown, docker: unknown): undefined {
  process.stdout.write(`No Kafka: KAFKA_BROKERS is not set; from Maven Central: ${maven}; in a container: ${docker}\n`)
}

/** The container is ended by testcontainers when this process is gone. */
async function startContainer(): Promise<readonly string[]> {
  const port = await findFreePorts(1)
  const listeners = 'CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT'
  await new GenericContainer('apache/kafka:4.1.1')
    .withExposedPorts({ container: 19092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENERS: 'CONTROLLER://:9093,INSIDE://:9092,OUTSIDE://:19092',
      KAFKA_ADVERTISED_LISTENERS: `INSIDE://localhost:9092,OUTSIDE://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: listeners,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start()
  return [`127.0.0.1:${port}`]
}

/** The first of `count` free ports in a row, below those that systems give to outgoing connections. */
async function findFreePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const first = 20_000 + Math.floor(Math.random() * 10_000)
    const ports = Array.from({ length: count }, (_, index) => first + index)
    const isFree = await Promise.all(ports.map(isPortFree))
    if (isFree.every(Boolean)) return first
  }
  throw new Error(`no ${count} free ports in a row`)
}

async function isPortFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
