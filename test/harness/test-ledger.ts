import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedClock, type SimulatedClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { type Ledger, type LedgerOptions, openLedger } from '../../services/standalone/src/compose.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import { type Api, createApi } from './api.ts'

export interface TestLedger {
  readonly ledger: Ledger
  readonly api: Api
  readonly clock: SimulatedClock
  /** Everything that it writes. */
  readonly folder: string
  /** The ledger's last sequence. */
  head(): Promise<number>
  /** Closed, and opened again with nothing in memory; at another address. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** What makes of it a demonstration's. */
type More = Pick<LedgerOptions, 'openDoors' | 'clockName'>

/** The whole application in this process, strict about its own answers, on a clock that stands still until it is moved. */
export async function openTestLedger(startAt: string, more: More = {}): Promise<TestLedger> {
  const folder = temporaryFolder('welfare-test-')
  const clock = createSimulatedClock({ startAt: new Date(startAt) })
  const accounts = createAccounts((account) => ledger.identity.issueToken(account))
  let { ledger, api } = await open(folder, clock, accounts, more)
  return {
    clock,
    folder,
    get ledger() {
      return ledger
    },
    get api() {
      return api
    },
    head: async () => (await ledger.store.head())?.sequence ?? 0,
    async restart() {
      await ledger.close()
      ;({ ledger, api } = await open(folder, clock, accounts, more))
    },
    async close() {
      await ledger.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function open(
  folder: string,
  clock: SimulatedClock,
  accounts: Accounts,
  more: More,
): Promise<{ ledger: Ledger; api: Api }> {
  const ledger = await openLedger({ dataFolder: folder, clock, logger: createLogger({ level: 'silent' }), ...more })
  const server = await ledger.serve({ host: '127.0.0.1', port: 0, strict: true })
  return { ledger, api: createApi(server.url, accounts) }
}

export function temporaryFolder(prefix: string): string {
  return mkdtempSync(join(tmpdir(), prefix))
}
