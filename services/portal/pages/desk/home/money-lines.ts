import { useQuery } from '@tanstack/react-query'
import { sumFen } from '@welfare/contracts/money.ts'
import { useSession } from '../../common/react/session.tsx'
import { transfersUnderWayQuery, unidentifiedQuery } from '../bank-accounts/bank.queries.ts'
import { useMerchantNames } from '../parts/directory.queries.ts'
import { useSettlementUnderway, useSettlementWaiting } from '../settlement/waiting.queries.ts'
import { useAmount } from '../shell/use-amount.ts'
import { lateTransfers } from './waiting.ts'
import type { Line } from './what-waits.tsx'
import { say } from './words.ts'

type Sum = NonNullable<ReturnType<typeof useSettlementUnderway>['toPay']>

/** What waits on the way from a meal to the money of its shop: how many, what they come to, and where they are listed. */
export function useMoneyLines(today: string) {
  const { role } = useSession()
  const isOfficer = role === 'officer'
  const waiting = useSettlementWaiting()
  const underway = useSettlementUnderway({ isAsked: isOfficer })
  const transfers = useQuery({ ...transfersUnderWayQuery, enabled: isOfficer })
  const unidentified = useQuery({ ...unidentifiedQuery, enabled: isOfficer })
  const nameOf = useMerchantNames(underway.refused.map(({ merchant }) => merchant))
  const amount = useAmount()
  const line = (
    sum: Sum | undefined,
    to: string,
    sentence: Parameters<typeof say>[0],
    search?: Line['search'],
  ): Line[] =>
    sum === undefined || sum.count === 0
      ? []
      : [
          {
            ...{ to, key: sentence, ...(search && { search }) },
            sentence: say(sentence, { count: sum.count, amount: amount(sum.sumFen) }),
          },
        ]
  const late = lateTransfers(transfers.data ?? [], today).length
  const settlement = '/desk/settlement'
  const payments = `${settlement}/payments`
  return {
    lines: [
      ...line(waiting.sum, '/desk/approvals', role === 'approver' ? 'settlementToApprove' : 'settlementProposed'),
      ...underway.refused.map(({ id, merchant, number, refusal = '' }) => ({
        key: `${id}.${number}`,
        to: `${settlement}/statements/${id}`,
        sentence: say('statementRefused', { merchant: nameOf(merchant), number, note: refusal }),
      })),
      ...line(underway.refusedPayments, payments, 'paymentsRefused', { status: 'refused' }),
      ...line(underway.disputed, `${settlement}/disputes`, 'disputed'),
      ...line(underway.toConfirm, settlement, 'toConfirm', { status: 'proposed' }),
      ...line(underway.toPay, settlement, 'toPay', { status: 'approved' }),
      ...line(underway.toSend, payments, 'toSend', { status: 'approved' }),
      ...line(underway.sent, payments, 'sent', { status: 'sent' }),
      ...line(summed(transfers.data), '/desk/funds/accounts', 'inTransit').map((one) =>
        late === 0 ? one : { ...one, sentence: `${one.sentence}${say('inTransitLate', { count: late })}` },
      ),
      ...line(summed(unidentified.data), '/desk/funds/accounts', 'unidentified'),
    ],
    isKnown: waiting.sum !== undefined,
    asked: [...waiting.asked, ...underway.asked, ...(isOfficer ? [transfers, unidentified] : [])],
  }
}

function summed(rows: readonly { readonly amountFen: number }[] | undefined): Sum | undefined {
  return rows && { count: rows.length, sumFen: sumFen(rows.map(({ amountFen }) => amountFen)) }
}
