import { useInfiniteQuery } from '@tanstack/react-query'
import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { eventWords } from '@welfare/contracts/words/event-words.ts'
import { type ReactNode, useState } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { sayWord } from '../../common/words.ts'
import { sayEventType } from '../parts/event-types.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { EventDrawer } from './event-drawer.tsx'
import { BankAccountChoice, Choice, FundChoice, MerchantChoice, PayerChoice, ProgrammeChoice } from './filters.tsx'
import { LegsTable } from './legs-table.tsx'
import { downloadsOf, ReportPage } from './report-page.tsx'
import { journalQuery } from './reports.queries.ts'
import { pick, useReportSearch } from './search.ts'
import { StampLine } from './stamp-line.tsx'
import { say } from './words.ts'

/** Every leg of every posting, in the order of the ledger; as long as it is, only what is in sight is drawn. */
export function JournalPage(): ReactNode {
  const [search] = useReportSearch()
  const { unit } = useMoneyUnit()
  const query = pick(
    search,
    'account',
    'eventType',
    'fund',
    'programme',
    'merchant',
    'bankAccount',
    'payer',
    'at',
    'effective',
  )
  const pages = useInfiniteQuery(journalQuery(query))
  const { data, error, refetch } = pages
  const [sequence, setSequence] = useState<number>()
  const legs = data?.pages.flatMap((page) => page.legs) ?? []
  const [first] = data?.pages ?? []
  const accounts = Object.keys(postingAccounts).map((name) => ({
    value: name,
    label: sayWord(accountWords[name as keyof typeof postingAccounts]),
  }))
  const postedEventTypes = Object.keys(eventWords).map((type) => ({ value: type, label: sayEventType(type) }))
  return (
    <ReportPage
      report="journal"
      downloads={[
        ...downloadsOf({ xlsx: '/v1/journal.xlsx' }, query),
        ...downloadsOf({ paper: '/v1/printouts/journal.html' }, { ...query, unit }),
        ...downloadsOf({ csv: '/v1/journal.csv' }, query),
      ]}
      filters={
        <>
          <Choice name="account" label={say('account')} options={accounts} />
          <Choice name="eventType" label={say('summary')} options={postedEventTypes} />
          <FundChoice />
          <ProgrammeChoice />
          <MerchantChoice />
          <BankAccountChoice />
          <PayerChoice />
        </>
      }
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <LegsTable name="journal" legs={legs} pages={pages} onOpen={(leg) => setSequence(leg.sequence)} />}
      {first && <StampLine stamp={first} />}
      {sequence !== undefined && <EventDrawer sequence={sequence} onClose={() => setSequence(undefined)} />}
    </ReportPage>
  )
}
