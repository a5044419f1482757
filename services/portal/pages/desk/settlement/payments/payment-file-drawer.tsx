import { useQuery } from '@tanstack/react-query'
import { sumFen } from '@welfare/contracts/money.ts'
import { Button, Checkbox, Descriptions, Drawer, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { useAct } from '../../../common/react/use-act.ts'
import { showInstant } from '../../../common/shanghai.ts'
import { useMerchantNames } from '../../parts/directory.queries.ts'
import { Unanswered } from '../../parts/unanswered.tsx'
import { Reading } from '../../shell/reading.tsx'
import { Failure } from '../../shell/states.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { everyPaymentQuery } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { TakeFile } from './payment-file.tsx'

type Written = AnswerOf<'writePaymentFile'>

/** Approved payments become a file for the bank; from then on they are sent. */
export function PaymentFileDrawer({
  chosen: first,
  onClose,
}: {
  /** Default: every approved one. */
  readonly chosen?: readonly string[]
  readonly onClose: () => void
}): ReactNode {
  const [written, setWritten] = useState<Written>()
  const act = useAct(
    (body: BodyOf<'writePaymentFile'>, key) =>
      answerOf(api.POST('/v1/payment-files', { body, params: { header: { 'Idempotency-Key': key } } })),
    { form: 'payment-file', onDone: setWritten },
  )
  return (
    <Drawer open title={say('writeFile')} size={560} onClose={() => act.isPending || onClose()} destroyOnHidden>
      {written ? (
        <WrittenFile written={written} />
      ) : (
        <>
          <p className="hint">{say('writeFileWhat')}</p>
          <Choose
            {...(first && { first })}
            isSending={act.isPending}
            onWrite={(payments) => act.mutate({ payments })}
          />
          <Unanswered act={act} />
          {act.error && <Failure error={act.error} />}
        </>
      )}
    </Drawer>
  )
}

function Choose({
  first,
  isSending,
  onWrite,
}: {
  readonly first?: readonly string[]
  readonly isSending: boolean
  readonly onWrite: (payments: string[]) => void
}): ReactNode {
  const amount = useAmount()
  const read = useQuery(everyPaymentQuery({ status: 'approved' }))
  const { data } = read
  const nameOf = useMerchantNames(data?.map(({ merchant }) => merchant) ?? [])
  const [changed, setChanged] = useState<readonly string[] | undefined>(first)
  if (!data) return <Reading of={read} />
  const possible = data.filter(({ payeeNow }) => payeeNow === undefined)
  const chosen = possible.filter(({ id }) => changed?.includes(id) ?? true)
  if (possible.length === 0) return <p>{say('noneApproved')}</p>
  return (
    <>
      <Checkbox.Group
        aria-label={say('payments')}
        style={{ display: 'grid', marginBlockEnd: 12 }}
        value={chosen.map(({ id }) => id)}
        options={possible.map(({ id, merchant, payee, approval, totalFen, reference }) => ({
          value: id,
          label: say('paymentIs', {
            merchant: nameOf(merchant),
            lastDigits: (approval?.payee ?? payee).lastDigits,
            amount: amount(totalFen),
            reference,
          }),
        }))}
        onChange={setChanged}
      />
      <p aria-live="polite">
        <strong>
          {say('controlTotal', {
            count: chosen.length,
            amount: amount(sumFen(chosen.map(({ totalFen }) => totalFen))),
          })}
        </strong>
      </p>
      <Button
        type="primary"
        loading={isSending}
        disabled={chosen.length === 0}
        onClick={() => onWrite(chosen.map(({ id }) => id))}
      >
        {say('writeFile')}
      </Button>
    </>
  )
}

function WrittenFile({
  written: { id, count, totalFen, expiresAt, sha256 },
}: {
  readonly written: Written
}): ReactNode {
  const amount = useAmount()
  return (
    <Space orientation="vertical" style={{ width: '100%' }}>
      <p role="status">{say('fileWritten')}</p>
      <Descriptions
        column={1}
        size="small"
        items={[
          {
            key: 'total',
            label: say('controlTotalTitle'),
            children: say('controlTotal', { count, amount: amount(totalFen) }),
          },
          { key: 'until', label: say('takenUntil'), children: showInstant(expiresAt) },
          {
            key: 'hash',
            label: 'SHA-256',
            children: <code style={{ overflowWrap: 'anywhere' }}>{sha256}</code>,
          },
        ]}
      />
      <TakeFile id={id} />
    </Space>
  )
}
