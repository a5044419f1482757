import { useNavigate } from '@tanstack/react-router'
import { divisionHolds } from '@welfare/contracts/divisions.ts'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { mark } from '../../../common/punctuation.ts'
import { useNeedOfProgrammes } from '../../bank-accounts/use-account-need.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { useMerchantNames } from '../../parts/directory.queries.ts'
import { PayeeShown } from '../../settlement/payments/payee.tsx'
import { PlaceItem, placeFrom, type TypedPlace } from '../../settlement/payments/place-item.tsx'
import { say as sayPayment } from '../../settlement/words.ts'
import { useAmount } from '../../shell/use-amount.ts'
import type { Purchase, SupplierInvoice } from './purchases.queries.ts'
import { say } from './words.ts'

/** One transfer to the supplier of what is owed on one invoice; from there on it is a payment like any other. */
export function PayDrawer({
  purchase: { id: purchase, merchant, programme, fund, division },
  invoice: { invoice: number, invoiceNumber, amountFen },
  onClose,
}: {
  readonly purchase: Purchase
  readonly invoice: SupplierInvoice
  readonly onClose: () => void
}): ReactNode {
  const navigate = useNavigate()
  const nameOf = useMerchantNames([merchant])
  const amount = useAmount()
  const asked = useNeedOfProgrammes([programme], [fund])
  const { need } = asked
  // A neighbour's union does not pay.
  const accounts = need?.accounts.filter((one) => divisionHolds(one.division, division))
  const ours = need && accounts ? { ...asked, need: { ...need, accounts } } : asked
  return (
    <ActDrawer<TypedPlace, BodyOf<'preparePayment'>, { readonly id: string }>
      title={say('payInvoice', { number: invoiceNumber })}
      form={`pay-invoice.${purchase}.${number}`}
      empty={{}}
      toBody={({ bankAccount, payer }) => {
        if (!need) return undefined
        return { merchant, parts: [{ purchase, number }], ...placeFrom(bankAccount, payer) }
      }}
      send={(body, key) => answerOf(api.POST('/v1/payments', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('pay')}
      done={say('prepared')}
      onClose={(sent) => {
        onClose()
        if (sent) void navigate({ to: '/desk/settlement/payments/$payment', params: { payment: sent.id } })
      }}
    >
      <p>{say('paying', { supplier: nameOf(merchant), amount: amount(amountFen) })}</p>
      <p>
        {sayPayment('payee')}
        {mark('colon')}
        <PayeeShown merchant={merchant} />
      </p>
      <PlaceItem asked={ours} leaving={[{ fund, amountFen }]} />
    </ActDrawer>
  )
}
