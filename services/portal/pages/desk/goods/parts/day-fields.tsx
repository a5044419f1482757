import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { DayInput } from '../../parts/day-input.tsx'
import { useToday } from '../../shell/simulated-date.tsx'
import { say } from '../words.ts'

/** The day that the paper states. */
export function DayField({ label }: { readonly label: string }): ReactNode {
  return (
    <Form.Item name="day" label={label} extra={say('openDay')}>
      <DayInput max={useToday()} />
    </Form.Item>
  )
}

/** With its reason where the day is before today: of a first entry, which is then a late one. A correction has its own reason. */
export function DayFields({ label, day }: { readonly label: string; readonly day: string | undefined }): ReactNode {
  const today = useToday()
  const isLate = day !== undefined && today !== undefined && day < today
  return (
    <>
      <DayField label={label} />
      {isLate && (
        <Form.Item name="lateReason" label={say('lateReason')}>
          <Input maxLength={500} />
        </Form.Item>
      )}
    </>
  )
}
