import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { fundsQuery } from '../funds/funds.queries.ts'
import { YuanInput } from '../parts/yuan-input.tsx'
import { sayOfSplit } from './split-words.ts'
import type { PartKind, TypedLine } from './typed-split.ts'
import { say } from './words.ts'

const kinds: readonly PartKind[] = ['fixed', 'share', 'upTo', 'upToInAll', 'rest']

/** Who pays a meal, a sentence for each payer in order; below `rules.split` of the form. */
export function SplitFields(): ReactNode {
  const lines: readonly TypedLine[] = Form.useWatch(['rules', 'split', 'lines']) ?? []
  return (
    <>
      {lines.length > 0 && (
        <p className="sentence">
          {sayOfSplit('usualPrice')}
          <Form.Item name={['rules', 'split', 'usualPriceFen']} noStyle>
            <YuanInput aria-label={sayOfSplit('usualPriceLabel')} />
          </Form.Item>
          <small className="hint">{sayOfSplit('usualPriceHint')}</small>
        </p>
      )}
      <Form.List name={['rules', 'split', 'lines']}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <LineFields key={key} name={name} onRemove={() => remove(name)} />
            ))}
            <Button onClick={() => add({ kind: 'fixed' })}>
              {sayOfSplit(fields.length === 0 ? 'splitBegin' : 'splitAdd')}
            </Button>
            {fields.length > 0 && <p className="hint">{sayOfSplit('splitRest')}</p>}
          </>
        )}
      </Form.List>
    </>
  )
}

function LineFields({ name, onRemove }: { readonly name: number; readonly onRemove: () => void }): ReactNode {
  const { data: funds = [] } = useQuery(fundsQuery)
  const number = name + 1
  const { kind, payer, role }: TypedLine = Form.useWatch(['rules', 'split', 'lines', name]) ?? {}
  const isFund = payer === undefined || (payer !== 'worker' && payer !== 'merchant')
  return (
    <fieldset className="sentence" aria-label={sayOfSplit('splitLine', { number })}>
      <Form.Item name={[name, 'role']} hidden>
        <Input />
      </Form.Item>
      <Form.Item name={[name, 'payer']} noStyle>
        <Select
          aria-label={sayOfSplit('splitPayer', { number })}
          placeholder={role ?? sayOfSplit('splitPayerHint')}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ minWidth: 200 }}
          options={[
            { value: 'worker', label: sayOfSplit('payer.worker') },
            { value: 'merchant', label: sayOfSplit('payer.merchant') },
            ...funds.map(({ id, name: label }) => ({ value: id, label })),
          ]}
        />
      </Form.Item>
      <Form.Item name={[name, 'kind']} noStyle>
        <Select
          aria-label={sayOfSplit('splitKind', { number })}
          style={{ minWidth: 150 }}
          options={kinds.map((value) => ({ value, label: sayOfSplit(`kind.${value}`) }))}
        />
      </Form.Item>
      {kind === 'share' ? (
        <>
          <Form.Item name={[name, 'percent']} noStyle>
            <InputNumber
              min={0.1}
              max={100}
              precision={1}
              suffix="%"
              aria-label={sayOfSplit('splitPercent', { number })}
            />
          </Form.Item>
          {sayOfSplit('splitUpTo')}
          <Form.Item name={[name, 'upToFen']} noStyle>
            <YuanInput aria-label={sayOfSplit('splitUpToLabel', { number })} />
          </Form.Item>
        </>
      ) : (
        kind !== 'rest' && (
          <Form.Item name={[name, 'amountFen']} noStyle>
            <YuanInput aria-label={sayOfSplit('splitAmount', { number })} />
          </Form.Item>
        )
      )}
      {isFund && (
        <Form.Item name={[name, 'onEmpty']} noStyle>
          <Select
            aria-label={sayOfSplit('splitOnEmpty', { number })}
            allowClear
            placeholder={sayOfSplit('onEmpty.refuse')}
            style={{ minWidth: 180 }}
            options={(['refuse', 'next', 'stop'] as const).map((value) => ({
              value,
              label: sayOfSplit(`onEmpty.${value}`),
            }))}
          />
        </Form.Item>
      )}
      <Button size="small" onClick={onRemove} aria-label={sayOfSplit('splitRemove', { number })}>
        {say('remove')}
      </Button>
    </fieldset>
  )
}
