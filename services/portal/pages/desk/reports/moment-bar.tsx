import { useQuery } from '@tanstack/react-query'
import { Alert, Form, Input, Segmented, Slider } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { shanghaiDay } from '../../common/shanghai.ts'
import { DayInput } from '../parts/day-input.tsx'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { momentQuery } from './reports.queries.ts'
import { useReportSearch } from './search.ts'
import { say } from './words.ts'

type Mode = 'now' | 'known' | 'happened'
const withDay: readonly Mode[] = ['now', 'known', 'happened']
const withoutDay: readonly Mode[] = ['now', 'known']

/**
 * Any moment of the ledger: as was known then, or as it had happened by a day. Explained where one chooses.
 * @param hasDay what is asked can be told as it happened
 */
export function MomentBar({ hasDay = true }: { readonly hasDay?: boolean }): ReactNode {
  const [{ at, effective }, change] = useReportSearch()
  const modes = hasDay ? withDay : withoutDay
  const [chosenMode, setMode] = useState<Mode>(effective ? 'happened' : at ? 'known' : 'now')
  const mode = modes.includes(chosenMode) ? chosenMode : 'now'
  const { data } = useQuery({ queryKey: ['projections'], queryFn: () => answerOf(api.GET('/v1/projections')) })
  const head = data?.sequence ?? 0
  const today = shanghaiDay(useLedgerClock()?.now ?? new Date())
  const sequence = at !== undefined && /^\d+$/.test(at) ? Number(at) : undefined
  const isTime = at !== undefined && sequence === undefined
  const { data: timed } = useQuery({ ...momentQuery(at ?? ''), enabled: isTime })
  const shown = isTime ? timed : sequence
  const [slid, setSlid] = useState(shown)
  useEffect(() => setSlid(shown), [shown])
  return (
    <section className="moment-bar not-on-paper" aria-label={say('moment')}>
      <Segmented<Mode>
        aria-label={say('moment')}
        value={mode}
        options={modes.map((value) => ({ value, label: say(`mode.${value}`) }))}
        onChange={(chosen) => {
          setMode(chosen)
          change({
            at: chosen === 'known' ? String(head) : undefined,
            effective: chosen === 'happened' ? (effective ?? today) : undefined,
          })
        }}
      />
      <span className="hint">{say(`mode.${mode}.what`)}</span>
      {mode === 'known' && (
        <div className="moment-known">
          <Slider
            min={1}
            max={Math.max(1, head)}
            value={slid ?? head}
            ariaLabelForHandle={say('slider')}
            tooltip={{ formatter: (value) => say('sequenceOf', { sequence: value }) }}
            onChange={setSlid}
            onChangeComplete={(value) => change({ at: String(value) })}
          />
          <span className="hint">{say('sequenceOf', { sequence: (slid ?? head).toLocaleString('zh-CN') })}</span>
          <Form.Item label={say('time')} htmlFor="moment-time" style={{ margin: 0 }}>
            <Input
              id="moment-time"
              type="datetime-local"
              value={sequence === undefined ? (at?.slice(0, 16) ?? '') : ''}
              onChange={({ target }) => target.value && change({ at: `${target.value}:59+08:00` })}
            />
          </Form.Item>
        </div>
      )}
      {mode === 'happened' && (
        <Form.Item label={say('day')} htmlFor="moment-day" style={{ margin: 0 }}>
          <DayInput id="moment-day" value={effective} onChange={(day) => change({ effective: day })} />
        </Form.Item>
      )}
      {mode !== 'now' && at === undefined && effective === undefined && (
        <Alert type="info" showIcon title={say('chooseMoment')} />
      )}
    </section>
  )
}
