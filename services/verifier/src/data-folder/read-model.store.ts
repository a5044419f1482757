import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { add } from '../amounts.ts'
import type { PostedEvent, PostedLeg } from '../books.ts'
import { createEntryHeads } from '../journal/entry-heads.ts'
import type { PostingCheck } from '../ledger-walk.ts'
import { dimensions } from '../posting-rules/rules.ts'
import type { Directory } from '../reports/directory.ts'
import type { EventPlace, Findings } from '../verdict.ts'

const ORDINALS = 65_536

interface StoredAccount {
  readonly id: number
  readonly key: string
  readonly balance: number
  readonly debits: number
}

interface SeenAccount {
  readonly key: string
  balance: number
  debits: number
  tallies: number
  readonly days: Map<string, { amount: number; debits: number }>
}

/** The stored postings as far as they reach: every movement and its running balance, every account, every day, every document number. */
export interface ReadModelCheck extends PostingCheck {
  readonly through: number
  close(): void
}

interface ReadModelCheckOptions {
  /** The folder with `current` and the generations that it names. */
  readonly folder: string
  readonly directory: Directory
  readonly findings: Findings
}

/** Undefined where nothing is served yet. */
export function checkReadModel({ folder, directory, findings }: ReadModelCheckOptions): ReadModelCheck | undefined {
  const pointer = join(folder, 'current')
  const file = existsSync(pointer) ? join(folder, `${readFileSync(pointer, 'utf8').trim()}.db`) : ''
  if (!existsSync(file)) return undefined
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('PRAGMA busy_timeout = 5000; BEGIN')
  const through = Number(database.prepare('SELECT sequence FROM checkpoint').get()?.sequence ?? 0)
  const findAccount = database.prepare('SELECT id, key, balance, debits FROM posting_account WHERE key = ?')
  const findTally = database.prepare(
    'SELECT date, amount, balance, debits FROM posting_tally WHERE account = ? AND entry = ?',
  )
  const findDocument =
    database.prepare(`SELECT s.division || '-' || s.year || '-' || s.kind || '-' || e.number AS document
    FROM entry e JOIN document_series s ON s.id = e.series WHERE e.sequence = ?`)
  const heads = createEntryHeads(directory)
  const accounts = new Map<string, { readonly stored: StoredAccount | undefined; readonly seen: SeenAccount }>()

  const misfit = (where: string, what: string, event?: EventPlace): void =>
    findings.misfit({ check: 'readModel', where, ...(event && { event }), what })

  function accountOf(leg: PostedLeg) {
    const known = accounts.get(leg.key)
    if (known) return known
    const key = keyOf(leg)
    const stored = findAccount.get(key) as StoredAccount | undefined
    const account = { stored, seen: { key, balance: 0, debits: 0, tallies: 0, days: new Map() } }
    accounts.set(leg.key, account)
    return account
  }

  function takeLeg({ event, date }: PostedEvent, leg: PostedLeg): void {
    const { stored, seen } = accountOf(leg)
    const day = seen.days.get(date) ?? { amount: 0, debits: 0 }
    seen.days.set(date, day)
    day.amount = add(day.amount, leg.amount)
    day.debits = add(day.debits, Math.max(0, leg.amount))
    seen.balance = leg.balance
    seen.debits = leg.debits
    seen.tallies += 1
    findings.examined('readModel')
    const where = `posting_tally, leg ${leg.ordinal} of event ${event.sequence} on ${seen.key}`
    const row = stored && findTally.get(stored.id, event.sequence * ORDINALS + leg.ordinal)
    if (!row) {
      misfit(where, 'it is missing', event)
      return
    }
    const expected = { date, amount: leg.amount, balance: leg.balance, debits: leg.debits }
    for (const [column, value] of Object.entries(expected))
      if (row[column] !== value) misfit(where, `${column} is ${row[column]}, recomputed ${value}`, event)
  }

  function checkAccount({ stored, seen }: { stored: StoredAccount | undefined; seen: SeenAccount }): void {
    const where = `posting_account ${seen.key}`
    if (!stored) {
      misfit(where, 'it is missing')
      return
    }
    for (const column of ['balance', 'debits'] as const)
      if (stored[column] !== seen[column]) misfit(where, `${column} is ${stored[column]}, recomputed ${seen[column]}`)
    const days = database.prepare('SELECT date, amount, debits FROM posting_day WHERE account = ?').all(stored.id)
    for (const { date, amount, debits } of days) {
      const day = seen.days.get(String(date))
      seen.days.delete(String(date))
      if (day?.amount !== amount || day?.debits !== debits)
        misfit(
          `posting_day ${date} of ${seen.key}`,
          `it is ${amount} and ${debits}, recomputed ${day?.amount} and ${day?.debits}`,
        )
    }
    for (const date of seen.days.keys()) misfit(`posting_day ${date} of ${seen.key}`, 'it is missing')
  }

  /** Rows that no event led to, and dimensions that are not those of the account's key. */
  function checkRest(): void {
    const stored = new Map(
      [...accounts.values()].flatMap(({ stored, seen }) => (stored ? [[stored.id, seen] as const] : [])),
    )
    for (const row of database.prepare('SELECT * FROM posting_account').all()) {
      const seen = stored.get(Number(row.id))
      const where = `posting_account ${row.key}`
      if (!seen) misfit(where, 'no event posts there')
      const key = ['account', 'book', 'commodity', ...dimensions].map((name) => `${row[name]}|`).join('')
      if (key !== row.key) misfit(where, `its dimensions are ${key}`)
    }
    for (const { account, rows } of database
      .prepare('SELECT account, count(*) AS rows FROM posting_tally GROUP BY account')
      .all()) {
      const { key = account, tallies = 0 } = stored.get(Number(account)) ?? {}
      if (rows !== tallies) misfit(`posting_tally of ${key}`, `it has ${rows} rows, recomputed ${tallies}`)
    }
    for (const { account } of database.prepare('SELECT DISTINCT account FROM posting_day').all())
      if (!stored.has(Number(account))) misfit(`posting_day of ${account}`, 'no event posts there')
  }

  return {
    through,
    take(posted) {
      if (posted.event.sequence > through) return
      for (const leg of posted.legs) takeLeg(posted, leg)
      const head = heads.take(posted)
      const { sequence } = posted.event
      const document = head && findDocument.get(sequence)?.document
      if (document !== head?.document)
        misfit(`entry ${sequence}`, `its document is ${document}, recomputed ${head?.document}`, posted.event)
    },
    finish() {
      for (const account of accounts.values()) checkAccount(account)
      checkRest()
    },
    close: () => database.close(),
  }
}

function keyOf(leg: PostedLeg): string {
  const { account, rule, commodity } = leg
  return [account, rule.book, commodity, ...dimensions.map((name) => leg[name] ?? '')]
    .map((part) => `${part}|`)
    .join('')
}
