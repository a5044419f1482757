import { type Admin, Kafka, type KafkaConfig, type LogEntry, logLevel } from 'kafkajs'
import { findAnsweringBroker } from './answering-broker.ts'
import { stopIdleTimer } from './idle-timer.ts'
import { inTime } from './in-time.ts'

export interface KafkaConnection {
  /** `host:port` each; any that answers leads to the others. */
  readonly brokers: readonly string[]
  /** What the broker's own logs and quotas name this client by. */
  readonly clientId: string
  /** Certificates are checked against what the machine trusts. */
  readonly tls?: boolean | undefined
  readonly sasl?: { readonly username: string; readonly password: string } | undefined
  readonly logger: KafkaLogger
}

/** What is told while things go wrong and heal; pino's logger is one. */
export interface KafkaLogger {
  trace(facts: object, message: string): void
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/**
 * Times of every client. A request is answered within `requestMs` or its connection is given up: a broker that was stopped in the middle must
 * not hold anybody for longer. Retries within the client end after about a second; its user goes on by itself.
 */
export const kafkaTimes = {
  connectMs: 3_000,
  requestMs: 10_000,
  retries: 3,
  firstRetryMs: 100,
  longestRetryMs: 1_000,
  /** The client may leave a request waiting for ever; a question with all its retries takes less. */
  questionMs: 30_000,
  letGoMs: 5_000,
}

/** The one place where a client of Kafka is made. Nothing is connected yet. */
export function createKafkaClient({ brokers, clientId, tls, sasl, logger }: KafkaConnection): Kafka {
  stopIdleTimer()
  const config: KafkaConfig = {
    brokers: () => pickSeed(brokers, tls === true),
    clientId,
    connectionTimeout: kafkaTimes.connectMs,
    requestTimeout: kafkaTimes.requestMs,
    retry: {
      retries: kafkaTimes.retries,
      initialRetryTime: kafkaTimes.firstRetryMs,
      maxRetryTime: kafkaTimes.longestRetryMs,
    },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => pass(logger, entry),
    ...(tls === true && { ssl: true }),
    ...(sasl && { sasl: { mechanism: 'scram-sha-512', ...sasl } }),
  }
  return new Kafka(config)
}

/**
 * Where a client begins. It would take the first of the list each time it is made, wait there for an answer, and give up without having
 * asked another: as long as that one is stopped nobody who connects again would get through.
 */
async function pickSeed(brokers: readonly string[], tls: boolean): Promise<string[]> {
  if (brokers.length === 1) return [...brokers]
  const found = await findAnsweringBroker({ brokers, tls, withinMs: kafkaTimes.connectMs })
  return found === undefined ? [...brokers] : [found]
}

/** For a question now and then: a connection that is not kept cannot be a dead one. */
export async function withAdmin<Answer>(kafka: Kafka, ask: (admin: Admin) => Promise<Answer>): Promise<Answer> {
  const admin = kafka.admin()
  try {
    return await inTime(connectAndAsk(admin, ask), kafkaTimes.questionMs, 'asking Kafka')
  } finally {
    await inTime(admin.disconnect(), kafkaTimes.letGoMs, 'ending the question').catch(() => undefined)
  }
}

async function connectAndAsk<Answer>(admin: Admin, ask: (admin: Admin) => Promise<Answer>): Promise<Answer> {
  await admin.connect()
  return ask(admin)
}

/** Kafka's errors come wrapped: the innermost cause says what happened. */
export function kafkaCauseOf(error: unknown): unknown {
  let cause = error
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause
  return cause
}

/** What the broker answers for a topic that nobody has made yet. */
export function isUnknownTopic(error: unknown): boolean {
  const cause = kafkaCauseOf(error)
  return typeof cause === 'object' && cause !== null && 'type' in cause && cause.type === 'UNKNOWN_TOPIC_OR_PARTITION'
}

/** The client tells each of its tries, many a second, and then throws: what stays broken is told by its user. */
function pass(logger: KafkaLogger, { namespace, log }: LogEntry): void {
  const { message, timestamp: _, logger: __, stack: ___, ...facts } = log
  if (!message.startsWith(partitionerNews)) logger.debug({ client: 'kafkajs', part: namespace, ...facts }, message)
}

/** Said to everybody who comes from version 1. */
const partitionerNews = 'KafkaJS v2.0.0 switched default partitioner'
