import { rmSync } from 'node:fs'
import { addDays } from '@welfare/contracts/days.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { afterEach } from 'vitest'
import type { Accounts } from '../harness/accounts.ts'
import { type Api, createApi } from '../harness/api.ts'
import { accountsIn, type LedgerProcess, serve } from '../harness/ledger-process.ts'
import { temporaryFolder } from '../harness/test-ledger.ts'

/** The ledger's processes run on the machine's clock. */
export const today = shanghaiDay(new Date())
export const open = { from: addDays(today, -30), until: addDays(today, 30) }

/** A ledger in a process of its own, which a test kills and starts again. */
export interface KilledLedger {
  readonly folder: string
  /** Of the process that runs. */
  readonly api: Api
  begin(prefix: string): Promise<void>
  start(): Promise<void>
  end(signal: NodeJS.Signals): Promise<void>
  killAndStart(): Promise<void>
}

/** With each test it ends, and its folder goes. */
export function ledgerToKill(): KilledLedger {
  let folder: string
  let accounts: Accounts
  let api: Api
  let running: LedgerProcess | undefined
  const ledger: KilledLedger = {
    get folder() {
      return folder
    },
    get api() {
      return api
    },
    async begin(prefix) {
      folder = temporaryFolder(prefix)
      accounts = accountsIn(folder)
      await ledger.start()
    },
    async start() {
      const served = await serve(folder)
      running = served
      api = createApi(served.url, accounts)
    },
    async end(signal) {
      await running?.end(signal)
    },
    async killAndStart() {
      await ledger.end('SIGKILL')
      await ledger.start()
    },
  }
  afterEach(async () => {
    await ledger.end('SIGKILL')
    rmSync(folder, { recursive: true })
  })
  return ledger
}
