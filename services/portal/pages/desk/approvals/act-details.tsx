import { useQuery } from '@tanstack/react-query'
import { formatYuan, subtractFen } from '@welfare/contracts/money.ts'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { useBankAccountName } from '../bank-accounts/bank.queries.ts'
import { donationsQuery } from '../funds/funds.queries.ts'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { correctedAmounts, type PlacedProposal } from './proposals.ts'
import { say } from './words.ts'

interface Fact {
  readonly key: string
  readonly label: string
  readonly children: ReactNode
}

/** What the figures rest on: for which windows, which receipt, from what amount to what. */
export function useActDetails(proposal: PlacedProposal): readonly Fact[] {
  const { kind, programme, fund = '', about } = proposal
  const { data: programmes } = useQuery(allProgrammesQuery)
  const entry = [about.donation, about.corrects].find((one) => typeof one === 'string')
  const { data: donations } = useQuery({ ...donationsQuery(fund), enabled: fund !== '' && entry !== undefined })
  const places = (['from', 'to'] as const).flatMap((way) => {
    const id = kind === 'transfer' ? about[way] : undefined
    return typeof id === 'string' ? [{ way, id }] : []
  })
  const on = typeof about.bankAccount === 'string' ? about.bankAccount : undefined
  const accountOf = useBankAccountName({ isAsked: places.length > 0 || on !== undefined })
  const receipt = donations?.find(({ id }) => id === entry)?.receiptNumber
  const rules = programmes?.find(({ id }) => id === programme)?.rules
  const windows = Array.isArray(about.windows) ? about.windows : []
  const nameOf = (key: unknown) => rules?.windows.find(({ window }) => window === key)?.name ?? String(key)
  const corrected = correctedAmounts(proposal)
  return [
    ...(windows.length > 0 ? [fact('windows', windows.map(nameOf).join(mark('list')))] : []),
    ...places.map(({ way, id }) => fact(way, accountOf(id))),
    ...(kind === 'month-closing' ? [fact('month', String(about.month))] : []),
    ...(kind === 'year-closing' ? [fact('year', String(about.year))] : []),
    ...(on === undefined ? [] : [fact('account', accountOf(on))]),
    ...(Number(about.unpaidStatements) > 0
      ? [fact('unpaid', say('unpaidWithout', { count: Number(about.unpaidStatements) }))]
      : []),
    ...(receipt === undefined ? [] : [fact('receipt', receipt)]),
    ...(corrected ? [fact('corrected', say('fromTo', sayCorrected(corrected)))] : []),
  ]
}

function fact(
  key: 'windows' | 'receipt' | 'corrected' | 'from' | 'to' | 'account' | 'unpaid' | 'month' | 'year',
  children: ReactNode,
): Fact {
  return { key, label: say(key), children }
}

function sayCorrected({ fromFen, toFen }: { readonly fromFen: number; readonly toFen: number }) {
  const net = subtractFen(toFen, fromFen)
  return {
    from: formatYuan(fromFen),
    to: formatYuan(toFen),
    net: `${net < 0 ? '−' : '+'}${formatYuan(Math.abs(net))}`,
  }
}
