import type { TestLedger } from '../harness/test-ledger.ts'

export interface Money {
  readonly reserved: number
  readonly allocated: number
  readonly committed: number
  readonly issued: number
  readonly used: number
  readonly payable: number
}

/** Where a programme's money stands now, all funds together, in fen. */
export async function moneyOf({ ledger, api }: TestLedger, programme: string): Promise<Money> {
  const head = await ledger.store.head()
  const { rows } = await api.get(`/v1/budget?programme=${programme}&after=${head?.position}`)
  const sum = (name: string) =>
    rows.reduce((total: number, row: { balances: Record<string, number> }) => total + (row.balances[name] ?? 0), 0)
  return {
    reserved: sum('reservedFen'),
    allocated: sum('allocatedFen'),
    committed: sum('committedFen'),
    issued: sum('issuedFen'),
    used: sum('usedFen'),
    payable: sum('payableFen'),
  }
}
