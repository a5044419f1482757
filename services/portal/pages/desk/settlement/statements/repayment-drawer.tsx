import { useQuery } from '@tanstack/react-query'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { fundsQuery } from '../../funds/funds.queries.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { movesOf } from '../moves.ts'
import { PaperFields, type TypedPaper, toDocument } from '../paper-fields.tsx'
import type { Statement } from '../settlement.queries.ts'
import { say } from '../words.ts'

interface Typed extends TypedPaper {
  readonly amounts: Readonly<Record<string, number | undefined>>
}

/** What the merchant gave back, by the fund that it owes it to. */
export function RepaymentDrawer({
  statement: { id, claims },
  onClose,
}: {
  readonly statement: Statement
  readonly onClose: () => void
}): ReactNode {
  const { data: funds } = useQuery(fundsQuery)
  return (
    <ActDrawer<Typed, BodyOf<'recordRepayment'>, object>
      title={say('repayment')}
      form={`repayment.${id}`}
      empty={{
        kind: say('bankReceipt'),
        amounts: Object.fromEntries(claims.map(({ fund, amountFen }) => [fund, amountFen])),
      }}
      toBody={(typed) => {
        const document = toDocument(typed)
        const shares = claims.flatMap(({ fund }) => {
          const amountFen = typed.amounts?.[fund] ?? 0
          return amountFen > 0 ? [{ fund, amountFen }] : []
        })
        return document && shares.length > 0 ? { shares, document } : undefined
      }}
      preview={async ({ shares }) => movesOf(shares, { bank: 1, payable: 1, claimed: -1, allocated: 1 })}
      send={(body, key) => {
        const params = { path: { id }, header: { 'Idempotency-Key': key } }
        return answerOf(api.POST('/v1/statements/{id}/repayments', { body, params }))
      }}
      submit={say('repayment')}
      done={say('repaid')}
      onClose={() => onClose()}
    >
      <p className="hint">{say('repaymentWhat')}</p>
      {claims.map(({ fund }) => (
        <Form.Item
          key={fund}
          name={['amounts', fund]}
          label={say('repaidOf', { fund: funds?.find(({ id: known }) => known === fund)?.name ?? fund })}
        >
          <YuanInput />
        </Form.Item>
      ))}
      <PaperFields />
    </ActDrawer>
  )
}
