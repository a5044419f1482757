import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { sayDay } from '../../common/shanghai.ts'
import { useWaitingCorrections } from '../approvals/approvals.queries.ts'
import { sayActor } from '../parts/actors.ts'
import { useNames } from '../parts/directory.queries.ts'
import { Reading } from '../shell/reading.tsx'
import { sidesOf, takenBackAmong } from './entry-sides.ts'
import { type Fund, type FundEntry, fundEntriesQuery } from './funds.queries.ts'
import { MovementCorrection } from './movement-correction.tsx'
import { say } from './words.ts'

/** Donations and allocations are corrected where they are listed. */
const correctedHere = ['DonationRefunded', 'AllocationReturned']

/** Every movement of the fund's free money, with its paper and who answers for it. */
export function MovementsTab({ fund }: { readonly fund: Fund }): ReactNode {
  const isOfficer = useSession().role === 'officer'
  const nameOf = useNames()
  const money = useMoney()
  const read = useQuery(fundEntriesQuery(fund.id))
  const { data } = read
  const [opened, setOpened] = useState<FundEntry>()
  const waits = useWaitingCorrections()
  if (!data) return <Reading of={read} />
  if (data.length === 0) return <Empty description={say('movementsNone')} />
  const summary = (entry: FundEntry) => [sayEntry(entry.eventType), ...programmesOf(entry).map(nameOf)].join(' ')
  const takenBackBy = takenBackAmong(data)
  const takenBack = (entry: FundEntry) => {
    const { refunds, corrections } = takenBackBy(entry)
    return {
      refunded: refunds.length > 0 && say('refundedBy', { documents: refunds.join(' ') }),
      corrected: corrections.length > 0 && say('reversed', { documents: corrections.join(' ') }),
    }
  }
  const mayCorrect = ({ eventType, reversedBy }: FundEntry) =>
    correctedHere.includes(eventType) && reversedBy.length === 0
  const isWaiting = (entry: FundEntry) => mayCorrect(entry) && waits(`${entry.stream}.${entry.version}`)
  const shown = (amountFen: number) =>
    amountFen === 0 ? '' : `${amountFen < 0 ? '−' : ''}${money(Math.abs(amountFen))}`
  const figure = (amountFen: number) => <span className={amountFen < 0 ? 'red-figure' : ''}>{shown(amountFen)}</span>
  return (
    <>
      <DataTable<FundEntry>
        name={`${fund.name} ${say('movements')}`}
        rows={[...data].reverse()}
        rowKey={({ document }) => document}
        columns={[
          {
            key: 'day',
            title: say('day'),
            text: ({ accountingDate }) => sayDay(accountingDate),
            order: ({ accountingDate }) => accountingDate,
          },
          { key: 'document', title: say('document'), text: ({ document }) => document },
          {
            key: 'summary',
            title: say('summary'),
            text: (entry) => [summary(entry), ...Object.values(takenBack(entry))].filter(Boolean).join(' '),
            render: (entry) => (
              <>
                {summary(entry)} {takenBack(entry).refunded && <Tag>{takenBack(entry).refunded}</Tag>}
                {takenBack(entry).corrected && <Tag color="red">{takenBack(entry).corrected}</Tag>}
              </>
            ),
          },
          { key: 'receipt', title: say('receiptNumber'), text: ({ receiptNumber }) => receiptNumber ?? '' },
          {
            key: 'in',
            title: say('in'),
            text: (entry) => shown(sidesOf(entry).inFen),
            render: (entry) => figure(sidesOf(entry).inFen),
            order: (entry) => sidesOf(entry).inFen,
            isFigure: true,
            isMoney: true,
          },
          {
            key: 'out',
            title: say('out'),
            text: (entry) => shown(sidesOf(entry).outFen),
            render: (entry) => figure(sidesOf(entry).outFen),
            order: (entry) => sidesOf(entry).outFen,
            isFigure: true,
            isMoney: true,
          },
          { key: 'maker', title: say('maker'), text: ({ maker }) => sayActor(maker) },
          { key: 'checker', title: say('checker'), text: ({ checker }) => sayActor(checker) },
          ...(isOfficer
            ? [
                {
                  key: 'acts',
                  title: say('actions'),
                  text: (entry: FundEntry) => (isWaiting(entry) ? say('correctionWaits') : ''),
                  render: (entry: FundEntry) =>
                    isWaiting(entry)
                      ? say('correctionWaits')
                      : mayCorrect(entry) && (
                          <Button size="small" danger className="not-on-paper" onClick={() => setOpened(entry)}>
                            {say('correct')}
                          </Button>
                        ),
                },
              ]
            : []),
        ]}
      />
      {opened && <MovementCorrection fund={fund.id} entry={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

export function programmesOf({ legs }: FundEntry): string[] {
  return [...new Set(legs.flatMap(({ programme }) => (programme === null ? [] : [programme])))]
}

/** A type that has no words yet keeps its name. */
function sayEntry(eventType: string): string {
  const key = `entry.${eventType}` as Parameters<typeof say>[0]
  const said = say(key)
  return said === key ? eventType : said
}
