import { useQuery } from '@tanstack/react-query'
import { Form, InputNumber, Radio } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { priceListsQuery } from '../merchants/merchants.queries.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { previewOf } from '../parts/preview.ts'
import { YuanInput } from '../parts/yuan-input.tsx'
import { useAmount } from '../shell/use-amount.ts'
import { PaperFields } from './meal-fields.tsx'
import { type TypedTakingBack, toTakingBack } from './meal-part.ts'
import type { PersonVoucher } from './person.queries.ts'
import { say } from './words.ts'

type Meal = PersonVoucher['meals'][number]

/** A meal that was entered wrongly is taken back, whole or in part, from a paper that says so. */
export function CorrectMeal({ meal, onDone }: { readonly meal: Meal; readonly onDone: () => void }): ReactNode {
  const amount = useAmount()
  const nameOf = useNames([meal.merchant])
  const { id, keptFen, items } = meal
  const ask = (body: BodyOf<'reverseRedemption'>, key: string, dryRun: boolean) =>
    api.POST('/v1/redemptions/{id}/reversal', {
      body,
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<TypedTakingBack, BodyOf<'reverseRedemption'>, object>
      title={say('takeBack')}
      form={`take-back.${id}`}
      empty={{ part: 'whole' }}
      toBody={toTakingBack}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('takeBackNow')}
      done={say('takenBackNow')}
      nameOf={nameOf}
      onClose={onDone}
    >
      {(_, { part }) => (
        <>
          <p className="hint">{say('takeBackWhat')}</p>
          <Form.Item name="part" label={say('part')}>
            <Radio.Group
              options={[
                { value: 'whole', label: say('partWhole', { amount: amount(keptFen) }) },
                ...(items.length > 0 ? [{ value: 'items', label: say('partItems') }] : []),
                { value: 'amount', label: say('partAmount') },
              ]}
            />
          </Form.Item>
          {part === 'amount' && (
            <Form.Item
              name="amountFen"
              label={say('partAmountFen')}
              rules={[{ required: true, message: say('partMissing') }]}
            >
              <YuanInput />
            </Form.Item>
          )}
          {part === 'items' && <Dishes meal={meal} />}
          <PaperFields />
        </>
      )}
    </ActDrawer>
  )
}

/** How many of each dish that is left. */
function Dishes({ meal: { merchant, items } }: { readonly meal: Meal }): ReactNode {
  const { data: lists } = useQuery(priceListsQuery(merchant))
  const dishes = lists?.items.flatMap((list) => list.items)
  return items.map(({ code, quantity }) => (
    <Form.Item
      key={code}
      name={['quantities', code]}
      label={say('partDish', { name: dishes?.find((dish) => dish.code === code)?.name ?? code, count: quantity })}
    >
      <InputNumber min={0} max={quantity} precision={0} />
    </Form.Item>
  ))
}
