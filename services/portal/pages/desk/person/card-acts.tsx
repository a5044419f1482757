import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { newActKey } from '../../common/act-key.ts'
import { answerOf, api } from '../../common/api/client.ts'
import { useAmount } from '../shell/use-amount.ts'
import { fetchCode, type PersonVoucher } from './person.queries.ts'
import { ReasonedAct } from './reasoned-act.tsx'
import { say } from './words.ts'

export type CardActName = 'replace' | 'suspend' | 'resume' | 'void' | 'restore'

interface CardActProps {
  readonly act: CardActName
  readonly voucher: PersonVoucher
  readonly onDone: () => void
}

export function CardAct(props: CardActProps): ReactNode {
  if (props.act === 'replace') return <ReplaceCard {...props} />
  if (props.act === 'void') return <VoidCard {...props} />
  return <ChangeCard {...props} act={props.act} />
}

/** The new card is printed next. */
function ReplaceCard({ voucher, onDone }: CardActProps): ReactNode {
  const navigate = useNavigate()
  const { programme, worker, wallet, serial } = voucher
  return (
    <ReasonedAct
      form={`replace.${wallet}`}
      title={say('act.replace')}
      act={say('act.replace')}
      effect={say('effect.replace', { serial })}
      perform={({ reason }, key) =>
        answerOf(
          api.POST('/v1/programmes/{id}/workers/{worker}/voucher/replacement', {
            params: { path: { id: programme, worker }, header: { 'Idempotency-Key': key } },
            body: { reason },
          }),
        )
      }
      changes={[
        ['worker', worker],
        ['cards', programme],
      ]}
      onDone={(replaced) => {
        onDone()
        if (replaced) void navigate({ to: '/desk/cards', search: { programme, worker } })
      }}
    />
  )
}

type Credits = { readonly credits: 'keep' | 'withdraw' }

function VoidCard({ voucher, onDone }: CardActProps): ReactNode {
  const amount = useAmount()
  const { programme, worker, wallet } = voucher
  const [credits, setCredits] = useState<Credits['credits']>('keep')
  const preview = useQuery({
    queryKey: ['worker', worker, 'void-preview', wallet, credits],
    queryFn: async () =>
      answerOf(
        api.POST('/v1/vouchers/{code}/void', {
          params: {
            path: { code: await fetchCode(programme, worker) },
            query: { dryRun: true },
            header: { 'Idempotency-Key': newActKey() },
          },
          body: { reason: say('tryOut'), credits },
        }),
      ),
  })
  return (
    <ReasonedAct<Credits, unknown>
      form={`void.${wallet}`}
      title={say('act.void')}
      act={say('act.void')}
      isRisky
      initial={{ credits: 'keep' }}
      onTyped={(typed) => setCredits(typed.credits ?? 'keep')}
      effect={preview.data ? say('effect.void', { back: amount(preview.data.withdrawnFen) }) : '…'}
      fields={
        <Form.Item name="credits" label={say('whatOfCredits')}>
          <Radio.Group
            options={[
              { value: 'keep', label: say('keepCredits') },
              { value: 'withdraw', label: say('withdrawCredits') },
            ]}
          />
        </Form.Item>
      }
      perform={async (body, key) =>
        answerOf(
          api.POST('/v1/vouchers/{code}/void', {
            params: { path: { code: await fetchCode(programme, worker) }, header: { 'Idempotency-Key': key } },
            body,
          }),
        )
      }
      changes={[
        ['worker', worker],
        ['cards', programme],
      ]}
      onDone={onDone}
    />
  )
}

const paths = {
  suspend: '/v1/vouchers/{code}/suspension',
  resume: '/v1/vouchers/{code}/resumption',
  restore: '/v1/vouchers/{code}/restoration',
} as const

function ChangeCard({ act, voucher, onDone }: CardActProps & { readonly act: keyof typeof paths }): ReactNode {
  const { programme, worker, wallet } = voucher
  return (
    <ReasonedAct
      form={`${act}.${wallet}`}
      title={say(`act.${act}`)}
      act={say(`act.${act}`)}
      effect={say(`effect.${act}`)}
      perform={async ({ reason }, key) =>
        answerOf(
          api.POST(paths[act], {
            params: { path: { code: await fetchCode(programme, worker) }, header: { 'Idempotency-Key': key } },
            body: { reason },
          }),
        )
      }
      changes={[
        ['worker', worker],
        ['cards', programme],
      ]}
      onDone={onDone}
    />
  )
}
