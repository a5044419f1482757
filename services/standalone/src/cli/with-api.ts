import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { LocalRole } from '@welfare/accounts/accounts-authenticator.ts'
import { StoreLockedError } from '@welfare/event-store/sqlite/lock.ts'
import { logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import { createLogger, type LogLevel } from '@welfare/process/logger.ts'
import type { Ledger } from '../compose.ts'
import { demoDoors } from '../demo/accounts.ts'
import { readDemoState, readLedgerClock } from '../demo/demo-clock.ts'
import { type ApiClient, createApiClient } from './api-client.ts'
import type { CliContext } from './cli-context.ts'
import { refused } from './failure.ts'
import { findServer, type ServerAnnouncement } from './server-file.ts'

/** How long a ledger that is being started, stopped or used by another command is waited for. */
const LOCK_PATIENCE_MS = 10_000
const LOCK_PAUSE_MS = 200

/**
 * Works over the API of the server that has the ledger open; where none runs, opens the ledger in this process for as long as it takes.
 * @param role what the routes demand: asked as by the operator, unless WELFARE_TOKEN says who asks
 */
export async function withApi<Result>(
  context: CliContext,
  role: LocalRole,
  work: (api: ApiClient) => Promise<Result>,
): Promise<Result> {
  if (!hasLedger(context)) {
    throw refused('no-ledger', { folder: context.folder.root })
  }
  const key = context.key ?? `cli-${randomUUID()}`
  const { language, config } = context
  const { token } = config
  const opened = await openOrFind(context, 'warn')
  if ('tokens' in opened)
    return await work(
      createApiClient({ key, language, url: opened.url, token: token ?? asOperator(opened.tokens[role]) }),
    )
  try {
    const { url } = await opened.serve({ host: '127.0.0.1', port: 0 })
    const head = await opened.store.head()
    return await work(
      createApiClient({
        key,
        language,
        url,
        token: token ?? asOperator(opened.identity.localToken(role)),
        position: head?.position,
      }),
    )
  } finally {
    await opened.close()
  }
}

/** What is recorded is recorded as of `operator/<system user>`. */
function asOperator(localToken: string): string {
  const user = userInfo()
    .username.toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
  return `${localToken}.${user.slice(0, 64)}`
}

export function hasLedger({ folder }: Pick<CliContext, 'folder'>): boolean {
  return existsSync(join(folder.log, logFileName))
}

/**
 * The ledger, opened in this process, or the server that has it open.
 * @param isServer publishes to the configured brokers for as long as it is open
 * @throws StoreLockedError when neither comes about in time
 */
export async function openOrFind(
  context: CliContext,
  logLevel: LogLevel,
  { isServer = false }: { readonly isServer?: boolean } = {},
): Promise<Ledger | ServerAnnouncement> {
  const { config, folder } = context
  const giveUpAt = performance.now() + LOCK_PATIENCE_MS
  for (;;) {
    const server = await findServer(folder)
    if (server !== undefined) return server
    requireWhole(folder)
    try {
      // Not at the top: a command that finds a server needs none of the services, and starts in a tenth of the time.
      const { openLedger } = await import('../compose.ts')
      const { clock, name } = readLedgerClock(folder)
      return await openLedger({
        dataFolder: folder.root,
        masterKeyFile: config.masterKeyFile,
        maxRosterRows: config.maxRosterRows,
        signOn: config.signOn,
        isSecure: config.tls !== undefined || config.isBehindTlsProxy,
        transparencyKeyFile: config.transparencyKeyFile,
        witnessKeysFile: config.witnessKeysFile,
        clock,
        clockName: name,
        openDoors: readDemoState(folder) && demoDoors,
        ...(isServer && { kafka: config.kafka, instance: config.instance }),
        logger: createLogger({ level: logLevel }),
      })
    } catch (error) {
      if (!(error instanceof StoreLockedError) || performance.now() > giveUpAt) throw error
      await delay(LOCK_PAUSE_MS)
    }
  }
}

/** On the machine's clock the rest of a scenario could not be played any more. */
function requireWhole(folder: DataFolder): void {
  const state = readDemoState(folder)
  if (state && state.clockOffsetMs === undefined) {
    throw refused('demo-unfinished', { folder: folder.root })
  }
}
