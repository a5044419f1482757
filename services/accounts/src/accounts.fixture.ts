import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everything, type Role, type Scope } from '@welfare/contracts/authority.ts'
import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { type Answered, serveRoutes } from '@welfare/http/edge/serve-routes.fixture.ts'
import { followLedger } from '@welfare/http/follow-ledger.ts'
import { startServices } from '@welfare/http/service.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createSimulatedClock, type SimulatedClock } from '@welfare/process/clock.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { accountsFacts } from './accounts.facts.ts'
import { type AccountsDependencies, type AccountsService, createAccountsService } from './accounts.service.ts'

export const merchant = 'merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
export const otherMerchant = 'merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3e'
export const county: Scope = { divisions: ['632701'] }
export const prefecture: Scope = { divisions: ['632700'] }

export interface Request {
  readonly body?: object
  readonly token?: string | undefined
  readonly cookie?: string | undefined
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface AccountsFixture {
  readonly clock: SimulatedClock
  readonly service: AccountsService
  readonly url: string
  readonly keysFolder: string
  call(method: string, path: string, request?: Request): Promise<Answered & { readonly cookie: string | undefined }>
  /** Of an account of that role, opened for it. */
  tokenOf(account: string, role: Role, scope?: Scope): Promise<string>
  record(stream: string, ...events: readonly WelfareEvent[]): Promise<void>
  events(): Promise<readonly { readonly stream: string; readonly event: WelfareEvent; readonly actor: string }[]>
  pass(ms: number): void
  /** With `dropSecrets` over the events alone, as after a crash between an event and what belongs to it, or the loss of a disk. */
  restart(options?: {
    readonly dropCopies?: boolean
    readonly dropSecrets?: boolean
    readonly with?: FixtureOptions
  }): Promise<void>
  stop(): Promise<void>
}

export type FixtureOptions = Partial<
  Pick<AccountsDependencies, 'isSecure' | 'signOn' | 'hashingCost' | 'openDoors' | 'isClockSimulated'>
>

/** The service over real HTTP, the embedded store and its own files, with its own authenticator. Two merchants are registered. */
export async function openAccountsFixture(options: FixtureOptions = {}): Promise<AccountsFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'welfare-identity-'))
  const clock = createSimulatedClock({ startAt: new Date('2025-06-02T02:00:00Z') })
  const store = await openSqliteStore({ folder: join(folder, 'log'), clock })
  const keysFolder = join(folder, 'keys')
  mkdirSync(keysFolder)
  const keyStore = openKeyStore({
    file: join(keysFolder, 'keys.db'),
    masterKeyFile: join(keysFolder, 'master.key'),
    onGenerated: () => {},
  })
  const logger = createLogger({ level: 'fatal' })
  const copies = join(folder, 'copies')
  await record(merchant, { type: 'MerchantRegistered', data: { name: '康巴早餐店', division: '632701' } })
  await record(otherMerchant, { type: 'MerchantRegistered', data: { name: '海港快餐', division: '130302' } })
  let running = await start(options)

  return {
    clock,
    get service() {
      return running.service
    },
    get url() {
      return running.served.url
    },
    keysFolder,
    async call(method, path, { token, cookie, key, body, headers } = {}) {
      const answer = await running.served.call(method, path, {
        actor: null,
        ...(body && { body }),
        ...(key !== undefined && { key }),
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(cookie !== undefined && { cookie, 'sec-fetch-site': 'same-origin' }),
          ...headers,
        },
      })
      return { ...answer, cookie: answer.headers.get('set-cookie')?.split(';')[0] }
    },
    tokenOf: (account, role, scope = everything) => running.service.issueToken({ account, role, scope }),
    record,
    async events() {
      const recorded = await store.readAll({ limit: 10_000 })
      return recorded.map((source) => ({
        stream: source.stream,
        event: eventCodec.decode(source),
        actor: String(source.metadata.actor),
      }))
    },
    pass: (ms) => clock.advanceTo(new Date(clock.now().getTime() + ms)),
    async restart({ dropCopies = false, dropSecrets = false, with: changed = options } = {}) {
      await running.stop()
      if (dropSecrets) rmSync(join(keysFolder, 'identity.db'))
      if (dropCopies) rmSync(copies, { recursive: true })
      running = await start(changed)
    },
    async stop() {
      await running.stop()
      await store.close()
      keyStore.close()
      rmSync(folder, { recursive: true })
    },
  }

  async function start(chosen: FixtureOptions) {
    mkdirSync(copies, { recursive: true })
    const followed = followLedger(
      {
        runner: createCommandRunner({ store, inputHashKey: keyStore.ledgerSecret('input-hash') }),
        store,
        feed: createInProcessFeed(store),
        clock,
        logger,
        folder: copies,
        keyStore,
      },
      [accountsFacts],
    )
    const service = createAccountsService({
      ...followed.dependencies,
      secretsFile: join(keysFolder, 'identity.db'),
      isSecure: false,
      hashingCost: { N: 2 ** 10, r: 8, p: 1 },
      ...chosen,
    })
    const shutdown = createShutdown(logger)
    await startServices([...followed.services, service], shutdown)
    const { authenticator } = service
    const served = await serveRoutes(service.routes, { clock, authenticator, scopeIndex: followed.scopeIndex })
    shutdown.add('server', () => served.stop())
    return {
      service,
      served,
      async stop() {
        if (!(await shutdown.stop())) throw new Error('the service did not stop')
      },
    }
  }

  async function record(stream: string, ...events: readonly WelfareEvent[]): Promise<void> {
    const known: unknown[] = []
    for await (const event of store.readStream(stream)) known.push(event)
    const now = clock.now().toISOString()
    const stored = events.map((event) => {
      const { type, schemaVersion, data } = eventCodec.encode(event)
      const acted = { actor: 'officer/test', occurredAt: now, accountingDate: now.slice(0, 10) }
      const metadata = { commandId: randomUUID(), inputHash: 'test', ...acted }
      return { id: randomUUID(), type, schemaVersion, data: data as JsonObject, metadata }
    })
    const result = await store.append(stream, known.length || 'no-stream', stored)
    if (result.outcome !== 'appended') throw new Error(`${stream}: ${result.outcome}`)
  }
}

/** The body of an answer, as what it is expected to be. */
export function bodyOf<Body extends object>(answer: { readonly body: unknown }): Body {
  return answer.body as Body
}
