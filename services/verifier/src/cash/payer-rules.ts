import { add } from '../amounts.ts'
import { textIn } from '../json.ts'
import { partOf } from '../settlement/settled-things.ts'
import { type CashRule, fenOf, keyOf } from './cash-things.ts'

/** Who pays instead of a union, and how much of a fund. */
export const payerRules: Readonly<Record<string, CashRule>> = {
  *PayerRegistered({ event: { stream } }, { payers }) {
    if (payers.has(stream)) yield 'it is registered already'
    payers.add(stream)
  },

  *DirectPaymentGranted(posted, { payers, paidBy, grants }) {
    const { event } = posted
    const { stream: fund } = event
    const payer = textIn(event.data, 'payer')
    if (!payers.has(payer)) yield `${payer} was not registered`
    if ((paidBy.get(fund) ?? payer) !== payer) yield `its fund is paid by ${paidBy.get(fund)}`
    paidBy.set(fund, payer)
    grants.set(keyOf(fund, partOf(event)), { payer, leftFen: fenOf(posted) })
  },

  *DirectPaymentReduced(posted, { grants }) {
    const { stream: fund, data } = posted.event
    const grant = grants.get(keyOf(fund, textIn(data, 'grant')))
    const fen = fenOf(posted)
    if (!grant) yield 'its fund has no such grant'
    else {
      if (grant.payer !== data.payer) yield `it is ${data.payer}'s, the grant was ${grant.payer}'s`
      if (fen > grant.leftFen) yield `${fen} of a grant are taken back, ${grant.leftFen} of it are left`
      grant.leftFen = add(grant.leftFen, -fen)
    }
  },
}
