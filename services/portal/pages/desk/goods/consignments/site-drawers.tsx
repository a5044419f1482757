import { Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { api } from '../../../common/api/client.ts'
import { bracketed } from '../../../common/punctuation.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import type { Consignment } from './consignments.queries.ts'
import { quantitiesOf } from './quantities.ts'
import { say } from './words.ts'

interface Typed extends TypedDay {
  readonly quantity?: Readonly<Record<string, number | null>>
  readonly reason?: string
}

interface FromSite {
  readonly lines: { readonly commodity: string; readonly quantity: number }[]
  readonly reason: string
  readonly day: string | undefined
  readonly lateEntry?: { readonly reason: string }
}

/** What stands at the site and leaves it otherwise than to people: back to the depot, or lost. */
export function FromSiteDrawer({
  consignment,
  kind,
  onClose,
}: {
  readonly consignment: Consignment
  readonly kind: 'siteReturn' | 'siteLoss'
  readonly onClose: () => void
}): ReactNode {
  const { id } = consignment
  const nameOf = useGoodsNames()
  const today = useToday()
  const standing = quantitiesOf(consignment).filter(({ atSite }) => atSite > 0)
  return (
    <GoodsAct<Typed, FromSite>
      title={say(`${kind}Title`)}
      form={`${kind}.${id}`}
      empty={{}}
      toBody={({ quantity, reason, ...typed }) => {
        const lines = Object.entries(quantity ?? {}).flatMap(([commodity, pieces]) =>
          pieces ? [{ commodity, quantity: pieces }] : [],
        )
        if (lines.length === 0 || !reason?.trim()) return undefined
        return { lines, reason: reason.trim(), day: typed.day, ...lateEntryOf(typed, today) }
      }}
      act={asked(({ day, ...body }: FromSite, given) => {
        const params = { path: { id }, ...given }
        return kind === 'siteReturn'
          ? api.POST('/v1/consignments/{id}/site-returns', {
              body: { ...body, ...(day && { returnedOn: day }) },
              params,
            })
          : api.POST('/v1/consignments/{id}/losses', { body: { ...body, ...(day && { lostOn: day }) }, params })
      })}
      submit={say(kind)}
      done={say(kind)}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          {standing.map(({ commodity, atSite }) => (
            <Form.Item
              key={commodity}
              name={['quantity', commodity]}
              label={bracketed(nameOf(commodity), `${say('atSite')} ${atSite}`)}
            >
              <InputNumber min={0} max={atSite} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          ))}
          <ReasonField />
          <DayFields label={say('handedOutOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}

interface TypedDispatch extends TypedDay {
  readonly isAgreed?: boolean
}

export function DispatchDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const today = useToday()
  return (
    <GoodsAct<TypedDispatch, { dispatchedOn?: string; lateEntry?: { reason: string } }>
      title={say('dispatchTitle')}
      form={`dispatch.${id}`}
      empty={{}}
      toBody={(typed) => ({ ...(typed.day && { dispatchedOn: typed.day }), ...lateEntryOf(typed, today) })}
      act={asked((body: { dispatchedOn?: string; lateEntry?: { reason: string } }, given) =>
        api.POST('/v1/consignments/{id}/dispatch', { body, params: { path: { id }, ...given } }),
      )}
      submit={say('dispatch')}
      done={say('dispatch')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('dispatchWhat')}</p>
          <DayFields label={say('dispatchedOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}
