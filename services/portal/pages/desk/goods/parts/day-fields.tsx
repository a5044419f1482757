import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { shanghaiDay } from '../../../common/shanghai.ts'
import { DayInput } from '../../parts/day-input.tsx'
import { useLedgerClock } from '../../shell/simulated-date.tsx'
import { say } from '../words.ts'

/** Today in Shanghai by the ledger's clock, as soon as that is known. */
export function useToday(): string | undefined {
  const version = useLedgerClock()
  return version && shanghaiDay(version.now)
}

/** The day that the paper states; a day before today is a late entry, with its reason. */
export function DayFields({ label, day }: { readonly label: string; readonly day: string | undefined }): ReactNode {
  const today = useToday()
  const isLate = day !== undefined && today !== undefined && day < today
  return (
    <>
      <Form.Item name="day" label={label} extra={say('openDay')}>
        <DayInput max={today} />
      </Form.Item>
      {isLate && (
        <Form.Item name="lateReason" label={say('lateReason')}>
          <Input maxLength={500} />
        </Form.Item>
      )}
    </>
  )
}
