import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import {
  type EventStoreDbStore,
  type EventStoreDbStoreOptions,
  openEventStoreDbStore,
} from '@welfare/event-store/eventstoredb/eventstoredb-store.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import { run } from '@welfare/event-store/runner-tests/wallet.fixture.ts'
import { onTestFinished } from 'vitest'
import { type StandIn, type StandInOptions, startStandIn } from '../../infra/event-store/stand-in.ts'
import { openStandInLog, type StandInLog } from '../../infra/event-store/stand-in-log.ts'

export { writeStatistics } from '../../infra/event-store/stand-in-log.ts'
export type { StandIn }

type AtEnd = (step: () => Promise<void>) => void

/** Short, so that a test of a lost answer does not take as long as its loss would. */
export const timeouts = { attemptMs: 300, appendMs: 2_000 } as const

export interface Setting {
  readonly standIn: StandIn
  readonly store: EventStoreDbStore
  /** Another process's store of the same ledger; closed when the test is over. */
  open(options?: Partial<EventStoreDbStoreOptions>): Promise<EventStoreDbStore>
}

/** A store on a server of its own, both gone when the test is over. */
export async function createSetting(
  options: Partial<StandInOptions> = {},
  storeOptions: Partial<EventStoreDbStoreOptions> = {},
): Promise<Setting> {
  const standIn = await startServer(options)
  const open: Setting['open'] = (others = {}) => openStore({ url: standIn.url, ...storeOptions, ...others })
  return { standIn, store: await open(), open }
}

/** On an empty disk, unless one is given. @param atEnd default: when the test is over */
export async function startServer(
  options: Partial<StandInOptions> = {},
  atEnd: AtEnd = onTestFinished,
): Promise<StandIn> {
  const standIn = await startStandIn({ ...options, log: options.log ?? (await openLog(atEnd)) })
  atEnd(async () => standIn.kill())
  return standIn
}

/** An empty disk, gone at the end. */
async function openLog(atEnd: AtEnd): Promise<StandInLog> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
  const log = await openStandInLog(folder)
  atEnd(async () => {
    await log.close()
    await rm(folder, { recursive: true })
  })
  return log
}

export async function openStore(
  options: Partial<EventStoreDbStoreOptions> & { readonly url: string },
): Promise<EventStoreDbStore> {
  const store = await openEventStoreDbStore({ clock: { now: () => new Date() }, timeouts, ...options })
  onTestFinished(() => store.close())
  return store
}

export function newRunner(store: EventStore): CommandRunner {
  return createCommandRunner({ store, inputHashKey: Buffer.alloc(32, 7) })
}

/** Draws 1 fen each time, as a till does: an unknown outcome is asked about again with the same command id until it is known. */
export async function drawUntilKnown(runner: CommandRunner, stream: string): Promise<void> {
  const commandId = randomUUID()
  const end = performance.now() + 20_000
  while (performance.now() < end) {
    const result = await run(runner, stream, { do: 'draw', amountFen: 1 }, { commandId }).catch(() => undefined)
    if (result?.outcome === 'accepted') return
    if (result?.outcome === 'refused') throw new Error(`a draw was refused: ${JSON.stringify(result.refusal)}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('a draw was not settled in time')
}
