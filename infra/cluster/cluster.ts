import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { inheritedEnvironment } from '@welfare/process/config.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { type Child, type ChildOptions, standInProgram, startChild } from './child.ts'
import type { CaughtUp } from './parent.ts'

/** The services apart, in the order in which they are started; the portal comes after all of them. */
const services = ['registry', 'programmes', 'funds', 'vouchers', 'deliveries', 'reports', 'log'] as const
type ClusterService = (typeof services)[number]

export interface ClusterOptions {
  /** Everything of the cluster lies in it. */
  readonly folder: string
  readonly brokers: readonly string[]
  /** Of an EventStoreDB cluster; default: the stand-in, as a process of its own. */
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
  /** The stand-in; undefined where an EventStoreDB was named. */
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
  for (const path of [join(folder, 'logs'), keysFolder]) mkdirSync(path, { recursive: true, mode: 0o700 })
  makeKeys(folder, keysFolder)
  const clock = options.clockFile === undefined ? [] : [options.clockFile]
  const everybody = {
    ...inheritedEnvironment(),
    WELFARE_KEYS_DIR: keysFolder,
    WELFARE_ATTACHMENTS_DIR: join(folder, 'attachments'),
    WELFARE_LOG_LEVEL: options.logLevel ?? 'info',
    WELFARE_KAFKA_BROKERS: options.brokers.join(','),
  }
  const start = async (
    name: string,
    { environment = {}, ...run }: Pick<ChildOptions, 'program' | 'words'> & Partial<Pick<ChildOptions, 'environment'>>,
  ) => {
    const child = await startChild({
      name,
      ...run,
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
        ? await start('store', { program: standInProgram, words: [join(folder, 'store')] })
        : undefined
    const storeAt = { WELFARE_STORE_URL: store?.url ?? options.storeUrl ?? '' }
    const startAnother = async (service: ClusterService): Promise<Child> => {
      const known = byService.get(service) ?? []
      const instance = String(known.length + 1)
      const environment = { ...storeAt, WELFARE_INSTANCE: instance }
      const child = await start(`${service}-${instance}`, { words: [service, ...clock], environment })
      byService.set(service, [...known, child])
      return child
    }
    const relay = await start('relay', { words: ['relay'], environment: storeAt })
    await Promise.all(
      services.map(async (service) => {
        for (let count = options.instances?.[service] ?? 1; count > 0; count -= 1) await startAnother(service)
      }),
    )
    const backends = services.map(
      (service) => `${service}=${(byService.get(service) ?? []).map(({ url }) => url).join(',')}`,
    )
    const ofPortal = { ...storeAt, PORT: String(options.port), WELFARE_SERVICE_URLS: backends.join(';') }
    const portal = await start('portal', { words: ['portal', ...clock], environment: ofPortal })
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
