import { Form, type FormRule, Input, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useGoodsNames, useNear } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayField, DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { SheetField, uploadSheet } from '../parts/sheet-field.tsx'
import { type Person, WorkerPicker } from '../parts/worker-picker.tsx'
import type { Consignment } from './consignments.queries.ts'
import { quantitiesOf } from './quantities.ts'
import { say } from './words.ts'

interface TypedHandOut extends TypedDay {
  /** By commodity. */
  readonly given?: Readonly<Record<string, number | null>>
  readonly heads?: number | null
  readonly workers?: readonly Person[]
  readonly beyond?: string
  readonly attachments?: readonly string[]
}

interface Left {
  readonly commodity: string
  readonly left: number
}

/** To people: by head or by name. Fits a phone. */
export function HandOutDrawer({
  consignment,
  onClose,
}: {
  readonly consignment: Consignment
  readonly onClose: () => void
}) {
  const { id, site } = consignment
  const nameOf = useGoodsNames()
  const today = useToday()
  const left = quantitiesOf(consignment).map(({ commodity, atSite }) => ({ commodity, left: atSite }))
  return (
    <GoodsAct<TypedHandOut, BodyOf<'handOutGoods'>>
      title={say('handOutTitle', { site: nameOf(site) })}
      form={`hand-out.${id}`}
      empty={{}}
      toBody={(typed) => {
        const right = handOutOf(typed, today)
        const late = lateEntryOf({ ...typed, day: right?.handedOutOn }, today)
        return right && { ...right, attachments: [...(typed.attachments ?? [])], ...late }
      }}
      act={asked((body: BodyOf<'handOutGoods'>, given) =>
        api.POST('/v1/consignments/{id}/handouts', { body, params: { path: { id }, ...given } }),
      )}
      submit={say('confirmHandOut')}
      done={say('handOutDone')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <HandOutFields
            consignment={consignment}
            left={left}
            day={<DayFields label={say('handedOutOn')} day={values.day} />}
          />
          <Form.Item name="attachments" label={say('attachments')}>
            <SheetField upload={uploadSheet(id)} />
          </Form.Item>
        </>
      )}
    </GoodsAct>
  )
}

/** A hand-out that was entered wrongly: taken back, and what was really handed out entered with it. */
export function HandOutCorrectionDrawer({
  consignment,
  part,
  onClose,
}: {
  readonly consignment: Consignment
  readonly part: string
  readonly onClose: () => void
}): ReactNode {
  const { id } = consignment
  const today = useToday()
  // What this hand-out gave stands at the site again before the right one is taken: together they are the most.
  const left = quantitiesOf(consignment).map(({ commodity, atSite, handedOut }) => ({
    commodity,
    left: atSite + handedOut,
  }))
  return (
    <GoodsAct<TypedHandOut & { readonly reason?: string }, BodyOf<'correctHandOut'>>
      title={say('correctHandOut')}
      form={`hand-out-correction.${part}`}
      empty={{}}
      toBody={({ reason, ...typed }) => {
        const right = handOutOf(typed, today)
        return right && reason?.trim() ? { right, reason: reason.trim() } : undefined
      }}
      act={asked((body: BodyOf<'correctHandOut'>, given) =>
        api.POST('/v1/consignments/{id}/handouts/{part}/correction', {
          body,
          params: { path: { id, part }, ...given },
        }),
      )}
      done={say('correctHandOut')}
      onClose={onClose}
    >
      <p className="hint">{say('rightWhat')}</p>
      <ReasonField />
      <HandOutFields consignment={consignment} left={left} day={<DayField label={say('handedOutOn')} />} />
    </GoodsAct>
  )
}

function HandOutFields({
  consignment: { site, programme },
  left,
  day,
}: {
  readonly consignment: Consignment
  readonly left: readonly Left[]
  readonly day: ReactNode
}): ReactNode {
  const nameOf = useGoodsNames()
  const near = useNear(site, programme)
  const shown = left.filter((line) => line.left > 0)
  const placeOf = ({ commodity }: Left) => ['given', commodity]
  return (
    <>
      {shown.map((line) => (
        <Form.Item
          key={line.commodity}
          name={placeOf(line)}
          label={say('handedOutOf', { name: nameOf(line.commodity), left: line.left })}
          dependencies={shown.filter((other) => other !== line).map(placeOf)}
          rules={[oneOf(shown.map(placeOf), say('handedOutMissing'))]}
        >
          <InputNumber min={0} max={line.left} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      ))}
      <Form.Item
        name="heads"
        label={say('heads')}
        dependencies={['workers']}
        rules={[oneOf(['heads', 'workers'], say('headsMissing'))]}
      >
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="workers" label={say('workers')}>
        <WorkerPicker most={500} near={near} purpose="handing" />
      </Form.Item>
      {day}
      <Form.Item name="beyond" label={say('beyond')}>
        <Input maxLength={500} />
      </Form.Item>
    </>
  )
}

/** One of them must say something. */
function oneOf(places: readonly (string | string[])[], message: string): FormRule {
  return ({ getFieldValue }) => ({
    async validator() {
      const isSaid = places.some((place) => {
        const value: unknown = getFieldValue(place)
        return Array.isArray(value) ? value.length > 0 : Boolean(value)
      })
      if (!isSaid) throw new Error(message)
    },
  })
}

function handOutOf({ given, heads, workers = [], day, beyond }: TypedHandOut, today: string | undefined) {
  const lines = Object.entries(given ?? {}).flatMap(([commodity, quantity]) =>
    quantity ? [{ commodity, quantity }] : [],
  )
  const handedOutOn = day ?? today
  if (lines.length === 0 || (!heads && workers.length === 0) || handedOutOn === undefined) return undefined
  return {
    lines,
    heads: heads ?? 0,
    workers: workers.map(({ id }) => id),
    handedOutOn,
    ...(beyond?.trim() && { beyondStandard: { reason: beyond.trim() } }),
  }
}
