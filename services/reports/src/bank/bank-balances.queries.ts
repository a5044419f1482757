import { divisionHolds } from '@welfare/contracts/divisions.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { readMovements } from '../budget/movements.ts'
import { isRefusal, type QueryContext, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { movedOnAccount, sumOfAmounts, together } from './bank-amounts.ts'
import type { BankAmounts, BankBalancesAnswer, BankBalancesQuery } from './bank-balances.contract.ts'

const ON_NONE = ''

/** Where the money lies: by account of a union and fund, on none, on its way between two, and what other payers pay. */
export function queryBankBalances(
  context: QueryContext,
  query: BankBalancesQuery & WithScope,
): Unstamped<BankBalancesAnswer> | Refusal {
  const { model, postings, directory } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const { sequence, day } = moment
  const scope = createScopeFilter(context.generation, query.scope, sequence)
  const funds = new Map(directory.list('fund', sequence).map(({ id, facts }) => [id, facts]))
  const isAsked = (division: string): boolean =>
    scope.holdsAt({ division }) && (query.division === undefined || divisionHolds(query.division, division))
  const isAskedFund = (fund: string): boolean => (query.fund ?? fund) === fund
  const isOfFunds = (fund: string): boolean => isAskedFund(fund) && isAsked(funds.get(fund)?.division ?? '')
  const opened = directory.list('bankAccount', sequence).filter(({ facts }) => isAsked(facts.division))
  const known = new Map(opened.map(({ id, facts }) => [id, facts]))

  const keyOf = ({ fund, bankAccount }: { readonly [column: string]: unknown }): string | undefined => {
    const [of, on] = [String(fund), String(bankAccount)]
    const isWithin = on === ON_NONE ? isOfFunds(of) : known.has(on) && isAskedFund(of)
    return isWithin ? `${on} ${of}` : undefined
  }
  const there = new Map<string, BankAmounts>()
  for (const movement of readMovements(model, 'posting', ['bank'], keyOf, { after: 0, through: sequence, day }))
    there.set(movement.group, together(there.get(movement.group), movedOnAccount(movement)))
  const fundName = (fund: string) => funds.get(fund)?.name ?? null
  const accountOf = (bankAccount: string) => {
    const rows = [...there]
      .filter(([key]) => key.startsWith(`${bankAccount} `))
      .map(([key, amounts]) => {
        const fund = key.slice(bankAccount.length + 1)
        return { fund, fundName: fundName(fund), ...amounts }
      })
    const { name = null, bank = null, lastDigits = null, division = null } = known.get(bankAccount) ?? {}
    const of = bankAccount === ON_NONE ? null : bankAccount
    const inOrder = rows.sort((a, b) => (a.fund < b.fund ? -1 : 1))
    return { bankAccount: of, ...{ name, bank, lastDigits, division }, ...sumOfAmounts(rows), funds: inOrder }
  }
  const named = [...known].sort(([, a], [, b]) => a.openedAt - b.openedAt).map(([id]) => accountOf(id))
  const onNone = accountOf(ON_NONE)
  const accounts = onNone.funds.length === 0 ? named : [...named, onNone]
  const inTransit = postings
    .read({ account: 'transit' }, moment)
    .filter(({ fund, balance }) => balance !== 0 && isOfFunds(fund))
    .map(({ fund, balance }) => ({ fund, fundName: fundName(fund), transitFen: balance }))
    .sort((a, b) => (a.fund < b.fund ? -1 : 1))
  const quota = postings
    .read({ account: 'quota' }, moment)
    .filter(({ fund, balance }) => balance !== 0 && isOfFunds(fund))
    .map(({ payer, fund, balance }) => {
      const payerName = directory.find('payer', payer, sequence)?.name ?? null
      return { payer, payerName, fund, fundName: fundName(fund), quotaFen: balance }
    })
    .sort((a, b) => (`${a.payer} ${a.fund}` < `${b.payer} ${b.fund}` ? -1 : 1))
  return {
    ...reflectedAt(model, sequence),
    ...(day !== undefined && { effective: day }),
    accounts,
    inTransit,
    quota,
    total: {
      ...sumOfAmounts(accounts),
      transitFen: sumFen(inTransit.map(({ transitFen }) => transitFen)),
      quotaFen: sumFen(quota.map(({ quotaFen }) => quotaFen)),
    },
  }
}
