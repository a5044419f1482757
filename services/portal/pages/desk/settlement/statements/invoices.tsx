import { subtractFen } from '@welfare/contracts/money.ts'
import { Button, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useMoney } from '../../../common/react/money.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { ReadDialog } from '../../goods/consignments/read-dialog.tsx'
import { ReasonDrawer } from '../../parts/reason-drawer.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import type { StatementNumber } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { InvoiceDrawer } from './invoice-drawer.tsx'

type Invoice = StatementNumber['invoices'][number]

interface Props {
  readonly statement: string
  readonly number: StatementNumber
}

/** The merchant's invoices for the number that is shown; where they come to another sum than it pays, that is said. */
export function Invoices({ statement, number }: Props): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const amount = useAmount()
  const [isRecording, setRecording] = useState(false)
  const { invoices, invoicedFen, payFen, status } = number
  const isStated = status !== 'open' && status !== 'draft'
  if (!isStated && invoices.length === 0) return null
  const differenceFen = subtractFen(invoicedFen, payFen)
  return (
    <>
      <h2>{say('invoices')}</h2>
      {invoices.length === 0 ? (
        <p className="hint">{say('invoicesNone')}</p>
      ) : (
        <InvoicesTable statement={statement} number={number} />
      )}
      {invoices.length > 0 && (
        <p className={differenceFen === 0 ? 'hint' : 'waits'}>
          {differenceFen === 0
            ? say('invoicesMatch', { invoiced: amount(invoicedFen) })
            : say(differenceFen < 0 ? 'invoicesLess' : 'invoicesMore', {
                invoiced: amount(invoicedFen),
                pay: amount(payFen),
                difference: amount(Math.abs(differenceFen)),
              })}
        </p>
      )}
      {isOfficer && isStated && (
        <Button className="not-on-paper" onClick={() => setRecording(true)}>
          {say('recordInvoice')}
        </Button>
      )}
      {isRecording && <InvoiceDrawer statement={statement} number={number} onClose={() => setRecording(false)} />}
    </>
  )
}

function InvoicesTable({ statement: id, number: { invoices } }: Props): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const money = useMoney()
  const [opened, setOpened] = useState<Invoice>()
  const [wrong, setWrong] = useState<Invoice>()
  const scan = opened?.scan
  return (
    <>
      <DataTable<Invoice>
        name="invoices"
        label={say('invoices')}
        rows={invoices}
        rowKey={({ invoiceNumber }) => invoiceNumber}
        columns={[
          { key: 'number', title: say('invoiceNumber'), text: ({ invoiceNumber }) => invoiceNumber },
          {
            ...{ key: 'day', title: say('invoicedOn') },
            text: ({ invoicedOn }) => sayDay(invoicedOn),
            order: ({ invoicedOn }) => invoicedOn,
          },
          {
            ...{ key: 'amount', title: say('amount'), isFigure: true, isMoney: true },
            text: ({ amountFen }) => money(amountFen),
            order: ({ amountFen }) => amountFen,
          },
          {
            ...{ key: 'acts', title: say('acts'), isAct: true, text: () => '' },
            render: (invoice) => (
              <Space wrap>
                {invoice.scan && (
                  <Button size="small" onClick={() => setOpened(invoice)}>
                    {say('seeScan')}
                  </Button>
                )}
                {isOfficer && (
                  <Button size="small" onClick={() => setWrong(invoice)}>
                    {say('strikeOut')}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {scan && (
        <ReadDialog
          attachment={scan}
          what={say('seeScanWhat')}
          alt={say('invoiceScan')}
          read={(purpose) => {
            const params = { path: { id, attachment: scan.attachment }, query: { purpose } }
            return answerOf(api.GET('/v1/statements/{id}/scans/{attachment}', { params, parseAs: 'arrayBuffer' }))
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
      {wrong && (
        <ReasonDrawer
          title={say('strikeOut')}
          form={`strike-out.${id}.${wrong.invoiceNumber}`}
          hint={say('strikeOutWhat', { invoice: wrong.invoiceNumber })}
          done={say('struckOut')}
          send={({ reason }, key) => {
            const params = { path: { id }, header: { 'Idempotency-Key': key } }
            const body = { invoiceNumber: wrong.invoiceNumber, reason }
            return answerOf(api.POST('/v1/statements/{id}/invoices/struck-out', { body, params }))
          }}
          onClose={() => setWrong(undefined)}
        />
      )}
    </>
  )
}
