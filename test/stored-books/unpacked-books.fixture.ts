import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulatedClock, type SimulatedClock } from '@welfare/process/clock.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { type Ledger, openLedger } from '../../services/standalone/src/compose.ts'
import { createAccounts } from '../harness/accounts.ts'
import { type Answer, type Api, createApi } from '../harness/api.ts'

/** `made.json`: by which code the books were made, and what they came to. */
export interface Made {
  readonly commit: string
  readonly endsAt: string
  readonly key: string
  readonly treeSize: number
  readonly rootHash: string
  /** SHA-256 of every golden file of that commit, by path. */
  readonly golden: Readonly<Record<string, string>>
}

/** What the old code answered to one question. */
export interface OldAnswer {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly answer: Answer['body']
}

export function unpack(archive: string, folder: string): Made {
  execFileSync('tar', ['-xzf', join(import.meta.dirname, archive), '-C', folder])
  return JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8'))
}

export function readAnswers(folder: string): OldAnswer[] {
  return readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .map(({ request, answer }) => ({ ...request, answer }))
}

export interface ServedBooks {
  readonly ledger: Ledger
  readonly api: Api
  readonly clock: SimulatedClock
}

/** Opens a data folder with today's code, on the day after it ends, and serves it. */
export async function serveBooks(dataFolder: string, startAt: string): Promise<ServedBooks> {
  const clock = createSimulatedClock({ startAt: new Date(startAt) })
  const ledger = await openLedger({ dataFolder, clock, logger: createLogger({ level: 'silent' }) })
  const server = await ledger.serve({ host: '127.0.0.1', port: 0, strict: true })
  const accounts = createAccounts((account) => ledger.identity.issueToken(account))
  return { ledger, clock, api: createApi(server.url, accounts) }
}

/** The named figures of each entry, however deep; what is not named may have come, gone or changed. */
export function figures(entries: readonly Answer['body'][], names: readonly string[]): Record<string, unknown>[] {
  return entries.map((entry) => Object.fromEntries(names.map((name) => [name, at(entry, name.split('.'))])))
}

function at(value: Answer['body'], [first, ...rest]: readonly string[]): unknown {
  return first === undefined ? value : at(value?.[first], rest)
}
