import { useQuery } from '@tanstack/react-query'
import { addDays } from '@welfare/contracts/days.ts'
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { DayInput } from '../parts/day-input.tsx'
import { allProgrammesQuery } from '../parts/directory.queries.ts'
import { ManySelect } from '../parts/many-select.tsx'
import { AlwaysYuan, YuanInput } from '../parts/yuan-input.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { SplitFields } from './split-fields.tsx'
import { sayOfSplit } from './split-words.ts'
import type { TypedWindow } from './typed-rules.ts'
import { say } from './words.ts'

/** Rules as sentences with gaps to fill; below `rules` of the form that they stand in. */
export function RulesFields({ plan, itself }: { plan: 'people' | 'sites'; itself?: string }): ReactNode {
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  if (plan === 'sites')
    return (
      <p className="sentence">
        {say('eachHead')}
        <Form.Item name={['rules', 'kitsPerHead']} noStyle>
          <InputNumber min={1} max={100} precision={0} aria-label={say('kitsPerHead')} />
        </Form.Item>
        {say('kits')}
      </p>
    )
  return (
    <>
      <AlwaysYuan />
      <h3>{say('windows')}</h3>
      <WindowFields />
      <p className="sentence">
        {say('eachDay')}
        <Form.Item name={['rules', 'eachDayFen']} noStyle>
          <YuanInput aria-label={say('eachDayLabel')} />
        </Form.Item>
        {say('eachDayEnd')} <small className="hint">{say('emptyIsWindow')}</small>
      </p>
      <h3>{say('limits')}</h3>
      <p className="sentence">
        {say('atMost')}
        <Form.Item name={['rules', 'redemptionsPerDay']} noStyle>
          <InputNumber min={1} max={100} precision={0} aria-label={say('redemptionsPerDay')} />
        </Form.Item>
        {say('times')}
        <Form.Item name={['rules', 'amountPerDayFen']} noStyle>
          <YuanInput aria-label={say('amountPerDay')} />
        </Form.Item>
        <small className="hint">{say('emptyIsNone')}</small>
      </p>
      <p className="sentence">
        {say('atMostWeek')}
        <Form.Item name={['rules', 'redemptionsPerWeek']} noStyle>
          <InputNumber min={1} max={700} precision={0} aria-label={say('redemptionsPerWeek')} />
        </Form.Item>
        {say('times')}
        <Form.Item name={['rules', 'amountPerWeekFen']} noStyle>
          <YuanInput aria-label={say('amountPerWeek')} />
        </Form.Item>
        {say('atMostWindow')}
        <Form.Item name={['rules', 'redemptionsPerWindow']} noStyle>
          <InputNumber min={1} max={10_000} precision={0} aria-label={say('redemptionsPerWindow')} />
        </Form.Item>
        {say('timesOnly')}
      </p>
      <Form.Item name={['rules', 'itemsOnly']} valuePropName="checked" noStyle>
        <Checkbox>{say('itemsOnly')}</Checkbox>
      </Form.Item>
      <Form.Item name={['rules', 'allowedItems']} label={say('allowedItems')} extra={say('allowedItemsHint')}>
        <Select mode="tags" tokenSeparators={[',', ' ', mark('list'), mark('clause')]} />
      </Form.Item>
      <p className="sentence">
        {say('ownShare')}
        <Form.Item name={['rules', 'ownShareFen']} noStyle>
          <YuanInput aria-label={say('ownShareLabel')} />
        </Form.Item>
        <small className="hint">{say('emptyIsNoShare')}</small>
      </p>
      <h3>{sayOfSplit('splitTitle')}</h3>
      <SplitFields />
      <p className="sentence">
        {say('late')}
        <Form.Item name={['rules', 'lateEntryDays']} noStyle>
          <InputNumber min={0} max={60} precision={0} aria-label={say('lateLabel')} />
        </Form.Item>
        {say('lateEnd')}
      </p>
      <p className="sentence">
        {say('sharing')}
        <Form.Item name={['rules', 'sharing']} noStyle>
          <Select
            aria-label={say('sharingLabel')}
            style={{ width: 'auto', minWidth: 160 }}
            options={[
              { value: 'in-proportion', label: say('inProportion') },
              { value: 'in-order', label: say('inOrder') },
            ]}
          />
        </Form.Item>
      </p>
      <p className="sentence">
        {say('announcement')}
        <Form.Item name={['rules', 'announcementDays']} noStyle>
          <InputNumber min={1} max={60} precision={0} aria-label={say('announcementLabel')} />
        </Form.Item>
        {say('announcementEnd')} <small className="hint">{say('emptyIsNoAnnouncement')}</small>
      </p>
      <Form.Item name={['rules', 'exclusiveWith']} label={say('exclusive')}>
        <ManySelect
          showSearch={{ optionFilterProp: 'label' }}
          options={programmes
            .filter(({ id, plan: other }) => other === 'people' && id !== itself)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </>
  )
}

const USUAL_DAYS = 30

function WindowFields(): ReactNode {
  const form = Form.useFormInstance()
  const today = useToday()
  const isByDay = Boolean(Form.useWatch(['rules', 'eachDayFen'], form))
  return (
    <Form.List name={['rules', 'windows']}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <fieldset key={key} className="sentence" aria-label={say('window', { number: name + 1 })}>
              <Form.Item name={[name, 'window']} hidden>
                <Input />
              </Form.Item>
              <Form.Item name={[name, 'name']} noStyle>
                <Input
                  aria-label={say('windowName', { number: name + 1 })}
                  placeholder={say('windowNameHint')}
                  style={{ width: 120 }}
                />
              </Form.Item>
              {say('from')}
              <Form.Item name={[name, 'from']} noStyle>
                <DayInput aria-label={say('windowFrom', { number: name + 1 })} />
              </Form.Item>
              {say('until')}
              <Form.Item name={[name, 'until']} noStyle>
                <DayInput aria-label={say('windowUntil', { number: name + 1 })} />
              </Form.Item>
              {!isByDay && (
                <>
                  {say('each')}
                  <Form.Item name={[name, 'creditFen']} noStyle>
                    <YuanInput aria-label={say('windowCredit', { number: name + 1 })} />
                  </Form.Item>
                </>
              )}
              {today && (
                <Button
                  size="small"
                  aria-label={say('windowFor', { number: name + 1, days: USUAL_DAYS })}
                  onClick={() => {
                    const place = ['rules', 'windows', name]
                    const typed: TypedWindow = form.getFieldValue(place) ?? {}
                    const { from = today } = typed
                    remove(name)
                    add({ ...typed, from, until: addDays(from, USUAL_DAYS - 1) }, name)
                  }}
                >
                  {say('forDays', { days: USUAL_DAYS })}
                </Button>
              )}
              <Button size="small" onClick={() => remove(name)} aria-label={say('removeWindow', { number: name + 1 })}>
                {say('remove')}
              </Button>
            </fieldset>
          ))}
          <Button onClick={() => add({})}>{say('addWindow')}</Button>
        </>
      )}
    </Form.List>
  )
}
