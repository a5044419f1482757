import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { sayDay } from '../../../common/shanghai.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import type { ActMove } from '../../parts/act-moves.tsx'
import { DayInput } from '../../parts/day-input.tsx'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { PaperFields, type TypedPaper, toDocument } from '../../settlement/paper-fields.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { type Transfer, useBankAccountName } from '../bank.queries.ts'
import { enteredAs } from '../entries/bank-entry-drawer.tsx'
import { say as sayBank } from '../words.ts'
import { say } from './words.ts'

interface Typed extends TypedPaper {
  readonly day: string
  readonly lateReason: string
  readonly reason: string
}
type Body = BodyOf<'receiveBankTransfer'> | BodyOf<'takeBankTransferBack'>

/** It is on the account that it was sent to, or on the one that it left. */
export function EndTransferDrawer({
  act,
  transfer,
  begun = {},
  onClose,
}: {
  readonly act: 'arrive' | 'comeBack'
  readonly transfer: Transfer
  /** As the bank's own statement has it. */
  readonly begun?: Partial<Typed>
  readonly onClose: (entered?: string) => void
}): ReactNode {
  const { id, fund, from, to, amountFen, sentOn } = transfer
  const today = useToday()
  const amount = useAmount()
  const accountOf = useBankAccountName()
  return (
    <ActDrawer<Typed, Body, object>
      title={say(act)}
      form={[act, id, ...(begun.paper === undefined ? [] : [begun.paper])].join('.')}
      empty={{ kind: say('bankReceipt'), ...begun }}
      toBody={(typed) => toBody(id, act, typed)}
      preview={async () => ({
        moves: [move(fund, 'transit', -amountFen), move(fund, 'bank', amountFen, act === 'arrive' ? to : from)],
        needsApproval: false,
        because: [],
      })}
      send={(body, key) => {
        const header = { 'Idempotency-Key': key }
        return answerOf<object>(
          'reason' in body
            ? api.POST('/v1/funds/{id}/transfer-returns', { body, params: { path: { id: fund }, header } })
            : api.POST('/v1/bank-accounts/{id}/transfer-arrivals', { body, params: { path: { id: to }, header } }),
        )
      }}
      submit={say(act)}
      done={say(act === 'arrive' ? 'arrived' : 'cameBack')}
      onClose={(sent) => onClose(enteredAs(sent))}
    >
      {(_, { day }) => (
        <>
          <p className="hint">{say(`${act}What`)}</p>
          <p>
            {say('transferIs', {
              amount: amount(amountFen),
              from: accountOf(from),
              to: accountOf(to),
              day: sayDay(sentOn),
            })}
          </p>
          <Form.Item name="day" label={say(act === 'arrive' ? 'arrivedOn' : 'cameBackOn')}>
            <DayInput max={today} />
          </Form.Item>
          {day && day !== today && (
            <Form.Item name="lateReason" label={sayBank('lateReason')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
          {act === 'comeBack' && <ReasonField />}
          <PaperFields />
        </>
      )}
    </ActDrawer>
  )
}

function toBody(transfer: string, act: 'arrive' | 'comeBack', typed: Partial<Typed>): Body | undefined {
  const document = toDocument(typed)
  const { day, lateReason, reason } = typed
  if (!document) return undefined
  const late = lateReason?.trim() ? { lateEntry: { reason: lateReason.trim() } } : {}
  if (act === 'arrive') return { transfer, document, ...(day && { arrivedOn: day }), ...late }
  return reason?.trim()
    ? { transfer, reason: reason.trim(), document, ...(day && { returnedOn: day }), ...late }
    : undefined
}

/** Of what only moves between accounts and on its way. */
export function move(fund: string, account: 'bank' | 'transit', change: number, bankAccount?: string): ActMove {
  return { account, commodity: 'CNY', fund, change, ...(bankAccount !== undefined && { bankAccount }) }
}
