import { useQuery } from '@tanstack/react-query'
import { subtractFen } from '@welfare/contracts/money.ts'
import { Button, Empty, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { useWaitingCorrections } from '../approvals/approvals.queries.ts'
import { sayAccount } from '../parts/account-word.ts'
import { useNames } from '../parts/directory.queries.ts'
import { previewOf } from '../parts/preview.ts'
import { Reading } from '../shell/reading.tsx'
import { AmountDrawer } from './amount-drawer.tsx'
import { type Allocation, allocationsQuery, type Fund, type FundMoney } from './funds.queries.ts'
import { say } from './words.ts'

type Row = FundMoney['rows'][number]
type Opened =
  | { readonly act: 'correct'; readonly allocation: Allocation }
  | { readonly act: 'back'; readonly row: Row }
  | undefined

export function AllocationsTab({ fund, money }: { fund: Fund; money: FundMoney | undefined }): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const nameOf = useNames()
  const show = useMoney()
  const waits = useWaitingCorrections()
  const read = useQuery(allocationsQuery(fund.id))
  const { data } = read
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  if (!data) return <Reading of={read} />
  if (data.length === 0) return <Empty description={say('allocationsNone')} />
  const inProgrammes = (money?.rows ?? []).filter(({ key }) => key !== null)
  return (
    <>
      <DataTable<Row>
        name="fund-programmes"
        label={say('where')}
        rows={inProgrammes}
        rowKey={({ key }) => key ?? ''}
        columns={[
          {
            ...{ key: 'programme', title: say('programme') },
            text: ({ name, key }) => name ?? key ?? '',
            order: ({ name }) => name ?? '',
          },
          ...(['reserved', 'allocated', 'committed', 'issued', 'used'] as const).map((state) => ({
            ...{ key: state, title: sayAccount(state), isFigure: true, isMoney: true },
            text: ({ balances }: Row) => show(balances[`${state}Fen`]),
            order: ({ balances }: Row) => balances[`${state}Fen`],
          })),
          ...(isOfficer
            ? [
                {
                  ...{ key: 'actions', title: say('actions'), isAct: true, text: () => '' },
                  render: (row: Row) =>
                    row.balances.allocatedFen > 0 && (
                      <Button size="small" onClick={() => setOpened({ act: 'back', row })}>
                        {say('back')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      <Typography.Title level={3}>{say('allocations')}</Typography.Title>
      <DataTable<Allocation>
        name={`${fund.name} ${say('allocations')}`}
        rows={[...data].reverse()}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'day',
            title: say('day'),
            text: ({ allocatedOn }) => sayDay(allocatedOn),
            order: ({ allocatedOn }) => allocatedOn,
          },
          {
            key: 'programme',
            title: say('programme'),
            text: ({ programme }) => nameOf(programme),
            order: ({ programme }) => nameOf(programme),
          },
          {
            key: 'amount',
            title: say('amount'),
            text: (allocation) => show(standing(allocation)),
            order: standing,
            isFigure: true,
          },
          { key: 'note', title: say('note'), text: ({ note = '' }) => note },
          {
            key: 'state',
            title: say('state'),
            text: ({ reversedFen, proposal }) =>
              [reversedFen > 0 ? say('corrected') : '', proposal === undefined ? '' : say('proposalOf')]
                .join(' ')
                .trim(),
          },
          ...(isOfficer
            ? [
                {
                  key: 'acts',
                  title: say('actions'),
                  text: ({ id }: Allocation) => (waits(id) ? say('correctionWaits') : ''),
                  render: (allocation: Allocation) =>
                    waits(allocation.id) ? (
                      say('correctionWaits')
                    ) : (
                      <Button
                        size="small"
                        danger
                        className="not-on-paper"
                        onClick={() => setOpened({ act: 'correct', allocation })}
                      >
                        {say('correct')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {opened?.act === 'correct' && <CorrectAllocation allocation={opened.allocation} onClose={close} />}
      {opened?.act === 'back' && <GiveBack fund={fund.id} row={opened.row} onClose={close} />}
    </>
  )
}

function standing({ amountFen, reversedFen }: Allocation): number {
  return subtractFen(amountFen, reversedFen)
}

function CorrectAllocation({ allocation, onClose }: { allocation: Allocation; onClose: () => void }): ReactNode {
  const { id, programme, amountFen, reversedFen } = allocation
  const ask = (rightAmountFen: number, reason: string, key: string, dryRun: boolean) =>
    api.POST('/v1/programmes/{id}/allocation-corrections', {
      body: { allocation: id, rightAmountFen, reason },
      params: { path: { id: programme }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <AmountDrawer
      title={say('correct')}
      form={`correct.${id}`}
      amountLabel={say('rightAmount')}
      amountFen={subtractFen(amountFen, reversedFen)}
      submit={say('correct')}
      done={say('correctDone')}
      preview={(typed, key) => previewOf(ask(typed.amountFen, typed.reason, key, true))}
      send={(typed, key) => answerOf(ask(typed.amountFen, typed.reason, key, false))}
      onClose={onClose}
    />
  )
}

function GiveBack({ fund, row, onClose }: { fund: string; row: Row; onClose: () => void }): ReactNode {
  const programme = row.key ?? ''
  const ask = (amountFen: number, reason: string, key: string, dryRun: boolean) =>
    api.POST('/v1/programmes/{id}/allocation-returns', {
      body: { fund, amountFen, reason },
      params: { path: { id: programme }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <AmountDrawer
      title={say('backTitle', { programme: row.name ?? programme })}
      form={`back.${fund}.${programme}`}
      amountLabel={say('amount')}
      amountFen={row.balances.allocatedFen}
      submit={say('back')}
      done={say('backDone')}
      preview={(typed, key) => previewOf(ask(typed.amountFen, typed.reason, key, true))}
      send={(typed, key) => answerOf(ask(typed.amountFen, typed.reason, key, false))}
      onClose={onClose}
    />
  )
}
