import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { newActKey } from '../../common/act-key.ts'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { sayDay } from '../../common/shanghai.ts'
import { sentenceOf } from '../shell/states.tsx'
import { useAmount } from '../shell/use-amount.ts'
import type { PersonVoucher } from './person.queries.ts'
import { ReasonedAct } from './reasoned-act.tsx'
import { say } from './words.ts'

interface MoveCreditProps {
  readonly credit: PersonVoucher['credits'][number]
  readonly voucher: PersonVoucher
  readonly windows: AnswerOf<'readProgramme'>['rules']['windows']
  readonly onDone: () => void
}
type To = { readonly toWindow: string }

export function MoveCredit({ credit: { window }, voucher, windows, onDone }: MoveCreditProps): ReactNode {
  const amount = useAmount()
  const { programme, worker, wallet } = voucher
  const [toWindow, setToWindow] = useState<string>()
  const others = windows.filter((other) => other.window !== window)
  const target = others.find((other) => other.window === toWindow)
  const move = (body: To & { readonly reason: string }, key: string, dryRun: boolean) =>
    answerOf(
      api.POST('/v1/programmes/{id}/workers/{worker}/credits/move', {
        params: {
          path: { id: programme, worker },
          header: { 'Idempotency-Key': key },
          ...(dryRun && { query: { dryRun } }),
        },
        body: { window, ...body },
      }),
    )
  const preview = useQuery({
    queryKey: ['worker', worker, 'move-preview', wallet, window, toWindow],
    queryFn: () => move({ toWindow: toWindow ?? '', reason: say('tryOut') }, newActKey(), true),
    enabled: toWindow !== undefined,
    retry: false,
  })
  return (
    <ReasonedAct<To, unknown>
      form={`move.${wallet}.${window}`}
      title={say('move')}
      act={say('moveNow')}
      onTyped={(typed) => setToWindow(typed.toWindow)}
      effect={
        preview.error
          ? sentenceOf(preview.error)
          : preview.data && target
            ? say('effect.move', {
                amount: amount(preview.data.movedFen),
                name: target.name,
                from: sayDay(target.from),
                until: sayDay(target.until),
              })
            : say('moveHint')
      }
      fields={
        <Form.Item name="toWindow" label={say('toWindow')} rules={[{ required: true, message: say('windowMissing') }]}>
          <Select options={others.map((other) => ({ value: other.window, label: other.name }))} />
        </Form.Item>
      }
      perform={(body, key) => move(body, key, false)}
      changes={[['worker', worker]]}
      onDone={() => onDone()}
    />
  )
}
