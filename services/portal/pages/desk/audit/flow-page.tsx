import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Alert, Button, Form, Select, Typography } from 'antd'
import type { ReactNode } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { everyPage } from '../../common/api/every-page.ts'
import { useMoney, useMoneyUnit } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { FundChoice } from '../reports/filters.tsx'
import { MomentBar } from '../reports/moment-bar.tsx'
import { useReportSearch } from '../reports/search.ts'
import { Reading } from '../shell/reading.tsx'
import { DonationFlow } from './donation-flow.tsx'
import { MealDonors } from './meal-donors.tsx'
import { say } from './words.ts'
import '../reports/reports.css'
import '../parts/parts.css'

type Donation = AnswerOf<'listDonations'>['items'][number]

/** Money followed: a donation to its meals, and a meal back to its donors. */
export function FlowPage(): ReactNode {
  const [search] = useReportSearch()
  const { unit } = useMoneyUnit()
  const router = useRouter()
  return (
    <>
      <Typography.Title level={1}>{say('flow')}</Typography.Title>
      <p style={{ maxWidth: 720 }}>{say('flowWhat')}</p>
      <MomentBar hasDay={false} />
      <Form layout="inline" className="report-filters not-on-paper">
        <FundChoice placeholder={say('chooseOneFund')} />
        {search.fund !== undefined && <DonationChoice fund={search.fund} />}
      </Form>
      <p className="hint">{say('unit', { unit: say(`unit.${unit}`) })}</p>
      {search.meal !== undefined && (
        <>
          <Button onClick={() => router.history.back()}>{say('back')}</Button>
          <MealDonors id={search.meal} />
        </>
      )}
      {search.donation !== undefined && <DonationFlow id={search.donation} />}
      {search.donation === undefined && search.meal === undefined && (
        <Alert type="info" showIcon title={say(search.fund === undefined ? 'chooseFund' : 'chooseDonation')} />
      )}
    </>
  )
}

function DonationChoice({ fund }: { readonly fund: string }): ReactNode {
  const [{ donation }, change] = useReportSearch()
  const money = useMoney()
  const read = useQuery({
    queryKey: ['funds', fund, 'donations'],
    queryFn: () =>
      everyPage((cursor) => {
        const query = { limit: 1000, ...(cursor && { cursor }) }
        return answerOf(api.GET('/v1/funds/{id}/donations', { params: { path: { id: fund }, query } }))
      }),
  })
  const { data } = read
  if (!data) return <Reading of={read} />
  return (
    <Form.Item
      label={say('donation')}
      htmlFor="filter-donation"
      style={{ margin: 0 }}
      extra={say('donationCount', { count: data.length.toLocaleString('zh-CN') })}
    >
      <Select
        id="filter-donation"
        aria-label={say('donation')}
        style={{ width: 640, maxWidth: '100%' }}
        popupMatchSelectWidth={false}
        placeholder={say('chooseDonation')}
        value={donation?.startsWith(`${fund}.`) ? donation : null}
        options={data.map((one, index) => ({ value: one.id, label: `${index + 1}. ${labelOf(one, money)}` }))}
        onChange={(id: string) => change({ donation: id, meal: undefined })}
      />
    </Form.Item>
  )
}

function labelOf({ receiptNumber, donor, receivedOn, amountFen }: Donation, money: (fen: number) => string): string {
  const who = donor.kind === 'organisation' ? donor.name : say('individual')
  return `${who} · ${money(amountFen)} · ${sayDay(receivedOn)} · ${receiptNumber}`
}
