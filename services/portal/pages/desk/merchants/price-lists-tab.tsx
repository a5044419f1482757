import { useQuery } from '@tanstack/react-query'
import { App, Button, Empty, Form, Input, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { sayDay, shanghaiDay } from '../../common/shanghai.ts'
import { DayInput } from '../parts/day-input.tsx'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import { AlwaysYuan, YuanInput } from '../parts/yuan-input.tsx'
import { Reading } from '../shell/reading.tsx'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { type Merchant, type PriceList, priceListsQuery } from './merchants.queries.ts'
import { say } from './words.ts'

type Item = PriceList['items'][number]

export function PriceListsTab({ merchant }: { readonly merchant: Merchant }): ReactNode {
  const { role } = useSession()
  const money = useMoney()
  const clock = useLedgerClock()
  const read = useQuery(priceListsQuery(merchant.id))
  const { data } = read
  const [isPublishing, setPublishing] = useState(false)
  if (!data) return <Reading of={read} />
  if (!clock) return <Loading />
  const today = shanghaiDay(clock.now)
  return (
    <>
      {isPublishing ? (
        <Publish merchant={merchant.id} last={data.items[0]} today={today} onClose={() => setPublishing(false)} />
      ) : (
        role === 'officer' && (
          <Button style={{ marginBlockEnd: 12 }} onClick={() => setPublishing(true)}>
            {say('publish')}
          </Button>
        )
      )}
      {data.items.length === 0 && !isPublishing && <Empty description={say('pricesNone')} />}
      {data.items.map(({ priceListVersion, validFrom, items }) => (
        <section key={priceListVersion}>
          <Typography.Title level={3}>
            {say('pricesFrom', { version: priceListVersion, day: sayDay(validFrom) })}
          </Typography.Title>
          <DataTable<Item>
            name="prices"
            label={say('pricesFrom', { version: priceListVersion, day: sayDay(validFrom) })}
            rows={items}
            rowKey={({ code }) => code}
            columns={[
              { key: 'dish', title: say('dish'), text: ({ name }) => name, order: ({ name }) => name },
              {
                ...{ key: 'list', title: say('listPrice'), isFigure: true, isMoney: true },
                text: ({ listPriceFen }) => money(listPriceFen),
                order: ({ listPriceFen }) => listPriceFen,
              },
              {
                ...{ key: 'agreed', title: say('agreedPrice'), isFigure: true, isMoney: true },
                text: ({ agreedPriceFen }) => money(agreedPriceFen),
                order: ({ agreedPriceFen }) => agreedPriceFen,
              },
            ]}
          />
        </section>
      ))}
    </>
  )
}

interface Typed {
  readonly validFrom?: string
  readonly items?: readonly Partial<Item>[]
}

function Publish(props: {
  merchant: string
  last: PriceList | undefined
  today: string
  onClose: () => void
}): ReactNode {
  const { merchant, last, today, onClose } = props
  const { message } = App.useApp()
  const form = `price-list ${merchant} ${last?.priceListVersion}`
  const draft = useDraft<Typed>(form, { validFrom: today, items: last?.items ?? [{}] })
  const [typed, setTyped] = useState<Typed>(draft.initial)
  const body = toBody(typed)
  const publish = useAct(
    (list: BodyOf<'publishPriceList'>, key) =>
      answerOf(
        api.POST('/v1/merchants/{id}/price-lists', {
          body: list,
          params: { path: { id: merchant }, header: { 'Idempotency-Key': key } },
        }),
      ),
    {
      form,
      onDone(answer) {
        draft.drop()
        void message.success(say('status' in answer ? 'pricesProposed' : 'pricesPublished'))
        onClose()
      },
    },
  )
  return (
    <Form<Typed>
      layout="vertical"
      initialValues={draft.initial}
      onValuesChange={(_, all: Typed) => {
        setTyped(all)
        draft.keep(all)
      }}
      onFinish={() => body && publish.mutate(body)}
    >
      <Restored draft={draft} />
      <Unanswered act={publish} />
      <Form.Item name="validFrom" label={say('validFrom')}>
        <DayInput />
      </Form.Item>
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <>
            <AlwaysYuan />
            <div className="dish dish-headings" aria-hidden>
              <span>{say('dish')}</span>
              <span>{say('listPrice')}</span>
              <span>{say('agreedPrice')}</span>
              <span />
            </div>
            {fields.map(({ key, name }) => (
              <fieldset key={key} className="dish" aria-label={say('dishNumber', { number: name + 1 })}>
                <Form.Item name={[name, 'code']} hidden>
                  <Input />
                </Form.Item>
                <Form.Item name={[name, 'name']} noStyle>
                  <Input aria-label={say('dishName', { number: name + 1 })} placeholder={say('dish')} maxLength={100} />
                </Form.Item>
                <Form.Item name={[name, 'listPriceFen']} noStyle>
                  <YuanInput aria-label={say('dishList', { number: name + 1 })} />
                </Form.Item>
                <Form.Item name={[name, 'agreedPriceFen']} noStyle>
                  <YuanInput aria-label={say('dishAgreed', { number: name + 1 })} />
                </Form.Item>
                <Button size="small" onClick={() => remove(name)} aria-label={say('dishRemove', { number: name + 1 })}>
                  {say('remove')}
                </Button>
              </fieldset>
            ))}
            <p className="hint">{say('dishHint')}</p>
            <Button onClick={() => add({})}>{say('addDish')}</Button>
          </>
        )}
      </Form.List>
      {publish.error && <Failure error={publish.error} />}
      <p>
        <Button type="primary" htmlType="submit" loading={publish.isPending} disabled={!body}>
          {say('publishNow')}
        </Button>{' '}
        <Button onClick={onClose}>{say('later')}</Button>
      </p>
    </Form>
  )
}

/** A dish that is new gets a code that none has; one that was there keeps its own, since meals name it. */
function toBody({ validFrom, items = [] }: Typed): BodyOf<'publishPriceList'> | undefined {
  if (!validFrom || items.length === 0) return undefined
  const taken = new Set(items.map(({ code }) => code))
  const dishes: Item[] = []
  let number = 0
  for (const { code, name, listPriceFen, agreedPriceFen = listPriceFen } of items) {
    if (!name?.trim() || listPriceFen === undefined || agreedPriceFen === undefined) return undefined
    if (!code)
      do number += 1
      while (taken.has(`dish-${number}`))
    dishes.push({ code: code ?? `dish-${number}`, name: name.trim(), listPriceFen, agreedPriceFen })
  }
  return { validFrom, items: dishes }
}
