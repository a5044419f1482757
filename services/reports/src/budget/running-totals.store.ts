import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import { projectionLimits } from '../limits.ts'
import type { Moment } from '../read-model/moments.store.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

export type Dimensioned<Dimension extends string> = { readonly [D in Dimension]?: string | undefined }

/** An account at a moment: its balance, and the turnover that led to it. A debit is positive; an absent dimension is ''. */
export type TotalRow<Dimension extends string> = { readonly [D in Dimension]: string } & {
  readonly id: number
  readonly balance: number
  /** Sum of the positive movements; the negative ones are `debits - balance`. */
  readonly debits: number
}

/** On `used`: meals are of a batch, what a merchant waived of them is of none. */
export function isOfBatch({ batch }: { readonly batch: string }): boolean {
  return batch !== ''
}

/**
 * Balances that remember how they came about: of posting accounts and of counted people and places alike. Each movement is a row with the
 * balance after it, so that any past moment is found by index; sums per day answer for the days as they happened.
 */
export interface RunningTotals<Dimension extends string> {
  /** @param entry place in the global order, see `entryOf`; each movement has its own */
  add(dimensions: Dimensioned<Dimension>, entry: number, date: string, amount: number): void
  /** Writes what was added since; inside the transaction of its events. */
  flush(): void
  /** After a rollback: what memory holds may never have been stored. */
  forget(): void
  /** Every account that matches, at the moment. */
  read(filter: Dimensioned<Dimension>, moment: Moment): TotalRow<Dimension>[]
}

const ordinalsPerSequence = 65_536

/** Orders movements by event, then by their order within it. */
export function entryOf(sequence: number, ordinal: number): number {
  if (ordinal >= ordinalsPerSequence) throw new RangeError('more movements in one event than can be numbered')
  return sequence * ordinalsPerSequence + ordinal
}

export function splitEntry(entry: number): { sequence: number; ordinal: number } {
  return { sequence: Math.floor(entry / ordinalsPerSequence), ordinal: entry % ordinalsPerSequence }
}

/** The account with these dimensions, as text. */
export function accountKey<Dimension extends string>(
  dimensions: readonly Dimension[],
  given: Dimensioned<Dimension>,
): string {
  let key = ''
  for (const dimension of dimensions) key += `${given[dimension] ?? ''}|`
  return key
}

interface Tally {
  readonly entry: number
  readonly date: string
  readonly amount: number
  readonly balance: number
  readonly debits: number
}

interface Account {
  readonly id: number
  balance: number
  debits: number
  /** Not yet written. */
  readonly days: Map<string, { amount: number; debits: number }>
  tallies: Tally[]
}

export function createRunningTotals<Dimension extends string>(
  model: ReadModel,
  name: string,
  dimensions: readonly Dimension[],
): RunningTotals<Dimension> {
  const find = model.prepare(`SELECT id, balance, debits FROM ${name}_account WHERE key = ?`)
  const lastId = model.prepare(`SELECT coalesce(max(id), 0) AS id FROM ${name}_account`)
  const open = model.prepare(`INSERT INTO ${name}_account VALUES (?, ?, ${dimensions.map(() => '?').join(', ')}, 0, 0)`)
  const saveAccount = model.prepare(`UPDATE ${name}_account SET balance = ?, debits = ? WHERE id = ?`)
  const saveDay = model.prepare(`
    INSERT INTO ${name}_day VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, debits = debits + excluded.debits`)
  const saveTally = model.prepare(`INSERT INTO ${name}_tally VALUES (?, ?, ?, ?, ?, ?)`)
  const reading = prepareReading(model, name, dimensions)
  const accounts = new Map<string, Account>()
  const changed = new Set<Account>()
  let nextId: number | undefined

  function getAccount(given: Dimensioned<Dimension>): Account {
    const key = accountKey(dimensions, given)
    const known = accounts.get(key)
    if (known) return known
    const row = find.get(key) as { id: number; balance: number; debits: number } | undefined
    const account = { ...(row ?? openAccount(key, given)), days: new Map(), tallies: [] }
    accounts.set(key, account)
    return account
  }

  function openAccount(key: string, given: Dimensioned<Dimension>) {
    const id = nextId ?? Number(lastId.get()?.id) + 1
    nextId = id + 1
    open.run(id, key, ...dimensions.map((dimension) => given[dimension] ?? ''))
    return { id, balance: 0, debits: 0 }
  }

  return {
    add(given, entry, date, amount) {
      const account = getAccount(given)
      const debit = Math.max(amount, 0)
      account.balance = addFen(account.balance, amount)
      account.debits = addFen(account.debits, debit)
      changed.add(account)
      const day = account.days.get(date)
      if (day) {
        day.amount = addFen(day.amount, amount)
        day.debits = addFen(day.debits, debit)
      } else account.days.set(date, { amount, debits: debit })
      const { balance, debits } = account
      account.tallies.push({ entry, date, amount, balance, debits })
    },
    flush() {
      for (const account of changed) {
        for (const { entry, date, amount, balance, debits } of account.tallies) {
          saveTally.run(account.id, entry, date, amount, balance, debits)
        }
        account.tallies = []
        saveAccount.run(account.balance, account.debits, account.id)
        for (const [date, day] of account.days) saveDay.run(account.id, date, day.amount, day.debits)
        account.days.clear()
      }
      changed.clear()
      if (accounts.size > projectionLimits.cachedAccounts) accounts.clear()
    },
    forget() {
      accounts.clear()
      changed.clear()
      nextId = undefined
    },
    read: (filter, moment) => reading(filter, moment),
  }
}

function prepareReading<Dimension extends string>(model: ReadModel, name: string, dimensions: readonly Dimension[]) {
  const columns = ['id', ...dimensions].map((column) => `a.${column}`).join(', ')
  const from = `FROM ${name}_account a`
  const now = `SELECT ${columns}, a.balance, a.debits ${from} WHERE 1`
  const at = `SELECT ${columns}, t.balance, t.debits ${from} JOIN ${name}_tally t
    ON t.account = a.id AND t.entry = (SELECT max(entry) FROM ${name}_tally WHERE account = a.id AND entry < :end) WHERE 1`
  const days = (column: string) => `(SELECT sum(${column}) FROM ${name}_day WHERE account = a.id AND date <= :day)`
  const later = (amount: string) =>
    `(SELECT sum(${amount}) FROM ${name}_tally WHERE account = a.id AND entry >= :end AND date <= :day)`
  const effective = `SELECT ${columns},
    coalesce(${days('amount')}, 0) - coalesce(${later('amount')}, 0) AS balance,
    coalesce(${days('debits')}, 0) - coalesce(${later('max(amount, 0)')}, 0) AS debits ${from} WHERE 1`

  return (filter: Dimensioned<Dimension>, { sequence, day }: Moment): TotalRow<Dimension>[] => {
    const end = entryOf(sequence + 1, 0)
    const named: Record<string, string | number> = {}
    let sql = now
    if (day !== undefined) {
      sql = effective
      named.end = end
      named.day = day
    } else if (sequence < model.checkpoint().sequence) {
      sql = at
      named.end = end
    }
    for (const dimension of dimensions) {
      const value = filter[dimension]
      if (value === undefined) continue
      sql += ` AND a.${dimension} = :${dimension}`
      named[dimension] = value
    }
    return model.prepare(sql).all(named) as TotalRow<Dimension>[]
  }
}

/** What moved on these accounts by programme and day, as known at the moment: `[programme, day, amount]`, in order of both. */
export function readDays(
  model: ReadModel,
  name: 'posting' | 'count',
  accounts: readonly number[],
  { sequence, from, through }: { readonly sequence: number; readonly from: string; readonly through: string },
): { readonly programme: string; readonly date: string; readonly amount: number }[] {
  const ids = '(SELECT value FROM json_each(:accounts))'
  return model
    .prepare(`SELECT programme, date, sum(amount) AS amount FROM (
        SELECT account AS id, date, amount FROM ${name}_day WHERE account IN ${ids} AND date BETWEEN :from AND :through
        UNION ALL
        SELECT account, date, -amount FROM ${name}_tally WHERE account IN ${ids} AND entry >= :end AND date BETWEEN :from AND :through
      ) JOIN ${name}_account USING (id) GROUP BY programme, date HAVING sum(amount) <> 0 ORDER BY date, programme`)
    .all({ accounts: JSON.stringify(accounts), end: entryOf(sequence + 1, 0), from, through })
    .map((row) => ({ programme: String(row.programme), date: String(row.date), amount: Number(row.amount) }))
}

/** What has come out of an account in all: the movements on its credit side. */
export function creditsOf({ balance, debits }: { readonly balance: number; readonly debits: number }): number {
  return subtractFen(debits, balance)
}
