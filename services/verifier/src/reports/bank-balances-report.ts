import { add, sum } from '../amounts.ts'
import type { JsonObject } from '../json.ts'
import { type Directory, holdsDivision } from './directory.ts'
import { type Asked, counts } from './moments.ts'
import type { Recomputation } from './recomputation.ts'
import { holdsPlace } from './scope.ts'

/** Which way each kind of event moves money on an account; what is not named is received. */
const kinds: Readonly<Record<string, readonly [name: string, sign: 1 | -1]>> = {
  BankBalanceAssigned: ['assignedFen', 1],
  TransferArrived: ['arrivedFen', 1],
  TransferCameBack: ['arrivedFen', 1],
  TransferSent: ['sentFen', -1],
  SettlementPaid: ['paidFen', -1],
  SupplierPaid: ['paidFen', -1],
  BankChargePaid: ['paidFen', -1],
  BankChargeReversed: ['paidFen', -1],
  DonationRefunded: ['paidFen', -1],
  RefundReversed: ['paidFen', -1],
}
const names = ['balanceFen', 'assignedFen', 'receivedFen', 'paidFen', 'sentFen', 'arrivedFen']
const WHOLE_LEDGER = '000000'

interface Moved {
  readonly bankAccount: string
  readonly fund: string
  readonly name: string
  readonly fen: number
}

/** `GET /v1/bank-balances`: by account of a union and fund, on none, in transit, and with other payers. */
export function recomputeBankBalances({ query, day, reach }: Asked, directory: Directory): Recomputation {
  const moved: Moved[] = []
  const transit = new Map<string, number>()
  const quotas = new Map<string, { readonly payer: string; readonly fund: string; fen: number }>()

  const isWithin = (division: string | undefined): boolean =>
    holdsPlace(reach, division ?? WHOLE_LEDGER, '') &&
    (query.division === undefined || holdsDivision(query.division, division ?? ''))
  const isOfFund = (fund: string): boolean => isWithin(directory.funds.get(fund)?.division)

  function accountOf(bankAccount: string | undefined, all: readonly Moved[]): JsonObject {
    const rows = all.filter((one) => one.bankAccount === (bankAccount ?? ''))
    const facts = directory.bankAccounts.get(bankAccount ?? '')
    const funds = [...new Set(rows.map(({ fund }) => fund))].sort()
    return {
      bankAccount: bankAccount ?? null,
      ...{ name: facts?.name ?? null, bank: facts?.bank ?? null },
      ...{ lastDigits: facts?.lastDigits ?? null, division: facts?.division ?? null },
      ...figuresOf(rows),
      funds: funds.map((fund) => ({
        ...{ fund, fundName: directory.funds.get(fund)?.name ?? null },
        ...figuresOf(rows.filter((one) => one.fund === fund)),
      })),
    }
  }

  return {
    take({ event, date, legs }) {
      if (!counts({ query, day, reach }, date)) return
      for (const { account, fund = '', bankAccount = '', payer = '', amount } of legs) {
        if ((query.fund ?? fund) !== fund) continue
        if (account === 'transit') transit.set(fund, add(transit.get(fund) ?? 0, amount))
        if (account === 'quota') {
          const known = quotas.get(`${payer} ${fund}`) ?? { payer, fund, fen: 0 }
          quotas.set(`${payer} ${fund}`, { ...known, fen: add(known.fen, amount) })
        }
        if (account !== 'bank') continue
        const [name, sign] = kinds[event.type] ?? ['receivedFen', 1]
        moved.push({ bankAccount, fund, name: 'balanceFen', fen: amount })
        moved.push({ bankAccount, fund, name, fen: sign * amount })
      }
    },
    answer() {
      const opened = [...directory.bankAccounts].filter(([, { division }]) => isWithin(division)).map(([id]) => id)
      const shown = moved.filter(({ bankAccount, fund }) =>
        bankAccount === '' ? isOfFund(fund) : opened.includes(bankAccount),
      )
      const isOnNone = shown.some(({ bankAccount }) => bankAccount === '')
      const inTransit = [...transit].sort().filter(([fund, fen]) => fen !== 0 && isOfFund(fund))
      const quota = [...quotas]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .filter(([, { fund, fen }]) => fen !== 0 && isOfFund(fund))
        .map(([, one]) => one)
      return {
        accounts: [...opened.map((id) => accountOf(id, shown)), ...(isOnNone ? [accountOf(undefined, shown)] : [])],
        inTransit: inTransit.map(([fund, transitFen]) => ({
          ...{ fund, fundName: directory.funds.get(fund)?.name ?? null, transitFen },
        })),
        quota: quota.map(({ payer, fund, fen }) => ({
          ...{ payer, payerName: directory.payers.get(payer)?.name ?? null },
          ...{ fund, fundName: directory.funds.get(fund)?.name ?? null, quotaFen: fen },
        })),
        total: {
          ...figuresOf(shown),
          transitFen: sum(inTransit.map(([, fen]) => fen)),
          quotaFen: sum(quota.map(({ fen }) => fen)),
        },
      }
    },
  }
}

function figuresOf(rows: readonly Moved[]): JsonObject {
  return Object.fromEntries(
    names.map((name) => [name, sum(rows.filter((one) => one.name === name).map(({ fen }) => fen))]),
  )
}
