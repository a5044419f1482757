import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { CaughtUp } from '@welfare/service-host/parent.ts'
import { inheritedEnvironment } from '@welfare/service-kit/config.ts'
import { dataFolder } from '@welfare/service-kit/data-folder.ts'
import { openKeyStore } from '@welfare/service-kit/key-store.store.ts'
import { type Child, type ChildOptions, startChild } from './child.ts'

/** The services apart, in the order in which they are started; the portal comes after all of them. */
const services = ['registry', 'programmes', 'funds', 'vouchers', 'deliveries', 'projections', 'log'] as const
export type ClusterService = (typeof services)[number]

export interface ClusterOptions {
  /** Everything of the cluster lies in it. */
  readonly folder: string
  readonly brokers: readonly string[]
  /** Of an EventStoreDB cluster; default: one process owns an embedded store, and the others reach it over HTTP. */
  readonly storeUrl?: string | undefined
  /** Default: one of each. */
  readonly instances?: Partial<Readonly<Record<ClusterService, number>>>
  /** Of the portal; 0 takes a free one. */
  readonly port: number
  /** For a demonstration. */
  readonly clockFile?: string | undefined
  readonly logLevel?: string
}

/** One ledger as many processes on this machine. */
export interface Cluster {
  /** Of the portal. */
  readonly url: string
  readonly portal: Child
  readonly relay: Child
  /** Undefined on EventStoreDB. */
  readonly store: Child | undefined
  instancesOf(service: ClusterService): readonly Child[]
  /** Another instance of a service; the portal is not told of it. */
  startAnother(service: ClusterService): Promise<Child>
  /** Comes back when every consumer has done what was recorded, and nothing more came of it. @throws Error when that takes too long */
  settle(limitMs?: number): Promise<{ readonly sequence: number }>
  /** The last started first. Again is harmless. */
  stop(): Promise<void>
}

/** @throws Error when one of its processes does not come up; those that did are stopped */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder } = options
  const started: Child[] = []
  const byService = new Map<ClusterService, Child[]>()
  const keysFolder = join(folder, 'keys')
  const tokenFile = join(folder, 'store.token')
  for (const path of [join(folder, 'logs'), keysFolder]) mkdirSync(path, { recursive: true, mode: 0o700 })
  makeKeys(folder, keysFolder)
  writeFileSync(tokenFile, randomBytes(32).toString('base64url'), { mode: 0o600 })
  const everybody = {
    ...inheritedEnvironment(),
    WELFARE_KEYS_DIR: keysFolder,
    WELFARE_LOG_LEVEL: options.logLevel ?? 'info',
    WELFARE_KAFKA_BROKERS: options.brokers.join(','),
    ...(options.clockFile !== undefined && { WELFARE_CLOCK_FILE: options.clockFile }),
  }
  const start = async (name: string, words: readonly string[], environment: ChildOptions['environment']) => {
    const child = await startChild({
      name,
      words,
      environment: { ...everybody, PORT: '0', WELFARE_DATA_DIR: join(folder, name), ...environment },
      logFile: join(folder, 'logs', `${name}.log`),
    })
    started.push(child)
    return child
  }
  const stop = async (): Promise<void> => {
    for (const child of started.splice(0).reverse()) await child.stop()
  }
  try {
    const store =
      options.storeUrl === undefined
        ? await start('store', ['service', 'store'], { WELFARE_STORE_TOKEN_FILE: tokenFile })
        : undefined
    const storeAt = {
      WELFARE_STORE_URL: store?.url ?? options.storeUrl ?? '',
      ...(store && { WELFARE_STORE_TOKEN_FILE: tokenFile }),
    }
    const startAnother = async (service: ClusterService): Promise<Child> => {
      const known = byService.get(service) ?? []
      const instance = String(known.length + 1)
      const child = await start(`${service}-${instance}`, ['service', service], {
        ...storeAt,
        WELFARE_INSTANCE: instance,
      })
      byService.set(service, [...known, child])
      return child
    }
    const relay = await start('relay', ['service', 'relay'], storeAt)
    await Promise.all(
      services.map(async (service) => {
        for (let count = options.instances?.[service] ?? 1; count > 0; count -= 1) await startAnother(service)
      }),
    )
    const backends = services.map(
      (service) => `${service}=${(byService.get(service) ?? []).map(({ url }) => url).join(',')}`,
    )
    const portal = await start('portal', ['service', 'portal'], {
      ...storeAt,
      PORT: String(options.port),
      WELFARE_BACKENDS: backends.join(';'),
    })
    return {
      url: portal.url,
      portal,
      relay,
      store,
      instancesOf: (service) => byService.get(service) ?? [],
      startAnother,
      settle: (limitMs) => settle([...[...byService.values()].flat(), portal], limitMs),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Before anybody needs them: processes that start together would each make a master key. */
function makeKeys(folder: string, keysFolder: string): void {
  const { keyFile, masterKeyFile } = dataFolder(folder, keysFolder)
  openKeyStore({ file: keyFile, masterKeyFile, onGenerated: () => {} }).close()
}

const SETTLE_LIMIT_MS = 120_000
const SETTLE_PAUSE_MS = 50

async function settle(children: readonly Child[], limitMs = SETTLE_LIMIT_MS): Promise<{ sequence: number }> {
  const giveUpAt = performance.now() + limitMs
  for (let before = -1; ; ) {
    const said = await Promise.all(children.map((child) => child.ask<CaughtUp>('caught-up')))
    const sequences = new Set(said.map(({ sequence }) => sequence))
    const [sequence = 0] = sequences
    const behind = consumersBehind(said)
    if (sequences.size === 1 && sequence === before && behind.length === 0) return { sequence }
    if (performance.now() > giveUpAt) throw new Error(`the cluster does not settle: ${behind.join(', ')} behind`)
    before = sequences.size === 1 ? sequence : -1
    await delay(SETTLE_PAUSE_MS)
  }
}

/** Of work that instances share, one must have done it. */
function consumersBehind(said: readonly CaughtUp[]): string[] {
  const names = new Set(said.flatMap(({ consumers }) => Object.keys(consumers)))
  return [...names].filter((name) => !said.some(({ consumers }) => consumers[name]))
}
