import { useQuery } from '@tanstack/react-query'
import { daysBetween } from '@welfare/contracts/days.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { App, Button, Checkbox, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { useAct } from '../../common/react/use-act.ts'
import { sayDay, shanghaiDay } from '../../common/shanghai.ts'
import type { BankAccount } from '../bank-accounts/bank.queries.ts'
import { sayEventType } from '../parts/event-types.ts'
import { Reading } from '../shell/reading.tsx'
import { useToday } from '../shell/simulated-date.tsx'
import { Failure } from '../shell/states.tsx'
import { useLineEntries } from './line-entries.tsx'
import { type BankLine, type BankMovement, matchThem, movementsQuery, openLinesQuery } from './statements.queries.ts'
import { say } from './words.ts'

interface Props {
  readonly account: BankAccount
  readonly may: boolean
}

/** What either side has and the other does not, with its age; chosen together it is matched by hand. */
export function OpenItems({ account: of, may }: Props): ReactNode {
  const { message } = App.useApp()
  const { id: account } = of
  const entries = useLineEntries(of)
  const money = useMoney()
  const [withBefore, setWithBefore] = useState(false)
  const lines = useQuery(openLinesQuery(account))
  const open = useQuery(movementsQuery(account, 'open'))
  const before = useQuery({ ...movementsQuery(account, 'before'), enabled: withBefore })
  const movements = [...(withBefore ? (before.data ?? []) : []), ...(open.data ?? [])]
  const [chosen, setChosen] = useState<readonly string[]>([])
  const act = useAct(matchThem(account), {
    onDone() {
      setChosen([])
      void message.success(say('confirmed', { count: 1 }))
    },
  })
  const chosenLines = (lines.data ?? []).filter(({ reference }) => chosen.includes(reference))
  const chosenMovements = movements.filter(({ event }) => chosen.includes(event))
  const [bankFen, booksFen] = [chosenLines, chosenMovements].map((all) => sumFen(all.map(({ amountFen }) => amountFen)))
  const isEqual = bankFen === booksFen && chosenLines.length + chosenMovements.length > 1
  const choose = (key: string, isChosen: boolean) =>
    setChosen(isChosen ? [...chosen, key] : chosen.filter((one) => one !== key))
  const choice = <Row,>(keyOf: (row: Row) => string, label: (row: Row) => string): Column<Row>[] =>
    may
      ? [
          {
            key: 'choose',
            title: say('choose'),
            isAct: true,
            text: () => '',
            render: (row) => (
              <Checkbox
                aria-label={label(row)}
                checked={chosen.includes(keyOf(row))}
                onChange={({ target }) => choose(keyOf(row), target.checked)}
              />
            ),
          },
        ]
      : []
  return (
    <section>
      <Reading of={[lines, open]} />
      <Typography.Title level={2}>{say('openLines')}</Typography.Title>
      <DataTable<BankLine>
        name={say('openLines')}
        label={say('openLines')}
        rows={lines.data ?? []}
        rowKey={({ reference }) => reference}
        empty={say('noOpenLines')}
        columns={[
          ...choice<BankLine>(
            ({ reference }) => reference,
            ({ reference }) => say('chooseLine', { reference }),
          ),
          ...useDayColumns<BankLine>(),
          { key: 'reference', title: say('reference'), text: ({ reference }) => reference },
          { key: 'digits', title: say('digits'), text: ({ counterparty }) => counterparty ?? '' },
          ...useAmountColumn<BankLine>(),
          ...(may && entries.isOffered
            ? [
                {
                  ...{ key: 'enter', title: say('acts'), isAct: true, text: () => '' },
                  render: (line: BankLine) => entries.actsOf(line),
                },
              ]
            : []),
        ]}
      />
      <Typography.Title level={2}>{say('openMovements')}</Typography.Title>
      <DataTable<BankMovement>
        name={say('openMovements')}
        label={say('openMovements')}
        rows={movements}
        rowKey={({ event }) => event}
        empty={say('noOpenMovements')}
        columns={[
          ...choice<BankMovement>(
            ({ event }) => event,
            ({ type, amountFen }) => say('chooseMovement', { what: sayEventType(type), amount: money(amountFen) }),
          ),
          ...useDayColumns<BankMovement>(),
          { key: 'what', title: say('what'), text: ({ type }) => sayEventType(type) },
          { key: 'reference', title: say('reference'), text: ({ reference }) => reference ?? '' },
          ...useAmountColumn<BankMovement>(),
        ]}
      />
      {may && (
        <Space wrap className="not-on-paper" style={{ marginBlock: 12 }}>
          <Checkbox checked={withBefore} onChange={({ target }) => setWithBefore(target.checked)}>
            {say('before')}
          </Checkbox>
          <span aria-live="polite">{say('chosen', { bank: money(bankFen ?? 0), books: money(booksFen ?? 0) })}</span>
          <Button
            type="primary"
            disabled={!isEqual}
            loading={act.isPending}
            onClick={() =>
              act.mutate([
                {
                  lines: chosenLines.map(({ reference }) => reference),
                  movements: chosenMovements.map(({ event }) => event),
                },
              ])
            }
          >
            {say('match')}
          </Button>
          {chosen.length > 0 && !isEqual && <small className="hint">{say('notEqual')}</small>}
        </Space>
      )}
      {act.error && <Failure error={act.error} />}
      {entries.form}
    </section>
  )
}

function useDayColumns<Row extends { readonly day: string }>(): Column<Row>[] {
  const today = useToday() ?? shanghaiDay(new Date())
  return [
    { key: 'day', title: say('day'), text: ({ day }) => sayDay(day), order: ({ day }) => day },
    {
      key: 'age',
      title: say('age'),
      text: ({ day }) => String(daysBetween(day, today)),
      order: ({ day }) => daysBetween(day, today),
      isFigure: true,
    },
  ]
}

function useAmountColumn<Row extends { readonly amountFen: number }>(): Column<Row>[] {
  const money = useMoney()
  return [
    {
      ...{ key: 'amount', title: say('amount'), isFigure: true, isMoney: true },
      text: ({ amountFen }) => money(amountFen),
      order: ({ amountFen }) => amountFen,
    },
  ]
}
