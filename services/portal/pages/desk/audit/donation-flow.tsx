import { useInfiniteQuery } from '@tanstack/react-query'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { Button, Typography } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { type AnswerOf, answerOf, api } from '../../common/api/client.ts'
import { bracketed } from '../../common/punctuation.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { Money, useMoney } from '../../common/react/money.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { SmallTable } from '../parts/small-table.tsx'
import { Chart } from '../reports/chart.tsx'
import { EventDrawer } from '../reports/event-drawer.tsx'
import { pick, useReportSearch } from '../reports/search.ts'
import { StampLine } from '../reports/stamp-line.tsx'
import { Reading } from '../shell/reading.tsx'
import { say } from './words.ts'

type Flow = AnswerOf<'getFlowOfDonation'>

/** Where a donation went: programmes, merchants, meals, and what of it is still there; as a picture and as lists. */
export function DonationFlow({ id }: { readonly id: string }): ReactNode {
  const [search] = useReportSearch()
  const money = useMoney()
  const [sequence, setSequence] = useState<number>()
  const moment = pick(search, 'at')
  const pages = useInfiniteQuery({
    queryKey: ['donation-flow', id, moment],
    queryFn: ({ pageParam }) => {
      const query = { ...moment, limit: 1000, ...(pageParam !== '' && { cursor: pageParam }) }
      return answerOf(api.GET('/v1/trail/{id}/flow', { params: { path: { id }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const { data } = pages
  const [flow] = data?.pages ?? []
  if (!flow) return <Reading of={pages} />
  const meals = data?.pages.flatMap((page) => page.meals) ?? []
  const givenFen = sumFen(flow.programmes.map((programme) => programme.givenFen))
  return (
    <section aria-label={say('donation')}>
      <Typography.Title level={2}>{donorOf(flow)}</Typography.Title>
      <p>
        {say('received')} <Money fen={flow.receivedFen} />
        {bracketed(
          '',
          [sayDay(flow.receivedOn), ...(flow.receiptNumber === null ? [] : [flow.receiptNumber])].join(' · '),
        )}{' '}
        → {say('given')} <Money fen={givenFen} /> → {say('used')} <Money fen={flow.usedFen} />{' '}
        {say('mealsOf', { count: flow.mealCount.toLocaleString('zh-CN') })} · {say('inFund')}{' '}
        <Money fen={flow.availableFen} />
        {flow.takenBackFen > 0 && (
          <>
            {' '}
            · {say('takenBack')} <Money fen={flow.takenBackFen} />
          </>
        )}
      </p>
      <Totals flow={flow} givenFen={givenFen} />
      <FlowPicture flow={flow} />
      <Typography.Title level={3}>{say('byMerchant')}</Typography.Title>
      <DataTable
        name="donation-merchants"
        rows={flow.merchants}
        totalRow={{
          programme: '',
          merchant: '',
          name: say('total'),
          meals: sumFen(flow.merchants.map((row) => row.meals)),
          usedFen: sumFen(flow.merchants.map((row) => row.usedFen)),
        }}
        rowKey={({ programme, merchant }) => `${programme} ${merchant}`}
        columns={[
          {
            key: 'programme',
            title: say('programme'),
            text: (row) => nameOf(flow, row.programme),
            order: (row) => nameOf(flow, row.programme),
          },
          {
            key: 'merchant',
            title: say('merchant'),
            text: ({ name, merchant }) => name ?? merchant,
            order: ({ name }) => name ?? '',
          },
          {
            key: 'meals',
            title: say('meals'),
            text: (row) => String(row.meals),
            order: (row) => row.meals,
            isFigure: true,
          },
          {
            key: 'used',
            title: say('used'),
            text: ({ usedFen }) => money(usedFen),
            isMoney: true,
            order: ({ usedFen }) => usedFen,
            isFigure: true,
          },
        ]}
      />
      <Typography.Title level={3}>{say('mealsList')}</Typography.Title>
      <DataTable
        name="donation-meals"
        rows={meals}
        pages={pages}
        total={flow.mealCount}
        rowKey={({ redemption }) => redemption}
        columns={[
          {
            key: 'sequence',
            title: say('event'),
            text: (row) => String(row.sequence),
            render: (row) => (
              <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => setSequence(row.sequence)}>
                {say('eventNumber', { sequence: row.sequence })}
              </Button>
            ),
            order: (row) => row.sequence,
          },
          {
            key: 'day',
            title: say('day'),
            text: ({ accountingDate }) => sayDay(accountingDate),
            order: ({ accountingDate }) => accountingDate,
          },
          { key: 'programme', title: say('programme'), text: (row) => nameOf(flow, row.programme) },
          { key: 'merchant', title: say('merchant'), text: ({ merchantName, merchant }) => merchantName ?? merchant },
          {
            key: 'share',
            title: say('share'),
            text: ({ shareFen }) => money(shareFen),
            isMoney: true,
            order: ({ shareFen }) => shareFen,
            isFigure: true,
          },
          {
            key: 'paid',
            title: say('paid'),
            text: ({ paidFen }) => money(paidFen),
            isMoney: true,
            order: ({ paidFen }) => paidFen,
            isFigure: true,
          },
        ]}
      />
      <StampLine stamp={flow} />
      {sequence !== undefined && <EventDrawer sequence={sequence} onClose={() => setSequence(undefined)} />}
    </section>
  )
}

function donorOf({ donor }: Flow): string {
  return donor.kind === 'organisation' ? donor.name : say(donor.kind)
}

function nameOf({ programmes }: Flow, id: string): string {
  return programmes.find(({ programme }) => programme === id)?.name ?? id
}

/** Received = used + unused in programmes + in the fund + taken back + taken by banks. */
function Totals({ flow, givenFen }: { readonly flow: Flow; readonly givenFen: number }): ReactNode {
  const lines = [
    { key: 'received', fen: flow.receivedFen },
    { key: 'used', fen: flow.usedFen },
    { key: 'notUsed', fen: subtractFen(givenFen, flow.usedFen) },
    { key: 'inFund', fen: flow.availableFen },
    { key: 'takenBack', fen: flow.takenBackFen },
    ...(flow.chargedFen === 0 ? [] : [{ key: 'charged', fen: flow.chargedFen } as const]),
  ] as const
  return (
    <SmallTable
      label={say('totals')}
      rowKey="key"
      dataSource={[...lines]}
      columns={[
        { title: say('totals'), render: (_, { key }) => say(key) },
        { title: say('amount'), align: 'right', render: (_, { fen }) => <Money fen={fen} /> },
      ]}
    />
  )
}

/** Donation → programmes → merchants, and what lies still. The lists below say the same. */
function FlowPicture({ flow }: { readonly flow: Flow }): ReactNode {
  const money = useMoney()
  const option = useMemo(() => {
    const donation = donorOf(flow)
    const links = [
      ...flow.programmes.map(({ programme, givenFen }) => ({
        source: donation,
        target: nameOf(flow, programme),
        value: givenFen,
      })),
      { source: donation, target: say('inFund'), value: flow.availableFen },
      { source: donation, target: say('takenBack'), value: flow.takenBackFen },
      ...flow.merchants.map(({ programme, merchant, name, usedFen }) => ({
        source: nameOf(flow, programme),
        target: ` ${name ?? merchant}`,
        value: usedFen,
      })),
      ...flow.programmes.map(({ programme, givenFen, usedFen }) => ({
        source: nameOf(flow, programme),
        target: say('notUsed'),
        value: subtractFen(givenFen, usedFen),
      })),
    ].filter(({ value }) => value > 0)
    const names = [...new Set(links.flatMap(({ source, target }) => [source, target]))]
    return {
      tooltip: { trigger: 'item', valueFormatter: (fen: number) => money(fen) },
      series: [
        {
          type: 'sankey',
          nodeAlign: 'left',
          nodeGap: 20,
          left: 8,
          right: 200,
          data: names.map((name) => ({ name })),
          links,
          label: { formatter: ({ name }: { readonly name: string }) => name.trim() },
          lineStyle: { color: 'source', opacity: 0.35 },
          itemStyle: { color: '#0b6e66' },
        },
      ],
    }
  }, [flow, money])
  const ends = flow.merchants.length + flow.programmes.length + 2
  return <Chart option={option} label={say('picture')} height={Math.max(260, 34 * ends)} />
}
