import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type DataOf, eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { programmeDefined } from '@welfare/contracts/events/programmes.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { believingAuthenticator, nothingOutside } from '@welfare/http/authority/claimed-actor.fixture.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import { followLedger } from '@welfare/http/follow-ledger.ts'
import { createJobsRoute, type Job } from '@welfare/http/jobs.ts'
import { startServices } from '@welfare/http/service.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { residentIdCheckCharacter } from './people/resident-id.ts'
import { registryFacts } from './registry.facts.store.ts'
import { createRegistryService } from './registry.service.ts'
import type { ImportRetries } from './roster/roster-imports.ts'
import type { RosterLine } from './spreadsheet/roster-writer.ts'

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export type Registry = Awaited<ReturnType<typeof startRegistry>>

/** The registry alone over real HTTP on the real store, in `folder`. */
export async function startRegistry(
  folder: string,
  wrapRunner: (runner: CommandRunner) => CommandRunner = (runner) => runner,
  importRetries?: ImportRetries,
) {
  const logger = createLogger({ level: 'silent' })
  const clock = createSimulatedClock({ startAt: new Date('2025-06-01T01:00:00Z') })
  for (const part of ['log', 'copies', 'uploads', 'keys']) mkdirSync(join(folder, part), { recursive: true })
  const store = await openSqliteStore({ folder: join(folder, 'log'), clock })
  const keyStore = openKeyStore({
    file: join(folder, 'keys', 'keys.db'),
    masterKeyFile: join(folder, 'keys', 'master.key'),
    onGenerated: () => {},
  })
  const plain = createCommandRunner({
    store,
    inputHashKey: keyStore.ledgerSecret('input-hash'),
    sharedWriters: true,
  })
  const runner = { ...plain, ...wrapRunner(plain) }
  const shutdown = createShutdown(logger)
  shutdown.add('store', () => store.close())
  shutdown.add('keys', () => keyStore.close())
  const feed = createInProcessFeed(store)
  const followed = followLedger({ runner, store, feed, clock, logger, keyStore, folder: join(folder, 'copies') }, [
    registryFacts,
  ])
  const service = createRegistryService({
    ...followed.dependencies,
    uploadsFolder: join(folder, 'uploads'),
    ...(importRetries && { importRetries }),
  })
  await startServices([...followed.services, service], shutdown)
  const routes = [...service.routes, createJobsRoute(service.jobs ?? [])]
  const app = createApp({
    routes,
    authority: authorityTable,
    authenticator: believingAuthenticator,
    scopeIndex: nothingOutside,
    clock,
    logger,
    ready: [],
    version: { name: 'test', version: '0' },
    strict: true,
  })
  const server = await startServer({ app, host: '127.0.0.1', port: 0 })
  shutdown.add('server', () => server.stop())
  const url = (path: string) => `http://127.0.0.1:${server.port}${path}`

  async function send(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(url(path), {
      method,
      ...(body !== undefined && { body }),
      headers: { 'welfare-actor': 'officer/li-hua', 'idempotency-key': randomUUID(), ...headers },
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }

  /** Records what other services would have, as they would: in a stream of its own, at once. */
  async function record(stream: string, ...events: readonly WelfareEvent[]): Promise<void> {
    const stored = events.map((event) => ({
      ...eventCodec.encode(event),
      id: randomUUID(),
      metadata: { actor: 'officer/test', occurredAt: clock.now().toISOString(), accountingDate: '2025-06-01' },
    }))
    const { outcome } = await store.append(stream, 'no-stream', stored)
    if (outcome !== 'appended') throw new Error(`${stream}: ${outcome}`)
  }

  return {
    clock,
    keyStore,
    store,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
    post: (path: string, body: object, headers?: Record<string, string>) =>
      send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    put: (path: string, body: object, headers?: Record<string, string>) =>
      send('PUT', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    upload: (path: string, bytes: Uint8Array, headers?: Record<string, string>) =>
      send('POST', path, new Uint8Array(bytes), { 'content-type': XLSX, ...headers }),
    async download(path: string, bytes: Uint8Array): Promise<Uint8Array> {
      const headers = { 'welfare-actor': 'officer/li-hua', 'idempotency-key': randomUUID(), 'content-type': XLSX }
      return (await fetch(url(path), { method: 'POST', body: new Uint8Array(bytes), headers })).bytes()
    },
    record,
    /** As the programmes service would have recorded it. */
    async defineProgramme(division: string, more: Partial<DataOf<'ProgrammeDefined'>> = {}): Promise<string> {
      const stream = `programme-${randomUUID()}`
      const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' } as const
      const named = { name: '节日餐补', kind: 'festival-meal', division, plan: 'people', year: 2025 } as const
      const data = programmeDefined.parse({ ...named, rules, rulesVersion: 1, ...more })
      await record(stream, { type: 'ProgrammeDefined', data })
      return stream
    },
    async sequence(): Promise<number> {
      return (await store.head())?.sequence ?? 0
    },
    /** As it was sent, for what is no JSON. */
    async bytes(path: string): Promise<Uint8Array> {
      return (await fetch(url(path), { headers: { 'welfare-actor': 'officer/li-hua' } })).bytes()
    },
    async finishJob(id: string): Promise<Job> {
      for (;;) {
        const { body } = await send('GET', `/v1/jobs/${id}`, undefined)
        if (body.status !== 'running') return body
        await delay(5)
      }
    },
    stop: () => shutdown.stop(),
  }
}

/** Plainly fictional people; their numbers pass the checksum and name a division that does not exist. */
export function fictionalRoster(count: number, more: RosterLine = {}, from = 0): RosterLine[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `虚构${from + index}`,
    identityNumber: fictionalNumber(from + index),
    phone: `1380000${String(from + index).padStart(4, '0')}`,
    employer: '虚构环卫公司',
    trade: '环卫',
    ...more,
  }))
}

export function fictionalNumber(index: number): string {
  const year = 1960 + (index % 40)
  const nth = Math.floor(index / 40)
  // No order of two zeros: such a number looks as if a spreadsheet had lost its end.
  const digits = `990000${year}0101${101 + nth + Math.floor(nth / 99)}`
  return digits + residentIdCheckCharacter(digits)
}
