import { Form } from 'antd'
import type { ReactNode } from 'react'
import { api, type BodyOf } from '../../../common/api/client.ts'
import { ReasonField } from '../../parts/reason-drawer.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { useNear } from '../goods.queries.ts'
import { asked } from '../parts/asked.ts'
import { DayFields } from '../parts/day-fields.tsx'
import { GoodsAct } from '../parts/goods-act.tsx'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import { type Person, WorkerPicker } from '../parts/worker-picker.tsx'
import type { OpenDepot } from './depots.queries.ts'
import { type AskedLot, LotFields, statedLots, type TypedLots } from './lot-fields.tsx'
import { lotsOf } from './lots.ts'
import { say } from './words.ts'

interface Props {
  readonly depot: OpenDepot
  readonly onClose: () => void
}

export function WriteOffDrawer({ depot, onClose }: Props): ReactNode {
  const { id } = depot
  const today = useToday()
  const lots = askedLots(depot)
  return (
    <GoodsAct<TypedLots & TypedDay & { readonly reason?: string }, BodyOf<'writeOffGoods'>>
      title={say('writeOff')}
      form={`write-off.${id}`}
      empty={{}}
      toBody={({ reason, ...typed }) => {
        const lines = statedLots(lots, typed).filter(({ quantity }) => quantity > 0)
        if (lines.length === 0 || !reason?.trim()) return undefined
        const day = { ...(typed.day && { writtenOffOn: typed.day }), ...lateEntryOf(typed, today) }
        return { lines, reason: reason.trim(), ...day }
      }}
      act={asked((body: BodyOf<'writeOffGoods'>, given) =>
        api.POST('/v1/depots/{id}/write-offs', { body, params: { path: { id }, ...given } }),
      )}
      done={say('writtenOff')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('writeOffWhat')}</p>
          <LotFields lots={lots} label={(of) => say('writeOffOf', of)} isBounded />
          <ReasonField />
          <DayFields label={say('writtenOffOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}

export function CountDrawer({ depot, onClose }: Props): ReactNode {
  const { id } = depot
  const today = useToday()
  const near = useNear(id)
  const lots = askedLots(depot)
  return (
    <GoodsAct<TypedLots & TypedDay & { readonly signedBy?: readonly Person[] }, BodyOf<'countStock'>>
      title={say('count')}
      form={`count.${id}`}
      empty={{}}
      toBody={({ signedBy = [], ...typed }) => {
        const lines = statedLots(lots, typed)
        if (lines.length === 0 || signedBy.length !== 2) return undefined
        const day = { ...(typed.day && { countedOn: typed.day }), ...lateEntryOf(typed, today) }
        return { lines, signedBy: signedBy.map((one) => one.id), ...day }
      }}
      act={asked((body: BodyOf<'countStock'>, given) =>
        api.POST('/v1/depots/{id}/counts', { body, params: { path: { id }, ...given } }),
      )}
      done={say('counted')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <p className="hint">{say('countWhat')}</p>
          <LotFields lots={lots} label={(of) => say('countedOf', of)} />
          <Form.Item
            name="signedBy"
            label={say('signers')}
            rules={[{ required: true, message: say('signersMissing') }]}
          >
            <WorkerPicker most={2} near={near} purpose="counting" />
          </Form.Item>
          <DayFields label={say('countedOn')} day={values.day} />
        </>
      )}
    </GoodsAct>
  )
}

function askedLots(depot: OpenDepot): AskedLot[] {
  return lotsOf(depot).map(({ quantity, ...lot }) => ({ ...lot, left: quantity }))
}
