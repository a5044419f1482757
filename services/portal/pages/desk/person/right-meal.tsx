import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { previewOf } from '../parts/preview.ts'
import { admittedQuery } from '../programmes/programmes.queries.ts'
import { useToday } from '../shell/simulated-date.tsx'
import { type TypedMeal, toRightMeal } from './eaten-meal.ts'
import { MealFields } from './meal-fields.tsx'
import type { PersonVoucher } from './person.queries.ts'
import { say } from './words.ts'

interface Props {
  readonly programme: string
  readonly meal: PersonVoucher['meals'][number]
  readonly onDone: () => void
}

/** What the paper says stands in place of what was entered: amount, dishes, shop or day; the wrong one is taken back in the same act. */
export function RightMeal({ programme, meal, onDone }: Props): ReactNode {
  const { id, merchant, day, items } = meal
  const { data: admitted } = useQuery(admittedQuery(programme))
  const nameOf = useNames([merchant, ...(admitted?.items ?? [])])
  const today = useToday()
  const ask = (body: BodyOf<'reverseRedemption'>, key: string, dryRun: boolean) =>
    api.POST('/v1/redemptions/{id}/reversal', {
      body,
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<TypedMeal, BodyOf<'reverseRedemption'>, object>
      title={say('rightMeal')}
      form={`right-meal.${id}`}
      empty={{ what: items.length > 0 ? 'items' : 'amount', merchant, day }}
      toBody={(typed) => toRightMeal(typed, meal)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('rightMealNow')}
      done={say('rightMealDone')}
      nameOf={nameOf}
      onClose={onDone}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('rightMealWhat')}</p>
          <MealFields programme={programme} today={today} values={values} />
        </>
      )}
    </ActDrawer>
  )
}
