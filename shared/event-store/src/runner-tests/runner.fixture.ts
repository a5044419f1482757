import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type CommandRunnerOptions, createCommandRunner } from '../command-runner.ts'
import type { EventStore } from '../port.ts'
import type { LedgerRunner } from '../runner.ts'
import { openSqliteStore } from '../sqlite/sqlite-store.ts'
import { createFaultyStore, type FaultyStore } from './faulty-store.fixture.ts'

export const inputHashKey = Buffer.alloc(32, 7)

export interface Setting {
  /** The store itself, for looking at what is stored and for writing as somebody else. */
  readonly store: EventStore
  /** What the runner writes through. */
  readonly faulty: FaultyStore
  readonly runner: LedgerRunner
  /** Another one on the same store, as after a restart or in another process. */
  newRunner(options?: Partial<CommandRunnerOptions>): LedgerRunner
}

/** A runner on an embedded store of its own, gone when the test is over. */
export async function createSetting(options: Partial<CommandRunnerOptions> = {}): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), 'command-runner-'))
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  const faulty = createFaultyStore(store)
  const newRunner = (others: Partial<CommandRunnerOptions> = {}): LedgerRunner =>
    createCommandRunner({ store, inputHashKey, ...others })
  return { store, faulty, runner: newRunner({ store: faulty, ...options }), newRunner }
}
