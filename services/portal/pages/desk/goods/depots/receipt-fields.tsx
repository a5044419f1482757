import { useQuery } from '@tanstack/react-query'
import { purchaseTermsBreach } from '@welfare/contracts/donor-terms.ts'
import { Form, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { DayInput } from '../../parts/day-input.tsx'
import { allProgrammesQuery } from '../../parts/directory.queries.ts'
import { forbiddenLast } from '../../parts/forbidden-option.ts'
import { sayForbidden } from '../../parts/say-forbidden.ts'
import { depotsQuery, useCommodities } from '../goods.queries.ts'
import { say as sayGoods } from '../words.ts'
import { fundsToChooseQuery } from './depots.queries.ts'
import type { TypedReceipt } from './receipt-body.ts'
import { say } from './words.ts'

const sources = ['organisation', 'individual', 'purchase'] as const

export function ReceiptFields({
  depot,
  source,
  receivedOn,
}: Pick<TypedReceipt, 'source'> & { readonly depot: string; readonly receivedOn: string | undefined }): ReactNode {
  const commodities = useCommodities()
  const { data: funds = [] } = useQuery(fundsToChooseQuery)
  const { data: depots = [] } = useQuery(depotsQuery)
  const { data: programmes } = useQuery(allProgrammesQuery)
  const division = depots.find(({ id }) => id === depot)?.division
  const kindOf = (programme: string) => programmes?.find(({ id }) => id === programme)?.kind
  const fundOptions = forbiddenLast(
    funds,
    ({ id, name }) => ({ value: id, label: name }),
    ({ restriction }) =>
      division && receivedOn && programmes
        ? purchaseTermsBreach(restriction, { division, receivedOn }, kindOf)
        : undefined,
    sayForbidden,
  )
  return (
    <>
      <Form.Item
        name="commodity"
        label={sayGoods('commodity')}
        rules={[{ required: true, message: sayGoods('commodityMissing') }]}
      >
        <Select options={[...commodities]} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="source" label={say('source')}>
        <Radio.Group options={sources.map((one) => ({ value: one, label: say(`source.${one}`) }))} />
      </Form.Item>
      {source === 'organisation' && (
        <Form.Item name="donor" label={say('donor')} rules={[{ required: true, message: say('donorMissing') }]}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      {source === 'purchase' && (
        <Form.Item name="fund" label={say('fund')} rules={[{ required: true, message: say('fundMissing') }]}>
          <Select options={fundOptions} />
        </Form.Item>
      )}
      <PaperFields isBought={source === 'purchase'} />
    </>
  )
}

/**
 * What the paper says of the lot.
 * @param corrects a receipt to be corrected, also to nothing
 */
export function PaperFields({
  isBought,
  corrects,
}: {
  readonly isBought: boolean
  readonly corrects?: TypedReceipt
}): ReactNode {
  const stays = { required: true, whitespace: true, message: say('cannotBeEmptied') }
  return (
    <>
      <Form.Item
        name="quantity"
        label={sayGoods('quantity')}
        rules={[{ required: true, message: sayGoods('quantityMissing') }]}
      >
        <InputNumber min={corrects ? 0 : 1} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name="receiptNumber"
        label={say('receiptNumber')}
        rules={[{ required: true, message: say('receiptMissing') }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      {isBought && (
        <Form.Item name="invoiceNumber" label={say('invoice')} rules={corrects?.invoiceNumber ? [stays] : []}>
          <Input maxLength={60} />
        </Form.Item>
      )}
      <Form.Item
        name="expiresOn"
        label={say(corrects?.expiresOn ? 'expires' : 'expiresOn')}
        rules={corrects?.expiresOn ? [stays] : []}
      >
        <DayInput />
      </Form.Item>
    </>
  )
}
