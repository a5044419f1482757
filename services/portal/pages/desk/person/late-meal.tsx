import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { useNames } from '../parts/directory.queries.ts'
import { previewOf } from '../parts/preview.ts'
import { admittedQuery } from '../programmes/programmes.queries.ts'
import { useToday } from '../shell/simulated-date.tsx'
import { type TypedMeal, toLateMeal } from './eaten-meal.ts'
import { MealFields } from './meal-fields.tsx'
import { fetchCode, type PersonVoucher } from './person.queries.ts'
import { say } from './words.ts'

/** A meal that the till did not record, from the shop's slip. */
export function LateMeal({
  voucher: { programme, worker, wallet },
  onDone,
}: {
  readonly voucher: PersonVoucher
  readonly onDone: () => void
}): ReactNode {
  const { data: admitted } = useQuery(admittedQuery(programme))
  const nameOf = useNames(admitted?.items)
  const today = useToday()
  const ask = async (body: BodyOf<'redeemMeal'>, key: string, dryRun: boolean) =>
    api.POST('/v1/vouchers/{code}/redemptions', {
      body,
      params: {
        path: { code: await fetchCode(programme, worker) },
        query: dryRun ? { dryRun } : {},
        header: { 'Idempotency-Key': key },
      },
    })
  return (
    <ActDrawer<TypedMeal, BodyOf<'redeemMeal'>, object>
      title={say('lateMeal')}
      form={`late-meal.${wallet}`}
      empty={{ what: 'amount' }}
      toBody={(typed) => toLateMeal(typed, today)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('lateMealNow')}
      done={say('lateMealDone')}
      nameOf={nameOf}
      onClose={onDone}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('lateMealWhat')}</p>
          <MealFields programme={programme} today={today} values={values} />
        </>
      )}
    </ActDrawer>
  )
}
