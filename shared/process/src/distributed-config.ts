import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Where the ledger's streams are, when not in this process's own data folder. */
export interface StoreConfig {
  /** `esdb:` – an EventStoreDB cluster. */
  readonly url: string
  /** Several ledgers share a cluster, each under its own prefix of stream names. */
  readonly namespace: string | undefined
}

/** Kafka, between services and for others. */
export interface KafkaConfig {
  /** `host:port` each. */
  readonly brokers: readonly string[]
  readonly tls: boolean
  readonly sasl: { readonly username: string; readonly password: string } | undefined
}

/** The gateway's services: URLs of the instances of each. */
export type Backends = Readonly<Record<string, readonly string[]>>

export interface DistributedConfig {
  /** Undefined: the embedded store in the data folder. */
  readonly store: StoreConfig | undefined
  /** Undefined: events go from service to service within one process, and to nobody else. */
  readonly kafka: KafkaConfig | undefined
  /** Undefined: this process has no services behind it. */
  readonly backends: Backends | undefined
  /** Tells instances of one service apart, for ever: their copies and consumer groups go by it. */
  readonly instance: string
  /** Where the keys lie; undefined: in the data folder. Services apart share one folder of them. */
  readonly keysFolder: string | undefined
  /** The same of attachments. */
  readonly attachmentsFolder: string | undefined
}

const text = z.string().min(1).optional()
/** An EventStoreDB connection string may name several hosts, which no URL may. */
const storeUrlPattern = /^esdb(\+discover)?:\/\/\S+$/
const brokerPattern = /^[\w.-]+:\d{1,5}$/
const backendPattern = /^[a-z]+=https?:\/\/[^\s,;]+(,https?:\/\/[^\s,;]+)*$/

export const distributedVariables = {
  WELFARE_STORE_URL: z.string().regex(storeUrlPattern).optional(),
  /** Instead of the URL, whose user and password are a secret. */
  WELFARE_STORE_URL_FILE: text,
  WELFARE_STORE_NAMESPACE: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,39}$/)
    .optional(),
  WELFARE_KAFKA_BROKERS: z
    .string()
    .refine((list) => list.split(',').every((broker) => brokerPattern.test(broker.trim())))
    .optional(),
  WELFARE_KAFKA_TLS: z.enum(['true', 'false']).default('false'),
  WELFARE_KAFKA_USERNAME: text,
  WELFARE_KAFKA_PASSWORD_FILE: text,
  WELFARE_SERVICE_URLS: z
    .string()
    .refine((list) => list.split(';').every((entry) => backendPattern.test(entry.trim())))
    .optional(),
  WELFARE_INSTANCE: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .default('1'),
  WELFARE_KEYS_DIR: text,
  WELFARE_ATTACHMENTS_DIR: text,
}
type Given = { readonly [Name in keyof typeof distributedVariables]?: string | undefined }

/** @returns the configuration, or the names of the variables that are missing or wrong */
export function readDistributed(given: Given): DistributedConfig | readonly string[] {
  const store = readStore(given)
  if (isNames(store)) return store
  const kafka = readKafka(given)
  if (isNames(kafka)) return kafka
  return {
    store,
    kafka,
    backends: given.WELFARE_SERVICE_URLS === undefined ? undefined : readServiceUrls(given.WELFARE_SERVICE_URLS),
    instance: given.WELFARE_INSTANCE ?? '1',
    keysFolder: given.WELFARE_KEYS_DIR,
    attachmentsFolder: given.WELFARE_ATTACHMENTS_DIR,
  }
}

function readStore(given: Given): StoreConfig | undefined | readonly string[] {
  const url = given.WELFARE_STORE_URL ?? readSecret(given.WELFARE_STORE_URL_FILE)
  if (url === undefined) return given.WELFARE_STORE_URL_FILE === undefined ? undefined : ['WELFARE_STORE_URL_FILE']
  if (!storeUrlPattern.test(url)) return ['WELFARE_STORE_URL_FILE']
  return { url, namespace: given.WELFARE_STORE_NAMESPACE }
}

function readKafka(given: Given): KafkaConfig | undefined | readonly string[] {
  const { WELFARE_KAFKA_BROKERS: brokers, WELFARE_KAFKA_USERNAME: username } = given
  if (brokers === undefined) return username === undefined ? undefined : ['WELFARE_KAFKA_BROKERS']
  const password = readSecret(given.WELFARE_KAFKA_PASSWORD_FILE)
  if ((username === undefined) !== (password === undefined)) {
    return [username === undefined ? 'WELFARE_KAFKA_USERNAME' : 'WELFARE_KAFKA_PASSWORD_FILE']
  }
  return {
    brokers: brokers.split(',').map((broker) => broker.trim()),
    tls: given.WELFARE_KAFKA_TLS === 'true',
    sasl: username !== undefined && password !== undefined ? { username, password } : undefined,
  }
}

/** `funds=http://127.0.0.1:9001;vouchers=http://127.0.0.1:9002,http://127.0.0.1:9003` */
function readServiceUrls(list: string): Backends {
  const entries = list.split(';').map((entry) => {
    const [name = '', urls = ''] = entry.trim().split(/=(.*)/s)
    return [name, urls.split(',')] as const
  })
  return Object.fromEntries(entries)
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}

/** Undefined where there is no such file, it may not be read or is empty: the caller names the variable. */
export function readSecret(file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  try {
    const secret = readFileSync(file, 'utf8').trim()
    return secret === '' ? undefined : secret
  } catch {
    return undefined
  }
}
