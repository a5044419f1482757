import { useQuery } from '@tanstack/react-query'
import { daysOfUse, termsBreach } from '@welfare/contracts/donor-terms.ts'
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { bracketed } from '../../common/punctuation.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { DayInput } from '../parts/day-input.tsx'
import { allProgrammesQuery, useNames } from '../parts/directory.queries.ts'
import { forbiddenLast } from '../parts/forbidden-option.ts'
import { previewOf } from '../parts/preview.ts'
import { sayForbidden } from '../parts/say-forbidden.ts'
import { YuanInput } from '../parts/yuan-input.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { fundQuery } from './funds.queries.ts'
import { say } from './words.ts'

interface Typed {
  readonly programme: string
  readonly amountFen: number
  readonly note: string
  readonly allocatedOn: string
  readonly lateReason: string
}
type Body = BodyOf<'allocateFunds'>

export function AllocateDrawer({ fund, onClose }: { readonly fund: string; readonly onClose: () => void }): ReactNode {
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const { data: { restriction } = {} } = useQuery(fundQuery(fund))
  const today = useToday()
  const nameOf = useNames()
  const ask = (body: Body, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/allocations', {
      body,
      params: { path: { id: fund }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  const open = programmes.filter(({ status }) => status === 'open')
  const optionsOn = (day: string | undefined) =>
    forbiddenLast(
      open,
      ({ id, name, year }) => ({ value: id, label: bracketed(name, year) }),
      ({ id, kind, division, rules }) =>
        restriction && termsBreach(restriction, { programme: id, kind, division, ...daysOfUse(rules.windows) }, day),
      sayForbidden,
    )
  return (
    <ActDrawer<Typed, Body, object>
      title={say('allocateTitle')}
      form={`allocate.${fund}`}
      empty={{}}
      toBody={toBody}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('allocate')}
      done={say('allocated')}
      nameOf={nameOf}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <Form.Item
            name="programme"
            label={say('programme')}
            rules={[{ required: true, message: say('programmeMissing') }]}
          >
            <Select options={optionsOn(values.allocatedOn ?? today)} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
          <Form.Item name="amountFen" label={say('amount')} rules={[{ required: true, message: say('amountMissing') }]}>
            <YuanInput />
          </Form.Item>
          <Form.Item name="note" label={say('note')}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="allocatedOn" label={say('allocateOn')}>
            <DayInput />
          </Form.Item>
          {values.allocatedOn && (
            <Form.Item name="lateReason" label={say('lateReason')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
        </>
      )}
    </ActDrawer>
  )
}

function toBody({ programme, amountFen, note, allocatedOn, lateReason }: Partial<Typed>): Body | undefined {
  if (!programme || !amountFen) return undefined
  return {
    programme,
    amountFen,
    ...(note?.trim() && { note: note.trim() }),
    ...(allocatedOn && { allocatedOn }),
    ...(lateReason?.trim() && { lateEntry: { reason: lateReason.trim() } }),
  }
}
