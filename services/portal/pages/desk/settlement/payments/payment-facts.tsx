import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../../common/punctuation.ts'
import { Money, useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useBankAccountName } from '../../bank-accounts/bank.queries.ts'
import { usePayerName } from '../../bank-accounts/payers/payers.queries.ts'
import { say as sayBank } from '../../bank-accounts/words.ts'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { useNames } from '../../parts/directory.queries.ts'
import type { Payment } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { PayeeShown, payeeOf } from './payee.tsx'

/** Whoever prepared it and whoever approves it see the same. */
export function PaymentFacts({ payment }: { readonly payment: Payment }): ReactNode {
  const {
    reference,
    merchant,
    totalFen,
    preparedBy,
    approval,
    bankReference,
    payee,
    payeeNow,
    returned,
    ended,
    bankAccount,
    payer,
  } = payment
  const nameOf = useNames([merchant])
  const accountOf = useBankAccountName({ isAsked: bankAccount !== undefined })
  const payerOf = usePayerName({ isAsked: payer !== undefined })
  const { unit } = useMoneyUnit()
  return (
    <>
      <p className="act-amount">
        <Money fen={totalFen} /> <small>{say(`unit.${unit}`)}</small>
      </p>
      {payeeNow && (
        <Alert
          type="warning"
          showIcon
          title={say('payeeChanged', { before: (approval?.payee ?? payee).lastDigits, now: payeeNow.lastDigits })}
        />
      )}
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'merchant', label: say('merchant'), children: nameOf(merchant) },
          {
            key: 'payee',
            label: say('payee'),
            children: <PayeeShown merchant={merchant} version={payeeOf(payment).version} />,
          },
          ...(bankAccount === undefined
            ? []
            : [{ key: 'account', label: say('payFrom'), children: accountOf(bankAccount) }]),
          ...(payer === undefined ? [] : [{ key: 'payer', label: sayBank('payer'), children: payerOf(payer) }]),
          { key: 'reference', label: say('reference'), children: reference },
          ...(preparedBy === undefined ? [] : [{ key: 'maker', label: say('preparedBy'), children: preparedBy }]),
          ...(approval?.approvedBy === undefined
            ? []
            : [
                {
                  key: 'approval',
                  label: say('approvedBy'),
                  children: [approval.approvedBy, sayDay(approval.approvedOn)].join(mark('clause')),
                },
              ]),
          ...(bankReference === undefined
            ? []
            : [{ key: 'bank', label: say('bankReference'), children: bankReference }]),
          ...(returned ? [{ key: 'returned', label: say('returnReason'), children: returned.reason }] : []),
          ...(ended ? [{ key: 'ended', label: say(`ended.${ended.why}`), children: sayEnded(ended.reason) }] : []),
        ]}
      />
      <Parts parts={payment.parts} />
    </>
  )
}

/** A fund that has too little says so by its code. */
function sayEnded(reason: string): string {
  return reason === 'money-not-there' ? say('moneyNotThere') : reason
}

/** Which statements, or which invoices of a supplier, it pays, and from which fund: as a list, which a phone shows whole. */
function Parts({ parts }: Pick<Payment, 'parts'>): ReactNode {
  const { data: funds } = useQuery(fundsQuery)
  const nameOf = useNames()
  const money = useMoney()
  const fundOf = (fund: string) => funds?.find(({ id }) => id === fund)?.name ?? fund
  const heading = say(parts.some(({ statement }) => statement !== undefined) ? 'parts' : 'invoicesPaid')
  return (
    <>
      <h3>{heading}</h3>
      <ul className="moves" aria-label={heading}>
        {parts.map(({ statement, purchase, number, programme, shares, amountFen }) => (
          <li key={`${statement ?? purchase}.${number}`}>
            <span>
              {statement === undefined ? (
                <>
                  {nameOf(programme)} {say('invoiceOf', { number })}
                </>
              ) : (
                <Link to="/desk/settlement/statements/$statement" params={{ statement }} search={{ number }}>
                  {nameOf(programme)} {say('numberOf', { number })}
                </Link>
              )}
              {shares.map(({ fund, amountFen: ofFund }) => (
                <div key={fund}>
                  <small>
                    {fundOf(fund)} {money(ofFund)}
                  </small>
                </div>
              ))}
            </span>
            <strong className="figure">{money(amountFen)}</strong>
          </li>
        ))}
      </ul>
    </>
  )
}
