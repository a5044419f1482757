import type { World } from './world.ts'

/** The donor's gift stands in `available` at once: the model needs no account of income. */
type Account = 'available' | 'due-to' | 'due-from' | 'bank'

/** Legs in fen, debit positive; they sum to zero. */
type Legs = readonly (readonly [Account, number])[]

export interface Entry {
  readonly id: string
  readonly type:
    | 'Donated'
    | 'TransferGiven'
    | 'TransferReceived'
    | 'TransferRefused'
    | 'AnswersHeard'
    | 'Paid'
    | 'PaymentHeard'
  readonly legs: Legs
  readonly number: number
  readonly amountFen: number
}

/** What a ledger's store promises: an id is recorded once; whoever says it again is told so. */
export interface ModelLedger {
  readonly entries: readonly Entry[]
  record(entry: Entry): void
  balance(account: Account): number
  total(type: Entry['type']): number
}

export function createModelLedger(world: World, name: string, onRecorded: () => void): ModelLedger {
  const entries: Entry[] = []
  const ids = new Set<string>()
  return {
    entries,
    record(entry) {
      if (ids.has(entry.id)) return
      ids.add(entry.id)
      entries.push(entry)
      world.trace(name, entry.type, entry.amountFen)
      if (entry.legs.reduce((sum, [, fen]) => sum + fen, 0) !== 0) throw new Error(`${entry.id} does not balance`)
      onRecorded()
    },
    balance: (account) =>
      entries.reduce((sum, { legs }) => legs.reduce((all, [of, fen]) => (of === account ? all + fen : all), sum), 0),
    total: (type) => entries.reduce((sum, entry) => (entry.type === type ? sum + entry.amountFen : sum), 0),
  }
}

/** One entry of two legs. */
export function move(
  ledger: ModelLedger,
  type: Entry['type'],
  id: string,
  number: number,
  amountFen: number,
  debit: Account,
  credit: Account,
): void {
  const legs = [
    [debit, amountFen],
    [credit, -amountFen],
  ] as const
  ledger.record({ id, type, legs, number, amountFen })
}

export function countOf(ledger: ModelLedger, type: Entry['type']): number {
  return ledger.entries.filter((entry) => entry.type === type).length
}
