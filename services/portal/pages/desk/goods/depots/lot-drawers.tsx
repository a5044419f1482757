import { Form, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { sayDay } from '../../../common/shanghai.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields, useToday } from '../parts/day-fields.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { ReasonField } from '../parts/reason-drawer.tsx'
import { type Person, WorkerPicker } from '../parts/worker-picker.tsx'
import type { OpenDepot } from './depots.queries.ts'
import { lotsOf } from './lots.ts'
import { say } from './words.ts'

interface TypedLots extends TypedDay {
  /** By the lot's version: ids hold points, which forms take for paths. */
  readonly lots?: Readonly<Record<string, number | null>>
}

interface Props {
  readonly depot: OpenDepot
  readonly onClose: () => void
}

export function WriteOffDrawer({ depot, onClose }: Props): ReactNode {
  const { id } = depot
  const nameOf = useGoodsNames()
  const today = useToday()
  return (
    <ActDrawer<TypedLots & { readonly reason?: string }, BodyOf<'writeOffGoods'>, object>
      title={say('writeOff')}
      form={`write-off.${id}`}
      empty={{}}
      toBody={({ reason, ...typed }) => {
        const lines = statedLots(depot, typed).filter(({ quantity }) => quantity > 0)
        if (lines.length === 0 || !reason?.trim()) return undefined
        const day = { ...(typed.day && { writtenOffOn: typed.day }), ...lateEntryOf(typed, today) }
        return { lines, reason: reason.trim(), ...day }
      }}
      {...asked((body: BodyOf<'writeOffGoods'>, given) =>
        api.POST('/v1/depots/{id}/write-offs', { body, params: { path: { id }, ...given } }),
      )}
      submit={say('writeOff')}
      done={say('writtenOff')}
      nameOf={nameOf}
      onClose={() => onClose()}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('writeOffWhat')}</p>
          <LotFields depot={depot} label="writeOffOf" isBounded />
          <ReasonField />
          <DayFields label={say('writtenOffOn')} day={values.day} />
        </>
      )}
    </ActDrawer>
  )
}

export function CountDrawer({ depot, onClose }: Props): ReactNode {
  const { id } = depot
  const nameOf = useGoodsNames()
  const today = useToday()
  return (
    <ActDrawer<TypedLots & { readonly signedBy?: readonly Person[] }, BodyOf<'countStock'>, object>
      title={say('count')}
      form={`count.${id}`}
      empty={{}}
      toBody={({ signedBy = [], ...typed }) => {
        const lines = statedLots(depot, typed)
        if (lines.length === 0 || signedBy.length !== 2) return undefined
        const day = { ...(typed.day && { countedOn: typed.day }), ...lateEntryOf(typed, today) }
        return { lines, signedBy: signedBy.map((one) => one.id), ...day }
      }}
      {...asked((body: BodyOf<'countStock'>, given) =>
        api.POST('/v1/depots/{id}/counts', { body, params: { path: { id }, ...given } }),
      )}
      submit={say('count')}
      done={say('counted')}
      nameOf={nameOf}
      onClose={() => onClose()}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('countWhat')}</p>
          <LotFields depot={depot} label="countedOf" />
          <Form.Item
            name="signedBy"
            label={say('signers')}
            rules={[{ required: true, message: say('signersMissing') }]}
          >
            <WorkerPicker most={2} purpose={say('counting')} />
          </Form.Item>
          <DayFields label={say('countedOn')} day={values.day} />
        </>
      )}
    </ActDrawer>
  )
}

function LotFields({
  depot,
  label,
  isBounded = false,
}: {
  readonly depot: OpenDepot
  readonly label: 'writeOffOf' | 'countedOf'
  readonly isBounded?: boolean
}): ReactNode {
  const nameOf = useGoodsNames()
  return lotsOf(depot).map(({ lot, commodity, quantity, expiresOn }) => (
    <Form.Item
      key={lot}
      name={['lots', versionOf(lot)]}
      label={say(label, {
        name: [nameOf(commodity), expiresOn && sayDay(expiresOn)].filter(Boolean).join(' · '),
        left: quantity,
      })}
    >
      <InputNumber min={0} {...(isBounded && { max: quantity })} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  ))
}

function statedLots(depot: OpenDepot, { lots }: TypedLots): { lot: string; quantity: number }[] {
  return lotsOf(depot).flatMap(({ lot }) => {
    const quantity = lots?.[versionOf(lot)]
    return quantity === undefined || quantity === null ? [] : [{ lot, quantity }]
  })
}

/** A lot of another depot may stand here, with the same number: the whole id, without its point. */
function versionOf(lot: string): string {
  return lot.replace('.', ':')
}
