import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sumFen } from '@welfare/contracts/money.ts'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney, useMoneyUnit } from '../../../common/react/money.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { useNames } from '../../parts/directory.queries.ts'
import { MerchantChoice, ProgrammeChoice } from '../../reports/filters.tsx'
import { pick, useReportSearch } from '../../reports/search.ts'
import { Reading } from '../../shell/reading.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { type Dispute, everyDisputeQuery } from '../settlement.queries.ts'
import { SettlementFrame } from '../settlement-frame.tsx'
import { say } from '../words.ts'

/** Disputes that have not ended, in whichever statement; each is ended there. */
export function DisputesPage(): ReactNode {
  const [search] = useReportSearch()
  const read = useQuery(everyDisputeQuery(pick(search, 'programme', 'merchant')))
  const { data } = read
  return (
    <SettlementFrame title={say('disputes')}>
      <Form layout="inline" className="report-filters not-on-paper">
        <ProgrammeChoice />
        <MerchantChoice />
      </Form>
      <Reading of={read} />
      {data && <Disputes disputes={[...data].reverse()} />}
    </SettlementFrame>
  )
}

function Disputes({ disputes }: { readonly disputes: readonly Dispute[] }): ReactNode {
  const money = useMoney()
  const amount = useAmount()
  const { unit } = useMoneyUnit()
  const nameOf = useNames(disputes.map(({ merchant }) => merchant))
  return (
    <>
      <p className="hint">
        {say('disputesWhat')} {say('amountUnit', { unit: say(`unit.${unit}`) })}
      </p>
      {disputes.length > 0 && (
        <p aria-live="polite">
          <strong>
            {say('disputesTotal', {
              count: disputes.length,
              amount: amount(sumFen(disputes.map(({ amountFen }) => amountFen))),
            })}
          </strong>
        </p>
      )}
      <DataTable<Dispute>
        name={say('disputes')}
        rows={disputes}
        rowKey={({ id, redemption }) => `${id} ${redemption}`}
        empty={say('noDisputes')}
        columns={[
          {
            key: 'day',
            title: say('disputedOn'),
            text: ({ disputedOn }) => sayDay(disputedOn),
            order: ({ disputedOn }) => disputedOn,
          },
          {
            key: 'merchant',
            title: say('merchant'),
            text: ({ merchant }) => nameOf(merchant),
            order: ({ merchant }) => nameOf(merchant),
            render: ({ id, merchant, number }) => (
              <Link to="/desk/settlement/statements/$statement" params={{ statement: id }} search={{ number }}>
                {nameOf(merchant)}
              </Link>
            ),
          },
          {
            key: 'programme',
            title: say('programme'),
            text: ({ programme }) => nameOf(programme),
            order: ({ programme }) => nameOf(programme),
          },
          { key: 'number', title: say('number'), text: ({ number }) => String(number), isFigure: true },
          {
            key: 'amount',
            title: say('disputedFen'),
            text: ({ amountFen }) => money(amountFen),
            order: ({ amountFen }) => amountFen,
            isFigure: true,
            isMoney: true,
          },
          { key: 'reason', title: say('reason'), text: ({ reason }) => reason },
          { key: 'meal', title: say('mealDocument'), text: ({ redemption }) => redemption.slice(-14) },
        ]}
      />
    </>
  )
}
